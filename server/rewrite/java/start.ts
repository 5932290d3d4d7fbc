/** What the container starts: which files Java, or a program that the build makes, needs for that. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand, type ShellWord } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { locate } from '../../tools/locate.ts';
import { startedCommands, type Started, type StartedCommand } from '../../tools/started.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { argumentNeeds, expand, javaNeeds, optionWords, textOf, variableNeeds, type Need } from './needs.ts';

export interface JavaStart {
  readonly needs: readonly Need[];
  /** Shell scripts that it runs through, relative to the context. */
  readonly scripts: readonly string[];
  /** Maven or Gradle start the program, and build it before: the command. */
  readonly tool: ShellCommand | undefined;
  /** Names of the other programs that are called, as they are written. */
  readonly programs: readonly string[];
  /** How many commands there are, without those that only set something. */
  readonly commands: number;
  /** Words that name the scripts. */
  readonly scriptWords: readonly string[];
  /** Words that Java gets, with those of variables. */
  readonly words: readonly string[];
}

/** The reading, or why there is none: a complete sentence. */
export function readStart(stage: Stage, model: DockerfileModel, facts: Facts): JavaStart | string {
  if (!lastOf(stage, 'CMD') && !lastOf(stage, 'ENTRYPOINT')) return 'The file has no CMD or ENTRYPOINT.';
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return started;
  const needs: Need[] = [];
  const programs: string[] = [];
  const words: string[] = [];
  let commands = 0;
  const check = lastOf(stage, 'HEALTHCHECK')?.span;
  let tool: ShellCommand | undefined;
  const folder = new Folder(stage.endState.workdir ?? '/');
  for (const { command, script } of withCmd(stage, started.commands)) {
    if (/^(?:sh|bash|ash|dash|set)$/.test(command.name)) continue;
    const checks =
      script === undefined &&
      check !== undefined &&
      command.span.start >= check.start &&
      command.span.end <= check.end;
    if (!checks) commands++;
    if (command.name === 'cd') {
      if (!folder.enter(command, stage)) return `Where \`${textOf(command)}\` goes is not certain.`;
      continue;
    }
    const inner = withoutInit(command);
    const program = inner.words[0];
    if (!program) continue;
    if (/^(?:mvnw?|mvnd|gradlew?)$/.test(inner.name)) tool ??= inner;
    else if (inner.name === 'java') {
      const read = javaNeeds(inner, stage, folder.path);
      if (typeof read === 'string') return read;
      needs.push(...read);
      programs.push(program.value);
      words.push(...inner.args.flatMap((word) => expand(word, stage).flatMap((one) => one?.value ?? [])));
    } else if (
      program.literal &&
      program.value.includes('/') &&
      !/^\/(?:usr\/)?(?:local\/)?s?bin\//.test(program.value)
    )
      needs.push(
        {
          path: resolvePath(folder.path, program.value),
          role: 'program',
          written: program.value,
          dead: false,
        },
        ...argumentNeeds(inner.args, stage, folder.path),
      );
    else {
      programs.push(program.value);
      needs.push(...argumentNeeds(inner.args, stage, folder.path));
    }
  }
  return {
    needs: [...needs, ...variableNeeds(stage, folder.path)],
    scripts: started.scripts,
    tool,
    programs,
    commands,
    scriptWords: scriptWords(started, stage),
    words: [...words, ...optionWords(stage)],
  };
}

/** The working directory along a script. */
class Folder {
  constructor(public path: string) {}

  enter(command: ShellCommand, stage: Stage): boolean {
    const value = command.args[0] && resolveWord(command.args[0], stage.endState);
    if (value === undefined || command.conditional) return false;
    this.path = resolvePath(this.path, value);
    return true;
  }
}

/** `ENTRYPOINT ["java", "-jar"]` goes on with the words of CMD. */
function withCmd(stage: Stage, started: readonly StartedCommand[]): readonly StartedCommand[] {
  const entrypoint = lastOf(stage, 'ENTRYPOINT');
  const cmd = lastOf(stage, 'CMD');
  if (!entrypoint?.json || !cmd?.json) return started;
  const more = cmd.words.map((word): ShellWord => ({ ...word, literal: true, variables: [] }));
  return started.map(({ command, script }) => {
    const { span, name, words, args } = command;
    const isEntry =
      script === undefined && span.start >= entrypoint.span.start && span.end <= entrypoint.span.end;
    if (!isEntry || name !== 'java') return { command, script };
    return { command: { ...command, words: [...words, ...more], args: [...args, ...more] }, script };
  });
}

/** An init starts what follows its options. */
function withoutInit(command: ShellCommand): ShellCommand {
  if (!/^(?:tini|dumb-init|catatonit|tini-static)$/.test(command.name)) return command;
  const rest = command.words.slice(1);
  const at = rest.findIndex(({ value }, i) => !value.startsWith('-') && rest[i - 1]?.value !== '-e');
  const words = at < 0 ? [] : rest.slice(at);
  return { ...command, name: words[0]?.value.replace(/^.*\//, '') ?? '', words, args: words.slice(1) };
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The scripts as ENTRYPOINT and CMD, or one of them, name them. */
function scriptWords({ scripts, commands }: Started, stage: Stage): string[] {
  const names = new Set(scripts.map(fileName));
  const words = [
    ...[lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')].flatMap(
      (one) => one?.words.map(({ value }) => value) ?? [],
    ),
    ...commands.flatMap(({ command }) => command.words.map(({ value }) => value)),
  ];
  return words.flatMap((word) => word.split(/\s+/)).filter((word) => names.has(fileName(word)));
}

/** The scripts at their places in the image. */
export function scriptNeeds(
  { scripts }: JavaStart,
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
): Need[] {
  const place = { model, context: facts.context, stage, before: undefined };
  return scripts.flatMap((path): Need[] => {
    const found = stage.instructions
      .flatMap((instruction) => readCopy(instruction) ?? [])
      .flatMap(({ target, sources, from }) => {
        if (target === undefined || from !== undefined) return [];
        return sources.flatMap((source) => {
          const below =
            source.path === '.'
              ? path
              : path.startsWith(`${source.path}/`)
                ? path.slice(source.path.length + 1)
                : undefined;
          return below === undefined
            ? [target, resolvePath(target, fileName(path))]
            : [resolvePath(target, below)];
        });
      });
    const at = found.findLast((one) => locate(one, place)?.path === path);
    return at === undefined ? [] : [{ path: at, role: 'script', written: path, dead: false }];
  });
}
