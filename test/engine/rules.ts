/** Small rules for tests of the engine. */
import { defineRule, type Fix, type Rule } from '../../server/rules/rule.ts';

type Definition = Parameters<typeof defineRule>[0];

const plain: Omit<Definition, 'id' | 'check'> = {
  severity: 'warning',
  summary: 'test',
  why: 'test',
  fix: 'safe',
  equivalents: [],
  examples: [],
};

/** Finds every instruction with this keyword. */
export function findsKeyword(id: string, keyword: string, more: Partial<Definition> = {}): Rule {
  return defineRule({
    ...plain,
    id,
    *check({ model }) {
      for (const instruction of model.instructions)
        if (instruction.keyword === keyword)
          yield { span: instruction.span, message: `${keyword} is here, said by ${id}` };
    },
    ...more,
  });
}

/** Replaces each place of a word by another one. */
export function replaces(id: string, word: string, by: string, more: Partial<Fix> = {}): Rule {
  return defineRule({
    ...plain,
    id,
    *check({ model: { text } }) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
        yield { span: { start: at, end: at + word.length }, message: `${word} should be ${by}` };
    },
    fixes: ({ span }) => [
      { title: `Write ${by}`, applicability: 'safe', edits: [{ span, newText: by }], ...more },
    ],
  });
}
