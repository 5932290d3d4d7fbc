/**
 * Whether YAML is nested so deeply that its parser must not see it. The parser calls itself for each level; when that
 * ends the stack in the middle of compiling a regular expression, V8 does not throw but ends the whole process.
 */
import { Lexer } from 'yaml';

/** Levels of brackets, of indentation (one column can be one) and of `-` in one line. No file that means well comes near. */
const deepestBrackets = 100;
const deepestIndentation = 400;
const deepestMarkers = 100;

/** Linear in the text. */
export function isTooDeepForYaml(text: string): boolean {
  if (/^ {400}/m.test(text) && hasDeepIndentation(text)) return true;
  if (new RegExp(`^[ ]*(?:[-?:][ \\t]+){${deepestMarkers}}`, 'm').test(text)) return true;
  return countBrackets(text) > deepestBrackets && lexedBrackets(text) > deepestBrackets;
}

/** Long lines of spaces alone nest nothing, and neither does a text that is aligned far to the right. */
function hasDeepIndentation(text: string): boolean {
  const levels: number[] = [];
  let deepest = 0;
  for (const line of text.split('\n')) {
    const indentation = line.search(/\S/);
    if (indentation < 0) continue;
    while (levels.length > 0 && levels.at(-1)! >= indentation) levels.pop();
    levels.push(indentation);
    deepest = Math.max(deepest, levels.length);
  }
  return deepest > deepestIndentation / 2;
}

/** An upper bound, for nearly every text the only one that is needed: brackets in strings count too. */
function countBrackets(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if ((code === 0x5d || code === 0x7d) && depth > 0) depth -= 1;
  }
  return deepest;
}

/** Exactly, by the parser's own lexer, which does not call itself. */
function lexedBrackets(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, (depth += 1));
    else if (token === ']' || token === '}') depth -= 1;
  }
  return deepest;
}
