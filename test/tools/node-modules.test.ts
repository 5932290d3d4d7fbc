import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { finalStage } from '../../server/dockerfile/stages.ts';
import { leavesDevOut, nodeModulesOf } from '../../server/tools/node-modules.ts';
import { nodeInstalls } from '../../server/tools/installs.ts';
import { factsFor } from '../support/facts.ts';
import { nodeFiles } from '../support/node-project.ts';

const files = nodeFiles('npm', {
  name: 'shop',
  dependencies: { a: '1.0.0' },
  devDependencies: { b: '1.0.0' },
});
const head = 'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\n';

async function folders(text: string): Promise<Record<string, string>> {
  const model = parseDockerfile(text);
  const found = nodeModulesOf(finalStage(model)!, model, await factsFor(text, files));
  return Object.fromEntries([...found].map(([path, { content }]) => [path, content]));
}

describe('nodeModulesOf', () => {
  it.each<[string, string, Record<string, string>]>([
    ['an install', `${head}RUN npm ci\n`, { '/app/node_modules': 'all' }],
    ['a production install', `${head}RUN npm ci --omit=dev\n`, { '/app/node_modules': 'production' }],
    ['NODE_ENV', `${head}ENV NODE_ENV=production\nRUN npm ci\n`, { '/app/node_modules': 'production' }],
    ['NODE_ENV and an option against it', `${head}ENV NODE_ENV=production\nRUN npm ci --include=dev\n`, { '/app/node_modules': 'all' }],
    ['an exported NODE_ENV', `${head}RUN export NODE_ENV=production && npm ci\n`, { '/app/node_modules': 'production' }],
    ['bun, which does not read NODE_ENV', `${head}RUN NODE_ENV=production bun install\n`, { '/app/node_modules': 'all' }],
    ['a prune', `${head}RUN npm ci\nRUN npm prune --production\n`, { '/app/node_modules': 'production' }],
    ['a prune of nothing', `${head}RUN npm prune --production\n`, {}],
    ['yarn workspaces focus', `${head}RUN yarn install\nRUN yarn workspaces focus --all --production\n`, { '/app/node_modules': 'production' }],
    ['yarn workspaces focus with development packages', `${head}RUN yarn install\nRUN yarn workspaces focus --all\n`, { '/app/node_modules': 'all' }],
    ['a removal', `${head}RUN npm ci && rm -rf node_modules\n`, {}],
    ['a move', `${head}RUN npm ci && mv node_modules /tmp/modules\n`, { '/tmp/modules': 'all' }],
    ['a copy beside', `${head}RUN npm ci --omit=dev && cp -r node_modules /prod && npm ci\n`, { '/app/node_modules': 'all', '/prod': 'production' }],
    ['another folder', `${head}RUN npm ci --prefix client\n`, { '/app/client/node_modules': 'all' }],
    ['a filtered install, of which not enough is known', `${head}RUN npm ci --workspace=a\n`, {}],
    ['COPY --from of the folder', `${head}RUN npm ci\nFROM node:22\nCOPY --from=build /app/node_modules /srv/node_modules\n`, { '/srv/node_modules': 'all' }],
    ['COPY --from of the folder above', `${head}RUN npm ci\nFROM node:22\nWORKDIR /srv\nCOPY --from=build /app ./\n`, { '/srv/node_modules': 'all' }],
    ['COPY --from that overwrites', `${head}RUN npm ci\nFROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci --omit=dev\nCOPY --from=build /app /app\n`, { '/app/node_modules': 'all' }],
    ['COPY --from of something else', `${head}RUN npm ci\nFROM node:22\nCOPY --from=build /app/dist /dist\n`, {}],
    ['a stage that is inherited', `${head}RUN npm ci\nFROM build\nRUN npm prune --omit=dev\n`, { '/app/node_modules': 'production' }],
  ])('follows %s', async (_, text, expected) => {
    expect(await folders(text)).toEqual(expected);
  }); // prettier-ignore

  it('stops before an instruction', async () => {
    const text = `${head}RUN npm ci\nRUN npm prune --omit=dev\n`;
    const model = parseDockerfile(text);
    const stage = finalStage(model)!;
    const prune = stage.instructions.at(-1)!;
    const found = nodeModulesOf(stage, model, await factsFor(text, files), prune);
    expect([...found.values()].map(({ content }) => content)).toEqual(['all']);
  });

  it('ends on stages that copy from each other', async () => {
    expect(await folders('FROM a AS x\nCOPY --from=y / /\nFROM b AS y\nCOPY --from=x / /\n')).toEqual({});
  });
});

describe('leavesDevOut', () => {
  it.each([
    ['npm ci', false],
    ['npm ci --omit=dev', true],
    ['npm ci --only=production', true],
    ['NODE_ENV=production npm ci', true],
    ['NODE_ENV=development npm ci', false],
    ['NODE_ENV=production npm ci --include=dev', false],
    ['pnpm install --prod', true],
    ['yarn install --production=false', false],
  ])('%s: %s', async (command, expected) => {
    const text = `${head}RUN ${command}\n`;
    const [site] = nodeInstalls(parseDockerfile(text), await factsFor(text, files));
    expect(leavesDevOut(site!)).toBe(expected);
  });
});
