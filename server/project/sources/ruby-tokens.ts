/** Splits Ruby source text into tokens. https://docs.ruby-lang.org/en/master/syntax/literals_rdoc.html */
import type { Token } from './tokens.ts';

const space = /[^\S\n]+|\\\n/y;
const comment = /#[^\n]*/y;
/** A comment of several lines, and what stands behind the program. */
const block = /^=begin\b[^]*?(?:^=end\b[^\n]*|(?![^]))|^__END__\s*\n[^]*/my;
const single = /'((?:[^'\\]|\\[^])*)'/y;
const double = /(?:"((?:[^"\\]|\\[^])*)"|`((?:[^`\\]|\\[^])*)`)/y;
const percent = /%[qQwWiI]?(?:\(([^()]*)\)|\[([^[\]]*)\]|\{([^{}]*)\}|<([^<>]*)>|([|!/])([^\n]*?)\5)/y;
const regex = /\/(?:[^/\\\n[]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[a-z]*/y;
const heredocStart = /<<[~-]?(["'`]?)([A-Z_][A-Za-z0-9_]*)\1/y;
/** `name`, `@name`, `$name`, `name?`, `Name`. */
const name = /(?:@@?|\$)?[\p{L}_][\p{L}\p{N}_]*[?!]?/uy;
const symbol = /:(?=["\p{L}_])/uy;
const number = /\d[\w]*(?:\.\d\w*)?/y;
const operator = /&\.|::|=>|==|!=|=~|\|\|=|\|\||&&|\.\.\.?|<</y;
/** After these names a slash or a percent sign begins a literal. */
const beforeLiteral: ReadonlySet<string> = new Set(['if', 'unless', 'when', 'in', 'and', 'or', 'not', 'return', 'while', 'until', 'then', 'elsif']); // prettier-ignore

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', s: ' ', e: '\u001b', '0': '\0' };

/** Strings with their values, names, numbers and punctuation; one `\n` for the end of each line with code, none for comments. */
export function tokenizeRuby(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 0;
  let heredocs: { readonly name: string; readonly index: number }[] = [];
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
    if (text[at] === '\n') {
      endLine();
      continue;
    }
    const skipped = match(space) ?? match(block) ?? match(comment);
    if (skipped) {
      take(skipped);
      continue;
    }
    const plain = match(single);
    const quoted = plain ? null : match(double);
    const opened = plain || quoted ? null : match(heredocStart);
    if (plain) take(plain, 'string', plain[1]!.replace(/\\(['\\])/g, '$1'));
    else if (quoted) takeDouble(quoted, quoted[1] ?? quoted[2]!);
    else if (opened && mayBeLiteral()) {
      heredocs.push({ name: opened[2]!, index: tokens.length });
      take(opened, 'template', '');
    } else takeOther();
  }
  return tokens;

  function takeOther(): void {
    const literal = mayBeLiteral() ? (match(percent) ?? match(regex)) : null;
    if (literal?.[0].startsWith('/')) return take(literal, 'regex');
    if (literal)
      return takeDouble(literal, literal.slice(1, 5).find((part) => part !== undefined) ?? literal[6] ?? '');
    const word = match(name);
    if (word) return take(word, 'name');
    const sign = match(number) ? null : (match(operator) ?? match(symbol));
    if (sign) return take(sign, 'punctuation');
    const digits = match(number);
    if (digits) return take(digits, 'number');
    tokens.push({ kind: 'punctuation', text: text[at]!, line });
    at++;
  }

  function takeDouble(found: RegExpExecArray, value: string): void {
    if (/#[{@$]/.test(value)) take(found, 'template', value);
    else
      take(
        found,
        'string',
        value.replace(/\\([^])/g, (_, character: string) => escapes[character] ?? character),
      );
  }

  /** Texts of here documents begin behind the line that names them. */
  function endLine(): void {
    if (tokens.length > 0 && tokens.at(-1)!.text !== '\n')
      tokens.push({ kind: 'punctuation', text: '\n', line });
    at++;
    line++;
    for (const { name: end, index } of heredocs) {
      const close = new RegExp(`^[ \\t]*${end}[ \\t]*\\r?$`, 'm');
      const found = close.exec(text.slice(at));
      const body = text.slice(at, found ? at + found.index : text.length);
      tokens[index] = {
        kind: body.includes('#{') ? 'template' : 'string',
        text: body,
        line: tokens[index]!.line,
      };
      const behind = found ? at + found.index + found[0].length : text.length;
      for (const character of text.slice(at, behind)) if (character === '\n') line++;
      at = behind;
    }
    heredocs = [];
  }

  /** Is what comes next the begin of a value, and not an operator behind one? `puts <<~TEXT`, `x << y`. */
  function mayBeLiteral(): boolean {
    const last = tokens.at(-1);
    if (!last || last.text === '\n') return true;
    if (last.kind === 'name')
      return (
        beforeLiteral.has(last.text) || (/\s/.test(text[at - 1] ?? '') && !/\s/.test(text[at + 1] ?? ''))
      );
    return last.kind === 'punctuation' && ![')', ']', '}'].includes(last.text);
  }
}
