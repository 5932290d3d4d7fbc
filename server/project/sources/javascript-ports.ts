import { isPunctuation, methodOf, propertiesOf, receiverOf } from './calls.ts';
import type { Call } from './calls.ts';
import type { Collected, SourceFile } from './collected.ts';
import type { JavaScriptValues } from './javascript-values.ts';
import type { Token } from './tokens.ts';

/** `x.listen(3000)`, `listen({ port })`, `Bun.serve({ port })`, `serve({ fetch, port })`. */
export function readJavaScriptPorts(
  file: SourceFile,
  tokens: readonly Token[],
  calls: readonly Call[],
  values: JavaScriptValues,
  into: Collected,
): void {
  for (const call of calls) {
    const method = methodOf(call.callee);
    if (method !== 'listen' && call.callee !== 'Bun.serve' && call.callee !== 'serve') continue;
    const options = propertiesOf(tokens, call.args[0]);
    const isObject = isPunctuation(tokens[call.args[0]?.start ?? -1], '{');
    const written = options.get('port') ?? (method === 'listen' && !isObject ? call.args[0] : undefined);
    // `{ port }` hands on a variable of that name.
    const range = written ?? shorthand(tokens, call, 'port');
    const port = values.port(range);
    into.addPort(port, file.path);
    if (range === undefined) continue;
    const { host, byDefault } = hostOf(tokens, call, isObject, values);
    into.listeners.push({ call: call.callee, file: file.path, host, byDefault, port });
  }
}

/** Fastify listens on localhost when nothing else is said (fastify.dev/docs/latest/Reference/Server, listen); Node and Bun on every address. */
function hostOf(
  tokens: readonly Token[],
  call: Call,
  isObject: boolean,
  values: JavaScriptValues,
): { host: string | undefined; byDefault: boolean } {
  const [first, second] = call.args;
  const options = propertiesOf(tokens, first);
  const spreads = isObject && tokens.slice(first!.start, first!.end).some(({ text }) => text === '...');
  const range = isObject ? (options.get('host') ?? options.get('hostname')) : second;
  const named = isObject && ['host', 'hostname'].some((name) => shorthand(tokens, call, name));
  const standard = values.isMadeBy(receiverOf(call.callee), /^[Ff]astify$/) ? 'localhost' : '';
  if (spreads || named) return { host: undefined, byDefault: false };
  if (range === undefined) return { host: standard, byDefault: true };
  const token = tokens[range.start];
  if (token?.kind === 'string' && range.end - range.start === 1)
    return { host: token.text, byDefault: false };
  // A callback, or the length of the queue.
  const isCallback = !isObject && tokens.slice(range.start, range.end).some(({ text }) => text === '=>' || text === 'function'); // prettier-ignore
  return { host: isCallback ? standard : undefined, byDefault: isCallback };
}

function shorthand(
  tokens: readonly Token[],
  call: Call,
  name: string,
): { start: number; end: number } | undefined {
  const [first] = call.args;
  if (first === undefined || tokens[first.start]?.text !== '{') return undefined;
  for (let i = first.start + 1; i < first.end; i++) {
    const token = tokens[i]!;
    const after = tokens[i + 1]?.text;
    const before = tokens[i - 1]?.text;
    if (
      token.kind === 'name' &&
      token.text === name &&
      (after === ',' || after === '}') &&
      (before === '{' || before === ',')
    )
      return { start: i, end: i + 1 };
  }
  return undefined;
}
