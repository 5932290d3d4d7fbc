/** Paths that Ruby expressions stand for. */
import { folderOf } from '../paths.ts';
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
/** Methods that change how a path is seen, not which one it is. */
const transparent = /^(?:to_s|to_path|freeze|realpath|cleanpath|expand_path|to_str|dup)$/;
const root =
  /^(?:Rails\.root|Hanami\.app\.root|Dir\.pwd|settings\.root|Sinatra::Application\.root|Padrino\.root|app\.root|root_path)$/;

/** What a file's expressions say about paths. */
export class RubyValues {
  /** By name: the only expression that is assigned; undefined: several, or a parameter. */
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
    const choice = this.#topLevel(range, ['||', 'or']);
    // What nobody has set is the default: containers that set it know the place.
    if (choice !== undefined) return tokens[start]!.text === 'ENV' ? this.text({ start: choice + 1, end }, depth + 1) : unknownText;
    if (this.#topLevel(range, ['?']) !== undefined) return unknownText;
    if (isPunctuation(tokens[start], '(') && closingOf(tokens, start) === end - 1) return this.text({ start: start + 1, end: end - 1 }, depth + 1);
    const sum = this.#topLevel(range, ['+', '/']);
    if (sum !== undefined) {
      const left = this.text({ start, end: sum }, depth + 1);
      // `Pathname + 'name'` and `Pathname / 'name'` are paths, `'text' + 'name'` is a text.
      const joins = tokens[sum]!.text === '/' || (left.text.startsWith('@') && !left.text.endsWith('/') && tokens[sum + 1]?.text.startsWith('/') === false);
      return concatenated([left, this.text({ start: sum + 1, end }, depth + 1)], joins ? '/' : '');
    }
    return this.#chain(range, depth);
  } // prettier-ignore

