/** Splits PHP source text into tokens. https://www.php.net/manual/en/langref.php */
import type { Token } from './tokens.ts';

const space = /\s+/y;
/** `#[` begins an attribute. A comment of one line ends with the code, too. */
const lineComment = /(?:\/\/|#(?!\[))(?:(?!\?>)[^\n])*/y;
const blockComment = /\/\*[^]*?(?:\*\/|$)/y;
/** From the end of the code to its next begin: what lies between is text of the page. */
const page = /\?>[^]*?(?:<\?(?:php\b|=|(?!xml))|$)/iy;
const heredoc = /<<<[ \t]*(["']?)(\w+)\1\r?\n([^]*?)\n?[ \t]*\b\2\b/y;
const single = /'((?:[^'\\]|\\[^])*)'/y;
const double = /"((?:[^"\\]|\\[^])*)"/y;
/** `$name`, `name`, `Name\Space`. */
const name = /\$?[\p{L}_\\][\p{L}\p{N}_\\]*/uy;
const number = /\d[\w.]*/y;
const operator = /\?->|===|!==|\?\?=|->|::|=>|==|!=|\.=|\?\?|\?:|\|\||&&|\.\.\./y;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** Strings with their values, names (variables with their `$`), numbers and punctuation, without comments and what is not PHP. */
export function tokenizePhp(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const begin = /<\?(?:php\b|=|(?!xml))/i.exec(text);
  let at = begin ? begin.index + begin[0].length : text.length;
  let line = text.slice(0, at).split('\n').length - 1;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const take = (found: RegExpExecArray, kind?: Token['kind'], value = found[0]): void => {
    if (kind) tokens.push({ kind, text: value, line });
    for (const character of found[0]) if (character === '\n') line++;
    at += found[0].length;
  };
  while (at < text.length) {
    const skipped = match(space) ?? match(lineComment) ?? match(blockComment);
    if (skipped) {
      take(skipped);
      continue;
    }
    const left = match(page);
    if (left) {
      // A page between two pieces of code ends the statement before it.
      tokens.push({ kind: 'punctuation', text: ';', line });
      take(left);
      continue;
    }
    const document = match(heredoc);
    const plain = document ? undefined : match(single);
    const quoted = document || plain ? undefined : match(double);
    if (document)
      take(document, document[1] !== "'" && isTemplate(document[3]!) ? 'template' : 'string', document[3]);
    else if (plain) take(plain, 'string', plain[1]!.replace(/\\(['\\])/g, '$1'));
    else if (quoted) takeDouble(quoted);
    else {
      const word = match(name);
      const digits = word ? null : match(number);
      const sign = word || digits ? null : match(operator);
      if (word) take(word, 'name', word[0].replace(/^\\/, ''));
      else if (digits) take(digits, 'number');
      else if (sign) take(sign, 'punctuation');
      else {
        tokens.push({ kind: 'punctuation', text: text[at]!, line });
        at++;
      }
    }
  }
  return tokens;

  function takeDouble(found: RegExpExecArray): void {
    if (isTemplate(found[1]!)) take(found, 'template', found[1]);
    else
      take(
        found,
        'string',
        found[1]!.replace(
          /\\([^])/g,
          (all, character: string) => escapes[character] ?? (/["\\$]/.test(character) ? character : all),
        ),
      );
  }
}

/** Does a text between double quotes have variables in it? */
function isTemplate(text: string): boolean {
  return /(?<!\\)\$[\w{]|\{\$/.test(text);
}
