/** Which package caches stay in the layers that ship. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import { isShipped, rootBase } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { NodeProject } from '../../project/facts.ts';
import { secondInstalls } from '../../tools/dependencies/all.ts';
import { nodeInstalls } from '../../tools/installs.ts';
import type { RuleContext } from '../rule.ts';
import { cacheKinds, type CacheKind } from '../../tools/cache-kinds.ts';
import { deletes, isMountedOver } from '../../tools/cache-paths.ts';
import { usesOwnLists, type Leftover } from './package-cache.part.ts';
import { fetchesIndex, hasApkUpdateBefore, nextAptCommand } from './package-steps.part.ts';

/** Every cache that stays in a layer of the final image. */
export function* leftovers({ model, facts }: RuleContext): Generator<Leftover> {
  const projects = new Map<ShellCommand, NodeProject | undefined>(
    nodeInstalls(model, facts).map(({ command, project }) => [command, project]),
  );
  // They find everything downloaded.
  const second = new Set(secondInstalls(model, facts).map(({ command }) => command));
  for (const stage of model.stages) {
    if (model.isWindows || !isShipped(stage, model)) continue;
    const root = rootBase(stage);
    const base = root.kind === 'image' ? facts.images.lookup(root.reference) : undefined;
    for (const outer of stage.instructions) {
      const instruction = outer.keyword === 'ONBUILD' && outer.inner ? outer.inner : outer;
      if (instruction.keyword !== 'RUN') continue;
      const script = shellOf(instruction, model);
      if (!script) continue;
      for (const kind of cacheKinds) {
        const commands = filling(kind, instruction, script, base, projects).filter(
          (command) => !second.has(command),
        );
        if (commands.length === 0) continue;
        const leftover = { kind, stage, instruction, script, commands, triggered: outer !== instruction };
        if (!isHandledElsewhere(leftover, model)) yield leftover;
      }
    }
  }
}

/** Commands that fill the cache with no clean-up behind them; none when the cache is off or elsewhere. */
function filling(
  kind: CacheKind,
  instruction: Instruction,
  script: ShellScript,
  base: ImageFact | undefined,
  projects: ReadonlyMap<ShellCommand, NodeProject | undefined>,
): ShellCommand[] {
  const { state } = instruction;
  const found: ShellCommand[] = [];
  for (const command of script.commands) {
    const circumstances = { command, state, base, project: projects.get(command) };
    if (kind.fills(circumstances)) found.push(command);
    else if (found.length > 0 && (kind.cleans(command) || deletes(command, kind.directories, state)))
      found.length = 0;
  }
  if (
    found.length === 0 ||
    isTurnedOff(kind, instruction, script) ||
    isMountedOver(instruction, kind.directories)
  )
    return [];
  return found;
}

/** By ENV, ARG, an assignment or an export in the script. */
function isTurnedOff(kind: CacheKind, instruction: Instruction, script: ShellScript): boolean {
  const { variables } = instruction.state;
  return kind.variables.some(
    (name) =>
      variables.has(name) ||
      script.commands.some(({ assignments }) => assignments.some((assignment) => assignment.name === name)) ||
      (name === 'PIP_NO_CACHE_DIR' && script.commands.some(setsPipOption)) ||
      script.commands.some((command) => setsCacheFolder(command, kind)),
  );
}

/** `npm config set cache /elsewhere`, `yarn config set cache-folder /elsewhere`. */
function setsCacheFolder({ name, args }: ShellCommand, { id }: CacheKind): boolean {
  const words = args.map(({ value }) => value.replace(/=.*$/s, '')).filter((word) => !word.startsWith('-'));
  return (
    name === id && words[0] === 'config' && words[1] === 'set' && /^cache(?:-folder)?$/.test(words[2] ?? '')
  );
}

/** `pip config set global.no-cache-dir true`. */
function setsPipOption({ name, args }: ShellCommand): boolean {
  return (
    /^pip/.test(name) &&
    args.some(({ value }) => value.endsWith('no-cache-dir')) &&
    args[0]?.value === 'config'
  );
}

/**
 * An update whose lists only later instructions use: cache/apt-update-alone joins them, and an `apk add` behind an
 * `apk update` brings no index of its own.
 */
function isHandledElsewhere(leftover: Leftover, model: DockerfileModel): boolean {
  const { kind, instruction, stage, commands } = leftover;
  if (!usesOwnLists(leftover)) return nextAptCommand(instruction, stage, model)?.action === 'install';
  if (kind.id !== 'apk' || commands.some((command) => fetchesIndex(command))) return false;
  return hasApkUpdateBefore(instruction, stage, model);
}