  /** `Rails.root.join('data').to_s`: the longest beginning that is known, and what is called on it. */
  #chain({ start, end }: TokenRange, depth: number): PathText {
    const { tokens } = this;
    const first = tokens[start]!;
    if (first.kind === 'string' || first.kind === 'template') return this.#links(this.#literal(first, depth), start + 1, end, depth);
    if (first.kind !== 'name') return unknownText;
    let name = first.text;
    let at = start + 1;
    while (at < end && (isPunctuation(tokens[at], '.') || isPunctuation(tokens[at], '::')) && tokens[at + 1]?.kind === 'name' && !root.test(name)) {
      if (/^(?:join)$/.test(tokens[at + 1]!.text) && name !== 'File') break;
      name += tokens[at]!.text + tokens[at + 1]!.text;
      at += 2;
    }
    if (root.test(name)) return this.#links(contextText(this.scope.directory), at, end, depth);
    if (isPunctuation(tokens[at], '(') || (isPunctuation(tokens[at], '[') && name === 'ENV')) {
      const { parts, end: behind } = partsOf(tokens, at);
      return this.#links(this.#call(name, parts, behind, end, depth), behind, end, depth);
    }
    if (name === '__dir__') return this.#links(contextText(folderOf(this.file.path)), at, end, depth);
    if (name === '__FILE__') return this.#links(contextText(this.file.path), at, end, depth);
    if (name === 'Dir.tmpdir') return temporaryText;
    return name === first.text ? this.#links(this.#variable(name, depth), at, end, depth) : unknownText;
  } // prettier-ignore

  /** What is called on a path. */
  #links(place: PathText, start: number, end: number, depth: number): PathText {
    const { tokens } = this;
    if (start >= end) return place;
    // Only its beginning counts from here on.
    const cut = { text: place.text === '' ? '' : place.text.replace(/\/?$/, '/'), whole: false };
    if (!isPunctuation(tokens[start], '.')) return start < end && isPunctuation(tokens[start], '{') ? place : cut;
    const method = tokens[start + 1]?.text ?? '';
    if (transparent.test(method)) return this.#links(place, start + 2, end, depth);
    if (method === 'parent' || method === 'dirname') return this.#links(folderText(place), start + 2, end, depth);
    if (method !== 'join' || !isPunctuation(tokens[start + 2], '(')) return cut;
    const { parts, end: behind } = partsOf(tokens, start + 2);
    return this.#links(concatenated([place, ...parts.map((part) => this.text(part, depth + 1))], '/'), behind, end, depth);
  } // prettier-ignore

  #call(name: string, parts: readonly TokenRange[], behind: number, end: number, depth: number): PathText {
    const argument = (at: number): PathText => this.text(parts[at], depth + 1);
    switch (name) {
      case 'File.join':
        return concatenated(parts.map((_, i) => argument(i)), '/');
      case 'File.expand_path':
      case 'File.absolute_path':
      case 'File.realpath': {
        const path = argument(0);
        if (parts.length < 2 || /^[@/]/.test(path.text)) return path;
        return concatenated([argument(1), path], '/');
      }
      case 'File.dirname':
        return folderText(argument(0));
      case 'Pathname.new':
      case 'Pathname':
      case 'String':
        return argument(0);
      case 'ENV.fetch': {
        if (parts.length > 1) return argument(1);
        // `ENV.fetch("X") { "default" }`
        const open = isPunctuation(this.tokens[behind], '{') && behind < end ? behind : undefined;
        return open === undefined ? unknownText : this.text({ start: open + 1, end: closingOf(this.tokens, open) }, depth + 1);
      }
      default:
        return unknownText;
    }
  } // prettier-ignore

  #literal({ kind, text }: Token, depth: number): PathText {
    if (kind === 'string') return literalText(text);
    const at = text.search(/#[{@$]/);
    if (at > 0) return { text: text.slice(0, at), whole: false };
    const inner = /^#\{([^{}]*)\}/.exec(text);
    if (!inner) return unknownText;
    const rest = text.slice(inner[0].length);
    const literal = /^(?:[^#]|#(?![{@$]))*/.exec(rest)![0];
    return concatenated([
      this.#substitution(inner[1]!.trim(), depth),
      { text: literal, whole: literal === rest },
    ]);
  }

  /** The usual beginnings of texts: folders and variables by their names. */
  #substitution(code: string, depth: number): PathText {
    if (root.test(code)) return contextText(this.scope.directory);
    if (code === '__dir__' || /^File\.dirname\(__FILE__\)$/.test(code))
      return contextText(folderOf(this.file.path));
    if (code === 'Dir.tmpdir') return temporaryText;
    return /^(?:@@?|\$)?\w+$/.test(code) ? this.#variable(code, depth) : unknownText;
  }

  #variable(name: string, depth: number): PathText {
    return this.text(this.#assigned.get(name), depth + 1);
  }

  #collect(): void {
    const { tokens } = this;
    tokens.forEach((token, i) => {
      const name = tokens[i - 1];
      if (!(isPunctuation(token, '=') || isPunctuation(token, '||=')) || name?.kind !== 'name') return;
      if (isPunctuation(tokens[i - 2], '.')) return;
      // A parameter with a default, or one of several.
      const isAlone =
        tokens[i - 2] === undefined || tokens[i - 2]!.text === '\n' || isPunctuation(tokens[i - 2], ';');
      const known = this.#assigned.has(name.text) || !isAlone;
      this.#assigned.set(name.text, known ? undefined : { start: i + 1, end: endOfLine(tokens, i + 1) });
    });
  }

  #topLevel({ start, end }: TokenRange, operators: readonly string[]): number | undefined {
    for (let i = start; i < end; i++) {
      const token = this.tokens[i]!;
      if (token.kind === 'punctuation' && /^[([{]$/.test(token.text)) i = closingOf(this.tokens, i);
      else if (token.kind !== 'string' && token.kind !== 'template' && operators.includes(token.text)) return i;
    }
    return undefined;
  } // prettier-ignore
}

/** Position of the end of a line that no bracket continues, or of a condition behind the statement. */
export function endOfLine(tokens: readonly Token[], start: number): number {
  for (let i = start; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind === 'name' && /^(?:if|unless|do|while|until|rescue)$/.test(text)) return i;
    if (kind !== 'punctuation') continue;
    if (/^[([{]$/.test(text)) i = closingOf(tokens, i);
    else if (text === ';' || text === ')' || text === ']' || text === '}') return i;
    else if (
      text === '\n' &&
      !/^[,.|&+]$|^(?:\|\||&&|=>)$/.test(tokens[i - 1]?.text ?? '') &&
      tokens[i + 1]?.text !== '.'
    )
      return i;
  }
  return tokens.length;
}
