/** A single-stage Elixir image that makes a release → a stage that makes it, and a small one that runs it. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { mixTasks } from '../../tools/mix.ts';
import { runCommands } from '../../tools/sites.ts';
import { startedCommands, type Started } from '../../tools/started.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { isInside, ownerOf } from '../application/places.ts';
import { placing, removedGroups } from '../application/packages.ts';
import { buildToolSide, isNodeProgram, projectFileSide } from '../application/tools.ts';
import { writeBuildStage } from '../artifact/build-stage.ts';
import { fitPrograms } from '../artifact/programs.ts';
import { readArtifactStage, type ArtifactReading } from '../artifact/reading.ts';
import { writeRuntimeStage, type Artifact } from '../artifact/runtime-stage.ts';
import type { OwnSide } from '../artifact/sides.ts';
import { Draft } from '../draft.ts';
import type { Conversion } from '../multi-stage.ts';
import { placeOf } from '../python/copy-roles.ts';
import { splitAll } from '../system/packages.ts';
import { releaseBase, type ReleaseBase, type ReleaseNeeds } from './base.ts';
import { compiledDependencies } from './dependencies.ts';
import { releaseOf, type Release } from './release.ts';
import { runsAsNobody, userLines } from './user.ts';

/** Does the file compile a project with Mix? */
export function usesMix(model: DockerfileModel): boolean {
  for (const { command } of runCommands(model))
    if (
      command.name === 'mix' &&
      mixTasks(command).some((task) => /^(?:deps\.get|deps\.compile|compile|release)$/.test(task.name))
    )
      return true;
  return false;
}

/** Tasks that keep running, or need somebody who answers. */
const running = /^(?:phx\.server|phoenix\.server|run|test|ecto\.\w+|iex)$/;

const side: OwnSide = (command) => {
  const { name } = command;
  if (name === 'mix') return mixTasks(command).some((task) => running.test(task.name)) ? 'unknown' : 'build';
  if (name === 'elixir' || name === 'erl' || name === 'iex') return command.args.every(({ value }) => /^-?-?v(?:ersion)?$/.test(value)) ? 'neutral' : 'unknown';
  return buildToolSide(command) ?? projectFileSide(command);
}; // prettier-ignore

export function convertElixir(model: DockerfileModel, facts: Facts): Conversion {
  const stage = model.stages[0]!;
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return { obstacle: started };
  const release = releaseOf(model, facts);
  const mix = started.commands.find(({ command }) => /^(?:mix|elixir|iex)$/.test(command.name));
  if (mix)
    return {
      obstacle: `${mix.script ?? 'The container'} runs \`${mix.command.words.map(({ value }) => value).join(' ')}\`, which needs Elixir and the sources: make a release (\`mix release\`) and start that, then the final image needs neither.`,
    };
  if (typeof release === 'string') return { obstacle: release };
  if (!release)
    return {
      obstacle: 'The file makes no release (`mix release`), so the program needs Elixir and its sources.',
    };
  const base = releaseBase(stage, needsOf(release));
  if (typeof base === 'string') return { obstacle: base };
  const reading = readArtifactStage(model, facts, side);
  if (typeof reading === 'string') return { obstacle: reading };
  const outside = notInRelease(started, release, stage.endState.workdir);
  if (outside !== undefined) return { obstacle: outside };
  return write(model, facts, reading, release, base, started);
}

