/** The plan as a whole: its steps, what is left out, and what it says. */
import { describe, expect, it } from 'vitest';
import { CancelledError } from '../../server/ports.ts';
import { optimize } from '../../server/rewrite/optimize.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles } from '../support/node-project.ts';
import { factsAfter, planOf } from './plan-tester.ts';

const files: MemoryTree = {
  ...nodeFiles('npm', {
    name: 'shop',
    scripts: { build: 'tsc', start: 'node dist/index.js' },
    dependencies: { express: '^4.19.2' },
    devDependencies: { typescript: '^5.4.5' },
  }),
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
  'src/index.ts':
    "const app = require('express')();\napp.get('/health', (q, r) => r.end());\napp.listen(8080);\n",
  '.git/HEAD': 'ref: refs/heads/main\n',
};
const text = `FROM node:22
WORKDIR /srv
COPY . .
RUN npm install
RUN npm run build
EXPOSE 8080
CMD ["npm", "start"]
`;

it('brings a .dockerignore with the conversion alone when node_modules of this machine would come along', async () => {
  const facts = await factsFor(text, { ...files, 'node_modules/express/index.js': '' });
  const plan = planOf(text, facts, 'multi-stage');
  expect(plan.after.dockerignore?.after).toMatch(/^node_modules$/m);
  expect(plan.steps[0]?.reason).toContain(
    ".dockerignore keeps this machine's node_modules out of the image.",
  );
  expect(planOf(text, await factsFor(text, files), 'multi-stage').after.dockerignore).toBeUndefined();
});

describe('the plan of Optimize', () => {
  it('orders its steps: stages, base, user, health check, context', async () => {
    const plan = planOf(text, await factsFor(text, files));
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'multi-stage',
      'base',
      'rule:security/root-user',
      'rule:runtime/no-healthcheck',
      'rule:context/no-dockerignore',
    ]);
    expect(plan.skipped).toEqual([]);
    expect(plan.obstacles).toEqual([]);
  });

  it('brings the .dockerignore along', async () => {
    const facts = await factsFor(text, files);
    const { dockerignore } = planOf(text, facts).after;
    expect(dockerignore).toMatchObject({ path: '.dockerignore', before: undefined });
    for (const pattern of ['.git', '**/node_modules', '.env*', 'dist', '*.log'])
      expect(dockerignore?.after).toContain(pattern.replace('**/', ''));
  });

  it('names sizes only where they are known', async () => {
    const plan = planOf(text, await factsFor(text, files));
    expect(plan.before.sizeBytes).toBeUndefined();
    expect(plan.after.sizeBytes).toBeUndefined();
    const plain =
      'FROM node:22-alpine\nWORKDIR /srv\nCOPY src ./src\nUSER node\nCMD ["node", "src/index.js"]\n';
    expect(planOf(plain, await factsFor(plain, files)).before.sizeBytes).toBeGreaterThan(50_000_000);
  });

  it('leaves a skipped step out, names it, and does the rest', async () => {
    const facts = await factsFor(text, files);
    const plan = planOf(text, facts, 'optimize', ['multi-stage']);
    expect(plan.skipped.map(({ id }) => id)).toEqual(['multi-stage']);
    expect(plan.after.text.match(/^FROM/gm)).toHaveLength(1);
    expect(plan.after.text).toContain('COPY package.json package-lock.json ./\nRUN npm ci');
    const all = planOf(text, facts).steps.map(({ id }) => id);
    const none = planOf(text, facts, 'optimize', [...all, ...plan.steps.map(({ id }) => id)]);
    expect(none.steps).toEqual([]);
    expect(none.after.text).toBe(text);
    expect(none.after.dockerignore).toBeUndefined();
  });

  it('does not take a rule that is switched off or silenced', async () => {
    const facts = await factsFor(text, files);
    const { steps } = optimize(text, facts, {
      kind: 'optimize',
      rules: { 'security/root-user': 'off', 'context/*': 'off' },
    });
    expect(steps.map(({ id }) => id)).toEqual(['multi-stage', 'base', 'rule:runtime/no-healthcheck']);
    const silenced = `# dockerfile-optimizer ignore-file=security/root-user reason=tests\n${text}`;
    expect(planOf(silenced, facts).after.text).not.toContain('USER node');
  });

  it('proposes nothing for its own result', async () => {
    const facts = await factsFor(text, files);
    const plan = planOf(text, facts);
    const again = planOf(plan.after.text, factsAfter(plan, facts));
    expect(again).toMatchObject({ steps: [], skipped: [], obstacles: [] });
  });

  it('offers nothing but its correction for a file with a syntax error', async () => {
    const broken = `${text}RUN <<EOF\necho\n`;
    const plan = planOf(broken, await factsFor(broken, files));
    expect(plan.after.text).toBe(broken);
    expect(plan.steps).toEqual([]);
    expect(plan.obstacles).toHaveLength(1);
    expect(plan.obstacles[0]).toMatch(/^The file has a syntax error that comes first: .*[^.]\.$/);
    const misspelt = text.replace('EXPOSE', 'EXPSE');
    const corrected = planOf(misspelt, await factsFor(misspelt, files));
    expect(corrected.steps.map(({ id }) => id)).toContain('multi-stage');
    expect(corrected.after.text).toContain('EXPOSE 8080');
  });

  it('stops when it is cancelled', async () => {
    const facts = await factsFor(text, files);
    const token = { isCancellationRequested: true };
    expect(() => optimize(text, facts, { kind: 'optimize', token })).toThrow(CancelledError);
  });
});

