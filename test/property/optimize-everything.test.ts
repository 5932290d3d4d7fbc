/** What holds for the plan of every Dockerfile there is in this repository, with every step and without each. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { gatherFacts } from '../../server/engine/gather.ts';
import { createNodeFileSystem } from '../../server/platform/node/file-system.ts';
import { allRules } from '../../server/rules/registry.ts';
import { factsFor, testToday } from '../support/facts.ts';
import { brokenPlans, eachAlone } from '../support/plan-laws.ts';

const root = path.resolve(import.meta.dirname, '../..');
const projects = ['examples', 'test/build/projects'].flatMap((folder) =>
  readdirSync(path.join(root, folder)).map((name) => path.join(folder, name, 'Dockerfile')),
);

describe('projects', () => {
  it.each(projects)('%s', async (file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const facts = await gatherFacts({
      model: parseDockerfile(text),
      fileSystem: createNodeFileSystem(),
      clock: { today: () => testToday, now: () => 0 },
      dockerfile: pathToFileURL(path.join(root, file)).href,
    });
    for (const kind of ['optimize', 'multi-stage'] as const)
      expect(brokenPlans(text, facts, kind, eachAlone)).toEqual([]);
  });
});

describe("rules' examples", () => {
  it.each(allRules.map((rule) => [rule.id, rule] as const))('%s', async (_, { examples }) => {
    for (const { bad, good, files, preferences } of examples)
      for (const text of [bad, good]) {
        const facts = await factsFor(text, files, { nodeBase: 'auto', ...preferences });
        for (const kind of ['optimize', 'multi-stage'] as const)
          expect(brokenPlans(text, facts, kind, eachAlone), text).toEqual([]);
      }
  });
});
