/** Paths that PHP expressions stand for. */
import { folderOf, inside } from '../paths.ts';
import { closingOf, isPunctuation, partsOf, type TokenRange } from './calls.ts';
import type { SourceFile, SourceScope } from './collected.ts';
import {
  concatenated,
  contextText,
  folderText,
  literalText,
  temporaryText,
  unknownText,
  type PathText,
} from './path-text.ts';
import type { Token } from './tokens.ts';

/** Variables that lead to variables: deeper than this is not followed. */
const maximumDepth = 6;

/** Laravel's helpers for its folders. https://laravel.com/docs/helpers#paths */
const folderHelpers: Readonly<Record<string, string>> = {
  app_path: 'app', base_path: '', config_path: 'config', database_path: 'database', lang_path: 'lang', public_path: 'public', resource_path: 'resources', storage_path: 'storage',
}; // prettier-ignore

/** They give the path that they are given, or one that is the same folder. */
const transparent: ReadonlySet<string> = new Set(['realpath', 'rtrim', 'ltrim', 'trim', 'strval']);
/** What the environment says, or else the second argument. */
const environment: ReadonlySet<string> = new Set(['env', 'getenv']);

/** What a file's expressions say about paths. */
export class PhpValues {
  /** By `$name`, `->name` or `NAME`: the only expression that is assigned; undefined: several, or a parameter. */
  readonly #assigned = new Map<string, TokenRange | undefined>();

  constructor(
    private readonly tokens: readonly Token[],
    private readonly file: SourceFile,
    private readonly scope: SourceScope,
  ) {
    this.#collect();
  }

