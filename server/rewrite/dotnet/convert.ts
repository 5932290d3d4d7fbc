/** A single-stage image of the .NET SDK → build stage and the runtime with what is published. */
import type { ContextFacts } from '../../context/facts.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { dotnetCommand } from '../../tools/dotnet.ts';
import { runCommands } from '../../tools/sites.ts';
import { packageName } from '../../tools/system.ts';
import { assetCopies } from '../artifact/assets.ts';
import { writeBuildStage } from '../artifact/build-stage.ts';
import { artifactPlacing } from '../artifact/packages.ts';
import { fitPrograms } from '../artifact/programs.ts';
import { readArtifactStage, type ArtifactReading } from '../artifact/reading.ts';
import { writeRuntimeStage } from '../artifact/runtime-stage.ts';
import { Draft } from '../draft.ts';
import type { Conversion } from '../multi-stage.ts';
import { removedPackage, splitAll } from '../system/packages.ts';
import { copiesApart } from './apart.ts';
import { runtimeBase, type DotnetBase } from './base.ts';
import { readOutputs, type Outputs } from './outputs.ts';
import { programsOf, readAssets } from './program.ts';
import { readPublishes } from './publishes.ts';
import { scriptArtifacts } from './scripts.ts';
import { dotnetSide } from './sides.ts';
import { readStart } from './start.ts';

/** Does the file build with the .NET SDK? */
export function buildsDotnet(model: DockerfileModel): boolean {
  return [...runCommands(model)].some(({ command }) =>
    ['publish', 'build', 'restore'].includes(dotnetCommand(command)?.subcommand ?? ''),
  );
}

