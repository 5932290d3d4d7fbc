/** A single-stage image that builds with Maven or Gradle → build stage and the Java runtime with the result. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { lastOf, rootBase } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { runCommands } from '../../tools/sites.ts';
import { writeBuildStage } from '../artifact/build-stage.ts';
import { readArtifactStage } from '../artifact/reading.ts';
import { writeRuntimeStage, type Artifact } from '../artifact/runtime-stage.ts';
import { Draft } from '../draft.ts';
import type { Conversion } from '../multi-stage.ts';
import { foreignAccounts } from './accounts.ts';
import { javaFit } from './fit.ts';
import { isBuildTool, Origins } from './made.ts';
import { assetLines, finalFiles, type FinalFiles } from './parts.ts';
import { readPaths } from './reads.ts';
import { changedPaths, isIn, javaSides, runsTests } from './sides.ts';
import { layersOf } from './spring-boot.ts';
import { readStart, scriptNeeds, type JavaStart } from './start.ts';
import { packaged, type Packaged } from './tool.ts';
import { isBuildVariable } from './variables.ts';

/** Does the file build with Maven or Gradle, or start through one of them? */
export function buildsJava(model: DockerfileModel): boolean {
  const [stage] = model.stages;
  const started = stage ? [lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')] : [];
  return (
    [...runCommands(model)].some(({ command }) => isBuildTool(command)) ||
    started.some((instruction) => instruction && shellOf(instruction, model)?.commands.some(isBuildTool))
  );
}

export function convertJava(model: DockerfileModel, facts: Facts): Conversion {
  const stage = model.stages[0]!;
  if (stage.endState.workdir === undefined && hasOwnFolder(rootBase(stage)))
    return {
      obstacle:
        'The file sets no absolute WORKDIR, and the base image works in a folder of its own, which another image does not have.',
    };
  const start = readStart(stage, model, facts);
  if (typeof start === 'string') return { obstacle: start };
  const origins = new Origins(stage, model, facts);
  const made = start.tool === undefined ? undefined : packaged(start, stage, model, origins);
  if (typeof made === 'string') return { obstacle: made };
  const changed = changedPaths(stage, model);
  const reads = [...scriptNeeds(start, stage, model, facts), ...readPaths(stage, model, facts)];
  const files = finalFiles([...start.needs, ...reads], stage, origins, (path) => changed.has(path));
  if (typeof files === 'string') return { obstacle: files };
  const needed = [...start.needs, ...reads].filter(({ role }) => role !== 'argument').map(({ path }) => path);
  const sides = javaSides(model, { needed, projects: projectFolders(stage) });
  const reading = readArtifactStage(
    model,
    facts,
    sides,
    made?.line === undefined ? undefined : lastStep(stage),
  );
  if (typeof reading === 'string') return { obstacle: reading };
  const fit = javaFit(reading, start, model, facts);
  if (typeof fit === 'string') return { obstacle: fit };
  const accounts = foreignAccounts(reading, fit.base, files.copies, model);
  if (typeof accounts === 'string') return { obstacle: accounts };
  const workdir = reading.lastBuild.state.workdir ?? '/';
  const jar = made ? { artifact: jarOf(made), by: made.by } : files.bootJar;
  const layers = jar && layersOf(jar.artifact, jar.by, workdir, start, model, facts);
  const others = [...files.artifacts, ...(made ? [jarOf(made)] : [])];
  const artifacts = layers
    ? [...others.filter(({ from }) => from !== jar.artifact.from), ...layers.artifacts]
    : others;
  const draft = new Draft(model);
  writeBuildStage(draft, reading, model, {
    // Tests may read whatever the program reads.
    keepsVariables: runsTests(model),
    after: [...(made?.line === undefined ? [] : [made.line]), ...(layers ? [layers.line] : [])],
  });
  const obstacle = writeRuntimeStage(draft, reading, model, {
    image: fit.image,
    keepsPlatform: true,
    hasShell: true,
    artifacts,
    assets: (workdir) => assetLines(files.assets, workdir, model, facts),
    texts: new Map([
      ...accounts,
      ...(made ? [...made.texts, ...withoutCopy(reading.lastBuild)] : renamedTexts(files, stage, model)),
    ]),
    packages: fit.packages,
    libraries: fit.libraries,
    packageManager: fit.packageManager,
    isBuildVariable,
    keepsCopy: ({ instruction }) => files.copies.has(instruction),
  });
  if (obstacle !== undefined) return { obstacle };
  return {
    text: draft.render(),
    reason: reasonOf(fit, start, files, made, layers !== undefined),
  };
}

/** A copy that ends the build stage is no part of the final one. */
function withoutCopy(instruction: Instruction): [Instruction, string][] {
  return instruction.keyword === 'RUN' ? [] : [[instruction, '']];
}

/** gradle works in /home/gradle; the others that builds use start in `/`. */
function hasOwnFolder(base: Stage['base']): boolean {
  return base.kind === 'image' && /(?:^|\/)(?:gradle|tomcat|jetty)(?::|$)/.test(base.reference);
}

function jarOf({ jar, to }: Packaged): Artifact {
  return { from: jar, to, isFolder: false };
}

/** The last instruction that fills the image. */
function lastStep({ instructions }: Stage): Instruction | undefined {
  return instructions.findLast(({ keyword }) => ['COPY', 'ADD', 'RUN'].includes(keyword));
}

/** ENTRYPOINT and CMD with the names that are there. */
function renamedTexts(
  { renamed }: FinalFiles,
  stage: Stage,
  model: DockerfileModel,
): Map<Instruction, string> {
  const texts = new Map<Instruction, string>();
  for (const instruction of [lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')]) {
    if (!instruction) continue;
    const { start, end } = instruction.span;
    const edits = instruction.words.flatMap(({ value, span }): TextEdit[] => {
      const name = renamed.get(value);
      return name === undefined
        ? []
        : [{ span: { start: span.start - start, end: span.end - start }, newText: JSON.stringify(name) }];
    });
    if (edits.length > 0) texts.set(instruction, applyEdits(model.text.slice(start, end), edits));
  }
  return texts;
}

function reasonOf(
  { image, note }: { image: string; note: string },
  { needs }: JavaStart,
  { assets, renamed }: FinalFiles,
  made: Packaged | undefined,
  isLayered: boolean,
): string {
  const what = made || needs.some(({ role }) => role === 'jar') ? 'the jar' : 'what the build makes';
  const kept = assets.map(({ path }) => path);
  const names = [...renamed.keys()].map((name) => `\`${name}\``).join(', ');
  return [
    `The final image holds ${what} on ${image}, without the build tool, its downloads and the sources.`,
    note,
    ...(isLayered
      ? [
          'The jar is taken apart, so that its libraries are a layer of their own, which changes with them alone.',
        ]
      : []),
    ...(made ? [made.note] : []),
    ...(names === '' ? [] : [`Nothing expands ${names} without a shell, so the jar is called app.jar.`]),
    ...(kept.length === 0
      ? []
      : [
          `${kept.join(', ')}: kept, the program may read ${kept.length === 1 ? 'it' : 'them'} when it runs.`,
        ]),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Folders of the image that hold what is built. */
function projectFolders({ instructions, endState }: Stage): string[] {
  const workdirs = [...instructions.map(({ state }) => state), endState].flatMap(
    ({ workdir }) => workdir ?? [],
  );
  return [...new Set(workdirs)].filter((folder) => !isIn('/', folder));
}
