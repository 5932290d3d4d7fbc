/**
 * One package of a workspace: an install for production lays out node_modules of the workspace as the managers do (with
 * links to its packages), in a layer that edited sources leave alone; beside it lies what was built of the package and of
 * those it needs.
 */
import type { ContextFacts } from '../../../context/facts.ts';
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import { keywordCase } from '../../../edit/insert.ts';
import type { NodeProject } from '../../../project/facts.ts';
import type { Facts } from '../../../rules/rule.ts';
import { copyLines } from '../../../tools/install-inputs.ts';
import { Draft } from '../../draft.ts';
import { newStageName } from '../../keywords.ts';
import type { Conversion } from '../../multi-stage.ts';
import { chownFlag, copyFrom, joinPath } from '../copy-from.ts';
import type { InstallLines } from '../install-lines.ts';
import type { NodeReading } from '../reading.ts';
import { writeRuntimeStage } from '../runtime-stage.ts';
import { hasSetup, writeBuildStage, writeProductionStage } from '../stages.ts';
import { closureOf } from './members.ts';
import { partOf } from './parts.ts';
import { pnpmManifests } from './pnpm.ts';
import { placeOf, startedMember, startReading } from './started.ts';

/** Undefined: not such a workspace, or not certain what the package needs. */
export function convertInstalled(
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
  contextAfter: ContextFacts,
): Conversion | undefined {
  const { project, imageRoot, stage } = reading;
  if (project.packageManager === 'bun' || project.workspaces.length === 0 || imageRoot === '/')
    return undefined;
  const started = startedMember(reading, model, facts);
  if (typeof started === 'string' || lines.production === undefined) return undefined;
  const closure = closureOf(started.member, project, facts.project);
  if (typeof closure === 'string') return undefined;
  const { members } = closure;
  const productionManifests =
    project.packageManager === 'pnpm' ? pnpmManifests(members, reading, lines, model, facts) : undefined;
  if (project.packageManager === 'pnpm' && productionManifests === undefined) return undefined;
  if (
    !installsAlone(
      productionManifests
        ? members
        : project.workspaces.flatMap((folder) => facts.project.node(folder) ?? []),
    )
  )
    return undefined;
  const parts = members.flatMap(
    (member) => partOf(member, started, reading, model, facts, contextAfter) ?? [],
  );
  if (parts.length < members.length) return undefined;
  const production = productionLine(lines.production, started.member, reading);
  const draft = new Draft(model);
  const shared = hasSetup(reading);
  const written = {
    ...lines,
    production,
    hasProduction: true,
    ...(productionManifests && { productionManifests }),
  };
  writeBuildStage(draft, reading, written, model, shared);
  writeProductionStage(draft, reading, written, model, shared);
  const [build, deps] = [newStageName(model, 'build'), newStageName(model, 'prod-deps')];
  const assets = parts.flatMap((part) => part.assets);
  const installed = installedPaths(members, reading);
  const obstacle = writeRuntimeStage(draft, startReading(reading, started), model, {
    artifacts: (workdir) => [
      ...installed.map((path) => copyFrom(reading, model, deps, path, workdir)),
      ...parts.flatMap(({ output }) =>
        output === undefined ? [] : [copyFrom(reading, model, build, output, workdir)],
      ),
      ...copyLines(assets, {
        contextRoot: reading.contextRoot,
        imageRoot,
        workdir,
        keyword: keywordCase(model, 'COPY'),
        flags: chownFlag(reading).trim(),
        context: facts.context,
      }),
      ...(started.workdir === (stage.endState.workdir ?? '/')
        ? []
        : [`${keywordCase(model, 'WORKDIR')} ${started.workdir}`]),
    ],
    copies: 'none',
  });
  if (obstacle) return { obstacle };
  const others = members.slice(1).map(({ directory }) => directory);
  const kept =
    assets.length > 0
      ? ` ${assets.join(', ')}: kept, the program may read ${assets.length === 1 ? 'it' : 'them'} at run time.`
      : '';
  return {
    text: draft.render(),
    reason: `The final image gets what was built of ${started.member.directory}${others.length > 0 ? ` and of the packages that it needs (${others.join(', ')})` : ''}, and production packages; the rest of the workspace and development packages stay behind.${kept}`,
  };
}

/** Scripts that run with production packages alone. */
const plainScript = /^(?:echo .*|true|:|exit 0|(?:npx )?only-allow \w+)$/;

/** An install runs the lifecycle scripts of the workspace's packages too; `husky` is not there for production. */
function installsAlone(members: readonly NodeProject[]): boolean {
  return members.every(({ installScripts }) =>
    installScripts.every(({ command }) => plainScript.test(command)),
  );
}

/**
 * Absolute image paths of what the install leaves for these packages: node_modules of the root, and each package's
 * folder with its manifest and node_modules; or everything where node_modules may not be there.
 */
function installedPaths(members: readonly NodeProject[], reading: NodeReading): readonly string[] {
  const ranges = members.flatMap((one) => Object.keys({ ...one.dependencies, ...one.optionalDependencies }));
  const names = new Set(members.map(({ name }) => name));
  if (ranges.every((name) => names.has(name))) return [reading.imageRoot];
  return [
    joinPath(reading.imageRoot, 'node_modules'),
    ...members.map(({ directory }) => placeOf(directory, reading)),
  ];
}

/**
 * Only what the package needs, where the manager can tell: `npm ci --workspace` (docs.npmjs.com/cli/using-npm/workspaces),
 * `yarn workspaces focus` (yarnpkg.com/cli/workspaces/focus). Packages of the root are found by all members.
 */
function productionLine(line: string, { name }: NodeProject, { project, install }: NodeReading): string {
  if (name === undefined) return line;
  if (project.packageManager === 'yarn-berry') return line.replace(' --all ', ` ${name} `);
  if (project.packageManager !== 'npm' || install.install.filtered) return line;
  const hasOwn = Object.keys({ ...project.dependencies, ...project.optionalDependencies }).length > 0;
  return `${line} --workspace=${name}${hasOwn ? ' --include-workspace-root' : ''}`;
}
