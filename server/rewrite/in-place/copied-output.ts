/** A whole project that the final stage copies from its build → what the program is made of. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { finalStage, lineageInstructions, stageNamed } from '../../dockerfile/stages.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { nodeInstallInputs } from '../../tools/install-inputs.ts';
import { nodeInstalls, type NodeInstallSite } from '../../tools/installs.ts';
import { nodeCommand } from '../../tools/node.ts';
import { nodeModulesOf } from '../../tools/node-modules.ts';
import { systemCommand } from '../../tools/system.ts';
import { runtimeAssets } from '../node/assets.ts';
import { imagePath } from '../node/brought.ts';
import { namedFile } from '../node/output.ts';
import { findStart } from '../node/start.ts';
import type { Proposal } from '../steps/proposal.ts';
import { hasOtherPurpose, overridden } from './container.ts';
import { holdsSettings, partLines } from './copy-parts.ts';
import { isCleanUp } from './install-order.ts';

export function copiedOutput(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  const found = last && wholeProject(last, model, facts);
  if (!last || !found || isForOthers(last, model, facts) || hasOtherPurpose(model, facts)) return undefined;
  const { copy, from, folder, project } = found;
  const { target } = copy;
  const output = certainOutput(project);
  if (
    target === undefined ||
    target === '/' ||
    folder === '/' ||
    output === undefined ||
    overridden(model, facts) !== undefined
  )
    return undefined;
  const start = findStart(last, model, project);
  // It reads tsconfig.json while it runs.
  if (Object.hasOwn(project.dependencies, 'tsconfig-paths')) return undefined;
  if (start.kind !== 'program' || !isBelow(start.entry, `${target}/${output}`)) return undefined;
  // Another preset of Nitro makes something else of it.
  if (['NITRO_PRESET', 'SERVER_PRESET'].some((name) => from.endState.env.has(name))) return undefined;
  if (leavesMore(from, project, model, facts)) return undefined;
  const sources = facts.project.sources(project.directory);
  if (!sources || sources.writes.length > 0 || holdsSettings(project.directory, facts)) return undefined;
  const place = { stage: from, project, contextRoot: project.directory, imageRoot: folder };
  const every = runtimeAssets(place, model, facts, output);
  // The final stage may install its packages itself.
  const install = nodeInstalls(model, facts).find(
    ({ stage, directory }) => stage === last && directory === target,
  );
  if (typeof every === 'string' || worksOnFiles(last, copy.instruction, target, model, install?.instruction))
    return undefined;
  const bringsAll = output === nuxtOutput;
  if (bringsAll && install) return undefined;
  // public/ and server/ are in what Nuxt makes; what the sources open by its path is not.
  const isOpened = (path: string): boolean => sources.runtimePaths.some((one) => isBelow(one.path, path));
  const assets = bringsAll ? every.filter(isOpened) : every;
  const modules = nodeModulesOf(from, model, facts).get(`${folder}/node_modules`);
  const needed =
    !install &&
    !bringsAll &&
    Object.keys({ ...project.dependencies, ...project.optionalDependencies }).length > 0;
  if (needed && !modules) return undefined;
  const kept = [
    output,
    'node_modules',
    'package.json',
    ...assets.map((path) => imagePath(path, place).slice(folder.length + 1)),
  ];
  if (
    namedFile(
      { stage: last, contextRoot: project.directory, imageRoot: target },
      start.argv,
      model,
      facts,
      kept.map((path) => `${target}/${path}`),
    ) !== undefined
  )
    return undefined;
  const manifests = install ? installFiles(install, place, facts) : bringsAll ? [] : ['package.json'];
  if (!manifests) return undefined;
  const built = [output, ...assets.map((path) => imagePath(path, place).slice(folder.length + 1))];
  const parts = install
    ? [...manifests, ...built]
    : [...(needed ? ['node_modules'] : []), ...built, ...manifests];
  const lines = partLines(
    copy,
    model,
    parts.map((part) => {
      const isFile =
        manifests.includes(part) ||
        facts.context.entry(project.directory === '' ? part : `${project.directory}/${part}`)?.type ===
          'file';
      return { from: `${folder}/${part}`, to: `${target}/${part}`, isFile };
    }),
  );
  return {
    id: 'copied-output',
    title: `Copy only ${parts.length === 1 ? '' : `${parts.slice(0, -1).join(', ')} and `}${parts.at(-1)!}`,
    reason: `\`${model.text.slice(copy.instruction.span.start, copy.instruction.span.end)}\` takes the whole project along, sources, tests and settings of its tools; the program runs from ${output}/.${assets.length > 0 ? ` ${assets.join(', ')}: kept, the program may read ${assets.length === 1 ? 'it' : 'them'} at run time.` : ''}`,
    applicability: 'suggested',
    savesBytes: undefined,
    text: applyEdits(model.text, [{ span: copy.instruction.span, newText: lines.join(model.eol) }]),
  };
}

interface WholeProject {
  readonly copy: Copy;
  readonly from: Stage;
  /** Absolute, in the build stage. */
  readonly folder: string;
  readonly project: NodeProject;
}

