import { closingOf, isName, isPunctuation, methodOf, partsOf, propertiesOf, stringAt } from './calls.ts';
import type { Call } from './calls.ts';
import type { SourceFile } from './collected.ts';
import { isHealthPath, joinUrl } from './mounts.ts';
import type { Token } from './tokens.ts';

/** Routes of Nest controllers, which need the application's global prefix to be complete. */
export interface NestFacts {
  readonly routes: { path: string; file: string }[];
  /** Undefined while none was seen; null when it can't be read, or versions are in the path. */
  prefix: string | null | undefined;
}

export function readNest(
  file: SourceFile,
  tokens: readonly Token[],
  calls: readonly Call[],
  into: NestFacts,
): void {
  for (const call of calls) {
    const method = methodOf(call.callee);
    if (method === 'enableVersioning') into.prefix = null;
    if (method !== 'setGlobalPrefix') continue;
    const prefix = call.args.length === 1 ? stringAt(tokens, call.args[0]) : undefined;
    into.prefix = prefix === undefined || into.prefix !== undefined ? null : prefix;
  }
  tokens.forEach((token, i) => {
    if (
      !isPunctuation(token, '@') ||
      !isName(tokens[i + 1], 'Controller') ||
      !isPunctuation(tokens[i + 2], '(')
    )
      return;
    const { parts, end } = partsOf(tokens, i + 2);
    const base = parts.length === 0 ? '' : (stringAt(tokens, parts[0]) ?? pathProperty(tokens, parts[0]!));
    if (base === undefined) return;
    const brace = tokens.findIndex((candidate, at) => at >= end && isPunctuation(candidate, '{'));
    if (brace < 0) return;
    const close = closingOf(tokens, brace);
    for (let at = brace; at < close; at++) {
      if (
        !isPunctuation(tokens[at], '@') ||
        !isName(tokens[at + 1], 'Get') ||
        !isPunctuation(tokens[at + 2], '(')
      )
        continue;
      const get = partsOf(tokens, at + 2);
      const path = get.parts.length === 0 ? '' : stringAt(tokens, get.parts[0]);
      if (path === undefined) continue;
      const full = joinUrl(base, path);
      if (isHealthPath(full)) into.routes.push({ path: full, file: file.path });
    }
  });
}

/** `@Controller({ path: 'health' })`; with a version the path depends on the application's settings. */
function pathProperty(tokens: readonly Token[], range: { start: number; end: number }): string | undefined {
  const properties = propertiesOf(tokens, range);
  return properties.has('version') || properties.has('host')
    ? undefined
    : stringAt(tokens, properties.get('path'));
}
