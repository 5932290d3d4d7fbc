/** RUN instructions of a final stage whose work another base has done, or nothing needs there. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import { accountOptions, accountsMade } from '../../tools/users.ts';

export interface NeedlessRuns {
  readonly runs: readonly Instruction[];
  /** What they install, by name. */
  readonly packages: readonly string[];
  /** Accounts and groups that they make, with the uid where it is said. */
  readonly accounts: ReadonlyMap<string, number | undefined>;
}

export interface NeedlessOptions {
  /** Packages that the other base has, or that a static program does not use. */
  readonly packages: ReadonlySet<string>;
  /** Absolute paths of the programs that are copied: executable as they are. */
  readonly programs: ReadonlySet<string>;
  /** Nothing writes to the image's folders, so that it does not matter whose they are. */
  readonly readOnly: boolean;
}

/** All RUNs of the stage, or what one of them does that is needed: `\`setcap …\``, as the subject of a sentence. */
export function needlessRuns(
  stage: Stage,
  model: DockerfileModel,
  options: NeedlessOptions,
): NeedlessRuns | string {
  const runs = stage.instructions.filter(({ keyword }) => keyword === 'RUN');
  const packages = new Set<string>();
  const accounts = new Map<string, number | undefined>();
  for (const { name, uid } of accountsMade(runs, model)) accounts.set(name, uid);
  for (const run of runs) {
    const script = shellOf(run, model);
    if (!script || script.errors.length > 0 || run.flags.length > 0) return textOf(run, model);
    for (const command of script.commands) {
      const system = systemCommand(command);
      if (system?.action === 'install')
        for (const word of system.packages) {
          const name = packageName(word);
          if (!word.literal || !options.packages.has(name)) return `\`${command.name} … ${word.raw}\``;
          packages.add(name);
        }
      else if (system ? system.action === 'other' : !isNeedless(command, run, stage, model, options))
        return textOf(run, model, command);
      if (isGroup(command)) {
        const [name] = accountOptions(command).operands.slice(-1);
        if (name && !accounts.has(name.value)) accounts.set(name.value, undefined);
      }
    }
  }
  return { runs, packages: [...packages], accounts };
}

function isGroup({ name }: ShellCommand): boolean {
  return name === 'groupadd' || name === 'addgroup';
}

const quiet: ReadonlySet<string> = new Set(['set', 'echo', 'true', ':', 'cd', 'update-ca-certificates']);
const accountCommands: ReadonlySet<string> = new Set(['useradd', 'adduser', 'groupadd', 'addgroup']);

function isNeedless(
  command: ShellCommand,
  run: Instruction,
  stage: Stage,
  model: DockerfileModel,
  { programs, readOnly }: NeedlessOptions,
): boolean {
  const { name, args, redirects } = command;
  if (redirects.some(({ operator, target }) => operator.includes('>') && !target?.value.startsWith('/dev/')))
    return false;
  if (name === 'update-ca-certificates') return !bringsCertificates(stage);
  if (quiet.has(name) || accountCommands.has(name)) return true;
  const words = args.filter(({ value }) => !value.startsWith('-'));
  if (name === 'rm')
    return (
      words.length > 0 &&
      words.every(({ value }) =>
        /^(?:\/var\/(?:lib\/apt|cache|tmp)|\/tmp|\/root\/\.cache)(?:\/|$)/.test(value),
      )
    );
  const directory = workingDirectory(run, shellOf(run, model)!, command);
  if (directory === undefined || !words.every(({ literal }) => literal)) return false;
  if (name === 'mkdir') return words.every(({ value }) => isMadeAnyway(resolvePath(directory, value), stage));
  const paths = words.slice(1).map(({ value }) => resolvePath(directory, value));
  // `chmod +x`: what Go builds is executable.
  if (name === 'chmod')
    return (
      /^(?:[ugo]*a?\+r?x|0?[57][57][57])$/.test(words[0]?.value ?? '') &&
      paths.every((path) => programs.has(path))
    );
  return name === 'chown' && readOnly && paths.length > 0;
}

/** A folder that a COPY or WORKDIR makes too. */
function isMadeAnyway(path: string, stage: Stage): boolean {
  const isBelow = (other: string | undefined): boolean => other?.startsWith(`${path}/`) === true;
  const states = [...stage.instructions.map(({ state }) => state), stage.endState];
  if (states.some(({ workdir }) => workdir === path || isBelow(workdir))) return true;
  return stage.instructions.some((instruction) => {
    const copy = readCopy(instruction);
    // Without a slash a single file would get the folder's name.
    return copy && (isBelow(copy.target) || (copy.target === path && copy.intoDirectory));
  });
}

/** Certificates of one's own, which only that command makes known. */
function bringsCertificates({ instructions }: Stage): boolean {
  return instructions.some((instruction) =>
    /\/ca-certificates(?:\/|$)/.test(readCopy(instruction)?.target ?? ''),
  );
}

function textOf(run: Instruction, model: DockerfileModel, command?: ShellCommand): string {
  const text = command
    ? command.words.map(({ raw }) => raw).join(' ')
    : model.text.slice(run.span.start, run.span.end).split('\n')[0]!.trim();
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}
