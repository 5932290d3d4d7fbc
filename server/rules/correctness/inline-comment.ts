import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { Span, TextEdit } from '../../dockerfile/span.ts';
import { insertDirectlyBefore } from '../../edit/insert.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { trailingComments, type TrailingComments } from './inline-comment.part.ts';

interface Site {
  /** The instruction above which the comment goes. */
  readonly outer: Instruction;
  readonly trailing: TrailingComments;
}

export default defineRule<Site>({
  id: 'correctness/inline-comment',
  severity: 'error',
  summary: 'A comment behind an instruction is read as its arguments',
  fix: 'safe',
  why: `In a Dockerfile a comment is a line that begins with \`#\`. Behind an instruction, \`#\` and the words that follow are
arguments: \`COPY . . # sources\` has more sources and the target \`sources\`, \`WORKDIR /app # home\` makes a folder of that name, and
behind a JSON array the words turn it into shell form. Only commands that a shell runs (\`RUN\`, \`CMD\` and \`ENTRYPOINT\` without
brackets) may end in a comment, because the shell understands it.`,
  fixSafety: `In the old form \`ENV KEY value # text\` the build passes and the text is part of the value, so there the fix changes what the
image contains and is only suggested.`,
  equivalents: [],
  examples: [
    {
      title: 'COPY',
      files: { 'package.json': '{"name":"shop"}', 'src/index.js': '' },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY src ./src # only the sources\nUSER node\nCMD ["node", "src/index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\n# only the sources\nCOPY src ./src\nUSER node\nCMD ["node", "src/index.js"]\n',
    },
    {
      title: 'several lines',
      bad: 'FROM node:22-alpine\nENV PORT=8080 # the API \\\n    HOST=0.0.0.0 # every address\nEXPOSE 8080\nUSER node\n',
      good: 'FROM node:22-alpine\n# the API\n# every address\nENV PORT=8080 \\\n    HOST=0.0.0.0\nEXPOSE 8080\nUSER node\n',
    },
    {
      title: 'JSON form',
      bad: 'FROM node:22-alpine\nUSER node\nCMD ["node", "-v"] # prints the version\n',
      good: 'FROM node:22-alpine\nUSER node\n# prints the version\nCMD ["node", "-v"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const outer of model.instructions) {
      const trailing = trailingComments(outer);
      if (!trailing || namesFile(trailing, facts)) continue;
      const [first, ...others] = trailing.comments;
      yield {
        span: first!,
        message: `${describe(model, first!)} is no comment here: ${consequence(trailing, model)}. Put it on a line of its own.`,
        related: others.map((span) => ({ span, message: 'nor is this' })),
        data: { outer, trailing },
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data?.trailing.movable) return [];
    const { outer, trailing } = data;
    const texts = trailing.comments.map((span) => model.text.slice(span.start, span.end));
    // As the first line it would be an order to the parser.
    if (outer.index === 0 && texts.some((text) => /^#\s*(?:syntax|escape|check)\s*=/i.test(text))) return [];
    const cuts = trailing.comments.map((span) => cut(span, model));
    // A backslash before the comment would begin to continue the line, whatever stands on the next one.
    if (cuts.some(({ span }) => model.text[span.start - 1] === outer.escape)) return [];
    return [
      {
        title: texts.length === 1 ? 'Move the comment above' : `Move the ${texts.length} comments above`,
        applicability: trailing.legacy ? 'suggested' : 'safe',
        preferred: true,
        edits: [insertDirectlyBefore(model, outer, texts), ...cuts],
      },
    ];
  },
});

/** A file whose name begins with `#` is rare, but where it exists it is meant. */
function namesFile({ instruction, comments }: TrailingComments, facts: RuleContext['facts']): boolean {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return false;
  const word = instruction.words.find(({ span }) => span.start === comments[0]!.start);
  return (
    word !== undefined &&
    word.value.length > 1 &&
    facts.context.known &&
    facts.context.has(word.value) === true
  );
}

function describe(model: DockerfileModel, span: Span): string {
  const text = model.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  return `\`${text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text}\``;
}

function consequence(
  { instruction, breaksJson, comments }: TrailingComments,
  model: DockerfileModel,
): string {
  const { keyword, args } = instruction;
  if (breaksJson) {
    return keyword === 'COPY' || keyword === 'ADD' || keyword === 'VOLUME' || keyword === 'SHELL'
      ? 'with it the arguments are not a JSON array any more'
      : 'with it the arguments are no JSON array, so a shell gets the brackets and quotes as they stand';
  }
  switch (keyword) {
    case 'COPY':
    case 'ADD':
      return `${keyword} reads its words as more sources, and \`${instruction.words.at(-1)?.raw ?? ''}\` as the destination`;
    case 'FROM':
      return 'FROM takes one image and at most `AS name`, so the build stops';
    case 'EXPOSE':
      return 'EXPOSE reads its words as ports, so the build stops';
    case 'ENV':
    case 'LABEL':
      if (instruction.pairs[0]?.legacy) return `it is part of the value of ${instruction.pairs[0].key}`;
      return `${keyword} reads its words as names with values, so the build stops`;
    case 'ARG':
      return 'ARG declares a variable for each of its words';
    case 'WORKDIR':
      return `it is part of the folder's name, \`${args.text.trim().replace(/\s+/g, ' ')}\``;
    case 'USER':
      return "it is part of the user's name, which no image knows";
    case 'VOLUME':
      return 'VOLUME makes a volume of each of its words';
    default:
      return `${keyword} reads \`${model.text.slice(comments[0]!.start, comments[0]!.end)}\` as an argument`;
  }
}

/** Removes a comment with the blanks around it; a continuation behind it keeps the blank before it. */
function cut({ start, end }: Span, { text }: DockerfileModel): TextEdit {
  const before = /[ \t]*$/.exec(text.slice(0, start))![0].length;
  const after = /^[ \t]*(?=\r?\n|$)/.exec(text.slice(end, end + 1000))?.[0].length ?? 0;
  return { span: { start: start - before, end: end + after }, newText: '' };
}