export function convertDotnet(model: DockerfileModel, facts: Facts, contextAfter: ContextFacts): Conversion {
  const stage = model.stages[0]!;
  if (stage.platform !== undefined && /\$/.test(stage.platform))
    return { obstacle: 'The platform of the base image is only known to the build.' };
  const start = readStart(stage, model, facts);
  if (typeof start === 'string') return { obstacle: start };
  const publishes = readPublishes(model, facts);
  if (typeof publishes === 'string') return { obstacle: publishes };
  if (publishes.length === 0)
    return { obstacle: 'The file has no `dotnet publish`, which makes a folder that runs without the SDK.' };
  const reading = readArtifactStage(model, facts, dotnetSide);
  if (typeof reading === 'string') return { obstacle: reading };
  const outputs = readOutputs(publishes, start, reading, model);
  if (typeof outputs === 'string') return { obstacle: outputs };
  const base = runtimeBase(
    rootBase(stage),
    stage.imageWord?.raw ?? '',
    outputs.started,
    isInvariant(reading, outputs),
    facts,
  );
  if (typeof base === 'string') return { obstacle: base };
  const assets = readAssets(reading, outputs, start.folders, { ...facts, context: contextAfter });
  if (typeof assets === 'string') return { obstacle: assets };
  const programs = programsOf(outputs, facts);
  const sdk = programs.find(({ program }) => program === 'dotnet');
  if (sdk) return { obstacle: `${sdk.file} starts \`dotnet\`, which may need the SDK.` };
  // What the SDK's image has, and the runtime's has not: for what else the program calls the file installs something.
  const own = programs.flatMap(({ program }) =>
    program !== undefined && /^(?:curl|wget|git|pwsh)$/.test(program) ? [program] : [],
  );
  const called = new Set([...[...start.called].map((name) => name.replace(/^.*\//, '')), ...own]);
  const isNative = outputs.started.some(({ by }) => by.project.publishAot);
  const packages = splitAll(
    reading.runs,
    artifactPlacing({
      distro: base.fact.distro,
      called,
      // What the linker of native programs takes: https://learn.microsoft.com/dotnet/core/deploying/native-aot/#prerequisites
      toolchain: (name) => isNative && /^(?:zlib1g-dev|zlib-dev|zlib-static|lld|llvm)$/.test(name),
    }),
  );
  if (typeof packages === 'string') return { obstacle: packages };
  const removed = removedPackage(reading.runs, packages);
  if (removed !== undefined) return { obstacle: `The file removes ${removed}, which the program may use.` };
  const kept = new Set([...packages.values()].flat().flatMap(({ name, becomes }) => becomes ?? [name]));
  const fit = fitPrograms(new Set([...start.called, ...own]), base.fact, (program) =>
    kept.has(program.replace(/^.*\//, '')),
  );
  if (fit.missing.length > 0)
    return {
      obstacle: `The ${own.includes(fit.missing[0]!) ? 'program' : 'container'} calls ${fit.missing[0]!}, which ${base.image} does not have.`,
    };
  const { linesIn, kept: copies } = assetCopies(assets, reading, model, facts);
  const brought = new Set([...copies, ...copiesApart(reading, publishes, facts)]);
  const scripts = scriptArtifacts(start.scripts, reading, outputs.artifacts, brought, facts);
  const draft = new Draft(model);
  writeBuildStage(draft, reading, model, { texts: outputs.texts });
  const obstacle = writeRuntimeStage(draft, reading, model, {
    image: base.image,
    keepsPlatform: true,
    hasShell: base.fact.shell !== false,
    artifacts: [...outputs.artifacts, ...scripts],
    head: base.variables.map((variable) => `${keywordCase(model, 'ENV')} ${variable}`),
    assets: linesIn,
    texts: new Map(),
    packages,
    libraries: [...base.packages, ...fit.packages.filter((name) => !kept.has(name))],
    packageManager: base.fact.packageManager,
    isBuildVariable,
    keepsCopy: (copy) => brought.has(copy),
  });
  if (obstacle !== undefined) return { obstacle };
  const unknown = programs.find(({ program }) => program === undefined)?.file;
  return { text: draft.render(), reason: reasonOf(base, outputs, assets, start.folders, unknown) };
}

/** Variables of NuGet, MSBuild and the dotnet command. */
function isBuildVariable(name: string): boolean {
  return /^(?:NUGET_\w+|MSBUILD\w+|DOTNET_(?:CLI_\w+|NOLOGO|SKIP_FIRST_TIME_EXPERIENCE)|VSS_NUGET_\w+)$/.test(
    name,
  );
}

/** The program works without data about languages, or the file brings them itself. */
function isInvariant({ stage, runs }: ArtifactReading, { started }: Outputs): boolean {
  const variable = stage.endState.env.get('DOTNET_SYSTEM_GLOBALIZATION_INVARIANT');
  if (variable?.known === true && /^(?:1|true)$/i.test(variable.value)) return true;
  if (started.every(({ by }) => by.project.invariantGlobalization)) return true;
  return [...runs.values()].some(({ script }) =>
    script.commands.some(({ args }) => args.some((word) => packageName(word) === 'icu-libs')),
  );
}

function reasonOf(
  base: DotnetBase,
  { artifacts, started }: Outputs,
  assets: readonly string[],
  folders: ReadonlySet<string>,
  startsOthers: string | undefined,
): string {
  const version = Number(base.fact.runtime?.version?.split('.')[0] ?? '8');
  const isWeb = started.some(({ by }) => by.project.frameworks.includes('aspnetcore'));
  return [
    `The final image has ${artifacts.map(({ to }) => to).join(', ')} and ${base.image}, without the SDK, the packages of NuGet and the sources.`,
    ...(assets.length > 0
      ? [
          `The program starts in ${[...folders].join(', ')}, among its sources, so it may read ${assets.length > 4 ? `${assets.slice(0, 3).join(', ')} and ${assets.length - 3} more` : assets.join(', ')} there: kept.`,
        ]
      : []),
    ...(startsOthers === undefined
      ? []
      : [
          `Assumed: what ${startsOthers} starts is nothing that only the SDK's image has (git, curl, wget, PowerShell).`,
        ]),
    ...base.notes,
    ...(isWeb && version < 8
      ? [
          "Unless the file or the program says otherwise, ASP.NET Core listens on port 80 of all addresses in this image, as ASPNETCORE_URLS says; in the SDK's it is localhost:5000.",
        ]
      : []),
  ].join(' ');
}
