/**
 * One package of a pnpm workspace: built in the whole workspace, then taken out of it with its production packages by
 * `pnpm deploy` (pnpm.io/cli/deploy, pnpm.io/docker).
 */
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import { shellOf } from '../../../dockerfile/shell.ts';
import { keywordCase } from '../../../edit/insert.ts';
import type { NodeProject } from '../../../project/facts.ts';
import type { Facts } from '../../../rules/rule.ts';
import { copyLines } from '../../../tools/install-inputs.ts';
import { keepsFilesElsewhere } from '../../../tools/node-system.ts';
import { Draft } from '../../draft.ts';
import { newStageName } from '../../keywords.ts';
import type { Conversion } from '../../multi-stage.ts';
import { runtimeAssets } from '../assets.ts';
import { chownFlag, copyFrom, joinPath } from '../copy-from.ts';
import type { InstallLines } from '../install-lines.ts';
import type { NodeReading } from '../reading.ts';
import { writeRuntimeStage } from '../runtime-stage.ts';
import { writeBuildStage } from '../stages.ts';
import { closureOf } from './members.ts';
import { placeOf, startedMember, startReading, type StartedMember } from './started.ts';

/** Undefined: not a pnpm workspace. */
export function convertDeployed(
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): Conversion | undefined {
  const { project } = reading;
  if (project.packageManager !== 'pnpm' || project.workspaces.length === 0) return undefined;
  const started = startedMember(reading, model, facts);
  if (typeof started === 'string')
    return { obstacle: `${started}, so which package of the workspace is shipped is not certain.` };
  const closure = closureOf(started.member, project, facts.project);
  if (typeof closure === 'string') return { obstacle: closure };
  const legacy = legacyOption(reading, model);
  const doubt =
    rootDoubt(project) ??
    closure.members.map((member) => memberDoubt(member, started.member, facts)).find(Boolean);
  if (doubt !== undefined) return { obstacle: doubt };
  if (legacy === undefined)
    return {
      obstacle: `Which version of pnpm the image has is not certain, and \`pnpm deploy\` takes other options since version 10: name it in \`packageManager\` of ${project.manifest}.`,
    };
  const isWhole = comesWhole(started.member, facts);
  const output = outputOf(started);
  if (output === undefined && !isWhole)
    return { obstacle: `Where the build of ${started.member.directory} puts its result is not certain.` };
  const found = assetsOf(started, reading, model, facts, output ?? 'dist');
  // The package comes as it is, so only what lies outside of it counts.
  const assets = isWhole && typeof found !== 'string' ? [] : found;
  if (typeof assets === 'string') return { obstacle: `${assets}.` };
  const folder = started.member.directory.slice(started.member.directory.lastIndexOf('/') + 1);
  const target = `/prod/${folder}`;
  const draft = new Draft(model);
  writeBuildStage(draft, reading, lines, model, false);
  draft.line(deployLine(started, target, legacy, lines, reading, model));
  const build = newStageName(model, 'build');
  const workdirLine =
    started.workdir === (reading.stage.endState.workdir ?? '/')
      ? []
      : [`${keywordCase(model, 'WORKDIR')} ${started.workdir}`];
  const obstacle = writeRuntimeStage(draft, startReading(reading, started), model, {
    artifacts: (workdir) => [
      copyFrom(reading, model, build, target, workdir, started.directory),
      ...(output === undefined
        ? []
        : [copyFrom(reading, model, build, joinPath(started.directory, output), workdir)]),
      ...copyLines(assets, {
        contextRoot: reading.contextRoot,
        imageRoot: reading.imageRoot,
        workdir,
        keyword: keywordCase(model, 'COPY'),
        flags: chownFlag(reading).trim(),
        context: facts.context,
      }),
      ...workdirLine,
    ],
    copies: 'none',
  });
  if (obstacle) return { obstacle };
  const kept =
    assets.length > 0
      ? ` ${assets.join(', ')}: kept, the program may read ${assets.length === 1 ? 'it' : 'them'} at run time.`
      : '';
  return {
    text: draft.render(),
    reason: `\`pnpm deploy\` takes ${started.member.directory} out of the workspace, with its production packages and the ${
      closure.members.length > 1
        ? `packages of the workspace that it needs (${closure.members
            .slice(1)
            .map(({ directory }) => directory)
            .join(', ')})`
        : 'files of its own'
    }; the rest of the workspace stays behind.${kept}`,
  };
}

/** What an install at the root leaves for all packages is not part of one of them. */
function rootDoubt({ manifest, dependencies, optionalDependencies }: NodeProject): string | undefined {
  const [name] = Object.keys({ ...dependencies, ...optionalDependencies });
  return name === undefined
    ? undefined
    : `${manifest} has production packages of its own (${name}), which programs of the workspace find as well: move them to the package that needs them.`;
}

