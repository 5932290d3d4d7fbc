/** Words of a framework's own server: its options for the address, as environment variables of the program behind it. */
import { withoutRunner } from '../../../tools/node-start.ts';
import { canDeclare, type Start } from '../start.ts';
import type { NodeReading } from '../reading.ts';

export interface ServerCommand {
  /** Program and arguments, without what starts it. */
  readonly argv: readonly string[];
  /** Options by their long names; flags have the value ''. */
  readonly options: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  /** What the script sets. */
  readonly env: Readonly<Record<string, string>>;
}

type Binary = Extract<Start, { kind: 'binary' }>;

/** Undefined when the start is another program, or has options that are not listed (`-p` → `port`). */
export function serverCommand(
  start: Start,
  names: readonly string[],
  known: Readonly<Record<string, string>>,
): ServerCommand | undefined {
  if (start.kind !== 'binary' || !names.includes(start.name)) return undefined;
  const argv = withoutRunner(start.argv);
  const options = new Map<string, string>();
  const operands: string[] = [];
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i]!;
    if (!word.startsWith('-')) {
      operands.push(word);
      continue;
    }
    const [flag = '', inline] = word.split(/=(.*)/s);
    const name = Object.hasOwn(known, flag) ? known[flag]! : undefined;
    if (name === undefined) return undefined;
    const next = argv[i + 1];
    if (inline !== undefined) options.set(name, inline);
    else if (next !== undefined && !next.startsWith('-')) {
      options.set(name, next);
      i++;
    } else options.set(name, '');
  }
  return { argv, options, operands, env: start.env };
}

/** The variables as ENV of the image, if nothing that the user sets says otherwise. */
export function declarable(
  env: Readonly<Record<string, string>>,
  { stage }: NodeReading,
): Readonly<Record<string, string>> | undefined {
  return canDeclare(env, stage.endState.env) ? env : undefined;
}

/** The program of node_modules/.bin with the words of the start, for an image without a package manager. */
export function localProgram(start: Binary): readonly string[] {
  const [program = '', ...args] = withoutRunner(start.argv);
  return [`node_modules/.bin/${program.replace(/^.*\//, '')}`, ...args];
}
