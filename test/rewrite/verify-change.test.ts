/** The check of a rewritten text against the one before it. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { withFile } from '../../server/engine/changed-files.ts';
import { judgedModel } from '../../server/engine/judged.ts';
import { structuralFailures } from '../../server/rewrite/verify-change.ts';
import type { Facts } from '../../server/rules/rule.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles } from '../support/node-project.ts';

const files: MemoryTree = {
  ...nodeFiles('npm', { name: 'shop', scripts: { build: 'tsc' }, devDependencies: { typescript: '^5.4.5' } }),
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
  'src/index.ts': '',
  'server.js': '',
};

const in_ = (text: string, facts: Facts) => ({ model: judgedModel(parseDockerfile(text), facts), facts });

async function failures(before: string, after: string, tree: MemoryTree = files): Promise<string[]> {
  const facts = await factsFor(before, tree);
  return structuralFailures(in_(before, facts), in_(after, facts));
}

const single = `FROM node:22
WORKDIR /app
COPY . .
RUN npm ci && npm run build
CMD ["node", "dist/index.js"]
`;
const double = `FROM node:22 AS build
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build

FROM node:22-slim
WORKDIR /app
COPY --from=build /app/dist ./dist
CMD ["node", "dist/index.js"]
`;

describe('a conversion', () => {
  it('that brings everything holds', async () => {
    expect(await failures(single, double)).toEqual([]);
  });

  it.each([
    [
      'a path that the stage does not make',
      double.replace('/app/dist ', '/app/build ').replace('COPY . .', 'COPY package.json package-lock.json tsconfig.json ./\nCOPY src ./src'),
      'nothing would put `/app/build` into the stage `build`, which COPY --from=build needs',
    ],
    [
      'modules that nobody installs',
      double.replace('CMD', 'COPY --from=deps /app/node_modules ./node_modules\nCMD').replace('FROM node:22-slim', 'FROM node:22 AS deps\nWORKDIR /app\nCOPY package.json ./\n\nFROM node:22-slim'),
      'nothing would put `/app/node_modules` into the stage `deps`, which COPY --from=deps needs',
    ],
    [
      'a start file that stays behind',
      double.replace('COPY --from=build /app/dist ./dist\n', 'COPY server.js ./\n'),
      'nothing would put `/app/dist/index.js` into the final image, which CMD needs',
    ],
    [
      'a health check whose script stays behind',
      double.replace('CMD', 'HEALTHCHECK CMD node check.js\nCMD'),
      'nothing would put `/app/check.js` into the final image, which HEALTHCHECK needs',
    ],
    [
      'a file that the context does not have',
      double.replace('COPY . .', 'COPY yarn.lock ./\nCOPY . .'),
      'the build context has no `yarn.lock`, which COPY would need',
    ],
    ['broken syntax', `${double}RUN <<EOF\n`, /^the result would have a syntax error: .*[^.]$/],
  ])('fails for %s', async (_, after, failure) => {
    const [first] = await failures(single, after);
    if (typeof failure === 'string') expect(first).toBe(failure);
    else expect(first).toMatch(failure);
  }); // prettier-ignore

  it('is not blamed for what the text before lacked', async () => {
    const broken = double.replace('/app/dist ', '/app/build ').replace('RUN npm run build\n', '');
    const before = await failures(double, broken);
    expect(before).toHaveLength(2);
    expect(await failures(broken, broken.replace('22-slim', '22-alpine'))).toEqual([]);
  });
});

describe('a .dockerignore', () => {
  it('may keep back nothing that is copied by name', async () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY server.js ./\nCMD ["node", "server.js"]\n';
    const facts = await factsFor(text, files);
    const change = { path: '.dockerignore', before: undefined, after: 'server.js\n' };
    const after = in_(text, withFile(facts, change));
    expect(structuralFailures(in_(text, facts), after)[0]).toBe(
      '.dockerignore would keep `server.js` back, which COPY needs',
    );
    const harmless = withFile(facts, { ...change, after: 'tsconfig.json\n' });
    expect(structuralFailures(in_(text, facts), in_(text, harmless))).toEqual([]);
  });
});

describe('a stage that is built by name', () => {
  const named = 'FROM node:22 AS prod\nWORKDIR /app\nCOPY server.js ./\nCMD ["node", "server.js"]\n';
  const compose = {
    ...files,
    'compose.yaml': 'services:\n  web:\n    build: { context: ., target: prod }\n',
  };

  it('stays', async () => {
    const gone = named.replace(' AS prod', '');
    expect(await failures(named, gone)).toEqual([]);
    expect(await failures(named, gone, compose)).toEqual([
      expect.stringMatching(
        /^the stage `prod`, which \S*compose\.yaml \(service web\) builds, would be gone$/,
      ),
    ]);
  });

  it('stays the one that is shipped', async () => {
    const other = `${named}FROM prod\nCMD ["node", "server.js"]\n`;
    expect(await failures(named, other, compose)).toEqual([
      expect.stringMatching(/^the stage `prod`, which .* would no longer be the one that is shipped$/),
    ]);
  });
});

it('looks into no file that nobody has written', async () => {
  const many = `${single}${'RUN true\n'.repeat(50_000)}`;
  const facts = await factsFor(single, files);
  const lacking = `${many}COPY --from=0 /app/gone ./\n`;
  expect(structuralFailures(in_(many, facts), in_(lacking, facts))).toEqual([]);
});

describe('rights of commands', () => {
  const base = (user: string): string => `FROM debian:12 AS app\n${user}CMD ["a"]\n\nFROM app AS dev\n`;
  it.each<[string, string, string, string, boolean]>([
    ['a package is installed as somebody else', '', 'USER 1000\n', 'RUN apt-get update && apt-get install -y git\n', true],
    ['the same in a heredoc', '', 'USER 1000\n', 'RUN <<EOF\nuseradd a\nEOF\n', true],
    ['it was so before', 'USER 1000\n', 'USER 1000\n', 'RUN apt-get install -y git\n', false],
    ['the stage names root', '', 'USER 1000\n', 'USER root\nRUN apt-get install -y git\n', false],
    ['nothing needs rights', '', 'USER 1000\n', 'RUN echo a\n', false],
  ])('%s', async (_, before, after, rest, fails) => {
    const found = await failures(base(before) + rest, base(after) + rest, {});
    expect(found.length > 0, found.join()).toBe(fails);
    if (fails) expect(found[0]).toMatch(/^`RUN .*` would run as 1000/);
  }); // prettier-ignore
});
