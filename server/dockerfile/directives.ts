/** Parser directives (`# syntax=…`, `# escape=…`, `# check=…`): only comment lines at the very top are any. */
import { contentStart } from './blocks.ts';
import type { LineIndex } from './lines.ts';
import type { Directive, SyntaxProblem } from './model.ts';

const known: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);
const pattern = /^([\t\v\f\r ]*)#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;

export interface Directives {
  readonly directives: readonly Directive[];
  readonly problems: readonly SyntaxProblem[];
  readonly escape: '\\' | '`';
  /** The first line that is no directive. */
  readonly nextLine: number;
}

/** The first line that is not a directive, be it empty or a comment, ends them (BuildKit parser/directives.go). */
export function readDirectives(text: string, lines: LineIndex): Directives {
  const directives: Directive[] = [];
  const problems: SyntaxProblem[] = [];
  let escape: '\\' | '`' = '\\';
  let line = 0;
  for (; line < lines.count; line++) {
    const start = contentStart(text, lines, line);
    const content = text.slice(start, lines.endOf(line));
    // The builder takes a hash-bang line for an ordinary comment.
    const match = pattern.exec(content);
    const name = match?.[2]!.toLowerCase();
    if (!match || !name || !known.has(name)) break;
    const value = match[3]!;
    const span = { start: start + match[1]!.length, end: start + content.trimEnd().length };
    const message = problemOf(name, value, directives);
    if (message) problems.push({ kind: 'bad-directive', span, message, suggestion: undefined });
    else if (name === 'escape') escape = value === '`' ? '`' : '\\';
    directives.push({ name, value, span });
  }
  return { directives, problems, escape, nextLine: line };
}

function problemOf(name: string, value: string, earlier: readonly Directive[]): string | undefined {
  if (earlier.some((directive) => directive.name === name))
    return `The directive ${name} may stand only once.`;
  if (name === 'escape' && value !== '\\' && value !== '`')
    return `The escape character must be \\ or \`, not \`${value}\`.`;
  return undefined;
}
