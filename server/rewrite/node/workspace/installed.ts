/**
 * One package of an npm or Yarn workspace: an install for production lays out node_modules of the workspace as the managers
 * do (with links to its packages), and beside it lies what was built of the package and of those it needs.
 */
import type { DockerfileModel } from '../../../dockerfile/model.ts';
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
import { hasSetup, writeBuildStage, writeProductionStage } from '../stages.ts';
import { closureOf } from './members.ts';
import { placeOf, startedMember, startReading, type StartedMember } from './started.ts';

/** Undefined: not such a workspace, or not certain what the package needs. */
export function convertInstalled(
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): Conversion | undefined {
  const { project, imageRoot, stage } = reading;
  if (!['npm', 'yarn', 'yarn-berry'].includes(project.packageManager) || project.workspaces.length === 0 || imageRoot === '/') return undefined;
  const started = startedMember(reading, model, facts);
  if (typeof started === 'string' || lines.production === undefined) return undefined;
  const closure = closureOf(started.member, project, facts.project);
  if (typeof closure === 'string') return undefined;
  const parts = closure.members.map((member) => partOf(member, started, reading, model, facts));
  const found = parts.flatMap((part) => part ?? []);
  if (found.length < parts.length) return undefined;
  const production = productionLine(lines.production, started.member, reading);
  const draft = new Draft(model);
  const shared = hasSetup(reading);
  writeBuildStage(draft, reading, lines, model, shared);
  writeProductionStage(draft, reading, { ...lines, production, hasProduction: true }, model, shared);
  const [build, deps] = [newStageName(model, 'build'), newStageName(model, 'prod-deps')];
  const assets = found.flatMap((part) => part.assets);
  const obstacle = writeRuntimeStage(draft, startReading(reading, started), model, {
    artifacts: (workdir) => [
      copyFrom(reading, model, deps, imageRoot, workdir),
      ...found.map(({ output }) => copyFrom(reading, model, build, output, workdir)),
      ...copyLines(assets, { contextRoot: reading.contextRoot, imageRoot, workdir, keyword: keywordCase(model, 'COPY'), flags: chownFlag(reading).trim(), context: facts.context }),
      ...(started.workdir === (stage.endState.workdir ?? '/') ? [] : [`${keywordCase(model, 'WORKDIR')} ${started.workdir}`]),
    ],
    copies: 'none',
  });
  if (obstacle) return { obstacle };
  const others = closure.members.slice(1).map(({ directory }) => directory);
  const kept = assets.length > 0 ? ` ${assets.join(', ')}: kept, the program may read ${assets.length === 1 ? 'it' : 'them'} at run time.` : '';
  return {
    text: draft.render(),
    reason: `The final image gets what was built of ${started.member.directory}${others.length > 0 ? ` and of the packages that it needs (${others.join(', ')})` : ''}, and production packages; the rest of the workspace and development packages stay behind.${kept}`,
  };
} // prettier-ignore

interface MemberPart {
  /** Absolute image path. */
  readonly output: string;
  /** Relative to the context. */
  readonly assets: readonly string[];
}

/** What of a package the program needs; undefined: not certain. */
function partOf(member: NodeProject, started: StartedMember, reading: NodeReading, model: DockerfileModel, facts: Facts): MemberPart | undefined {
  const { build } = member;
  const output = build?.output?.replace(/^\.\//, '').replace(/\/$/, '');
  if (!build || !output || output === '.' || build.kind === 'front-end' || build.others.length > 0) return undefined;
  if (member.prisma || keepsFilesElsewhere(member) !== undefined) return undefined;
  const imageRoot = placeOf(member.directory, reading);
  const path = joinPath(imageRoot, output);
  if (member === started.member && started.entry !== path && !started.entry.startsWith(`${path}/`)) return undefined;
  // What a package is loaded by must be in what it is built to.
  if (member !== started.member && member.main !== undefined && !joinPath(imageRoot, member.main.replace(/^\.\//, '')).startsWith(`${path}/`)) return undefined;
  const place = { stage: reading.stage, project: member, contextRoot: member.directory, imageRoot };
  const assets = runtimeAssets(place, model, facts, output);
  return typeof assets === 'string' ? undefined : { output: path, assets };
} // prettier-ignore

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
