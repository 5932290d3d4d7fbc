/** Both stages of a compiled program, on one of the images that could run it. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { SourceFacts } from '../../project/facts.ts';
import { isWithin } from '../../project/paths.ts';
import type { Facts } from '../../rules/rule.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { Draft } from '../draft.ts';
import { removedPackage, splitAll } from '../system/packages.ts';
import { assetCopies, imagePathOf } from './assets.ts';
import { writeBuildStage } from './build-stage.ts';
import { artifactPlacing } from './packages.ts';
import type { ProgramStart } from './program-start.ts';
import { fitPrograms } from './programs.ts';
import type { ArtifactReading } from './reading.ts';
import type { RuntimeBase } from './runtime-bases.ts';
import { writeRuntimeStage, type Artifact } from './runtime-stage.ts';

export interface ProgramImage {
  readonly stage: ArtifactReading;
  readonly start: ProgramStart;
  /** Paths of the context that the program opens. */
  readonly assets: readonly string[];
  /** Names of programs that the container or the program calls. */
  readonly called: ReadonlySet<string>;
  /** The program may write where only root may. */
  readonly mayWrite: boolean;
  /** What an image without a shell lacks, besides what every program needs: a complete sentence. */
  readonly distrolessDoubt?: (image: string) => string | undefined;
  readonly artifacts?: readonly Artifact[];
  /** Commands that make what is copied known to the image. */
  readonly finish?: readonly string[];
  /** The release whose names of libraries count, where the base does not tell. */
  readonly distro: (base: RuntimeBase) => ImageFact['distro'];
  /** Names of packages that only compile. */
  readonly toolchain: (name: string, base: RuntimeBase) => boolean;
  /** What takes the place of a package where the recipe knows; undefined: it does not. */
  readonly placed?: (name: string, base: RuntimeBase) => readonly string[] | undefined;
  /** Packages that the final stage installs besides the user's own, or what is not certain: a complete sentence. */
  readonly libraries: (fact: ImageFact) => readonly string[] | string;
  readonly keepsVariables: boolean;
  readonly isBuildVariable: (name: string) => boolean;
  /** A copy to another place than that of the sources. */
  readonly isApart: (copy: Copy) => boolean;
}

/** The text, or why the base does not do: a complete sentence. */
export function writeProgramImage(
  program: ProgramImage,
  base: RuntimeBase,
  model: DockerfileModel,
  facts: Facts,
): { readonly text: string } | string {
  const { stage, start, assets, called, artifacts = [], finish = [] } = program;
  const { image, fact, isDistroless } = base;
  const doubt = isDistroless ? distrolessDoubt(program, image) : undefined;
  if (doubt !== undefined) return doubt;
  const placing = artifactPlacing({
    distro: program.distro(base),
    called,
    toolchain: (name) => program.toolchain(name, base),
  });
  const packages = splitAll(stage.runs, (name) => program.placed?.(name, base) ?? placing(name));
  if (typeof packages === 'string') return packages;
  const removed = removedPackage(stage.runs, packages);
  if (removed !== undefined) return `The file removes ${removed}, which the program may use.`;
  const stays = new Set([...packages.values()].flat().flatMap(({ name, becomes }) => becomes ?? [name]));
  const fit = fitPrograms(called, fact, (name) => isBrought(name, program) || stays.has(name));
  const [missing] = fit.missing;
  if (missing !== undefined) return `${image} has no ${missing}, which the container calls.`;
  const libraries = isDistroless ? [] : program.libraries(fact);
  if (typeof libraries === 'string') return libraries;
  const { kept, lines } = assetCopies(assets, stage, model, facts);
  const draft = new Draft(model);
  writeBuildStage(draft, stage, model, { keepsVariables: program.keepsVariables });
  const failure = writeRuntimeStage(draft, stage, model, {
    image,
    hasShell: !isDistroless,
    artifacts: [...programsOf(start, artifacts), ...artifacts, ...scriptsOf(program, facts)],
    assets: [...finish.map((command) => `${keywordCase(model, 'RUN')} ${command}`), ...lines],
    texts: start.texts,
    packages,
    libraries: [...new Set([...libraries, ...fit.packages])].filter((name) => !stays.has(name)),
    packageManager: fact.packageManager,
    isBuildVariable: program.isBuildVariable,
    keepsCopy: (copy) => kept.has(copy) || program.isApart(copy),
    hasAccount: isDistroless,
  });
  return failure ?? { text: draft.render() };
}

/** What speaks against an image without a shell, whose container runs as another user. */
function distrolessDoubt(
  { stage, start, called, mayWrite, distrolessDoubt: own }: ProgramImage,
  image: string,
): string | undefined {
  if (start.needsShell || start.scripts.length > 0)
    return `The container starts through a shell, which ${image} does not have.`;
  if (called.size > 0) return `${image} has no ${[...called][0]!}, which the container calls.`;
  const { instructions, endState } = stage.stage;
  // Its own working directory is not the root.
  if (endState.workdir === undefined) return `Where the program looks for files is not the same in ${image}.`;
  const lowPort = instructions.some(
    ({ keyword, words }) =>
      keyword === 'EXPOSE' && words.some(({ value }) => Number.parseInt(value, 10) < 1024),
  );
  if (lowPort || mayWrite || instructions.some(({ keyword }) => keyword === 'VOLUME'))
    return `Another user than root may lack rights in ${image}.`;
  return own?.(image);
}

/** Those that do not come with a folder. */
function programsOf({ programs }: ProgramStart, others: readonly Artifact[]): Artifact[] {
  return [...programs]
    .filter(([from]) => !others.some((one) => one.isFolder && from.startsWith(`${one.from}/`)))
    .map(([from, to]) => ({ from, to, isFolder: false }));
}

/** Scripts come as the build stage has them: it may have made them executable. */
function scriptsOf({ start, stage, assets }: ProgramImage, facts: Facts): Artifact[] {
  return start.scripts.flatMap((script): Artifact[] => {
    if (assets.some((asset) => isWithin(asset, script))) return [];
    const path = imagePathOf(script, stage, facts);
    return path === undefined ? [] : [{ from: path, to: path, isFolder: false }];
  });
}

/** Does the file bring the program along: one that is built, a script, or one that it copies by itself? */
function isBrought(name: string, { stage, start }: ProgramImage): boolean {
  const path = name.includes('/') ? resolvePath(stage.stage.endState.workdir ?? '/', name) : name;
  if ([...start.programs.values()].includes(path)) return true;
  return [...stage.copies.values()].some(({ target, from, sources, instruction }) => {
    if (target === undefined || (from === undefined && instruction.index < stage.lastBuild.index))
      return false;
    const names = sources.map((source) => source.path.split('/').pop()!);
    return (
      target === path ||
      names.some((one) => one === path || `${target === '/' ? '' : target}/${one}` === path)
    );
  });
}

/** Does the program write anywhere, as far as its sources tell? */
export function writesFiles(sources: readonly SourceFacts[]): boolean {
  return sources.some(({ writes, writesElsewhere }) => writes.length > 0 || writesElsewhere.length > 0);
}

/** The first base that does; what keeps from the last one keeps from the conversion. */
export function onFirstBase(
  program: ProgramImage,
  bases: readonly RuntimeBase[],
  model: DockerfileModel,
  facts: Facts,
): { readonly text: string; readonly base: RuntimeBase } | string | undefined {
  let obstacle: string | undefined;
  for (const base of bases) {
    const written = writeProgramImage(program, base, model, facts);
    if (typeof written !== 'string') return { text: written.text, base };
    obstacle = written;
  }
  return obstacle;
}
