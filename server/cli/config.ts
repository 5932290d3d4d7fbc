/** The project's configuration file, as the command line takes it. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { defaultSettings } from '../../shared/settings.ts';
import type { Settings } from '../../shared/settings.ts';
import { withConfig } from '../config/config.ts';
import type { ConfigProblem } from '../config/config.ts';
import { findConfig } from '../config/find.ts';
import type { FoundConfig } from '../config/find.ts';
import type { Failure } from './check-report.ts';
import type { CliIo } from './io.ts';
import { displayPath } from './paths.ts';

export type ProjectSettings =
  /** `warnings` are lines for standard error. */
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly string[] }
  | ({ readonly ok: false } & Failure);

/**
 * The settings for a Dockerfile: the defaults and what its project says. A file that can't be read is a failure, because
 * a check by other rules than the project's own says nothing.
 */
export async function projectSettings(
  io: CliIo,
  dockerfile: string | undefined,
  root: string | undefined,
): Promise<ProjectSettings> {
  const found = dockerfile === undefined ? undefined : await findConfig(io.fileSystem, dockerfile, root);
  if (!found) return { ok: true, settings: defaultSettings, warnings: [] };
  const broken = found.problems.find(({ severity }) => severity === 'error');
  if (broken) return { ok: false, path: placeOf(io, found, broken), message: broken.message };
  return {
    ok: true,
    settings: withConfig(defaultSettings, found.config),
    warnings: found.problems.map((problem) => `${placeOf(io, found, problem)}: warning: ${problem.message}`),
  };
}

/** `path:line:column`, from 1. */
function placeOf(io: CliIo, { location, text }: FoundConfig, { span }: ConfigProblem): string {
  const { line, character } = TextDocument.create('', '', 0, text).positionAt(span.start);
  return `${displayPath(location, io.cwd)}:${line + 1}:${character + 1}`;
}