describe('Convert to multi-stage', () => {
  it('converts, starts the program itself, and changes nothing else', async () => {
    const facts = await factsFor(text, files);
    const plan = planOf(text, facts, 'multi-stage');
    expect(plan.steps.map(({ id }) => id)).toEqual(['multi-stage', 'base']);
    expect(plan.after.text).toMatch(/CMD \["node", "dist\/index\.js"\]\n$/);
    expect(plan.after.dockerignore).toBeUndefined();
    expect(plan.obstacles).toEqual([]);
  });

  it.each([
    ['FROM node:22 AS a\nFROM a\nCMD ["x"]\n', 'The file already has several stages.'],
    ['FROM node:22\nCOPPY . .\n', /^The file has a syntax error: /],
    ['FROM $UNKNOWN\nRUN npm ci\n', 'The base image is not known before the build.'],
    ['FROM node:22\nRUN echo hello\nCMD ["node"]\n', 'No dependency install or build was found that a stage of its own could keep apart.'],
    ['FROM node:22\nWORKDIR /srv\nCOPY . .\nRUN npm ci && go build .\nCMD ["x"]\n', /builds with Node and with Go in one stage/],
    ['FROM node:22\nWORKDIR /srv\nCOPY . .\nRUN npm ci --workspace=api\nCMD ["node", "x.js"]\n', 'The install is limited to a part of a workspace, and what that part needs is not certain.'],
  ])('says why not: %s', async (dockerfile, reason) => {
    const plan = planOf(dockerfile, await factsFor(dockerfile, files), 'multi-stage');
    const obstacle = plan.obstacles[0]?.replace('Not converted to several stages: ', '');
    expect(plan.obstacles).toHaveLength(1);
    if (typeof reason === 'string') expect(obstacle).toBe(reason);
    else expect(obstacle).toMatch(reason);
  }); // prettier-ignore

  it('places node_modules behind the sources when the host could bring its own', async () => {
    const native: MemoryTree = {
      ...nodeFiles(
        'npm',
        { name: 'shop', dependencies: { bcrypt: '^5.1.1' } },
        { bcrypt: { hasInstallScript: true } },
      ),
      'server.js': '',
    };
    const plain = 'FROM node:22\nWORKDIR /srv\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n';
    const alone = planOf(plain, await factsFor(plain, native), 'multi-stage').after.text;
    expect(alone).toMatch(/COPY \. \.\nCOPY --from=deps/);
    const ignored = await factsFor(plain, { ...native, '.dockerignore': 'node_modules\n' });
    expect(planOf(plain, ignored, 'multi-stage').after.text).toMatch(/COPY --from=deps.*\nCOPY \. \.\n/);
    expect(planOf(plain, await factsFor(plain, native)).after.text).toMatch(
      /COPY --from=deps.*\nCOPY \. \.\n/,
    );
  });
});
