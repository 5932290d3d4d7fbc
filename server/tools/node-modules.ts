/**
 * What is in a node_modules folder of a stage: follows installs, prunes, `cp`, `mv` and COPY --from in order.
 */
import { readCopy } from '../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { lineageInstructions, stageNamed } from '../dockerfile/stages.ts';
import { normalizePath } from '../dockerfile/state.ts';
import type { NodeProject } from '../project/facts.ts';
import type { Facts } from '../rules/rule.ts';
import { nodeInstalls, runCommands, type CommandSite, type NodeInstallSite } from './installs.ts';
import { nodeCommand } from './node.ts';
import { resolvePath } from './working-directory.ts';

export interface NodeModules {
  /** Absolute image path of the folder. */
  readonly path: string;
  readonly content: 'production' | 'all';
  /** The install it comes from. */
  readonly install: NodeInstallSite;
  readonly project: NodeProject | undefined;
}

/** Stages can't copy from later ones, so this is only a guard. */
const maximumDepth = 20;

/** The node_modules folders of a stage's image by path, as they are before `before` (or at its end). */
export function nodeModulesOf(
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
  before?: Instruction,
  depth = 0,
): ReadonlyMap<string, NodeModules> {
  const found = new Map<string, NodeModules>();
  if (depth > maximumDepth) return found;
  const installs = new Map(nodeInstalls(model, facts).map((site) => [site.command, site]));
  const commands = [...runCommands(model)];
  for (const instruction of lineageInstructions(stage)) {
    if (before && instruction.index >= before.index) break;
    const copy = readCopy(instruction);
    if (copy?.from !== undefined && copy.target !== undefined) {
      const source = stageNamed(model, copy.from, instruction.stage);
      if (!source) continue;
      const theirs = nodeModulesOf(source, model, facts, undefined, depth + 1);
      for (const { path } of copy.sources) moveFolders(theirs, normalizePath('/' + path), copy.target, found);
    }
    for (const site of commands)
      if (site.instruction === instruction) applyCommand(site, installs.get(site.command), found);
  }
  return found;
}

function applyCommand(
  site: CommandSite,
  install: NodeInstallSite | undefined,
  found: Map<string, NodeModules>,
): void {
  if (install) {
    if (install.directory === undefined || install.install.filtered) return;
    const path = resolvePath(install.directory, 'node_modules');
    found.set(path, {
      path,
      content: leavesDevOut(install) ? 'production' : 'all',
      install,
      project: install.project,
    });
    return;
  }
  const { command, directory } = site;
  if (directory === undefined) return;
  const node = nodeCommand(command);
  const here = resolvePath(directory, 'node_modules');
  const existing = found.get(here);
  const prunes =
    node?.kind === 'prune' ? node.production || hasProductionEnvironment(site) : isFocus(command);
  if (prunes && existing) found.set(here, { ...existing, content: 'production' });
  const paths = command.args
    .filter((word) => word.literal && !word.value.startsWith('-'))
    .map((word) => resolvePath(directory, word.value));
  if (command.name === 'rm') for (const path of paths) found.delete(path);
  if ((command.name === 'cp' || command.name === 'mv') && paths.length === 2) {
    const [from, to] = paths as [string, string];
    const moved = found.get(from.replace(/\/\.$/, ''));
    if (!moved) return;
    // Into an existing folder the copy would land below it; that folder is not known here, so the plain case is meant.
    found.set(to, { ...moved, path: to });
    if (command.name === 'mv') found.delete(from);
  }
}

/** `yarn workspaces focus --production` leaves production packages alone. */
function isFocus({ name, args }: CommandSite['command']): boolean {
  const words = args.map(({ value }) => value);
  return (
    name === 'yarn' && words[0] === 'workspaces' && words[1] === 'focus' && words.includes('--production')
  );
}

/** Does this install leave development packages out, by an option or by NODE_ENV? */
export function leavesDevOut(site: NodeInstallSite): boolean {
  const { install } = site;
  if (install.omitsDev) return true;
  return !install.includesDev && hasProductionEnvironment(site);
}

/** npm, pnpm and yarn 1 leave development packages out when NODE_ENV is production; yarn berry and bun do not. */
function hasProductionEnvironment(site: CommandSite): boolean {
  const assigned = site.command.assignments.find(({ name }) => name === 'NODE_ENV')?.value?.value;
  const exported = site.script.commands.find(
    (one) => one.name === 'export' && one.assignments.some(({ name }) => name === 'NODE_ENV'),
  );
  const fromScript = exported?.assignments.find(({ name }) => name === 'NODE_ENV')?.value?.value;
  const declared = site.instruction.state.variables.get('NODE_ENV');
  const value = assigned ?? fromScript ?? (declared?.known ? declared.value : undefined);
  if (value !== 'production') return false;
  const tool = site.command.name;
  return tool !== 'bun';
}

/** Copies the folders at or below `source` to `target` (a folder's contents are copied, or the folder itself). */
function moveFolders(
  theirs: ReadonlyMap<string, NodeModules>,
  source: string,
  target: string,
  found: Map<string, NodeModules>,
): void {
  for (const folder of theirs.values()) {
    if (folder.path === source) found.set(target, { ...folder, path: target });
    else if (source === '/' || folder.path.startsWith(`${source}/`)) {
      const path = normalizePath(`${target}/${folder.path.slice(source === '/' ? 1 : source.length + 1)}`);
      found.set(path, { ...folder, path });
    }
  }
}
