import type { ContextFacts } from '../../context/facts.ts';
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { resolveWord, shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { isShipped, lineage, lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import { removeInstruction } from '../../edit/insert.ts';
import { removeItem } from '../../edit/shell-items.ts';
import { lookupRoot } from '../../images/root.ts';
import { systemCommand } from '../../tools/system.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

interface ChownLayer {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly command: ShellCommand;
  readonly program: 'chown' | 'chmod';
  /** Owner or mode as the flag of COPY takes it; undefined where it can't. */
  readonly value: string | undefined;
  /** Absolute paths it works on. */
  readonly paths: readonly string[];
  /** Copies of this stage before it whose files it changes. */
  readonly copies: readonly Copy[];
}

export default defineRule<ChownLayer>({
  id: 'size/chown-layer',
  severity: 'warning',
  summary: 'Copied files are stored twice by a chown or chmod of its own',
  fix: 'safe',
  why: `A layer holds every file that its instruction changed, with all of its content: \`RUN chown -R\` or \`chmod -R\` over files that a COPY brought
stores them a second time. \`COPY --chown\` and \`COPY --chmod\` set owner and mode while they copy, for nothing.

It does not matter for a handful of small files, nor in stages that are thrown away. A program that only reads its files needs neither: files
that it can't write are safer.`,
  fixSafety: `Safe when everything below the path comes from COPY instructions of this stage: owners and modes stay what they were. A folder that
WORKDIR made keeps a \`chown\` without \`-R\`, since COPY does not change the owner of a folder that is there. When other instructions wrote files
there too (\`npm ci\`), these stay with root: the fix is only suggested then.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM node:22-alpine\nCOPY dist /app\nRUN chown -R node:node /app\nUSER node\nCMD ["node", "/app/index.js"]\n',
      good: 'FROM node:22-alpine\nCOPY --chown=node:node dist /app\nUSER node\nCMD ["node", "/app/index.js"]\n',
    },
    {
      title: 'the working directory itself stays writable',
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json index.js ./\nRUN chown -R node:node /app\nUSER node\nCMD ["node", "index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY --chown=node:node package.json index.js ./\nRUN chown node:node /app\nUSER node\nCMD ["node", "index.js"]\n',
    },
  ],
  *check({ model, facts }) {
    if (model.isWindows) return;
    for (const stage of model.stages) {
      if (!isShipped(stage, model)) continue;
      for (const layer of chownLayers(stage, model)) {
        const { command, program, value, copies } = layer;
        if (copies.every((copy) => isSmall(copy, facts.context))) continue;
        const advice = copies.every((copy) => value !== undefined && copy[program] === value)
          ? `${copies.length === 1 ? 'That COPY sets' : 'These copies set'} the ${program === 'chown' ? 'owner' : 'mode'} already: leave out \`-R\`.`
          : `Copy them with \`--${program}${value === undefined ? '' : `=${value}`}\` instead.`;
        yield {
          span: command.span,
          message: `\`${program} -R\` stores the files of ${copiesText(copies, model)} a second time in a layer of their own. ${advice}`,
          data: layer,
          related: copies.map(({ instruction }) => ({
            span: instruction.keywordSpan,
            message: 'These files are stored twice.',
          })),
        };
      }
    }
  },
  fixes({ data }, context) {
    const fix = data && layerFix(data, context);
    return fix ? [fix] : [];
  },
});

/** Files of this size altogether are not worth a word. */
const smallBytes = 100_000;

/** Files of the context, by their names. Sources in a folder grow. */
function isSmall({ from, inline, sources }: Copy, context: ContextFacts): boolean {
  if (from !== undefined || inline || sources.length === 0) return false;
  const files = sources.flatMap(({ path, complete, remote }) => {
    const entry = complete && !remote ? context.entry(path) : undefined;
    return entry?.type === 'file' ? [entry.size] : [];
  });
  return files.length === sources.length && files.reduce((sum, size) => sum + size, 0) < smallBytes;
}

/** The one that brings most is named: that of the whole context, else the last, which mostly brings the program. */
function copiesText(copies: readonly Copy[], model: DockerfileModel): string {
  const named = copies.find(({ sources }) => sources.some(({ path }) => path === '.')) ?? copies.at(-1)!;
  const others = copies.length - 1;
  const more = others > 0 ? ` and ${others} more ${others === 1 ? 'copy' : 'copies'}` : '';
  return `${copyText(named, model)}${more}`;
}

function copyText({ instruction }: Copy, model: DockerfileModel): string {
  const text = model.text.slice(instruction.span.start, instruction.span.end).split('\n')[0]!.trim();
  return `\`${text.length > 50 ? text.slice(0, 49) + '…' : text}\``;
}

