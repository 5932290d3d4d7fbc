/** Statements of a Gradle script: what stands around a token. */
import type { ScriptToken } from './tokens.ts';

/** How many tokens a statement of interest has at most. */
const maximumTokens = 400;

/** The name in front of a block: `plugins {`, `register("x") {`. */
export function blockName(tokens: readonly ScriptToken[], brace: number): string {
  for (let i = brace - 1; i >= 0 && i > brace - maximumTokens && tokens[i]!.kind !== 'line'; i--) {
    const before = tokens[i - 1];
    if (
      tokens[i]!.kind === 'name' &&
      (before === undefined || before.kind === 'line' || /[{};]/.test(before.text))
    )
      return tokens[i]!.text;
  }
  return '';
}

/** Literals of the statement, over line breaks inside parentheses and behind commas. */
export function literalsAfter(tokens: readonly ScriptToken[], i: number): string[] {
  return lineFrom(tokens, i + 1)
    .filter(({ kind }) => kind === 'text')
    .map(({ text }) => text);
}

export function lineFrom(tokens: readonly ScriptToken[], start: number): readonly ScriptToken[] {
  const found: ScriptToken[] = [];
  let depth = 0;
  for (let i = start; i < tokens.length && found.length < maximumTokens; i++) {
    const token = tokens[i]!;
    if (token.kind === 'line') {
      if (depth > 0 || found.at(-1)?.text === ',') continue;
      break;
    }
    if (token.kind === 'mark') {
      if (token.text === '(' || token.text === '[') depth++;
      else if (token.text === ')' || token.text === ']') depth--;
      if (token.text === '{' || token.text === '}' || token.text === ';' || depth < 0) break;
    }
    found.push(token);
  }
  return found;
}

/** Does the statement begin with this word, a token or two before? */
export function isNear(tokens: readonly ScriptToken[], i: number, word: string): boolean {
  return tokens[i - 1]?.text === word || (tokens[i - 1]?.text === '(' && tokens[i - 2]?.text === word);
}
