/** Final stages on a development kit that only start what was built elsewhere → the runtime. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { finalStage, lastOf, stageNamed } from '../../dockerfile/stages.ts';
import { replaceBase } from '../../edit/base-image.ts';
import { formatBytes } from '../../images/format.ts';
import type { Facts } from '../../rules/rule.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { usesScriptFile } from '../../tools/shell-start.ts';
import { systemCommand } from '../../tools/system.ts';
import type { Proposal } from '../steps/proposal.ts';
import { hasOtherPurpose, overridden } from './container.ts';
import { buildsItself, compilesAtRunTime, knowsSources, mayDraw } from './java-tools.ts';
import { dotnetRuntime, javaRuntime, type RuntimeName } from './runtime-name.ts';

export function runtimeFinalBase(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  if (!last || model.isWindows || last.base.kind !== 'image' || !last.base.complete) return undefined;
  const { reference } = last.base;
  if (
    isForOthers(last, model, facts) ||
    hasOtherPurpose(model, facts) ||
    overridden(model, facts) !== undefined
  )
    return undefined;
  if (model.stages.some(({ base }) => base.kind === 'stage' && base.stage === last)) return undefined;
  const java = javaRuntime(reference, facts);
  const found =
    java && startsJava(last, model) && startsOwnJava(last, model, facts) && !compilesAtRunTime(facts)
      ? java
      : startsDotnet(last, model)
        ? dotnetRuntime(reference, facts)
        : undefined;
  const headless = found?.name.includes('-headless') === true;
  if (headless && mayDraw(facts)) return undefined;
  const isBuiltBefore = java ? copiesJar(last) : copiesProgram(last);
  if (!found || !(isBuiltBefore || bringsProgram(last, model)) || !onlySetsUp(last, model, found))
    return undefined;
  const edits = replaceBase(model, last, found.name) ?? (found.moves ? undefined : kitToRuntime(last, model));
  if (!edits) return undefined;
  const [before, after] = [facts.images.lookup(reference)?.onDisk, facts.images.lookup(found.name)?.onDisk];
  const size = after && `${found.name} is ${formatBytes(after.bytes, after.kind)} on disk`;
  const kit = java ? 'the JDK' : 'the SDK';
  return {
    id: 'final-base',
    title: `Run the program on ${found.name}`,
    reason: [
      `The final stage only starts what ${isBuiltBefore ? 'was built outside' : 'another one has built'}, for which ${reference} brings ${kit} as well${before && after ? ` (${formatBytes(before.bytes, before.kind)} on disk)` : ''}${size === undefined ? '' : `; ${size}`}.`,
      ...(found.note === '' ? [] : [found.note]),
      ...(headless
        ? [
            'It has no libraries of the desktop: a program that draws pictures or text with AWT needs the other image.',
          ]
        : []),
      java
        ? "Assumed: the program compiles no Java while it runs, and nobody calls the JDK's tools (jcmd, jstack) in the container."
        : 'Assumed: nobody calls `dotnet` in the container for anything but the program.',
    ].join(' '),
    applicability: 'suggested',
    savesBytes: before && after ? before.bytes - after.bytes : undefined,
    text: applyEdits(model.text, edits),
  };
}

/** `eclipse-temurin:${JAVA}-jdk`: only the words behind the variables change. */
function kitToRuntime({ imageWord }: Stage, model: DockerfileModel): TextEdit[] | undefined {
  const at = imageWord?.raw.indexOf('-jdk') ?? -1;
  if (!imageWord || at < 0 || model.text.slice(imageWord.span.start, imageWord.span.end) !== imageWord.raw)
    return undefined;
  const start = imageWord.span.start + at;
  return /[{}$]/.test(imageWord.raw.slice(at))
    ? undefined
    : [{ span: { start, end: start + '-jdk'.length }, newText: '-jre' }];
}

/** What it starts comes from another stage. */
function bringsProgram(last: Stage, model: DockerfileModel): boolean {
  return last.instructions.some((instruction) => {
    const from = readCopy(instruction)?.from;
    return from !== undefined && stageNamed(model, from, last) !== undefined;
  });
}

