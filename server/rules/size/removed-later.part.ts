/** What a layer holds and a later one removes. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellWord } from '../../dockerfile/shell.ts';
import { finalStage, lineageInstructions } from '../../dockerfile/stages.ts';
import { RemovalIndex, type RemovalSite } from '../../tools/removal-index.ts';
import { parentOf } from '../../tools/symbolic-path.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import type { Facts } from '../rule.ts';
import { isUnpackedByAdd } from './add-archive.part.ts';
import { unpackedFiles } from './archive-left.part.ts';
import { arrivalsOf, isNoticeable, isSmall, type Arrival } from './arrivals.part.ts';
import { findToolchain } from './toolchain.part.ts';

export type RemovedLater = {
  /** What removes: `rm`, `apt-get purge`. */
  readonly command: ShellCommand;
  readonly instruction: Instruction;
} & (
  | { readonly kind: 'file'; readonly arrivals: readonly Arrival[]; readonly site: RemovalSite }
  /** A part of a folder that was copied; `part` is relative to the context. */
  | { readonly kind: 'part'; readonly copy: Copy; readonly part: string; readonly site: RemovalSite }
  | { readonly kind: 'packages'; readonly names: readonly string[]; readonly installed: Instruction }
);

/** In the order of the text, one for each command. */
export function removedLater(model: DockerfileModel, facts: Facts): RemovedLater[] {
  const found = [...parts(model, facts), ...files(model, facts), ...packages(model)];
  const commands = new Set<ShellCommand>();
  return found
    .sort((a, b) => a.command.span.start - b.command.span.start)
    .filter(({ command }) => !commands.has(command) && commands.add(command));
}

function files(model: DockerfileModel, facts: Facts): RemovedLater[] {
  const index = RemovalIndex.of(model);
  if (index.all.length === 0) return [];
  // One problem, one finding: size/archive-left replaces copy, tar and rm by ADD.
  const others = new Set(
    unpackedFiles(model, facts)
      .filter(isUnpackedByAdd)
      .map(({ arrival }) => arrival),
  );
  const byCommand = new Map<ShellCommand, { site: RemovalSite; arrivals: Arrival[] }>();
  for (const arrival of arrivalsOf(model, facts)) {
    if (others.has(arrival) || isSmall(arrival, facts)) continue;
    const site = index.after(arrival.path, arrival.offset);
    if (!site || site.instruction === arrival.instruction || site.command.conditional) continue;
    const same = byCommand.get(site.command);
    if (same) same.arrivals.push(arrival);
    else byCommand.set(site.command, { site, arrivals: [arrival] });
  }
  return [...byCommand].map(([command, { site, arrivals }]) => ({
    kind: 'file',
    command,
    instruction: site.instruction,
    site,
    arrivals,
  }));
}

/** `COPY . .` and later `rm -rf docs`: only what the context is known to have, and what is worth a line. */
function parts(model: DockerfileModel, facts: Facts): RemovedLater[] {
  const { context } = facts;
  const { all } = RemovalIndex.of(model);
  // The stage that builds as well ships more than that; size/multi-stage says so.
  if (all.length === 0 || !context.known || findToolchain(model, facts)) return [];
  const folders = copiedFolders(model, facts);
  if (folders.size === 0) return [];
  return all.flatMap((site): RemovedLater[] => {
    // `rm -rf /app/*` empties the folder.
    const path = site.path.replace(/\/\*$/, '') || '/';
    if (/[*?[$`]/.test(path) || site.command.conditional) return [];
    for (let folder = path; ; folder = parentOf(folder)) {
      const hit = folders.get(folder)?.find(({ copy }) => copy.instruction.index < site.instruction.index);
      if (hit) {
        const part = partOf(path, folder, hit.source);
        return isThere(part, facts)
          ? [
              {
                kind: 'part',
                command: site.command,
                instruction: site.instruction,
                site,
                copy: hit.copy,
                part,
              },
            ]
          : [];
      }
      if (folder === '/' || !folder.includes('/')) return [];
    }
  });
}

/** The path in the context of what is at `path` of the image, when `source` was copied to `folder`. */
function partOf(path: string, folder: string, source: string): string {
  const rest = path.slice(folder === '/' ? 1 : folder.length + 1);
  return rest === '' ? source : source === '.' ? rest : `${source}/${rest}`;
}

function isThere(part: string, facts: Facts): boolean {
  const { context } = facts;
  return (
    part === '.' || (context.has(part) === true && !context.isIgnored(part) && isNoticeable(part, facts))
  );
}

/** Folders of the context by where they go, the last copy first. */
function copiedFolders(
  model: DockerfileModel,
  { context }: Facts,
): ReadonlyMap<string, { copy: Copy; source: string }[]> {
  const folders = new Map<string, { copy: Copy; source: string }[]>();
  const last = finalStage(model);
  for (const instruction of last ? lineageInstructions(last) : []) {
    const copy = readCopy(instruction);
    if (!copy?.target || copy.from !== undefined) continue;
    for (const { path, complete, remote } of copy.sources) {
      if (!complete || remote || (path !== '.' && context.entry(path)?.type !== 'directory')) continue;
      const same = folders.get(copy.target);
      if (same) same.unshift({ copy, source: path });
      else folders.set(copy.target, [{ copy, source: path }]);
    }
  }
  return folders;
}

/** Packages that one RUN installs and another removes. */
function packages(model: DockerfileModel): RemovedLater[] {
  const last = finalStage(model);
  const installedBy = new Map<string, Instruction>();
  const found: RemovedLater[] = [];
  for (const instruction of last ? lineageInstructions(last) : []) {
    if (instruction.keyword !== 'RUN') continue;
    for (const command of shellOf(instruction, model)?.commands ?? []) {
      const system = systemCommand(command);
      if (system?.action === 'install') {
        const virtual = system.tool === 'apk' ? system.options.value('-t', '--virtual') : undefined;
        // With a name for the group that name is what is removed, and the packages with it.
        const names = virtual === undefined ? namesOf(system.packages) : [virtual];
        for (const name of names) installedBy.set(name, instruction);
      }
      if (system?.action !== 'remove' || command.conditional) continue;
      const names = namesOf(system.packages);
      const gone = names.filter((name) => {
        const by = installedBy.get(name);
        return by !== undefined && by !== instruction;
      });
      const [first] = gone;
      if (first !== undefined)
        found.push({
          kind: 'packages',
          command,
          instruction,
          names: gone,
          installed: installedBy.get(first)!,
        });
      for (const name of names) installedBy.delete(name);
    }
  }
  return found;
}

function namesOf(words: readonly ShellWord[]): string[] {
  return words.filter(({ literal }) => literal).map(packageName);
}
