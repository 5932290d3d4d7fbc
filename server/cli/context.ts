/** `context`: what the builder receives of a build context, and what .dockerignore keeps back. */
import { gatherContext } from '../context/gather.ts';
import type { ContextFacts } from '../context/facts.ts';
import { parseDockerignore } from '../context/dockerignore.ts';
import { listSent } from '../context/walk/list-sent.ts';
import { createPortWalker } from '../context/walk/walker.ts';
import type { ContextWalker } from '../context/walk/walker.ts';
import type { WalkSummary } from '../context/walk/summary.ts';
import { mainDockerfile } from '../dockerfile-name.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { joinLocation, locationKey } from '../location.ts';
import { describeUse } from '../uses/facts.ts';
import type { ContextCommand } from './arguments.ts';
import { contextAsJson } from './context-json.ts';
import { contextAsText } from './context-text.ts';
import { exitCodes, UsageError } from './io.ts';
import type { CliIo } from './io.ts';
import { displayPath, toLocation } from './paths.ts';
import { printable, styleFor } from './style.ts';
import { loadFile } from './subject.ts';

export interface ContextReport {
  readonly context: ContextFacts;
  /** For the user, relative to the working folder. */
  readonly path: string;
  readonly dockerfile: string | undefined;
  readonly summary: WalkSummary;
  /** Lines that the builder refuses, 0-based. */
  readonly invalid: readonly { readonly line: number; readonly text: string }[];
  readonly secrets: readonly { readonly path: string; readonly label: string; readonly sent: boolean }[];
  /** Other folders that the same file is built in, and who does. */
  readonly others: readonly { readonly path: string; readonly use: string }[];
}

export async function runContext(io: CliIo, command: ContextCommand): Promise<number> {
  const subject = await findSubject(io, command);
  if (typeof subject === 'string') {
    io.stderr.write(`${subject}\n`);
    return exitCodes.failed;
  }
  const { context } = subject;
  const { dockerignore, location } = context;
  if (command.output === 'list') return list(io, context);
  const walker = io.walker?.() ?? createPortWalker(io.fileSystem);
  let summary: WalkSummary;
  try {
    summary = await measure(io, walker, context);
  } finally {
    walker.dispose();
  }
  const report: ContextReport = {
    ...subject,
    path: displayPath(location, io.cwd),
    summary,
    invalid: parseDockerignore(dockerignore.text).invalid,
    secrets: context.secrets.map((secret) => ({ ...secret, sent: !context.isIgnored(secret.path) })),
  };
  io.stdout.write(
    command.output === 'json'
      ? `${JSON.stringify(contextAsJson(report), undefined, 2)}\n`
      : contextAsText(report, styleFor(io.stdout, io.env)),
  );
  return exitCodes.ok;
}

/** A whole machine is no context; and whoever lists one wants to see an end. */
const listedEntries = 1_000_000;

async function list(io: CliIo, { location, dockerignore }: ContextFacts): Promise<number> {
  const { paths, complete } = await listSent(io.fileSystem, location, dockerignore.text, {
    entries: listedEntries,
  });
  for (const { path, type } of paths)
    io.stdout.write(`${printable(path)}${type === 'directory' ? '/' : ''}\n`);
  if (complete) return exitCodes.ok;
  io.stderr.write(
    `The context has more than ${listedEntries.toLocaleString('en-US')} entries; the list is not complete.\n`,
  );
  return exitCodes.failed;
}

type Found = Pick<ContextReport, 'context' | 'dockerfile' | 'others'>;

/** The Dockerfile that was named, or the folder's main one, with its context; else the folder alone. */
async function findSubject(io: CliIo, { folder, dockerfile }: ContextCommand): Promise<Found | string> {
  const location = toLocation(folder ?? '.', io.cwd);
  const names = await io.fileSystem.readDirectory(location);
  if (names === undefined)
    throw new UsageError(`${folder ?? '.'}: there is no such folder, or it can't be read.`);
  const main = mainDockerfile(names.flatMap(({ name, type }) => (type === 'directory' ? [] : [name])));
  const file =
    dockerfile !== undefined
      ? toLocation(dockerfile, io.cwd)
      : main !== undefined
        ? joinLocation(location, main)
        : undefined;
  if (file === undefined) {
    const model = parseDockerfile('');
    const context = await gatherContext({
      fileSystem: io.fileSystem,
      dockerfile: undefined,
      context: location,
      model,
    });
    return { context, dockerfile: undefined, others: [] };
  }
  const loaded = await loadFile(io, file, {
    // A folder beside a file is the context, as on Docker's own command line.
    context: dockerfile === undefined ? undefined : folder,
    rules: {},
    stdinFilename: undefined,
    offline: true,
    dockerCredentials: false,
    target: undefined,
  });
  if (!loaded.ok) return `${loaded.path}: ${loaded.message}`;
  const { facts, path } = loaded.subject;
  const contexts = new Map(
    facts.variants.map(({ use, facts: other }) => [
      locationKey(other.context.location),
      { path: displayPath(other.context.location, io.cwd), use: describeUse(use) },
    ]),
  );
  contexts.delete(locationKey(facts.context.location));
  return { context: facts.context, dockerfile: path, others: [...contexts.values()] };
}

/** Milliseconds after which whoever waits is told what for. */
const silence = 1000;

async function measure(io: CliIo, walker: ContextWalker, context: ContextFacts): Promise<WalkSummary> {
  const started = io.clock.now();
  let told = false;
  const summary = await walker.measure(
    { context: context.location, folder: '', dockerignore: context.dockerignore.text },
    {
      progress: (entries) => {
        if (!io.stderr.isTTY || io.clock.now() - started < silence) return;
        told = true;
        io.stderr.write(`\r${entries.toLocaleString('en-US')} entries …`);
      },
    },
  );
  if (told) io.stderr.write('\r\u001B[K');
  return summary;
}