/** What a Java program of the final stage does shows in its sources: they are built here, or were outside. */
export function startsOwnJava(last: Stage, model: DockerfileModel, facts: Facts): boolean {
  return (
    buildsItself(last, model, facts) ||
    (copiesJar(last) && !bringsProgram(last, model) && knowsSources(facts))
  );
}

/** A jar, or what a build leaves, comes from the context: somebody has built it before. */
function copiesJar({ instructions }: Stage): boolean {
  const copies = instructions.flatMap((instruction) => readCopy(instruction) ?? []);
  return copies.some(
    ({ from, sources }) =>
      from === undefined &&
      sources.some(({ path, remote }) => !remote && /\.(?:jar|war)$|(?:^|\/)(?:target|build)\//.test(path)),
  );
}

/** What it starts comes from the context: a folder that somebody has published to. */
function copiesProgram(last: Stage): boolean {
  const copies = last.instructions.flatMap((instruction) => readCopy(instruction) ?? []);
  return copies.length > 0 && copies.every(({ from }) => from === undefined);
}

/** Every command of the container is `java` with a program, and no debugger. */
function startsJava(last: Stage, model: DockerfileModel): boolean {
  return startedCommands(last, model, (name, words) => {
    const isPlain =
      name === 'java' &&
      !words.some((word) => /jdwp|^-Xdebug|jdk\.(?:attach|compiler|jdi|jshell)|\.java$/.test(word));
    return (
      isPlain &&
      words.some(
        (word) =>
          word === '-jar' || word === '-cp' || word === '-classpath' || /^[\w.]+\.[A-Z]\w*$/.test(word),
      )
    );
  });
}

function startsDotnet(last: Stage, model: DockerfileModel): boolean {
  return startedCommands(
    last,
    model,
    (name, [program = '']) => name === 'dotnet' && program.endsWith('.dll'),
  );
}

function startedCommands(
  last: Stage,
  model: DockerfileModel,
  fits: (name: string, words: readonly string[]) => boolean,
): boolean {
  const start = lastOf(last, 'ENTRYPOINT') ?? lastOf(last, 'CMD');
  if (!start || start.stage !== last || usesScriptFile(last, model)) return false;
  const commands = shellOf(start, model)?.commands.filter(({ name }) => !/^(?:ba|da|a)?sh$/.test(name)) ?? [];
  return (
    commands.length === 1 &&
    commands.every(({ name, args }) =>
      fits(
        name,
        args.map(({ value }) => value),
      ),
    )
  );
}

/** Commands that need nothing of a kit; anything else might. */
const setUp: ReadonlySet<string> = new Set([
  'mkdir', 'chown', 'chmod', 'rm', 'ln', 'touch', 'cp', 'mv', 'echo', 'set', 'true', 'cd', 'sh', 'useradd', 'groupadd', 'adduser', 'addgroup', 'usermod', 'update-ca-certificates', 'sed', 'java',
]); // prettier-ignore

function onlySetsUp(last: Stage, model: DockerfileModel, { moves, name }: RuntimeName): boolean {
  const check = lastOf(last, 'HEALTHCHECK');
  const running = last.instructions.filter(({ keyword }) => keyword === 'RUN');
  // On another distribution neither packages nor accounts are made the same way.
  if (moves && (running.length > 0 || check?.inner)) return false;
  // ASP.NET's images have neither curl nor wget.
  if (check?.inner && name.includes('/dotnet/')) return false;
  if (last.instructions.some(({ keyword }) => keyword === 'SHELL' || keyword === 'ONBUILD')) return false;
  const checked = check?.inner ? (shellOf(check, model)?.commands ?? []) : [];
  const scripts = running.map((run) => shellOf(run, model));
  return (
    scripts.every((script) =>
      script?.commands.every((command) => setUp.has(command.name) || systemCommand(command)),
    ) && checked.every((command) => ['curl', 'wget', 'exit', 'sh', 'grep'].includes(command.name))
  );
}
