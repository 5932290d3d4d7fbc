/** Writes a changed Dockerfile and the files beside it. */
import { joinLocation } from '../location.ts';
import type { Failure } from './check-report.ts';
import type { CliIo } from './io.ts';
import { displayPath } from './paths.ts';
import type { Subject } from './subject.ts';

interface FileChange {
  /** Relative to the context. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Writes what differs, the Dockerfile last: it may rely on the others. Stops at the first failure. */
export async function writeFiles(
  io: CliIo,
  subject: Subject,
  text: string,
  files: readonly FileChange[],
): Promise<Failure[]> {
  const changes = files.map(({ path, before, after }) => ({
    location: joinLocation(subject.facts.context.location, path),
    before,
    after,
  }));
  if (subject.location !== undefined)
    changes.push({ location: subject.location, before: subject.text, after: text });
  for (const { location, before, after } of changes) {
    if (before === after) continue;
    const result = await io.writer.replace(location, before, after);
    if (!result.ok)
      return [{ path: displayPath(location, io.cwd), message: `not written: ${result.reason}` }];
  }
  return [];
}
