/** RUN --mount=… */
import type { Flag, Instruction } from './model.ts';

export interface Mount {
  readonly type: string;
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
  return run.flags.filter((flag) => flag.name === 'mount').map(readMount);
}

function readMount(flag: Flag): Mount {
  const options = new Map<string, string>();
  for (const part of (flag.value ?? '').split(',')) {
    const equals = part.indexOf('=');
    options.set(
      (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase(),
      equals < 0 ? '' : part.slice(equals + 1),
    );
  }
  return {
    type: options.get('type') ?? 'bind',
    target: options.get('target') ?? options.get('dst') ?? options.get('destination'),
    source: options.get('source') ?? options.get('src'),
    from: options.get('from'),
    id: options.get('id'),
    env: options.get('env'),
    sharing: options.get('sharing'),
    flag,
  };
}
