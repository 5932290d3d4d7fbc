/** A single-stage image that builds with Maven or Gradle → build stage and the Java runtime with the result. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { runCommands } from '../../tools/sites.ts';
import { systemCommand, systemFamily } from '../../tools/system.ts';
import { artifactPlacing } from '../artifact/packages.ts';
import { calledPrograms, fitPrograms } from '../artifact/programs.ts';
import { readArtifactStage, type ArtifactReading } from '../artifact/reading.ts';
import { writeBuildStage } from '../artifact/build-stage.ts';
import { writeRuntimeStage } from '../artifact/runtime-stage.ts';
import { Draft } from '../draft.ts';
import type { Conversion } from '../multi-stage.ts';
import { splitAll } from '../system/packages.ts';
import { runtimeImage, type RuntimeImage } from './base.ts';
import { isBuildTool, Origins } from './made.ts';
import { assetLines, finalFiles } from './parts.ts';
import { javaSources, readPaths } from './reads.ts';
import { isIn, javaSides } from './sides.ts';
import { readStart, textOf, type JavaStart } from './start.ts';
import { isBuildVariable } from './variables.ts';

/** Does the file build with Maven or Gradle? */
export function buildsJava(model: DockerfileModel): boolean {
  return [...runCommands(model)].some(({ command }) => isBuildTool(command));
}

export function convertJava(model: DockerfileModel, facts: Facts): Conversion {
  const stage = model.stages[0]!;
  const start = readStart(stage, model, facts);
  if (typeof start === 'string') return { obstacle: start };
  if (start.tool)
    return {
      obstacle: `The container starts through \`${textOf(start.tool)}\`, which builds the program before: start its jar with \`java -jar\` instead.`,
    };
  const reads = readPaths(stage, model, facts);
  const origins = new Origins(stage, model, facts);
  const files = finalFiles({ ...start, needs: [...start.needs, ...reads] }, origins, facts);
  if (typeof files === 'string') return { obstacle: files };
  const needed = [...start.needs.filter(({ role }) => role !== 'argument').map(({ path }) => path)];
  const reading = readArtifactStage(
    model,
    facts,
    javaSides(model, { needed, projects: projectFolders(stage) }),
  );
  if (typeof reading === 'string') return { obstacle: reading };
  if (stage.endState.workdir === undefined && hasOwnFolder(rootBase(stage)))
    return {
      obstacle:
        'The file sets no WORKDIR, and the folder that the base image works in is not the one of another image.',
    };
  const image = runtimeImage(rootBase(stage), facts, kitNeed(start, facts));
  if (typeof image === 'string') return { obstacle: image };
  const base = facts.images.lookup(image.image);
  if (!base) return { obstacle: `What ${image.image} holds is not known.` };
  const called = calledPrograms(stage, model, () => false);
  if (!called) return { obstacle: 'Which programs the container calls is not certain.' };
  const others = runPrograms(facts);
  const programs = new Set(
    [...called, ...start.programs, ...others].filter(
      (name) => !isJava(name) && !start.needs.some(({ written }) => written === name),
    ),
  );
  const fit = fitPrograms(programs, base, () => false);
  if (fit.missing.length > 0)
    return { obstacle: `The container calls ${fit.missing[0]!}, which ${image.image} does not have.` };
  const packages = splitAll(
    reading.runs,
    artifactPlacing({
      distro: base.distro,
      called: programs,
      toolchain: (name) => /^(?:maven|gradle|ant)$/.test(name),
    }),
  );
  if (typeof packages === 'string') return { obstacle: packages };
  const foreign = foreignPackages(reading, base.packageManager);
  if (foreign !== undefined)
    return { obstacle: `\`${foreign}\` installs packages, and ${image.image} has another package manager.` };
  const draft = new Draft(model);
  // Tests of the build may read whatever the program reads.
  writeBuildStage(draft, reading, model, { keepsVariables: true });
  const obstacle = writeRuntimeStage(draft, reading, model, {
    image: image.image,
    hasShell: base.shell !== false,
    artifacts: files.artifacts,
    assets: assetLines(files.assets, stage, model, facts),
    texts: new Map<Instruction, string>(),
    packages,
    libraries: fit.packages,
    isBuildVariable,
    keepsCopy: (copy: Copy) => files.copies.has(copy.instruction),
  });
  if (obstacle !== undefined) return { obstacle };
  return { text: draft.render(), reason: reasonOf(image, start) };
}

function reasonOf({ image, note }: RuntimeImage, { needs }: JavaStart): string {
  const what = needs.find(({ role }) => role === 'jar') ? 'the jar' : 'what the build makes';
  return [
    `The final image holds ${what} and the runtime of ${image}, without the build tool, its downloads and the sources.`,
    note,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Programs of the development kit (docs.oracle.com: JDK Tool Specifications). */
const kitPrograms =
  /(?:^|\/)(?:javac|jar|jcmd|jps|jmap|jstack|jstat|jinfo|jshell|jdb|javadoc|jlink|jdeps|jhsdb)$/;

/** Why the program needs the development kit: a complete sentence; undefined when nothing shows that it does. */
function kitNeed({ programs }: JavaStart, facts: Facts): string | undefined {
  const [use] = javaSources(facts).flatMap(({ kitUses }) => kitUses ?? []);
  if (use) return `It stays a JDK, because ${use.file} uses ${use.what}.`;
  const called = programs.find((name) => kitPrograms.test(name));
  return called && `It stays a JDK, because the container calls ${called}.`;
}

/** Names of programs that the sources run. */
function runPrograms(facts: Facts): string[] {
  return javaSources(facts).flatMap(({ runsPrograms }) =>
    runsPrograms.map((one) => one.replace(/ \(.*$/, '')),
  );
}

/** gradle works in /home/gradle; the others that builds use start in `/`. */
function hasOwnFolder(base: Stage['base']): boolean {
  return base.kind === 'image' && /(?:^|\/)(?:gradle|tomcat|jetty)(?::|$)/.test(base.reference);
}

function isJava(program: string): boolean {
  return /^(?:\/opt\/java\/openjdk\/bin\/|\/usr\/bin\/)?java$/.test(program);
}

/** Folders of the image that hold what is built. */
function projectFolders({ instructions, endState }: Stage): string[] {
  const workdirs = [...instructions.map(({ state }) => state), endState].flatMap(
    ({ workdir }) => workdir ?? [],
  );
  return [...new Set(workdirs)].filter((folder) => !isIn('/', folder));
}

/** A command of another family of package managers that the final stage would call. */
function foreignPackages(
  { runs, lastBuild }: ArtifactReading,
  manager: string | undefined,
): string | undefined {
  const family =
    manager === undefined ? undefined : systemFamily(manager as Parameters<typeof systemFamily>[0]);
  for (const { script, instruction } of runs.values())
    for (const command of script.commands) {
      const system = systemCommand(command);
      if (system?.action !== 'install' && !(system && instruction.index > lastBuild.index)) continue;
      if (systemFamily(system.tool) !== family) return textOf(command);
    }
  return undefined;
}
