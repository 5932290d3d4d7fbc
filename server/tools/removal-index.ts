/** Every deletion on the way to the final image, to be asked: is this file deleted afterwards, and where? */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellWord } from '../dockerfile/shell.ts';
import { finalStage, lineageInstructions } from '../dockerfile/stages.ts';
import { removals, removes } from './removals.ts';
import { parentOf } from './symbolic-path.ts';
import { workingDirectory } from './working-directory.ts';

export interface RemovalSite {
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  /** What `rm` names, as written. */
  readonly word: ShellWord;
  /** See symbolic-path.ts; may end in a pattern. */
  readonly path: string;
}

export class RemovalIndex {
  /** In the order of the text. */
  readonly all: readonly RemovalSite[];
  private readonly byPath = new Map<string, RemovalSite[]>();
  /** Those that end in a pattern, by the folder the pattern stands in. */
  private readonly patterns = new Map<string, RemovalSite[]>();

  private constructor(model: DockerfileModel) {
    const last = finalStage(model);
    this.all = (last ? lineageInstructions(last) : []).flatMap((instruction) => sitesOf(instruction, model));
    for (const site of this.all) {
      const isPattern = /[*?[]/.test(site.path);
      const [map, key] = isPattern ? [this.patterns, parentOf(site.path)] : [this.byPath, site.path];
      const same = map.get(key);
      if (same) same.push(site);
      else map.set(key, [site]);
    }
  }

  static of(model: DockerfileModel): RemovalIndex {
    let index = indexes.get(model);
    if (!index) indexes.set(model, (index = new RemovalIndex(model)));
    return index;
  }

  /** The first deletion behind the offset that takes the path away. */
  after(path: string, offset: number): RemovalSite | undefined {
    let first: RemovalSite | undefined;
    const consider = (site: RemovalSite | undefined): void => {
      if (site && (!first || site.command.span.start < first.command.span.start)) first = site;
    };
    for (let at = path; ; at = parentOf(at)) {
      consider(firstBehind(this.byPath.get(at), offset, () => true));
      if (at === '/' || !at.includes('/')) break;
      consider(firstBehind(this.patterns.get(parentOf(at)), offset, (site) => removes(site.path, path)));
    }
    return first;
  }
}

const indexes = new WeakMap<DockerfileModel, RemovalIndex>();

function sitesOf(instruction: Instruction, model: DockerfileModel): RemovalSite[] {
  const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
  if (!script) return [];
  return script.commands.flatMap((command) =>
    removals(command, workingDirectory(instruction, script, command), instruction.state).map((removal) => ({
      instruction,
      command,
      ...removal,
    })),
  );
}

function firstBehind(
  sites: readonly RemovalSite[] | undefined,
  offset: number,
  fits: (site: RemovalSite) => boolean,
): RemovalSite | undefined {
  if (!sites) return undefined;
  let low = 0;
  let high = sites.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sites[middle]!.command.span.start <= offset) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < sites.length; i++) if (fits(sites[i]!)) return sites[i];
  return undefined;
}
