/** The statements of a Gemfile, which is Ruby: enough of the language for what Gemfiles usually say. */

export interface RubyStatement {
  /** The first word: `gem`, `group`, `end`, `if` … ; '' for anything else. */
  readonly word: string;
  /** What follows it, on one line, without a final `do |x|` or `do`. */
  readonly rest: string;
  readonly opensBlock: boolean;
  /** The whole statement as one line. */
  readonly text: string;
}

/** Lines joined where a statement goes on (an open bracket, a comma or operator at the end), without comments. */
export function rubyStatements(source: string): readonly RubyStatement[] {
  const statements: RubyStatement[] = [];
  let pending = '';
  for (const raw of source.split(/\r?\n/)) {
    if (raw.startsWith('__END__')) break;
    const line = withoutComment(raw).trim();
    if (line === '' && pending === '') continue;
    const joined = pending === '' ? line : `${pending} ${line}`;
    if (continues(joined) && joined.length < longestStatement) {
      pending = joined;
      continue;
    }
    pending = '';
    for (const part of splitAtSemicolons(joined)) statements.push(...blockOf(part).map(statementOf));
  }
  if (pending !== '') statements.push(statementOf(pending));
  return statements;
}

/** A bracket that never closes must not swallow the file. */
const longestStatement = 5_000;

/** `group :test do gem "a" end` as its three parts. */
function blockOf(text: string): readonly string[] {
  const match = /^(\w.*?\sdo(?:\s*\|[^|]*\|)?)\s+(\S.*?)\s+end$/.exec(text);
  return match === null ? [text] : [match[1]!, match[2]!, 'end'];
}

function statementOf(text: string): RubyStatement {
  const block = /\s+do(?:\s*\|[^|]*\|)?$/.exec(text);
  const head = block ? text.slice(0, block.index) : text;
  const word = /^[a-z_]\w*[?!]?(?=[\s('"[:]|$)/.exec(head)?.[0] ?? '';
  return { word, rest: head.slice(word.length).trim(), opensBlock: block !== null, text };
}

/** The line up to a `#` that stands outside of quotes. */
function withoutComment(line: string): string {
  let quote: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (quote !== undefined) {
      if (char === '\\') i++;
      else if (char === quote) quote = undefined;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && (i === 0 || /\s/.test(line[i - 1]!))) return line.slice(0, i);
  }
  return line;
}

function continues(text: string): boolean {
  if (/(?:,|\\|&&|\|\||=>|=)$/.test(text)) return true;
  let depth = 0;
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== undefined) {
      if (char === '\\') i++;
      else if (char === quote) quote = undefined;
    } else if (char === '"' || char === "'") quote = char;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
  }
  return depth > 0;
}

function splitAtSemicolons(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== undefined) {
      if (char === '\\') i++;
      else if (char === quote) quote = undefined;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === ';') {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** The arguments of a call, split at commas outside of brackets and quotes; parentheses around all of them are taken off. */
export function rubyArguments(rest: string): readonly string[] {
  const text = /^\(.*\)$/s.test(rest) ? rest.slice(1, -1) : rest;
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== undefined) {
      if (char === '\\') i++;
      else if (char === quote) quote = undefined;
    } else if (char === '"' || char === "'") quote = char;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** The text of a plain string literal, undefined for anything else. */
export function rubyString(text: string): string | undefined {
  const match = /^(?:"([^"\\#]*)"|'([^'\\]*)')(?:\.freeze)?$/.exec(text.trim());
  return match ? (match[1] ?? match[2]) : undefined;
}

/** Names of `:a`, `"a"`, `[:a, :b]`, `%i[a b]`, `%w[a b]`. */
export function rubyNames(text: string): readonly string[] {
  const words = /^%[iwIW][[({](.*)[\])}]$/s.exec(text.trim());
  if (words) return words[1]!.split(/\s+/).filter((word) => word !== '');
  return [...text.matchAll(/:"?([a-z_]\w*)"?|"([^"]*)"|'([^']*)'/gi)].map(
    (match) => match[1] ?? match[2] ?? match[3]!,
  );
}

/** `key: value` or `:key => value`, as key and value text. */
export function rubyOption(text: string): readonly [key: string, value: string] | undefined {
  const match =
    /^(?:([a-z_]\w*):(?!:)\s*|:"?([a-z_]\w*)"?\s*=>\s*|["']([a-z_]\w*)["']\s*(?:=>|:)\s*)(.+)$/is.exec(text);
  return match ? [(match[1] ?? match[2] ?? match[3])!, match[4]!.trim()] : undefined;
}
