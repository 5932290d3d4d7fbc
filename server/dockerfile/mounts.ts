/** RUN --mount=… */
import { expandWord } from './expand.ts';
import type { Flag, Instruction } from './model.ts';

export interface Mount {
  readonly type: string;
  /** As written, variables substituted where known. */
  readonly target: string | undefined;
  readonly source: string | undefined;
  readonly from: string | undefined;
  readonly id: string | undefined;
  readonly env: string | undefined;
  readonly sharing: string | undefined;
  readonly flag: Flag;
}

/** The mounts of a RUN, keys in any order and with their synonyms (docs.docker.com/reference/dockerfile/#run---mount). */
export function mountsOf(instruction: Instruction): Mount[] {
  const run = instruction.inner?.keyword === 'RUN' ? instruction.inner : instruction;
  if (run.keyword !== 'RUN') return [];
  return run.flags.filter((flag) => flag.name === 'mount').map((flag) => readMount(flag, run));
}

function readMount(flag: Flag, { state, escape }: Instruction): Mount {
  const options = new Map<string, string>();
  for (const part of (flag.value ?? '').split(',')) {
    const equals = part.indexOf('=');
    options.set(
      (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase(),
      equals < 0 ? '' : part.slice(equals + 1),
    );
  }
  /** The builder expands variables in every value but `from`; one it can't know stays as written. */
  const path = (...names: string[]): string | undefined => {
    const value = names.map((name) => options.get(name)).find((one) => one !== undefined);
    return value && expandWord(value, (name) => state.variables.get(name), escape).value;
  };
  return {
    type: options.get('type')?.toLowerCase() ?? 'bind',
    target: path('target', 'dst', 'destination'),
    source: path('source', 'src'),
    from: options.get('from'),
    id: options.get('id'),
    env: options.get('env'),
    sharing: options.get('sharing'),
    flag,
  };
}