function chownLayers(stage: Stage, model: DockerfileModel): ChownLayer[] {
  return stage.instructions.flatMap((instruction): ChownLayer[] => {
    const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
    return (script?.commands ?? []).flatMap((command) => {
      const found = script && readCommand(command, instruction, script);
      if (!found) return [];
      const copies = stage.instructions
        .filter(({ index }) => index < instruction.index)
        .flatMap((earlier) => readCopy(earlier) ?? [])
        .filter(({ target }) => target !== undefined && found.paths.some((path) => isInside(target, path)));
      return copies.length > 0 ? [{ stage, instruction, script, command, copies, ...found }] : [];
    });
  });
}

function isInside(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(folder + '/');
}

type Change = Pick<ChownLayer, 'program' | 'value' | 'paths'>;

/** Undefined when it is no recursive chown or chmod of paths that can be followed. */
function readCommand(
  command: ShellCommand,
  instruction: Instruction,
  script: ShellScript,
): Change | undefined {
  const { name, args } = command;
  if (name !== 'chown' && name !== 'chmod') return undefined;
  const options = args.filter(({ value }) => isOption(value));
  if (!options.some(({ value }) => /^(?:-[a-zA-Z]*R[a-zA-Z]*|--recursive)$/.test(value))) return undefined;
  const [what, ...targets] = args.filter(({ value }) => !isOption(value));
  const directory = workingDirectory(instruction, script, command);
  if (!what || targets.length === 0 || directory === undefined) return undefined;
  const paths = targets.map((word) => resolveWord(word, instruction.state));
  if (!paths.every((path) => path !== undefined)) return undefined;
  const usual = options.every(({ value }) =>
    /^-[RvcfhLP]+$|^--(?:recursive|verbose|changes|silent|quiet)$/.test(value),
  );
  const value = usual && what.literal ? flagValue(name, what.value) : undefined;
  return { program: name, value, paths: paths.map((path) => resolvePath(directory, path)) };
}

/** `-x` as a mode takes a permission away; as an option it does not exist. */
function isOption(value: string): boolean {
  return /^-/.test(value) && !/^-[rwxXst]+$/.test(value);
}

/** `chown user` leaves the group alone, which is root's for copied files; COPY would take the uid for it. */
function flagValue(program: 'chown' | 'chmod', value: string): string | undefined {
  if (program === 'chmod') return /^[0-7]{3,4}$/.test(value) ? value : undefined;
  if (/^[\w-]+:[\w-]+$/.test(value)) return value;
  return /^[\w-]+$/.test(value) ? `${value}:root` : undefined;
}

function layerFix(layer: ChownLayer, context: RuleContext): Fix | undefined {
  const { program, value, copies, paths, command, script } = layer;
  if (value === undefined || !command.exact || command.conditional || command.wrappers.length > 0)
    return undefined;
  if (script.items[command.item]?.simple !== true || paths.length !== 1) return undefined;
  const [path] = paths;
  const edits: TextEdit[] = [];
  for (const copy of copies) {
    const edit = flagEdit(copy, layer, context);
    if (!edit) return undefined;
    edits.push(...edit);
  }
  if (isChangedBetween(layer, context.model)) return undefined;
  const folders = program === 'chown' ? foldersOf(layer) : [];
  // Only the folder itself can stay in the command; others below it would need a look at each.
  if (folders.some((folder) => folder !== path)) return undefined;
  const commandEdit = folders.length > 0 ? withoutRecursion(command) : removal(layer, context.model);
  if (!commandEdit) return undefined;
  const others = hasOtherFiles(layer, context.model);
  const name = program === 'chown' ? 'owner' : 'mode';
  return {
    title: `Set the ${name} with \`COPY --${program}=${value}\``,
    applicability: others ? 'suggested' : 'safe',
    edits: [...edits, commandEdit],
    preferred: !others,
  };
}

/** The flag in front of the COPY's sources; none when it has the same; undefined when it can't have it. */
function flagEdit(
  { instruction, chown, chmod }: Copy,
  { program, value, stage }: ChownLayer,
  context: RuleContext,
): TextEdit[] | undefined {
  const present = program === 'chown' ? chown : chmod;
  if (present !== undefined) return present === value ? [] : undefined;
  if (!instruction.bodySpan || value === undefined) return undefined;
  const linked = instruction.flags.some(({ name }) => name === 'link');
  const names = value.split(':').filter((part) => program === 'chown' && !/^\d+$/.test(part));
  // COPY --link has no image to look names up in.
  if (names.length > 0 && linked) return undefined;
  if (!names.every((name) => existsBefore(name, instruction, stage, context))) return undefined;
  const at = instruction.bodySpan.start;
  return [{ span: { start: at, end: at }, newText: `--${program}=${value} ` }];
}

/** The account (or group) is in the image already when the COPY runs. */
function existsBefore(name: string, copy: Instruction, stage: Stage, { model, facts }: RuleContext): boolean {
  const base = lookupRoot(stage, facts.images);
  const known = ['root', base?.nonRootUser?.name, base?.defaultUser?.name];
  if (known.includes(name)) return base !== undefined;
  return lineageInstructions(stage)
    .filter(({ index, keyword }) => index < copy.index && keyword === 'RUN')
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? [])
    .some(
      (command) =>
        /^(?:useradd|adduser|groupadd|addgroup)$/.test(command.name) &&
        !command.conditional &&
        command.args.some(({ value }) => value === name),
    );
}

