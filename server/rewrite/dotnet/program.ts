/** What a .NET program uses when it runs, as far as its sources tell. */
import type { SourceFacts } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { closureOf } from '../../tools/dependencies/dotnet-inputs.ts';
import { isInside } from '../application/places.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import { sourceAssets } from './assets.ts';
import type { Outputs } from './outputs.ts';

type StartedPrograms = NonNullable<SourceFacts['startedPrograms']>;

/** Programs that the sources start, those of the projects that they are built with too. */
export function programsOf({ started }: Outputs, { project }: Facts): StartedPrograms {
  const closures = started.flatMap(({ by }) => closureOf([by.project.manifest], project) ?? [by.project]);
  const folders = new Set(closures.map(({ directory }) => directory));
  return [...folders].flatMap((folder) => project.sources(folder)?.startedPrograms ?? []);
}

/** Paths of the context that the program may read, or why they are not certain: a complete sentence. */
export function readAssets(
  reading: ArtifactReading,
  outputs: Outputs,
  starts: ReadonlySet<string>,
  facts: Facts,
): readonly string[] | string {
  const { artifacts, started, texts } = outputs;
  const isWeb = started.some(({ by }) => /^Microsoft\.NET\.Sdk\.(?:Web|Worker)$/.test(by.project.sdk ?? ''));
  const [first] = started;
  const directory = first!.by.project.directory;
  const inProject = (path: string): string =>
    directory === '' ? path : path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : '';
  const inPlace = texts.size > 0;
  return sourceAssets(reading, facts, {
    folders: [...starts].filter((folder) => inPlace || !artifacts.some(({ to }) => isInside(folder, to))),
    startsScripts: programsOf(outputs, facts).some(
      ({ program }) => program === undefined || /(?:^|\/)(?:ba)?sh$|\.sh$/.test(program),
    ),
    readsViews: started.some(({ by }) =>
      by.project.packages.some(({ name }) => name === 'Microsoft.AspNetCore.Mvc.Razor.RuntimeCompilation'),
    ),
    // Web projects publish these without being told: https://learn.microsoft.com/aspnet/core/razor-pages/web-sdk
    isPublished: (path) =>
      inPlace &&
      isWeb &&
      /^(?:wwwroot\/.*|[^/]+\.(?:json|config)|.*\/[^/]+\.(?:json|config))$/.test(inProject(path)),
  });
}
