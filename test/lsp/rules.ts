/** Rules made for these tests: what the server does with findings must not depend on which rules there are. */
import { defineRule } from '../../server/rules/rule.ts';
import type { Rule } from '../../server/rules/rule.ts';

const common = { summary: 'A rule for tests', examples: [], equivalents: [] };

/** `MAINTAINER` becomes a label: a safe fix, tagged deprecated, with related information. */
const maintainer = defineRule({
  ...common,
  id: 'deprecated/maintainer',
  severity: 'warning',
  why: 'It is deprecated.\n\nA second paragraph that is not shown.',
  fix: 'safe',
  *check({ model }) {
    for (const instruction of model.instructions)
      if (instruction.keyword === 'MAINTAINER')
        yield {
          span: instruction.span,
          message: '`MAINTAINER` is deprecated. Use a label.',
          tags: ['deprecated'],
          related: [{ span: model.stages[0]!.from.span, message: 'In this stage.' }],
        };
  },
  fixes: ({ span }, { model }) => [
    {
      title: 'Write a label',
      applicability: 'safe',
      edits: [
        {
          span,
          newText: model.text
            .slice(span.start, span.end)
            .replace(/^MAINTAINER\s+(.*)/, 'LABEL maintainer="$1"'),
        },
      ],
    },
    {
      title: 'Remove it',
      applicability: 'suggested',
      edits: [{ span, newText: '# gone' }],
    },
  ],
});

/** A finding on a word: the tag `latest`. No fix. */
const latest = defineRule({
  ...common,
  id: 'reproducible/unpinned-base',
  severity: 'info',
  why: 'It moves.',
  fix: 'none',
  *check({ model }) {
    for (const { imageWord } of model.stages)
      if (imageWord?.value.endsWith(':latest'))
        yield { span: imageWord.span, message: '`latest` moves. Pin it.' };
  },
});

/** A finding on a name whose value must not be printed. */
const token = defineRule({
  ...common,
  id: 'security/secret-in-env',
  severity: 'warning',
  why: 'It is known.',
  fix: 'none',
  *check({ model }) {
    for (const { pairs } of model.instructions)
      for (const { key, keySpan, valueSpan } of pairs)
        if (key === 'DEPLOY_TOKEN' && valueSpan)
          yield { span: keySpan, message: 'A token. Take it out.', secret: valueSpan };
  },
});

/** `.git` must be ignored: a safe fix in another file. */
const ignoreGit = defineRule({
  ...common,
  id: 'context/no-dockerignore',
  severity: 'warning',
  why: 'The context is large.',
  fix: 'safe',
  *check({ model, facts }) {
    const copy = model.instructions.find(({ keyword }) => keyword === 'COPY');
    if (copy && facts.context.known && !facts.context.isIgnored('.git'))
      yield { span: copy.span, message: '`.git` reaches the builder.' };
  },
  fixes: (_, { facts: { context } }) => [
    {
      title: 'Add .git to .dockerignore',
      applicability: 'safe',
      edits: [],
      files: [
        {
          path: context.dockerignore.path,
          before: context.dockerignore.exists ? context.dockerignore.text : undefined,
          after: `${context.dockerignore.text}.git\n`,
        },
      ],
    },
  ],
});

/** Throws on purpose. */
const broken = defineRule({
  ...common,
  id: 'correctness/broken',
  severity: 'error',
  why: 'Never seen.',
  fix: 'none',
  check({ model }) {
    if (model.text.includes('CRASH')) throw new Error('this rule is broken');
    return [];
  },
});

export const allRules: readonly Rule[] = [maintainer, latest, ignoreGit, token, broken];
