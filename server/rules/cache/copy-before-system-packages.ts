import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { lineStart, nextLine, startWithComments } from '../../edit/insert.ts';
import { defineRule } from '../rule.ts';
import { latePackages, type LatePackages } from './copy-before-system-packages.part.ts';

export default defineRule<LatePackages>({
  id: 'cache/copy-before-system-packages',
  severity: 'warning',
  summary: 'System packages are installed after a COPY that they do not need',
  fix: 'suggested',
  why: `Every change of a copied file makes the builder run all later steps again. Packages of the distribution do not depend on the
project's files, so below a \`COPY\` they are downloaded and unpacked anew for nothing. It does not matter where the copy brings what the
install reads (package sources, keys, a \`.deb\`): then there is no finding.`,
  fixSafety: `Safe when only copies and settings that the packages do not read are passed. When the RUN also moves above other RUN instructions
(\`npm ci\`, say) these run with the packages already there, so then it is only suggested, unless no build looks for them (tini, gosu, tzdata).`,
  equivalents: [],
  examples: [
    {
      files: { 'package.json': '{"name":"shop"}', 'src/index.js': '' },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY src ./src\nRUN apk add --no-cache tini\nUSER node\nENTRYPOINT ["tini", "--", "node", "src/index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nRUN apk add --no-cache tini\nCOPY src ./src\nUSER node\nENTRYPOINT ["tini", "--", "node", "src/index.js"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const late of latePackages(model, facts)) {
      const { copy, install } = late;
      yield {
        span: install.span,
        message: `${quote(install.words.map((word) => word.raw))} runs again whenever what \`${copyText(late)}\` brings changes, though it needs none of it. Put it above.`,
        related: [{ span: copy.instruction.span, message: 'this copy comes first' }],
        data: late,
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    return [
      {
        title: `Install system packages before \`${copyText(data)}\``,
        applicability: data.crossesRun ? 'suggested' : 'safe',
        preferred: !data.crossesRun,
        edits: moveUp(data, model),
      },
    ];
  },
});

function quote(words: readonly string[]): string {
  return `\`${words.length > 5 ? `${words.slice(0, 5).join(' ')} …` : words.join(' ')}\``;
}

function copyText({ copy }: LatePackages): string {
  const sources = copy.sources.slice(0, 2).map(({ word }) => word.raw);
  const more = copy.sources.length > 2 ? ['…'] : [];
  const from = copy.from === undefined ? [] : [`--from=${copy.from}`];
  return [copy.keyword, ...from, ...sources, ...more, copy.destinationWord.raw].join(' ');
}

/** The block with its comments goes above the copy's comments; a blank line before it goes along. */
function moveUp({ block, copy }: LatePackages, model: DockerfileModel): TextEdit[] {
  const { text, eol } = model;
  const start = startWithComments(model, block[0]!);
  const end = nextLine(text, block.at(-1)!.span.end);
  const previous = lineStart(text, start - 1);
  const blank = start > 0 && text.slice(previous, start).trim() === '';
  let moved = text.slice(start, end);
  if (!moved.endsWith('\n')) moved += eol;
  if (blank) moved += eol;
  const at = startWithComments(model, copy.instruction);
  return [
    { span: { start: at, end: at }, newText: moved },
    { span: { start: blank ? previous : start, end }, newText: '' },
  ];
}