/** Packages with the programs that the container calls and the final image lacks, or a program that nothing brings: a complete sentence. */
function fitOf(
  { commands }: Started,
  { path }: Release,
  installed: ReadonlySet<string>,
  { image, packageManager, distro }: ReleaseBase,
  facts: Facts,
  workdir: string | undefined,
): readonly string[] | string {
  if (image === undefined) return [];
  // The slim image of Elixir has the programs of Debian's.
  const fact = facts.images.lookup(
    packageManager === 'apk' || distro?.version !== undefined ? image : 'debian:bookworm-slim',
  );
  if (!fact) return [];
  const called = new Set(
    commands
      .map(({ command }) => command.words[0]?.value ?? '')
      .filter((name) => !name.includes('/') || /^\/(?:usr\/)?(?:local\/)?s?bin\//.test(name)),
  );
  const { packages, missing } = fitPrograms(
    called,
    fact,
    (name) => installed.has(name) || isInside(resolvePath(workdir ?? '/', name), path),
  );
  return missing.length > 0 ? `${image} has no ${missing[0]!}, which the container calls.` : packages;
}

/** Applications of Erlang that load libraries of the system: ODBC, and windows. */
function needsOf({ project }: Release): ReleaseNeeds {
  const application = project?.extraApplications?.find((name) =>
    /^(?:odbc|wx|observer|debugger|et|reltool)$/.test(name),
  );
  return { erlang: project?.withoutErlang === true, application };
}

function write(
  model: DockerfileModel,
  facts: Facts,
  reading: ArtifactReading,
  release: Release,
  base: ReleaseBase,
  started: Started,
): Conversion {
  const { stage } = reading;
  const called = new Set(started.commands.map(({ command }) => command.name));
  const packages = splitAll(
    reading.runs,
    placing({
      distro: base.distro,
      called,
      removed: removedGroups(reading),
      // File watching and shells are for developers; what a release has in it is compiled.
      isTool: (name) => /^(?:inotify-tools|erlang(?:-\w+)?|elixir|rebar3?|cmake|rust|rustup)$/.test(name),
      keeps: () => false,
      keepsNode: false,
    }),
  );
  if (typeof packages === 'string') return { obstacle: packages };
  const installed = new Set([...packages.values()].flat().flatMap(({ name, becomes }) => becomes ?? [name]));
  const fit = fitOf(started, release, installed, base, facts, stage.endState.workdir);
  if (typeof fit === 'string') return { obstacle: fit };
  const asNobody = runsAsNobody(stage, reading, model, facts);
  const owner = asNobody ? 'nobody:root' : ownerOf(reading, [release.directory]);
  const keepsCopy = (copy: Copy): boolean =>
    copy.from === undefined &&
    copy.target !== undefined &&
    copy.target !== '/' &&
    !isInside(copy.target, release.directory) &&
    !isInside(release.directory, copy.target);
  const draft = new Draft(model);
  const dependencies = compiledDependencies(release, model, facts);
  writeBuildStage(draft, reading, model, { keepsVariables: true, texts: dependencies });
  const sets = (name: string): boolean =>
    stage.instructions.some(
      ({ keyword, pairs }: Instruction) => keyword === 'ENV' && pairs.some(({ key }) => key === name),
    );
  const failure = writeRuntimeStage(draft, reading, model, {
    image: base.image,
    keepsPlatform: true,
    hasShell: true,
    head:
      base.setsLanguage && !sets('LANG') && !sets('LC_ALL')
        ? [`${keywordCase(model, 'ENV')} LANG=C.UTF-8`]
        : [],
    artifacts: [
      { from: release.path, to: release.path, isFolder: true, owner },
      ...scripts(started, reading, release, owner),
    ],
    assets: (workdir) => (asNobody ? userLines(model, workdir) : []),
    texts: new Map(),
    packages,
    libraries: [...base.libraries, ...fit].filter((name) => !installed.has(name)),
    packageManager: base.packageManager,
    isBuildVariable: (name) => /^(?:MIX_(?!ENV$)\w+|HEX_\w+|NODE_\w+|NVM_DIR|REBAR\w*)$/.test(name),
    keepsCopy,
    sameFiles: base.image === undefined,
  });
  if (failure !== undefined) return { obstacle: failure };
  const kept = [
    ...new Set([...packages.values()].flat().flatMap(({ name, becomes }) => (becomes ? [] : [name]))),
  ];
  return {
    text: draft.render(),
    reason: [
      `The final image has the release (${release.path}), which brings its own Erlang, on ${base.image ?? 'the same image'}; it is taken to read no files of the project but those in its priv folders.`,
      ...(base.libraries.length > 0 ? [`${base.libraries.join(', ')}: installed for it.`] : []),
      ...(dependencies.size > 0
        ? [
            'Dependencies are compiled before the sources come, so they are compiled again only when they, or the configuration, change.',
          ]
        : []),
      ...(asNobody ? ['It runs as nobody, to whom the release belongs.'] : []),
      ...(kept.length > 0
        ? [`${kept.join(', ')}: kept, the program may use ${kept.length === 1 ? 'it' : 'them'}.`]
        : []),
    ].join(' '),
  };
}

/** Scripts of the project that start the release, where the build has them. */
function scripts(
  started: Started,
  { copies, lastBuild }: ArtifactReading,
  release: Release,
  owner: string | undefined,
): Artifact[] {
  return started.scripts.flatMap((script): Artifact[] => {
    const copy = [...copies.values()].findLast(
      (one) => one.instruction.index <= lastBuild.index && placeOf(script, one) !== undefined,
    );
    const path = copy && placeOf(script, copy);
    if (
      path === undefined ||
      isInside(path, release.path) ||
      !(isInside(path, release.directory) || copy!.target === '/')
    )
      return [];
    return [{ from: path, to: path, isFolder: false, owner }];
  });
}

/** A program that the container calls and that neither the release nor a base image has. */
function notInRelease(started: Started, { path }: Release, workdir: string | undefined): string | undefined {
  const starts = started.commands.some(({ command }) =>
    isInside(resolvePath(workdir ?? '/', command.words[0]?.value ?? ''), path),
  );
  const tool = started.commands.find(({ command }) => isNodeProgram(command.name));
  if (tool)
    return `${tool.script ?? 'The container'} runs \`${tool.command.name}\` when it starts, which needs the tools of the build.`;
  return starts
    ? undefined
    : `The container starts nothing of the release (${path}), so what it needs is not certain.`;
}
