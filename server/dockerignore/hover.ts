/** What a line of a .dockerignore file does to the context now, as Markdown. */
import { atLeast, codeOf, count } from '../context/brought-text.ts';
import { parseDockerignore } from '../context/dockerignore.ts';
import type { WalkSummary } from '../context/walk/summary.ts';
import { formatBytes } from '../images/format.ts';

/** `measure` walks the context with this text. Undefined on lines without a pattern. */
export async function lineHover(
  text: string,
  line: number,
  measure: (dockerignore: string) => Promise<WalkSummary>,
): Promise<string | undefined> {
  const pattern = parseDockerignore(text).patterns.find((each) => each.line === line);
  if (pattern === undefined) return undefined;
  const now = await measure(text);
  if (pattern.negated) {
    const without = await measure(withoutLine(text, line));
    const files = now.sent.files - without.sent.files;
    const bytes = now.sent.bytes - without.sent.bytes;
    const folders = now.sent.folders - without.sent.folders;
    if (files <= 0 && folders <= 0) return `${codeOf(pattern.text)} takes nothing back now.`;
    const least = atLeast(now.sentComplete && without.sentComplete);
    return `${codeOf(pattern.text)} takes back **${least}${formatBytes(Math.max(bytes, 0))}** in ${count(Math.max(files, 0))}.`;
  }
  const held = now.heldBy.find((each) => each.line === line);
  if (held === undefined) {
    // Earlier lines come first; what this one would exclude without them is what it is for.
    const alone = (await measure(pattern.text)).heldBy[0];
    return alone === undefined || alone.entries === 0
      ? `${codeOf(pattern.text)} excludes nothing now.`
      : `${codeOf(pattern.text)} matches ${formatBytes(alone.bytes)} in ${count(alone.files)}, and other lines decide about all of it.`;
  }
  const examples = held.examples.map((path) => `- ${codeOf(path)}`);
  const more = held.entries - held.examples.length;
  return [
    `${codeOf(pattern.text)} excludes **${atLeast(held.complete)}${formatBytes(held.bytes)}** in ${count(held.files)}.`,
    [...examples, ...(more > 0 ? [`- … and ${more.toLocaleString('en-US')} more`] : [])].join('\n'),
  ].join('\n\n');
}

function withoutLine(text: string, line: number): string {
  const lines = text.split('\n');
  // The lines behind it keep their numbers.
  lines[line] = '';
  return lines.join('\n');
}
