import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import {
  resolveWord,
  shellOf,
  type ShellCommand,
  type ShellScript,
  type ShellWord,
} from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { finalStage, isShipped, lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import { runScripts } from '../../tools/run-scripts.ts';
import { accountsMade, isRoot } from '../../tools/users.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { onlyOwnerWrites, othersMayWrite } from './file-mode.part.ts';
import { runUser } from './run-user.part.ts';

interface Writable {
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** `chmod`, `mkdir`, `install`, or the instruction of a `--chmod`. */
  readonly tool: string;
  readonly mode: string;
  readonly modeSpan: Span;
  /** As absolute paths where they can be followed, else as written. */
  readonly paths: readonly string[];
  readonly command: ShellCommand | undefined;
  /** Folders that the same script makes, and nothing in them. */
  readonly empty: boolean;
}

export default defineRule<Writable>({
  id: 'security/world-writable',
  severity: 'warning',
  summary: 'Everybody in the container may change the files',
  fix: 'suggested',
  why: `With mode 777 whoever gets to run a command in the container can rewrite the program, its configuration and its scripts, whatever its
user. Mostly it was written because something could not be run (755 is enough for that) or because the program could not write to one folder
(that folder belongs to its user then: \`chown\`, \`COPY --chown\`).

It does not matter for /tmp and its like, with the sticky bit (1777), and in stages that are thrown away. An empty folder is left alone
where the image names no user, since \`docker run --user\` may need it, and is only information elsewhere.`,
  fixSafety: `Suggested: a program that runs as another user than the owner of the files can no longer write to them. For scripts and programs 755 is
what was meant, and Optimize writes it.`,
  equivalents: [],
  examples: [
    {
      title: 'a script',
      bad: 'FROM alpine:3.24\nCOPY start.sh /srv/\nRUN chmod 777 /srv/start.sh\nUSER 10001\nCMD ["/srv/start.sh"]\n',
      good: 'FROM alpine:3.24\nCOPY start.sh /srv/\nRUN chmod 755 /srv/start.sh\nUSER 10001\nCMD ["/srv/start.sh"]\n',
    },
    {
      title: 'a folder that the program writes to',
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\nRUN mkdir -p data && cp server.js data/ && chmod -R 777 data\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\nRUN mkdir -p data && cp server.js data/ && chown -R node data\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    for (const found of [...copiesIn(model), ...commandsIn(model)]) {
      if (!isShipped(found.stage, model) || found.paths.every(isShared)) continue;
      // Where root runs the program such a folder is made for whoever `docker run --user` names.
      if (found.empty && finalUser(model) === undefined) continue;
      yield {
        span: found.modeSpan,
        message: message(found, context),
        ...(found.empty && { severity: 'info' }),
        data: found,
      };
    }
  },
  fixes({ data }, context) {
    if (!data) return [];
    const owner = ownerFix(data, context);
    const mode = modeFix(data, context);
    return isProgram(data) ? mode : [...owner, ...mode];
  },
});

function message(found: Writable, { model }: RuleContext): string {
  const { paths, mode, tool } = found;
  const [path] = paths;
  const where = paths.length > 1 ? `${path!} and ${paths.length - 1} more` : path!;
  const user = finalUser(model);
  const command = found.command ? `\`${tool} ${mode}\`` : `\`--chmod=${mode}\``;
  const narrow = onlyOwnerWrites(mode);
  const advice = isProgram(found)
    ? `${narrow ?? '755'} is enough to run it.`
    : user === undefined
      ? `${narrow ?? '755'} is enough for what is read or run; a folder that is written belongs to the user who writes.`
      : `Give what is written to ${user}; ${narrow ?? '755'} is enough for the rest.`;
  return `${command} lets every process in the container change ${where}. ${advice}`;
}

/** Places that every user writes to anyway. */
function isShared(path: string): boolean {
  return /^\/(?:tmp|var\/tmp|dev|proc|run|var\/run|var\/lock)(?:\/|$)/.test(path);
}

/** A script or program: it is run, not written. */
function isProgram({ paths, tool }: Writable): boolean {
  return (
    tool !== 'mkdir' &&
    paths.every((path) =>
      /\.(?:sh|bash|py|pl|rb)$|\/s?bin\/[^/]+$|(?:^|\/)(?:[\w-]*entrypoint|gradlew|mvnw)$/.test(path),
    )
  );
}

/** Who the container's program runs as, when that is another user than root by a name or number. */
function finalUser(model: DockerfileModel): string | undefined {
  const user = finalStage(model)?.endState.user;
  return user === undefined || isRoot(user) !== false ? undefined : user;
}

function* copiesIn(model: DockerfileModel): Iterable<Writable> {
  for (const stage of model.stages)
    for (const instruction of stage.instructions) {
      const copy = readCopy(instruction);
      const flag = instruction.flags.find(({ name }) => name === 'chmod');
      if (!copy || !flag?.valueSpan || copy.chmod === undefined || othersMayWrite(copy.chmod) !== true)
        continue;
      const names = copy.sources.map(({ path }) => path.split('/').pop()!);
      const target = copy.target ?? copy.destinationWord.value;
      const paths = copy.intoDirectory
        ? names.map((name) => (name === '.' ? target : `${target.replace(/\/$/, '')}/${name}`))
        : [target];
      yield {
        instruction,
        stage,
        tool: copy.keyword,
        mode: copy.chmod,
        modeSpan: flag.valueSpan,
        paths: paths.length > 0 ? paths : [target],
        command: undefined,
        empty: false,
      };
    }
}

function* commandsIn(model: DockerfileModel): Iterable<Writable> {
  for (const { run, stage, script } of runScripts(model))
    for (const [i, command] of script.commands.entries()) {
      const read = modeOf(command);
      if (!read || !read.mode.literal || othersMayWrite(read.value) !== true || read.targets.length === 0)
        continue;
      const paths = read.targets.map((word) => pathOf(word, command, script, run));
      yield {
        instruction: run,
        stage,
        tool: command.name,
        mode: read.value,
        modeSpan: read.mode.span,
        paths,
        command,
        empty:
          command.name === 'mkdir' ||
          paths.every((path) => isMadeEmpty(path, { model, run, script, before: i })),
      };
    }
}

interface ModeArguments {
  readonly mode: ShellWord;
  /** The mode itself: `mkdir -m777` and `--mode=777` have it in an option's word. */
  readonly value: string;
  readonly targets: readonly ShellWord[];
  readonly recursive: boolean;
}

function modeOf({ name, args }: ShellCommand): ModeArguments | undefined {
  if (name === 'chmod') {
    // `-x` as a mode takes a right away; as an option it does not exist.
    const isOption = ({ value }: ShellWord): boolean => /^-/.test(value) && !/^-[rwxXst]+$/.test(value);
    const [mode, ...targets] = args.filter((word) => !isOption(word));
    const recursive = args.some(({ value }) => /^-[a-zA-Z]*R|^--recursive$/.test(value));
    return mode && { mode, value: mode.value, targets, recursive };
  }
  if (name !== 'mkdir' && name !== 'install') return undefined;
  const at = args.findIndex(({ value }) => /^(?:-[a-zA-Z]*m|--mode(?:=.*)?|-m[0-7]+)$/.test(value));
  const option = args[at];
  if (!option) return undefined;
  const inside = /^(?:--mode=|-m)(.+)$/.exec(option.value)?.[1];
  const mode = inside === undefined ? args[at + 1] : option;
  const rest = args.filter((word, i) => i > at && word !== mode && !word.value.startsWith('-'));
  const targets =
    name === 'mkdir'
      ? [...args.slice(0, at).filter(({ value }) => !value.startsWith('-')), ...rest]
      : rest.slice(-1);
  return mode && { mode, value: inside ?? mode.value, targets, recursive: false };
}

function pathOf(word: ShellWord, command: ShellCommand, script: ShellScript, run: Instruction): string {
  const path = resolveWord(word, run.state);
  const directory = workingDirectory(run, script, command);
  return path === undefined || (directory === undefined && !path.startsWith('/'))
    ? word.value
    : resolvePath(directory ?? '/', path);
}

interface Position {
  readonly model: DockerfileModel;
  readonly run: Instruction;
  readonly script: ShellScript;
  /** Index of the command in the script. */
  readonly before: number;
}

/** How many instructions, and commands of each, are looked at for the mkdir of a folder. */
const instructionsBack = 4;
const commandsBack = 20;

/** The folder was made by a mkdir shortly before, and nothing has been put into it since. */
function isMadeEmpty(path: string, { model, run, script, before }: Position): boolean {
  const last = lastNaming(path, script, before, run);
  if (last) return last.name === 'mkdir';
  const instructions = run.stage?.instructions ?? [];
  const at = run.index - (instructions[0]?.index ?? 0);
  for (const other of instructions.slice(Math.max(0, at - instructionsBack), at).reverse()) {
    const copy = readCopy(other);
    if (copy && (copy.target === undefined || isInside(copy.target, path))) return false;
    const earlier = other.keyword === 'RUN' ? shellOf(other, model) : undefined;
    const named = earlier && lastNaming(path, earlier, earlier.commands.length, other);
    if (named) return named.name === 'mkdir';
  }
  return false;
}

/** The last command before the index that names the folder or something in it. */
function lastNaming(
  path: string,
  script: ShellScript,
  before: number,
  run: Instruction,
): ShellCommand | undefined {
  return script.commands
    .slice(Math.max(0, before - commandsBack), before)
    .findLast((command) => command.args.some((word) => isInside(pathOf(word, command, script, run), path)));
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function modeFix({ mode, modeSpan, command, ...found }: Writable, { model }: RuleContext): Fix[] {
  const narrow = onlyOwnerWrites(mode);
  const written = model.text.slice(modeSpan.start, modeSpan.end);
  if (narrow === undefined || (command && !command.exact) || !written.endsWith(mode)) return [];
  const program = isProgram({ mode, modeSpan, command, ...found });
  const at = modeSpan.end - mode.length;
  return [
    {
      title: `Let only the owner write: ${narrow}`,
      applicability: 'suggested',
      ...(program && /^0?777$/.test(mode) && { preferred: true }),
      edits: [{ span: { start: at, end: modeSpan.end }, newText: narrow }],
    },
  ];
}

/** `chmod 777 folder` becomes `chown user folder`, where root runs it and the account exists by then. */
function ownerFix(found: Writable, context: RuleContext): Fix[] {
  const { command, instruction, stage, modeSpan, tool, mode } = found;
  const { model, facts } = context;
  const user = finalUser(model);
  const word = command?.words[0];
  if (
    !command?.exact ||
    tool !== 'chmod' ||
    !word ||
    user === undefined ||
    !/^[\w.-]+(?::[\w.-]+)?$/.test(user)
  )
    return [];
  const by = runUser(instruction, stage, facts.images);
  if (by === undefined || isRoot(by) !== true || !exists(user, found, context)) return [];
  if (command.wrappers.length > 0 || model.text.slice(word.span.start, word.span.end) !== 'chmod') return [];
  if (model.text.slice(modeSpan.start, modeSpan.end) !== mode) return [];
  return [
    {
      title: `Give it to ${user} with chown`,
      applicability: 'suggested',
      edits: [
        { span: word.span, newText: 'chown' },
        { span: modeSpan, newText: user },
      ],
    },
  ];
}

/** The account is in the image when the command runs. */
function exists(user: string, { stage, instruction }: Writable, { model, facts }: RuleContext): boolean {
  const name = user.split(':')[0]!;
  if (/^\d+$/.test(name)) return true;
  const base = rootBase(stage);
  const fact = base.kind === 'image' && base.complete ? facts.images.lookup(base.reference) : undefined;
  if (fact?.nonRootUser?.name === name) return true;
  const earlier = lineageInstructions(stage).filter(({ index }) => index < instruction.index);
  const own = shellOf(instruction, model) ? [...earlier, instruction] : earlier;
  return accountsMade(own, model).some((account) => account.name === name);
}