/** The only COPY --from of a folder in which a Node project is installed. */
function wholeProject(last: Stage, model: DockerfileModel, facts: Facts): WholeProject | undefined {
  const found = last.instructions.flatMap((instruction): WholeProject[] => {
    const copy = readCopy(instruction);
    const from = copy?.from === undefined ? undefined : stageNamed(model, copy.from, last);
    const [source] = copy?.sources ?? [];
    if (!copy || !from || copy.sources.length !== 1 || !source?.complete || instruction.json) return [];
    if (instruction.flags.some(({ name }) => name !== 'from' && name !== 'chown' && name !== 'link'))
      return [];
    const folder = `/${source.path === '.' ? '' : source.path}`;
    const site = nodeInstalls(model, facts).find(
      ({ stage, directory }) => stage === from && directory === folder,
    );
    return site?.project ? [{ copy, from, folder, project: site.project }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** It has the server's packages in itself (nuxt.com/docs/getting-started/deployment#nodejs-server). */
const nuxtOutput = '.output';

/** The build's folder, where the program surely runs from it alone. */
function certainOutput({
  build,
  prisma,
  workspaces,
  workspaceRoot,
  frameworks,
}: NodeProject): string | undefined {
  if (prisma || workspaces.length > 0 || workspaceRoot !== undefined || frameworks.includes('next'))
    return undefined;
  if (build?.output === undefined || build.kind === 'front-end') return undefined;
  const output = build.output.replace(/^\.\//, '').replace(/\/$/, '');
  if (build.tool === 'nuxt') return output === nuxtOutput && build.others.length === 0 ? output : undefined;
  return output === '' || output.startsWith('.') || output.startsWith('/') ? undefined : output;
}

/** Files beside the output that the build may have made: by scripts of the install, or by commands that nobody knows. */
function leavesMore(from: Stage, project: NodeProject, model: DockerfileModel, facts: Facts): boolean {
  if (nodeInstallInputs(project, facts.context, facts.project).needsSources !== undefined) return true;
  return lineageInstructions(from).some((instruction) => {
    if (instruction.keyword !== 'RUN') return false;
    const commands = shellOf(instruction, model)?.commands;
    return !commands?.every((command) => {
      const node = nodeCommand(command);
      if (node) return node.kind === 'install' || node.kind === 'prune' || (node.kind === 'run' && node.script === project.build?.script) || isCleanUp(command.words.map(({ value }) => value)); // prettier-ignore
      return systemCommand(command) !== undefined || harmless.has(command.name);
    });
  });
}

const harmless: ReadonlySet<string> = new Set([
  'set',
  'true',
  'echo',
  'corepack',
  'rm',
  'apk',
  'mkdir',
  'chown',
  'export',
]);

/** What the install reads, relative to the project; undefined where that is not certain, or is a folder. */
function installFiles(
  { install, project }: NodeInstallSite,
  { imageRoot, contextRoot }: { readonly imageRoot: string; readonly contextRoot: string },
  facts: Facts,
): string[] | undefined {
  if (!project) return undefined;
  const { paths, needsSources } = nodeInstallInputs(project, facts.context, facts.project, install.tool);
  if (needsSources !== undefined || paths.some((path) => facts.context.entry(path)?.type === 'directory'))
    return undefined;
  return paths.map((path) => imagePath(path, { imageRoot, contextRoot }).slice(imageRoot.length + 1));
}

/** Does something in the final stage work on the project's files, or lay others beside them? */
function worksOnFiles(
  last: Stage,
  copy: Instruction,
  target: string,
  model: DockerfileModel,
  install: Instruction | undefined,
): boolean {
  return last.instructions.some((instruction) => {
    if (instruction === copy) return false;
    // Where it stands in front of the copy, its packages are overwritten.
    if (instruction === install) return install.index < copy.index || !installsOnly(install, model);
    const other = readCopy(instruction);
    if (other) return other.target === undefined || isBelow(other.target, target);
    if (instruction.keyword !== 'RUN' || instruction.index < copy.index) return false;
    const commands = shellOf(instruction, model)?.commands;
    return !commands?.every(({ name }) =>
      ['addgroup', 'adduser', 'groupadd', 'useradd', 'usermod', 'chown', 'set', 'true', 'echo'].includes(
        name,
      ),
    );
  });
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

function installsOnly(install: Instruction, model: DockerfileModel): boolean {
  const commands = shellOf(install, model)?.commands ?? [];
  return commands.every(
    (command) =>
      nodeCommand(command)?.kind === 'install' || isCleanUp(command.words.map(({ value }) => value)),
  );
}
