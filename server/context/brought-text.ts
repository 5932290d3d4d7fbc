/** What a source brings, as Markdown for a hover. */
import { formatBytes } from '../images/format.ts';
import type { Brought } from './brought.ts';
import type { ContextFacts } from './facts.ts';
import type { ContextSource } from './sources.ts';

const shownEntries = 5;
const shownPatterns = 3;

export function describeBrought(source: ContextSource, brought: Brought, context: ContextFacts): string {
  const { files, bytes, complete, heaviest, held } = brought;
  const name = source.path === '' ? 'The whole context' : codeOf(source.written);
  if (files === 0 && held.files === 0)
    return context.has(source.path) === false
      ? `${name} is not in the context (${context.reason}).`
      : `${name} brings no files.`;
  const verb = source.kind === 'bind' ? 'shows' : 'brings';
  const first = `**${atLeast(complete)}${formatBytes(bytes)}** in ${count(files)}`;
  const shown =
    heaviest.length > 1 || heaviest[0]?.type === 'directory' ? heaviest.slice(0, shownEntries) : [];
  const sections = [
    `${name} ${verb} ${files === 0 ? 'no files' : first}.`,
    shown
      .map(({ path, type, sent }) => `- ${codeOf(type === 'directory' ? `${path}/` : path)} ${formatBytes(sent.bytes)}${type === 'directory' ? `, ${count(sent.files)}` : ''}`)
      .join('\n'),
    held.files === 0 ? '' : heldText(brought, context),
  ]; // prettier-ignore
  return sections.filter((section) => section !== '').join('\n\n');
}

function heldText({ held, heldBy }: Brought, { dockerignore }: ContextFacts): string {
  const patterns = heldBy
    .slice(0, shownPatterns)
    .map(({ text, line }) => `${codeOf(text)} (line ${line + 1})`);
  const more = heldBy.length - patterns.length;
  const by = patterns.join(', ') + (more > 0 ? ` and ${more} more` : '');
  return `${codeOf(dockerignore.path)} holds back ${atLeast(held.complete)}${formatBytes(held.bytes)} in ${count(held.files)}: ${by}.`;
}

/** File names are whatever their makers wanted: no line break or backtick of theirs ends the code. */
export function codeOf(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]/gu, '\uFFFD');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

export function count(files: number): string {
  return `${files.toLocaleString('en-US')} ${files === 1 ? 'file' : 'files'}`;
}

export function atLeast(complete: boolean): string {
  return complete ? '' : 'at least ';
}