/** Something between the copies and the command changes owners or modes already: the last one counts. */
function isChangedBetween(
  { stage, instruction, copies, program }: ChownLayer,
  model: DockerfileModel,
): boolean {
  const first = Math.min(...copies.map((copy) => copy.instruction.index));
  return stage.instructions
    .filter(({ index }) => index > first && index < instruction.index)
    .flatMap((between) => (between.keyword === 'RUN' ? (shellOf(between, model)?.commands ?? []) : []))
    .some(({ name }) => name === program);
}

/** Folders at or below the path that WORKDIR made (or entered), this stage's and inherited ones: COPY leaves their owner. */
function foldersOf({ stage, instruction, paths }: ChownLayer): string[] {
  const [path] = paths;
  const entered = lineageInstructions(stage)
    .filter(({ index, keyword }) => keyword === 'WORKDIR' && index < instruction.index)
    .flatMap((workdir) => {
      const next = stageInstructionAfter(stage, workdir);
      return next?.state.workdir ?? stage.endState.workdir ?? [];
    });
  const below = entered.filter((folder) => isInside(folder, path!));
  return [...new Set(below)];
}

function stageInstructionAfter(stage: Stage, workdir: Instruction): Instruction | undefined {
  const own = lineage(stage).find((each) => each === workdir.stage || each.instructions.includes(workdir));
  return own?.instructions.find(({ index }) => index > workdir.index);
}

function withoutRecursion(command: ShellCommand): TextEdit | undefined {
  const flag = command.args.find(({ value }) => value === '-R' || value === '--recursive');
  const next = flag && command.args[command.args.indexOf(flag) + 1];
  // `-hR` and the like: the other letters would have to stay.
  return flag && next ? { span: { start: flag.span.start, end: next.span.start }, newText: '' } : undefined;
}

function removal({ instruction, script, command }: ChownLayer, model: DockerfileModel): TextEdit | undefined {
  if (script.items.length === 1) return removeInstruction(model, instruction);
  return removeItem(model, script, command.item);
}

/** Commands that write nowhere near an application's files. */
const harmless: ReadonlySet<string> = new Set([
  'useradd', 'adduser', 'groupadd', 'addgroup', 'usermod', 'rm', 'chown', 'chmod', 'echo', 'true', 'set', 'update-ca-certificates', 'ldconfig', 'printf',
  'test', '[', 'a2enmod', 'a2dismod', 'a2ensite', 'a2dissite', 'a2enconf', 'a2disconf', 'docker-php-ext-install', 'docker-php-ext-configure', 'docker-php-ext-enable',
]); // prettier-ignore

/** Folders that base images bring with files in them. The one that PHP's images serve is there, and empty. */
function isOfBase(path: string, stage: Stage): boolean {
  const base = rootBase(stage);
  if (base.kind === 'image' && /(?:^|\/)php[:@]/.test(base.reference) && isInside(path, '/var/www/html'))
    return false;
  if (/^\/usr\/(?:src|app)(?:\/|$)|^\/home\/[^/]+\/./.test(path)) return false;
  return /^\/(?:usr|etc|var|home|root|lib|lib64|bin|sbin|run|tmp|dev|proc|sys)?(?:\/|$)/.test(path);
}

/** Does anything else before the command (also in the stages below) put files under the path? */
function hasOtherFiles(
  { stage, instruction, script, command, paths, copies }: ChownLayer,
  model: DockerfileModel,
): boolean {
  const [path] = paths;
  const earlier = lineageInstructions(stage).filter(({ index }) => index < instruction.index);
  const inherited = earlier.some((other) => {
    const copy = readCopy(other);
    if (!copy || copies.some((each) => each.instruction === other)) return false;
    return copy.target === undefined || isInside(copy.target, path!) || isInside(path!, copy.target);
  });
  if (inherited || isOfBase(path!, stage)) return true;
  const commands = [
    ...earlier
      .filter(({ keyword }) => keyword === 'RUN')
      .map((other) => ({ other, all: shellOf(other, model)?.commands })),
    { other: instruction, all: script.commands.slice(0, script.commands.indexOf(command)) },
  ];
  return commands.some(({ other, all }) => !all || all.some((each) => mayWriteBelow(each, other, path!)));
}

function mayWriteBelow(command: ShellCommand, instruction: Instruction, path: string): boolean {
  if (harmless.has(command.name) && command.redirects.length === 0) return false;
  const system = systemCommand(command);
  if (system && path !== '/') return false;
  if (command.name === 'mkdir') {
    const directory = instruction.state.workdir ?? '/';
    return command.args.some((word) => !word.literal || isInside(resolvePath(directory, word.value), path));
  }
  return true;
}
