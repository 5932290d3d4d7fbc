import type { ContextFacts } from '../../context/facts.ts';
import { readCopy, type Copy, type CopySource } from '../../dockerfile/copies.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import { defineRule, type Applicability } from '../rule.ts';

interface LocalAdd {
  readonly add: Instruction;
  readonly applicability: Applicability;
}

export default defineRule<LocalAdd>({
  id: 'correctness/add-not-copy',
  severity: 'warning',
  summary: 'ADD only copies here, which is what COPY is for',
  fix: 'safe',
  why: `ADD also downloads URLs, clones git repositories and unpacks tar archives. Where none of that is wanted COPY says so, and a source that is one day
replaced by an archive arrives as it is instead of unpacked. \`.zip\`, \`.jar\`, \`.war\` and \`.whl\` are never unpacked by ADD.

It does not matter for URLs and git repositories, and for tar archives that are meant to be unpacked: those have no finding.`,
  fixSafety: `Safe for folders and for files whose ending names no archive. ADD looks into the file itself, so a file without an ending might still be
one: there the fix is only suggested.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3020' },
    { tool: 'trivy', id: 'DS-0005' },
    { tool: 'checkov', id: 'CKV_DOCKER_4' },
  ],
  examples: [
    {
      files: { 'package.json': '{"name":"shop"}', 'server.js': '' },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nADD package.json server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const outer of model.instructions) {
      const add = outer.keyword === 'ONBUILD' ? outer.inner : outer;
      const copy = add?.keyword === 'ADD' ? readCopy(add) : undefined;
      if (!add || !copy || add.flags.some(({ name }) => addOnly.has(name))) continue;
      const kinds = copy.sources.map((source) => kindOf(source, facts.context));
      if (kinds.some((kind) => kind === 'special')) continue;
      yield {
        span: add.keywordSpan,
        message: `\`ADD\` only copies ${whatIsCopied(copy)} here. Use \`COPY\`: it never fetches or unpacks anything by surprise.`,
        data: { add, applicability: kinds.every((kind) => kind === 'plain') ? 'safe' : 'suggested' },
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const { keywordSpan } = data.add;
    const written = model.text.slice(keywordSpan.start, keywordSpan.end);
    return [
      {
        title: 'Use COPY',
        applicability: data.applicability,
        preferred: true,
        edits: [{ span: keywordSpan, newText: written === written.toLowerCase() ? 'copy' : 'COPY' }],
      },
    ];
  },
});

/** Flags that COPY does not have: with them ADD is meant. */
const addOnly: ReadonlySet<string> = new Set(['checksum', 'keep-git-dir', 'unpack']);

/** Tar archives by their usual endings, compressed or not. Patterns may end in `.tar*`. */
const archive = /\.(?:tar|tgz|tbz2?|tb2|txz|tlz|tzst)(?:\.[a-z0-9*?]+|\*)?$|\.(?:gz|bz2|xz|zst|lzma)$/i;

/** `special`: ADD may do more than copy; `plain`: it can't; `perhaps`: nothing says that the file is an archive. */
function kindOf(
  { path, complete, remote, word }: CopySource,
  context: ContextFacts,
): 'special' | 'plain' | 'perhaps' {
  // What a variable holds may be a URL.
  if (remote || !complete || archive.test(path)) return 'special';
  if (path === '.' || context.entry(path)?.type === 'directory') return 'plain';
  // Of the files in a folder none is unpacked; of those that a pattern matches each one may be.
  if (/[*?[]/.test(path) && context.match(path).some((entry) => archive.test(entry.path))) return 'special';
  if (word.raw.includes('$')) return 'perhaps';
  return /(?:^|\/)[^/]*\.[A-Za-z][\w-]*$/.test(path) ? 'plain' : 'perhaps';
}

function whatIsCopied({ sources, inline }: Copy): string {
  const [first, ...others] = sources;
  if (!first) return inline ? 'inline text' : 'files';
  if (others.length > 0) return `\`${first.word.raw}\` and ${others.length} more`;
  return first.path === '.' ? 'the build context' : `\`${first.word.raw}\``;
}