  /** What the expression in this range begins with. */
  text(range: TokenRange | undefined, depth = 0): PathText {
    if (range === undefined || range.start >= range.end || depth > maximumDepth) return unknownText;
    const { tokens } = this;
    const { start, end } = range;
    const choice = this.#topLevel(range, ['??', '?:']);
    // What nobody has set is the default: containers that set it know the place.
    if (choice !== undefined) {
      const isEnvironment = tokens.slice(start, choice).some(({ text }) => /^(?:getenv|env|\$_ENV|\$_SERVER)$/.test(text));
      return isEnvironment ? this.text({ start: choice + 1, end }, depth + 1) : unknownText;
    }
    if (this.#topLevel(range, ['?']) !== undefined) return unknownText;
    if (isPunctuation(tokens[start], '(') && closingOf(tokens, start) === end - 1)
      return this.text({ start: start + 1, end: end - 1 }, depth + 1);
    const parts: TokenRange[] = [];
    let from = start;
    for (let i = start; i < end; i++) {
      if (tokens[i]!.kind === 'punctuation' && /^[([{]$/.test(tokens[i]!.text)) i = Math.min(closingOf(tokens, i), end - 1);
      else if (isPunctuation(tokens[i], '.')) {
        parts.push({ start: from, end: i });
        from = i + 1;
      }
    }
    return concatenated([...parts, { start: from, end }].map((part) => this.#part(part, depth)));
  } // prettier-ignore

  #part({ start, end }: TokenRange, depth: number): PathText {
    const { tokens } = this;
    const first = tokens[start];
    if (!first) return unknownText;
    const length = end - start;
    if (first.kind === 'string') return length === 1 ? literalText(first.text) : unknownText;
    if (first.kind === 'template') return length === 1 ? this.#template(first.text, depth) : unknownText;
    if (first.kind !== 'name') return unknownText;
    if (length === 1) return this.#name(first.text, depth);
    const names = tokens.slice(start, end).map(({ text }) => text);
    if (length === 3 && (names[0] === '$this' || /^(?:self|static)$/.test(names[0]!)))
      return this.#variable(names[1] === '->' || names[2]!.startsWith('$') ? `->${names[2]!.replace(/^\$/, '')}` : names[2]!, depth);
    const isCall = isPunctuation(tokens[start + 1], '(') && closingOf(tokens, start + 1) === end - 1;
    if (isCall) return this.#call(first.text, partsOf(tokens, start + 1).parts, depth);
    // `$this->getParameter('kernel.project_dir')`, `$kernel->getProjectDir()` (Symfony).
    if (names.at(-2) === 'kernel.project_dir' || names.at(-3) === 'getProjectDir') return contextText(this.scope.directory);
    return unknownText;
  } // prettier-ignore

  #name(name: string, depth: number): PathText {
    if (name === '__DIR__') return contextText(folderOf(this.file.path));
    if (name === '__FILE__') return contextText(this.file.path);
    if (name === 'DIRECTORY_SEPARATOR') return literalText('/');
    return this.#variable(name, depth);
  }

  #variable(name: string, depth: number): PathText {
    return this.text(this.#assigned.get(name), depth + 1);
  }

  #call(name: string, args: readonly TokenRange[], depth: number): PathText {
    const argument = (at: number): PathText => this.text(args[at], depth + 1);
    if (name === 'dirname') {
      const levels = args[1] && this.tokens[args[1].start];
      return folderText(argument(0), levels?.kind === 'number' ? Number(levels.text) : 1);
    }
    if (transparent.has(name)) return argument(0);
    if (environment.has(name)) return args.length > 1 ? argument(1) : unknownText;
    if (name === 'sys_get_temp_dir') return temporaryText;
    if (name === 'tempnam') return argument(0);
    const folder = Object.hasOwn(folderHelpers, name) ? folderHelpers[name] : undefined;
    if (folder === undefined) return unknownText;
    const place = contextText(inside(this.scope.directory, folder));
    return args.length === 0 ? place : concatenated([place, argument(0)], '/');
  }

  /** `{$root}/data/$name.txt`: texts and variables, one after the other. */
  #template(text: string, depth: number): PathText {
    const parts: PathText[] = [];
    let at = 0;
    for (const found of text.matchAll(
      /\{\$(\w+)(?:->(\w+))?\}|\{\$[^}]*\}|\$(\w+)(?:->(\w+)|\[[^\]]*\])?/g,
    )) {
      const [all, braced, bracedProperty, plain, plainProperty] = found;
      const owner = braced ?? plain;
      const property = bracedProperty ?? plainProperty;
      const isPlain = property === undefined && !/\[/.test(all) && owner !== undefined;
      parts.push(literalText(text.slice(at, found.index)));
      if (isPlain) parts.push(this.#variable(`$${owner}`, depth));
      else parts.push(owner === 'this' ? this.#variable(`->${property!}`, depth) : unknownText);
      at = found.index + all.length;
    }
    return concatenated([...parts, literalText(text.slice(at))]);
  }

  #collect(): void {
    const { tokens } = this;
    tokens.forEach((token, i) => {
      if (token.kind === 'name' && token.text === 'define' && isPunctuation(tokens[i + 1], '(')) {
        const { parts } = partsOf(tokens, i + 1);
        const named = parts[0] && tokens[parts[0].start];
        if (named?.kind === 'string') this.#note(named.text, parts[1]);
      }
      if (!isPunctuation(token, '=') || tokens[i - 1]?.kind !== 'name') return;
      const name = tokens[i - 1]!.text;
      const range = { start: i + 1, end: this.#endOfStatement(i + 1) };
      const before = tokens[i - 2];
      if (isPunctuation(before, '->') || isPunctuation(before, '::')) this.#note(`->${name.replace(/^\$/, '')}`, range);
      else if (!name.startsWith('$')) this.#note(name, range);
      else if (before?.kind === 'name' && before.text !== 'return') this.#note(`->${name.slice(1)}`, range);
      else this.#note(name, isPunctuation(before, '(') || isPunctuation(before, ',') ? undefined : range);
    });
  } // prettier-ignore

  #note(name: string, range: TokenRange | undefined): void {
    this.#assigned.set(name, this.#assigned.has(name) ? undefined : range);
  }

  #endOfStatement(start: number): number {
    for (let i = start; i < this.tokens.length; i++) {
      const { kind, text } = this.tokens[i]!;
      if (kind !== 'punctuation') continue;
      if (/^[([{]$/.test(text)) i = closingOf(this.tokens, i);
      else if (/^[;,)\]}]$/.test(text)) return i;
    }
    return this.tokens.length;
  }

  #topLevel({ start, end }: TokenRange, operators: readonly string[]): number | undefined {
    for (let i = start; i < end; i++) {
      const token = this.tokens[i]!;
      if (token.kind !== 'punctuation') continue;
      if (/^[([{]$/.test(token.text)) i = closingOf(this.tokens, i);
      else if (operators.includes(token.text)) return i;
    }
    return undefined;
  }
}
