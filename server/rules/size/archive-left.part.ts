/** Archives, packages and installers that are unpacked and stay. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import { finalStage, lineageInstructions } from '../../dockerfile/stages.ts';
import { extractions, type Extraction } from '../../tools/archives.ts';
import { RemovalIndex } from '../../tools/removal-index.ts';
import { baseName, symbolicPath } from '../../tools/symbolic-path.ts';
import { workingDirectory } from '../../tools/working-directory.ts';
import type { Facts } from '../rule.ts';
import { arrivalsOf, isMounted, type Arrival } from './arrivals.part.ts';

export interface Unpacked {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly extraction: Extraction;
  readonly path: string;
  readonly arrival: Arrival;
  /** It is deleted: in the same RUN, or by a later one, where that saves nothing. */
  readonly removed: 'here' | 'later' | undefined;
}

const known = new WeakMap<DockerfileModel, WeakMap<Facts, readonly Unpacked[]>>();

/** Every file on the way to the final image that is brought by name, and then unpacked or installed. */
export function unpackedFiles(model: DockerfileModel, facts: Facts): readonly Unpacked[] {
  let byFacts = known.get(model);
  if (!byFacts) known.set(model, (byFacts = new WeakMap<Facts, readonly Unpacked[]>()));
  let unpacked = byFacts.get(facts);
  if (!unpacked) byFacts.set(facts, (unpacked = gather(model, facts)));
  return unpacked;
}

function gather(model: DockerfileModel, facts: Facts): Unpacked[] {
  const last = finalStage(model);
  const arrivals = new Map<string, Arrival[]>();
  for (const arrival of arrivalsOf(model, facts)) {
    const same = arrivals.get(arrival.path);
    if (same) same.push(arrival);
    else arrivals.set(arrival.path, [arrival]);
  }
  if (arrivals.size === 0) return [];
  const removals = RemovalIndex.of(model);
  return (last ? lineageInstructions(last) : []).flatMap((instruction) => {
    const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
    if (!script) return [];
    return script.commands.flatMap((command) =>
      extractions(command).flatMap((extraction): Unpacked[] => {
        const directory = workingDirectory(instruction, script, command);
        const path = symbolicPath(extraction.file, directory, instruction.state);
        const arrival = path === undefined ? undefined : lastBefore(arrivals.get(path), command);
        if (path === undefined || !arrival || isMounted(path, instruction)) return [];
        if (isMoved(path, command, script)) return [];
        const site = removals.after(path, command.span.start);
        const removed = site && (site.instruction === instruction ? 'here' : 'later');
        return [{ instruction, script, extraction, path, arrival, removed }];
      }),
    );
  });
}

function lastBefore(arrivals: readonly Arrival[] = [], command: ShellCommand): Arrival | undefined {
  let low = 0;
  let high = arrivals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (arrivals[middle]!.offset < command.span.start) low = middle + 1;
    else high = middle;
  }
  return arrivals[low - 1];
}

/** Something behind it that may move or delete the file in a way that can't be followed. */
function isMoved(path: string, command: ShellCommand, script: ShellScript): boolean {
  const name = baseName(path);
  return script.commands.some(
    (later) =>
      later.span.start > command.span.start &&
      /^(?:mv|find|xargs|shred|git)$/.test(later.name) &&
      (later.name === 'find' ||
        later.name === 'xargs' ||
        later.args.some(({ value }) => value.includes(name) || /[*$]/.test(value))),
  );
}
