import { logicalOffset } from '../../dockerfile/logical-text.ts';
import { looksLikeJson } from '../../dockerfile/json-form.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import { defineRule } from '../rule.ts';
import { trailingComments } from './inline-comment.part.ts';
import { repairArray, type Fault, type Repair } from './json-form.part.ts';

interface BrokenArray {
  readonly instruction: Instruction;
  /** Logical offset of the `[`. */
  readonly start: number;
  readonly repair: Repair | undefined;
}

export default defineRule<BrokenArray>({
  id: 'correctness/json-form',
  severity: 'error',
  summary: 'A JSON array is broken, so it is read in shell form',
  fix: 'suggested',
  why: `The exec form is a JSON array of strings: double quotes, commas between, none behind the last. When it is anything else, the builder takes
the line for shell form without a word. \`CMD ['node', 'server.js']\` runs a program called \`[node,\`, \`COPY ['a', 'b']\` looks for files of
such names, and \`VOLUME ['/data']\` makes a volume called \`['/data']\`.`,
  fixSafety: `Correcting the array is safe, since what it is read as now can't work. It is only suggested where an item has a \`$\`: in exec form no
shell puts a variable in.`,
  equivalents: [],
  examples: [
    {
      title: 'single quotes',
      bad: "FROM node:22-alpine\nUSER node\nCMD ['node', 'server.js']\n",
      good: 'FROM node:22-alpine\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      title: 'a comma too many',
      bad: 'FROM node:22-alpine\nUSER node\nENTRYPOINT ["node", "server.js",]\n',
      good: 'FROM node:22-alpine\nUSER node\nENTRYPOINT ["node", "server.js"]\n',
    },
  ],
  *check({ model }) {
    for (const outer of model.instructions) {
      const broken = brokenArray(outer.inner ?? outer);
      if (!broken) continue;
      yield {
        span: broken.instruction.bodySpan!,
        message: `This is no JSON array${broken.repair ? `: ${describe(broken.repair.faults[0]!)}` : ''}. ${consequence(broken.instruction)}`,
        data: broken,
      };
    }
  },
  fixes({ data }) {
    if (!data?.repair) return [];
    const { instruction, start, repair } = data;
    return [
      {
        title: 'Correct the JSON array',
        applicability: repair.values.some((value) => value.includes('$')) ? 'suggested' : 'safe',
        preferred: true,
        edits: repair.changes.map((change) => ({
          span:
            change.end > change.start
              ? instruction.args.spanOf(start + change.start, start + change.end)
              : behind(instruction, start + change.start),
          newText: change.newText,
        })),
      },
    ];
  },
});

/** The empty place behind the last character before a logical offset, on that character's line. */
function behind({ args }: Instruction, offset: number): { start: number; end: number } {
  const { end } = args.spanOf(offset - 1, offset);
  return { start: end, end };
}

const arrays: ReadonlySet<string> = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'VOLUME']);
const quote = /["'\u2018-\u201f]/;

/** Undefined for a valid array, and for what begins with `[` for another reason: a test of the shell, a pattern. */
export function brokenArray(instruction: Instruction): BrokenArray | undefined {
  const { keyword, args, bodySpan } = instruction;
  if (!arrays.has(keyword) || !bodySpan || looksLikeJson(instruction) !== 'broken') return undefined;
  // Behind a comment it would be an array: correctness/inline-comment. In double braces it is a template's.
  if (trailingComments(instruction) || args.text.includes('}}')) return undefined;
  const start = logicalOffset(args, bodySpan.start);
  const text = args.text.slice(start).trimEnd();
  const repair = repairArray(text);
  const first = /^\[\s*(\S)/.exec(text)?.[1] ?? '';
  const tight = quote.test(text[1] ?? '');
  // `RUN [ "$A" = "b" ] || …` is a test, `COPY [abc]* /` a pattern; an array has commas, or no blank before the quote.
  const isArray =
    keyword === 'RUN'
      ? repair !== undefined && quote.test(first) && (tight || repair.values.length > 1)
      : keyword === 'CMD' || keyword === 'ENTRYPOINT'
        ? repair !== undefined || (tight && !/\]\s*(?:&&|\|\||;)/.test(text))
        : quote.test(first);
  return isArray ? { instruction, start, repair } : undefined;
}

function describe(fault: Fault): string {
  switch (fault) {
    case 'single-quotes':
      return 'JSON knows double quotes only';
    case 'curly-quotes':
      return 'the quotes are typographic ones, JSON knows `"` only';
    case 'no-quotes':
      return 'an item has no quotes';
    case 'trailing-comma':
      return 'there is a comma behind the last item';
    case 'missing-comma':
      return 'a comma is missing between two items';
    case 'escape':
      return 'a backslash in a JSON string is written `\\\\`';
    case 'no-bracket':
      return 'the `]` at the end is missing';
    case 'behind':
      return 'something stands behind the `]`';
  }
}

function consequence({ keyword }: Instruction): string {
  switch (keyword) {
    case 'COPY':
    case 'ADD':
      return `${keyword} looks for files of which the brackets and quotes are part of the name.`;
    case 'VOLUME':
      return 'The brackets and quotes become part of the names of the volumes.';
    default:
      return 'A shell gets the brackets and quotes as they stand, and finds no such program.';
  }
}
