import { isPunctuation, methodOf, propertiesOf } from './calls.ts';
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
    into.addPort(values.port(range), file.path);
  }
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
