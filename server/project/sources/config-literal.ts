import { isPunctuation } from './calls.ts';
import { tokenize, type Token } from './tokens.ts';

/** An open bracket. */
interface Frame {
  readonly opener: string;
  /** Keys of the objects around it, outermost first. */
  readonly path: readonly string[];
  /** The property whose value is being read. */
  key: string | undefined;
}

/**
 * A literal option of a JavaScript configuration file (a string, number or boolean, as text), by the path of its keys
 * (`build`, `outDir`). Calls around an object (`defineConfig`, `adapter({ … })`) don't count. Certain when it stands there
 * as a literal, or when the file can't set it: no such key and nothing merged in.
 */
export function readLiteralOption(
  text: string,
  path: readonly string[],
): { certain: boolean; value: string | undefined } {
  const tokens = tokenize(text, 'javascript');
  const leaf = path.at(-1) ?? '';
  const parents = path.slice(0, -1);
  const frames: Frame[] = [];
  const values: (string | undefined)[] = [];
  let mayMerge = false;
  tokens.forEach((token, i) => {
    const frame = frames.at(-1);
    const inObject = frame?.opener === '{';
    if (token.kind === 'punctuation') {
      if (openers.has(token.text))
        frames.push({ opener: token.text, path: pathAt(frame, tokens[i - 1], path.length), key: undefined }); // prettier-ignore
      else if (closers.has(token.text)) frames.pop();
      else if (frame && (token.text === ',' || token.text === ';' || token.text === '='))
        frame.key = undefined;
      else if (token.text === '...' && inObject && isPrefix(frame.path, parents)) mayMerge = true;
      return;
    }
    if (token.text === 'mergeConfig') mayMerge = true;
    const next = tokens[i + 1];
    const before = tokens[i - 1];
    // `config.output = 'standalone'`
    if (path.length === 1 && token.text === leaf && isPunctuation(before, '.') && isPunctuation(next, '='))
      values.push(literalAt(tokens, i + 2, true));
    if (!inObject || frame.key !== undefined || (token.kind !== 'name' && token.kind !== 'string')) return;
    const isHere = token.text === leaf && samePath(frame.path, parents);
    const begins = isPunctuation(before, '{') || isPunctuation(before, ',') || before?.text === 'async';
    if (isPunctuation(next, ':')) {
      frame.key = token.text;
      if (isHere) values.push(literalAt(tokens, i + 2, false));
    } else if (begins && isPunctuation(next, '(')) {
      frame.key = token.text;
      if (isHere) values.push(undefined);
    } else if (isHere && begins && (isPunctuation(next, ',') || isPunctuation(next, '}')))
      // The short form takes the value from a variable.
      values.push(undefined);
  });
  if (values.length === 0) return { certain: !mayMerge, value: undefined };
  const [first] = values;
  const certain = first !== undefined && values.every((value) => value === first) && !mayMerge;
  return { certain, value: certain ? first : undefined };
}

const openers: ReadonlySet<string> = new Set(['{', '(', '[']);
const closers: ReadonlySet<string> = new Set(['}', ')', ']']);

/** Names in the braces of an import are no keys. Deeper than what is looked for, paths needn't be told apart. */
function pathAt(frame: Frame | undefined, before: Token | undefined, maximum: number): readonly string[] {
  if (before?.kind === 'name' && /^(?:import|export|type)$/.test(before.text)) return ['import'];
  if (!frame) return [];
  return frame.key === undefined || frame.path.length >= maximum ? frame.path : [...frame.path, frame.key];
}

/** Undefined when the value is anything but one literal. A statement may end with its line. */
function literalAt(tokens: readonly Token[], at: number, isStatement: boolean): string | undefined {
  const value = tokens[at];
  const end = tokens[at + 1];
  if (!value) return undefined;
  const ends = isStatement
    ? end === undefined || isPunctuation(end, ';') || end.line > value.line
    : [',', '}'].some((text) => isPunctuation(end, text)) || /^(?:as|satisfies)$/.test(end?.text ?? '');
  if (!ends) return undefined;
  if (value.kind === 'string' || value.kind === 'number') return value.text;
  return value.kind === 'name' && /^(?:true|false)$/.test(value.text) ? value.text : undefined;
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && isPrefix(a, b);
}

function isPrefix(path: readonly string[], of: readonly string[]): boolean {
  return path.every((key, i) => of[i] === key);
}

/** Modules that the file imports or requires by a literal name. */
export function importsOf(text: string): readonly string[] {
  const tokens = tokenize(text, 'javascript');
  return tokens.flatMap((token, i) => {
    if (token.kind !== 'string') return [];
    const [before, second] = [tokens[i - 1], tokens[i - 2]];
    const isImport = before?.kind === 'name' && /^(?:from|import)$/.test(before.text);
    const isCall = isPunctuation(before, '(') && second?.kind === 'name' && /^(?:require|import)$/.test(second.text); // prettier-ignore
    return isImport || isCall ? [token.text] : [];
  });
}

/** Does any of these names stand in the file's code? */
export function mentions(text: string, names: readonly string[]): boolean {
  return tokenize(text, 'javascript').some(
    (token) => (token.kind === 'name' || token.kind === 'string') && names.includes(token.text),
  );
}
