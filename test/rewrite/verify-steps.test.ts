/** Steps that would break something: they are left out, and the rest still holds. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { optimize } from '../../server/rewrite/optimize.ts';
import type { Conversion } from '../../server/rewrite/multi-stage.ts';
import type { Rule } from '../../server/rules/rule.ts';
import { allRules } from '../../server/rules/registry.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

const made = vi.hoisted((): { conversion: Conversion } => ({ conversion: {} }));
vi.mock('../../server/rewrite/multi-stage.ts', () => ({ convertToMultiStage: () => made.conversion }));

/** Rules that exist here only, among the real ones. */
const added = vi.hoisted((): { rules: Rule[] } => ({ rules: [] }));
vi.mock('../../server/rules/registry.ts', async (original) => {
  const { allRules: real } = await original<{ allRules: readonly Rule[] }>();
  return {
    get allRules() {
      return [...real, ...added.rules];
    },
  };
});

const files: MemoryTree = {
  'package.json': '{"name":"shop"}',
  'server.js': "require('http').createServer().listen(3000);\n",
  '.dockerignore': '.git\nnode_modules\n',
};
const text = `FROM node:22-slim
WORKDIR /app
# what runs
COPY server.js ./
ENV NODE_ENV=production
USER node
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:3000/')"]
CMD ["node", "server.js"]
`;

async function plan(skip: readonly string[] = []) {
  const warnings: string[] = [];
  const logger = {
    info: () => undefined,
    warn: (message: string) => void warnings.push(message),
    error: (message: string) => expect.unreachable(message),
  };
  return { plan: optimize(text, await factsFor(text, files), { kind: 'optimize', skip, logger }), warnings };
}

/** A rule whose fix puts `newText` where `old` stands. */
function rule(id: string, old: string, newText: string): Rule {
  return {
    ...allRules[0]!,
    id,
    group: 'size',
    severity: 'warning',
    fix: 'safe',
    *check({ model }) {
      const start = model.text.indexOf(old);
      if (start >= 0 && !model.text.includes(newText))
        yield { span: { start, end: start + old.length }, message: `Write ${newText}.` };
    },
    fixes: ({ span }) => [{ title: `Write it`, applicability: 'safe', edits: [{ span, newText }] }],
  };
}

beforeEach(() => {
  made.conversion = {};
  added.rules = [];
});

describe('a conversion that would break the image', () => {
  const stages = (source: string, last = 'CMD ["node", "server.js"]\n') =>
    `FROM node:22-slim AS build\nWORKDIR /app\n# what runs\nCOPY server.js ./\nENV NODE_ENV=production\n\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build ${source} ./\nUSER node\nHEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:3000/')"]\n${last}`;

  it('is offered when it breaks nothing', async () => {
    made.conversion = { text: stages('/app/server.js'), reason: 'Two.' };
    const { plan: result, warnings } = await plan();
    expect(warnings).toEqual([]);
    expect(result.steps.map(({ id }) => id)).toContain('multi-stage');
  });

  it.each([
    ['a path that its stage lacks', stages('/app/main.js'), 'nothing would put `/app/main.js` into the stage `build`'],
    ['a program that stays behind', stages('/app/server.js', 'CMD ["node", "gone.js"]\n'), 'nothing would put `/app/gone.js` into the final image'],
    ['a stage that does not exist', stages('/app/server.js').replace('--from=build', '--from=bild'), 'the stage bild would be lost'],
    ['a lost comment', stages('/app/server.js').replace('# what runs\n', ''), 'the comment " what runs" would be lost'],
    ['a lost variable', stages('/app/server.js').replace('ENV NODE_ENV=production\n', ''), 'ENV NODE_ENV=production would be lost'],
    ['a shell that the base lacks', stages('/app/server.js').replace('\nFROM node:22-slim\n', '\nFROM gcr.io/distroless/nodejs22-debian12\n').replace('USER node', 'RUN mkdir data'), 'runtime/no-shell would find: '],
  ])('is declined: %s', async (_, converted, reason) => {
    made.conversion = { text: converted, reason: 'Two.' };
    const { plan: result } = await plan();
    expect(result.after.text.match(/^FROM/gm)).toHaveLength(1);
    expect(result.steps.map(({ id }) => id)).not.toContain('multi-stage');
    expect(result.obstacles).toHaveLength(1);
    expect(result.obstacles[0]).toMatch(/^Not converted to several stages: .*[^.]\.$/);
    expect(result.obstacles[0]!.replace(/^[^:]*: /, '').replace(/\W/g, '')).toContain(reason.replace(/\W/g, ''));
  }); // prettier-ignore
});

describe('another step', () => {
  it('is left out, named and logged, and the rest still holds', async () => {
    added.rules = [
      rule('size/breaks', 'COPY server.js ./', 'COPY main.js ./'),
      rule('size/holds', 'ENV NODE_ENV=production', 'ENV NODE_ENV=production TZ=UTC'),
    ];
    const { plan: result, warnings } = await plan();
    expect(result.after.text).toContain('COPY server.js ./');
    expect(result.after.text).toContain('TZ=UTC');
    expect(result.steps.map(({ id }) => id)).toEqual(['rule:size/holds']);
    const why = 'the build context has no `main.js`, which COPY would need';
    expect(result.obstacles).toEqual([`Left out, "Write it": ${why}.`]);
    expect(warnings).toEqual([`Optimize leaves out rule:size/breaks: ${why}`]);
  });

  it('must say what it takes away', async () => {
    added.rules = [rule('size/loses', 'ENV NODE_ENV=production', 'ENV TZ=UTC')];
    const { plan: result } = await plan();
    expect(result.obstacles).toEqual(['Left out, "Write it": ENV NODE_ENV would be lost.']);
    added.rules = [{ ...added.rules[0]!, fixes: ({ span }) => [{ title: 'Remove NODE_ENV', applicability: 'safe', edits: [{ span, newText: 'ENV TZ=UTC' }] }] }]; // prettier-ignore
    expect((await plan()).plan.steps.map(({ title }) => title)).toContain('Remove NODE_ENV');
  });

  it('may bring a finding that another step clears, but only with that step', async () => {
    // The shell form in an image with a shell is runtime/shell-form, which has a fix.
    added.rules = [rule('size/shell', 'CMD ["node", "server.js"]', 'CMD node server.js')];
    // It would come back for ever otherwise.
    const once = added.rules[0]!;
    let times = 0;
    added.rules = [{ ...once, check: (context) => (times++ > 0 ? [] : once.check(context)) }];
    const { plan: both } = await plan();
    expect(both.steps.map(({ id }) => id)).toEqual(['rule:size/shell', 'rule:runtime/shell-form']);
    times = 0;
    added.rules = [once];
    const { plan: without } = await plan(['rule:runtime/shell-form']);
    expect(without.after.text).toContain('CMD ["node", "server.js"]');
    expect(without.obstacles.join()).toContain('Left out, "Write it": runtime/shell-form would find: ');
  });

  it('is taken back when the finding that it brings is still there at the end', async () => {
    // Behind the step that would clear it, so that every round ends with it.
    added.rules = [
      { ...rule('context/shell', 'CMD ["node", "server.js"]', 'CMD node server.js'), group: 'context' },
    ];
    const { plan: result, warnings } = await plan();
    expect(result.after.text).toBe(text);
    expect(result.steps).toEqual([]);
    expect(result.obstacles.join()).toContain('Left out, "Write it": runtime/shell-form would find: ');
    expect(warnings).toHaveLength(1);
  });
});