/** Lifecycle commands that leave nothing in the package. */
const harmless = /^(?:husky(?: install)?|is-ci|only-allow \w+|echo .*|true|:|exit 0)$/;

function memberDoubt(member: NodeProject, started: NodeProject, { context }: Facts): string | undefined {
  const script = member.installScripts.find(({ command }) => !harmless.test(command));
  if (script)
    return `The \`${script.name}\` script of ${member.manifest} runs at install (\`${script.command}\`), and what it leaves may not come along with \`pnpm deploy\`.`;
  if (member.prisma)
    return `Prisma generates its client into node_modules, which \`pnpm deploy\` installs anew.`;
  const elsewhere = keepsFilesElsewhere(member);
  if (elsewhere !== undefined)
    return `${elsewhere} keeps what it downloads at install outside of node_modules, so it would not come along.`;
  const ignore = ['.npmignore', '.gitignore'].map((name) => `${member.directory}/${name}`).find((path) => context.has(path) === true); // prettier-ignore
  // The result of the started package is copied by itself.
  if (member !== started && member.files === undefined && ignore !== undefined)
    return `\`pnpm deploy\` leaves out what ${ignore} names, and so perhaps the result of its build: list in \`files\` of ${member.manifest} what belongs to the package.`;
  return undefined;
}

/** Since version 10, `--legacy` is needed where packages of the workspace are not injected, and is right where they are. */
function legacyOption({ project }: NodeReading, model: DockerfileModel): string | undefined {
  const written = project.packageManagerField ?? project.engines['pnpm'];
  const major = majorOf(written?.replace(/^pnpm@/, '')) ?? majorOf(installedVersion(model));
  if (major !== undefined) return major >= 10 ? ' --legacy' : '';
  // Older formats of the lockfile can't be read by newer versions (pnpm.io/installation#compatibility).
  return /^[56]/.test(project.lockfile?.version ?? '') ? '' : undefined;
}

function majorOf(version: string | undefined): number | undefined {
  const match = /^[\^~=v]?(\d+)(?:\.|$)/.exec(version ?? '');
  return match ? Number(match[1]) : undefined;
}

/** `npm install -g pnpm@9`, `corepack prepare pnpm@9.1.0 --activate`. */
function installedVersion(model: DockerfileModel): string | undefined {
  const words = model.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? [])
    .flatMap(({ words }) => words.map(({ value }) => value));
  return words.find((word) => /^pnpm@\d/.test(word))?.slice('pnpm@'.length);
}

/** Relative to the package; the program must be in it. */
function outputOf({ member, directory, entry }: StartedMember): string | undefined {
  const { build } = member;
  const output = build?.output?.replace(/^\.\//, '').replace(/\/$/, '');
  if (!output || output === '.' || build!.kind === 'front-end') return undefined;
  const path = joinPath(directory, output);
  return entry === path || entry.startsWith(`${path}/`) ? output : undefined;
}

/** Files that the program reads and that its package leaves out of what it ships. */
function assetsOf(
  started: StartedMember,
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
  output: string,
): readonly string[] | string {
  const { member } = started;
  const place = {
    stage: reading.stage,
    project: member,
    contextRoot: member.directory,
    imageRoot: placeOf(member.directory, reading),
  };
  return runtimeAssets(place, model, facts, output);
}

/** Nothing of the package is left out by `pnpm deploy`. */
function comesWhole({ files, directory }: NodeProject, { context }: Facts): boolean {
  const ignores = ['.npmignore', '.gitignore'].map((name) => `${directory}/${name}`);
  return (
    files === undefined && ignores.every((path) => context.has(path) === false || context.isIgnored(path))
  );
}

function deployLine(
  started: StartedMember,
  target: string,
  legacy: string,
  lines: InstallLines,
  reading: NodeReading,
  model: DockerfileModel,
): string {
  const { member } = started;
  const name =
    member.name ??
    `./${member.directory.slice(reading.contextRoot === '' ? 0 : reading.contextRoot.length + 1)}`;
  const mount = /--mount=type=cache\S+/.exec(lines.all)?.[0];
  const workdir = reading.runs.size === 0 ? undefined : lastWorkdir(reading);
  const inside =
    workdir !== undefined && (workdir === reading.imageRoot || workdir.startsWith(`${reading.imageRoot}/`));
  const move = inside ? '' : `cd ${reading.imageRoot} && `;
  return `${keywordCase(model, 'RUN')} ${mount === undefined ? '' : `${mount} `}${move}pnpm --filter=${name} --prod deploy${legacy} ${target}`;
}

/** The working directory at the end of the build stage. */
function lastWorkdir({ stage, runs, install }: NodeReading): string | undefined {
  const builds = stage.instructions.filter((instruction) => runs.get(instruction)?.sides.has('build'));
  return (builds.at(-1) ?? install.instruction).state.workdir;
}
