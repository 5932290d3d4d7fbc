import { folderOf } from '../paths.ts';
import { chainBefore, closingOf, isName, isPunctuation, partsOf } from './calls.ts';
import type { TokenRange } from './calls.ts';
import { literalPath } from './collected.ts';
import type { SourceFile, SourceScope } from './collected.ts';
import type { Token } from './tokens.ts';

/** A path that was read literally, relative to the context. */
export interface ReadPath {
  readonly path: string;
  /** Built on __dirname or import.meta: the place of the file counts, not the working directory. */
  readonly fromFile: boolean;
}

/** Evaluates the few expressions that stand for a port or a path. */
export class JavaScriptValues {
  readonly #variables = new Map<string, TokenRange | null>();
  readonly #tokens: readonly Token[];
  readonly #file: SourceFile;
  readonly #scope: SourceScope;

  constructor(tokens: readonly Token[], file: SourceFile, scope: SourceScope) {
    this.#tokens = tokens;
    this.#file = file;
    this.#scope = scope;
    tokens.forEach((token, i) => {
      if (token.kind !== 'name' || !['const', 'let', 'var'].includes(token.text)) return;
      const name = tokens[i + 1];
      const equals = initializerOf(tokens, i + 2);
      if (name?.kind !== 'name' || equals === undefined) return;
      // A name declared twice may mean either.
      this.#variables.set(
        name.text,
        this.#variables.has(name.text)
          ? null
          : { start: equals + 1, end: endOfExpression(tokens, equals + 1) },
      );
    });
  }

  /** What a variable that is declared once is set to. */
  variable(name: string): TokenRange | undefined {
    return this.#variables.get(name) ?? undefined;
  }

  /** Is the variable set to a call of such a function: `const app = Fastify({ … })`, `require('fastify')()`? */
  isMadeBy(name: string, maker: RegExp): boolean {
    const range = this.variable(name);
    if (range === undefined) return false;
    const [first, second, third] = this.#tokens.slice(range.start, range.end);
    if (isPunctuation(second, '(') && first?.kind === 'name' && maker.test(first.text)) return true;
    return isName(first, 'require') && third?.kind === 'string' && maker.test(third.text);
  }

  /** `3000`, `'3000'`, `process.env.PORT || 3000`, `Number(process.env.PORT ?? 3000)`, or a variable with such a value. */
  port(range: TokenRange | undefined, depth = 0): number | undefined {
    if (range === undefined || depth > 3) return undefined;
    const tokens = this.#tokens.slice(range.start, range.end);
    if (tokens.length === 1) {
      const [only] = tokens;
      if (only!.kind === 'number' || only!.kind === 'string') return portNumber(only!.text);
      const variable = only!.kind === 'name' ? this.#variables.get(only!.text) : undefined;
      return variable ? this.port(variable, depth + 1) : undefined;
    }
    // A default behind the environment: what the program listens on when nobody says otherwise.
    const text = tokens.map((token) => token.text);
    const readsEnvironment = /process\.env|Bun\.env|import\.meta\.env|Deno\.env/.test(text.join(''));
    const choice = text.findIndex((item) => item === '||' || item === '??');
    if (!readsEnvironment || choice < 0) return undefined;
    const literals = tokens.slice(choice + 1).filter((token) => token.kind !== 'punctuation');
    const first = literals[0];
    return first?.kind === 'number' || first?.kind === 'string' ? portNumber(first.text) : undefined;
  }

  /** A literal, `path.join(__dirname, …)`, `new URL('…', import.meta.url)`, `__dirname + '/…'`, or a variable with such a value. */
  path(range: TokenRange | undefined, depth = 0): ReadPath | undefined {
    if (range === undefined || depth > 3) return undefined;
    const tokens = this.#tokens;
    const { start, end } = range;
    const first = tokens[start];
    if (first === undefined || start >= end) return undefined;
    const folder = folderOf(this.#file.path);
    if (end - start === 1) {
      if (first.kind === 'string') return toPath(this.#scope.directory, first.text, false);
      if (first.kind === 'template') {
        const written = /^\$\{__dirname\}(\/[^$]*)$/.exec(first.text);
        return written === null ? undefined : toPath(folder, '.' + written[1]!, true);
      }
      const variable = first.kind === 'name' ? this.#variables.get(first.text) : undefined;
      return variable ? this.path(variable, depth + 1) : undefined;
    }
    if (isName(first, '__dirname') && isPunctuation(tokens[start + 1], '+') && end - start === 3) {
      const added = tokens[start + 2]!;
      return added.kind === 'string' ? toPath(folder, '.' + added.text, true) : undefined;
    }
    const open = this.#openOfOnlyCall(range);
    if (open === undefined) return undefined;
    const { callee } = chainBefore(tokens, open);
    const { parts } = partsOf(tokens, open);
    if (/^(?:path\.|posix\.)*(?:join|resolve|normalize)$/.test(callee)) return this.#join(parts, depth);
    const text = tokens.slice(start, end).map((token) => token.text);
    if (isName(first, 'new') && callee === 'URL' && text.slice(-6).join('') === 'import.meta.url)') {
      const written = tokens[parts[0]?.start ?? end];
      return written?.kind === 'string' ? toPath(folder, written.text, true) : undefined;
    }
    if (callee === 'fileURLToPath' || callee === 'url.fileURLToPath') return this.path(parts[0], depth + 1);
    return undefined;
  }

  /** The bracket of the one call (or `new` expression) that fills the range. */
  #openOfOnlyCall(range: TokenRange): number | undefined {
    for (let i = range.start; i < range.end; i++) {
      if (!isPunctuation(this.#tokens[i], '(')) continue;
      return closingOf(this.#tokens, i) === range.end - 1 ? i : undefined;
    }
    return undefined;
  }

  #join(parts: readonly TokenRange[], depth: number): ReadPath | undefined {
    const tokens = this.#tokens;
    let folder = this.#scope.directory;
    let fromFile = false;
    let written = '';
    for (const [i, part] of parts.entries()) {
      const text = tokens
        .slice(part.start, part.end)
        .map((token) => token.text)
        .join('');
      const only = part.end - part.start === 1 ? tokens[part.start]! : undefined;
      if (i === 0 && (text === '__dirname' || text === 'import.meta.dirname')) {
        folder = folderOf(this.#file.path);
        fromFile = true;
      } else if (i === 0 && text === 'process.cwd()') folder = this.#scope.directory;
      else if (only?.kind === 'string') written += '/' + only.text;
      else if (i === 0) {
        const base = this.path(part, depth + 1);
        if (base === undefined) return undefined;
        folder = base.path;
        fromFile = base.fromFile;
      } else return undefined;
    }
    if (parts.length > 0 && tokens[parts[0]!.start]?.kind === 'string') {
      if (tokens[parts[0]!.start]!.text.startsWith('/')) return undefined;
    }
    return toPath(folder, '.' + written, fromFile);
  }
}

/** The position of `=` behind a declared name, over a TypeScript annotation. */
export function initializerOf(tokens: readonly Token[], from: number): number | undefined {
  if (isPunctuation(tokens[from], '=')) return from;
  if (!isPunctuation(tokens[from], ':')) return undefined;
  for (let i = from + 1; i < Math.min(tokens.length, from + 25); i++) {
    if (isPunctuation(tokens[i], '=')) return i;
    if (isPunctuation(tokens[i], ';')) return undefined;
  }
  return undefined;
}

/** Ends at `;`, at a comma or closing bracket of the surroundings, or where a new line begins a new statement. */
function endOfExpression(tokens: readonly Token[], from: number): number {
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === 'punctuation') {
      if ([';', ',', ')', ']', '}'].includes(token.text)) return i;
      if (['(', '[', '{'].includes(token.text)) i = closingOf(tokens, i);
    }
    const next = tokens[i + 1];
    const ended = tokens[i];
    if (next !== undefined && ended !== undefined && next.line > ended.line && i + 1 > from) {
      const continues = next.kind === 'punctuation' || (ended.kind === 'punctuation' && ![')', ']', '}'].includes(ended.text)); // prettier-ignore
      if (!continues) return i + 1;
    }
  }
  return tokens.length;
}

function toPath(folder: string, written: string, fromFile: boolean): ReadPath | undefined {
  const path = literalPath(folder, written);
  return path === undefined ? undefined : { path, fromFile };
}

function portNumber(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}
