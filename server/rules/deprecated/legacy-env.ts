import type { DockerfileModel, Instruction, KeyValue } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { defineRule } from '../rule.ts';

interface Legacy {
  readonly instruction: Instruction;
  readonly pair: KeyValue;
}

export default defineRule<Legacy>({
  id: 'deprecated/legacy-env',
  severity: 'warning',
  summary: 'ENV or LABEL without an equals sign',
  fix: 'safe',
  why: `\`ENV key value\` is the old form: it sets one variable, and everything up to the end of the line is its value, so \`ENV A=1\` and \`ENV A 1 B=2\` look
alike and mean different things. The builder warns of it in every build and may stop to accept it.`,
  fixSafety: `The value stays the same, character by character. Where quotes or escapes in the value would mean something else between quotes there is no
fix.`,
  equivalents: [{ tool: 'buildkit', id: 'LegacyKeyValueFormat' }],
  examples: [
    {
      bad: 'FROM node:22-alpine\nENV NODE_ENV production\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nENV NODE_ENV=production\nUSER node\nCMD ["node"]\n',
    },
    {
      title: 'a value with blanks',
      bad: 'FROM node:22-alpine\nENV NODE_OPTIONS --max-old-space-size=512 --enable-source-maps\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nENV NODE_OPTIONS="--max-old-space-size=512 --enable-source-maps"\nUSER node\nCMD ["node"]\n',
    },
  ],
  *check({ model }) {
    for (const outer of model.instructions) {
      const instruction = outer.keyword === 'ONBUILD' ? outer.inner : outer;
      const pair = instruction?.pairs[0];
      // A name of other characters comes from a template, or is no name.
      if (!instruction || !pair?.legacy || pair.valueSpan === undefined || !/^[\w./-]+$/.test(pair.key))
        continue;
      const { keyword } = instruction;
      if (keyword !== 'ENV' && keyword !== 'LABEL') continue;
      yield {
        span: { start: pair.keySpan.start, end: pair.valueSpan.end },
        message: `\`${keyword} ${pair.key} …\` is the old form without an equals sign, which the builder warns of. Write \`${keyword} ${pair.key}=…\`.`,
        tags: ['deprecated'],
        data: { instruction, pair },
      };
    }
  },
  fixes({ data }, { model }) {
    const edits = data && withEquals(data, model);
    if (!edits) return [];
    return [
      {
        title: `Write \`${data.instruction.keyword} ${data.pair.key}=…\``,
        applicability: 'safe',
        preferred: true,
        edits,
      },
    ];
  },
});

function withEquals({ instruction, pair }: Legacy, { text }: DockerfileModel): TextEdit[] | undefined {
  const { keySpan, valueSpan, rawValue } = pair;
  if (!valueSpan || rawValue === undefined || text.slice(keySpan.start, keySpan.end) !== pair.key)
    return undefined;
  const between = { start: keySpan.end, end: valueSpan.start };
  // Comments between the name and the value, or inside of it, are lines of their own and stay ones.
  if (/#/.test(text.slice(between.start, between.end))) return undefined;
  if (!needsQuotes(rawValue, instruction.escape)) return [{ span: between, newText: '=' }];
  if (/["'\\`]/.test(rawValue)) return undefined;
  return [
    { span: between, newText: '="' },
    { span: { start: valueSpan.end, end: valueSpan.end }, newText: '"' },
  ];
}

/** Is the value more than one word in the new form? Blanks inside of quotes, or escaped, hold it together. */
function needsQuotes(raw: string, escape: string): boolean {
  let quote = '';
  for (let i = 0; i < raw.length; i++) {
    const character = raw[i]!;
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === escape && quote === '"') i++;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === escape) i++;
    else if (/\s/.test(character)) return true;
  }
  return false;
}
