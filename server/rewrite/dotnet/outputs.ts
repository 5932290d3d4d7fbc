/** Which folders the final stage takes from the build, and where they come from. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { isInside } from '../application/places.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import type { Artifact } from '../artifact/runtime-stage.ts';
import type { StartedPublish } from './base.ts';
import { publishedIn, type Publish } from './publishes.ts';
import type { DotnetStart, StartedProgram } from './start.ts';

export interface Outputs {
  readonly started: readonly StartedPublish[];
  readonly artifacts: readonly Artifact[];
  /** Publishes that write to a folder of their own now. */
  readonly texts: ReadonlyMap<Instruction, string>;
}

/** The outputs, or why they are not certain: a complete sentence. */
export function readOutputs(
  publishes: readonly Publish[],
  start: DotnetStart,
  reading: ArtifactReading,
  model: DockerfileModel,
): Outputs | string {
  const started: StartedPublish[] = [];
  const folders = new Map<string, Publish>();
  for (const publish of publishes) if (publish.output !== undefined) folders.set(publish.output, publish);
  for (const program of start.programs) {
    const found = publishes.toReversed().flatMap((publish) => {
      const made = publishedIn(program.path, publish);
      return made ? [{ publish, ...made }] : [];
    })[0];
    if (!found) {
      if (isBrought(program, reading)) continue;
      return notPublished(program, publishes);
    }
    const { publish, folder, by } = found;
    if (by.project.frameworks.includes('blazor-webassembly'))
      return `${by.project.manifest} makes a program for the browser, whose files a web server has to hand out.`;
    folders.set(folder, publish);
    started.push({ publish, by, byHost: program.byHost });
  }
  if (started.length === 0) return 'The container starts nothing that `dotnet publish` makes.';
  const names = [...folders.keys()].filter(
    (one) => ![...folders.keys()].some((other) => other !== one && isInside(one, other)),
  );
  const texts = new Map<Instruction, string>();
  const artifacts: Artifact[] = [];
  for (const to of names) {
    const publish = folders.get(to)!;
    const owner = ownerOf(publish);
    if (!holdsSources(to, publishes, reading)) {
      artifacts.push({ from: to, to, isFolder: true, owner });
      continue;
    }
    const from = moved(publish, publishes, reading, model, texts);
    if (from === undefined)
      return `\`dotnet publish\` writes to ${to}, among the sources: give it a folder of its own with \`-o\`.`;
    artifacts.push({ from, to, isFolder: true, owner });
  }
  return { started, artifacts, texts };
}

function notPublished({ path }: StartedProgram, publishes: readonly Publish[]): string {
  if (/\/bin\/(?:Debug|Release)\//i.test(path) && !path.includes('/publish/'))
    return `The container starts ${path}, which the build leaves beside the sources: start what \`dotnet publish\` makes, then the SDK can stay behind.`;
  const [publish] = publishes;
  const made = publish?.output === undefined ? '' : ` (it writes to ${publish.output})`;
  return `The container starts ${path}, and nothing shows that \`dotnet publish\` makes it${made}.`;
}

/** A program that a copy brings to the final stage by itself. */
function isBrought({ path, byHost }: StartedProgram, { copies, lastBuild }: ArtifactReading): boolean {
  return (
    !byHost &&
    [...copies.values()].some(
      ({ instruction, target }) =>
        instruction.index > lastBuild.index &&
        target !== undefined &&
        target !== '/' &&
        isInside(path, target),
    )
  );
}

/** A copy from another stage gives files to root unless it says otherwise. */
function ownerOf({ site }: Publish): string | undefined {
  const { user } = site.instruction.state;
  return user === undefined || /^(?:root|0)(?::|$)/.test(user) ? undefined : user;
}

/** Copies of the context, or a project, lie in the folder. */
function holdsSources(
  folder: string,
  publishes: readonly Publish[],
  { copies, lastBuild }: ArtifactReading,
): boolean {
  const early = [...copies.values()].filter(({ instruction }) => instruction.index < lastBuild.index);
  return (
    early.some(
      ({ target, sources }) => target !== undefined && isInside(target, folder) && sources.length > 0,
    ) || publishes.some(({ projects }) => projects.some((one) => isInside(one.folder, folder)))
  );
}

/** Lets the publish write to a folder that nothing else uses; undefined where that can't be arranged. */
function moved(
  publish: Publish,
  publishes: readonly Publish[],
  { lastBuild, runs }: ArtifactReading,
  model: DockerfileModel,
  texts: Map<Instruction, string>,
): string | undefined {
  const { site, outputWord, output } = publish;
  const { instruction, script, command } = site;
  const isLast = instruction === lastBuild && script.commands.at(-1) === command && runs.has(instruction);
  const isAlone = publishes.every((one) => one === publish || one.site.instruction !== instruction);
  const folder = ['/publish', '/published', '/dotnet-publish'].find((one) => !model.text.includes(one));
  if (!isLast || !isAlone || !outputWord || output === undefined || folder === undefined) return undefined;
  const { start, end } = instruction.span;
  const span = { start: outputWord.span.start - start, end: outputWord.span.end - start };
  texts.set(instruction, applyEdits(model.text.slice(start, end), [{ span, newText: folder }]));
  return folder;
}
