import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDockerignore } from '../../server/context/dockerignore.ts';
import { ignoreProblems } from '../../server/dockerignore/problems.ts';
import { redundantLines } from '../../server/dockerignore/redundant.ts';
import { gatherSubject } from '../../server/dockerignore/subject.ts';
import { neverCancelled } from '../../server/ports.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

const project: MemoryTree = {
  Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nCOPY config/prod.json src ./\nRUN npm ci\n',
  'package.json': '{"name":"shop"}',
  'config/prod.json': '{}',
  'src/index.js': '',
  'src/__tests__/a.js': '',
  'web/debug.txt': '',
  '.env': 'API_TOKEN=3f9ac1e07b5d42689e1f',
  'node_modules/a/index.js': '',
  'documents/a.md': '',
};

/** `line code severity`, lines from 1. */
async function problems(text: string, tree: MemoryTree = project): Promise<readonly string[]> {
  return (await all(text, tree)).map(({ line, code, severity }) => `${line + 1} ${code} ${severity}`);
}

async function all(text: string, tree: MemoryTree = project) {
  const fileSystem = createMemoryFileSystem({ ...tree, '.dockerignore': text });
  const subject = await gatherSubject(fileSystem.locate('.dockerignore'), {
    fileSystem,
    workspaceRoot: fileSystem.root,
    token: neverCancelled,
  });
  expect(subject).toBeDefined();
  return ignoreProblems(text, subject);
}

describe('problems', () => {
  it.each([
    ['node_modules\n.git\n*.log\ndist\n**/.DS_Store\n# nothing wrong\n', []],
    ['[\n!\n', ['1 invalid error', '2 invalid error']],
    ['.git\ndocuments\n.git\n', ['3 duplicate hint']],
    ['documents\ndocuments/a.md\n', ['2 shadowed hint']],
    ['documents\n!documents/a.md\ndocuments/a.md\n', ['2 shadowed warning']],
    ['*\n!src\n!package.json\n!config\nnode_modules\n', []],
    ['!src\ndocuments\n', ['1 shadowed warning']],
    ['documents\n!documents\n', ['1 shadowed warning']],
    ['config\n', ['1 needed warning']],
    ['config\n!config/prod.json\n', []],
    ['package.json\n', ['1 needed warning']],
    ['.env*\n!.env\n', ['1 shadowed warning', '2 secret warning'].slice(1)],
    ['__tests__\n', ['1 top-only warning']],
    ['debug.*\n', ['1 top-only warning']],
    ['documets\n', ['1 ineffective warning']],
    ['srv/app/uploads\n', ['1 ineffective hint']],
    ['node_modules/a\n', []],
    ['**/a/index.js\n', []],
  ])('%j', async (text, expected) => {
    expect(await problems(text)).toEqual(expected);
  });

  it('says what is meant and offers it', async () => {
    const [wrong] = await all('/documets/\n');
    expect(wrong).toMatchObject({
      message: 'Nothing in the context matches this. Did you mean `documents`?',
      fixes: [{ title: 'Write documents', text: 'documents' }, { title: 'Remove this line' }],
    });
    expect((await all('__tests__'))[0]).toMatchObject({ fixes: [{ text: '**/__tests__' }] });
    expect((await all('a\nconfig'))[1]?.message).toBe(
      'COPY in Dockerfile:4 needs `config/prod.json`, which this line excludes: the build stops there. Let it through with a later `!config/prod.json`.',
    );
  });

  it('looks at every Dockerfile that is built with the file', async () => {
    const tree = { ...project, 'web.Dockerfile': 'FROM a\nCOPY documents/a.md /\n' };
    expect(await problems('documents', tree)).toEqual(['1 needed warning']);
    expect(await problems('documents', project)).toEqual([]);
  });

  it('says nothing of effects where the listing has an end', async () => {
    expect(await problems('nowhere/at/all', { ...project, 'x/y': { unreadable: 'directory' } })).toEqual([]);
  });
});

it('finds the file of one Dockerfile, and none where another file wins', async () => {
  const fileSystem = createMemoryFileSystem({
    'docker/a.Dockerfile': 'FROM a\nCOPY src/x /\n',
    'docker/a.Dockerfile.dockerignore': 'x',
    'src/x': '',
    'docker/.dockerignore': 'y',
  });
  const at = (path: string) =>
    gatherSubject(fileSystem.locate(path), {
      fileSystem,
      workspaceRoot: fileSystem.root,
      token: neverCancelled,
    });
  expect(await at('docker/a.Dockerfile.dockerignore')).toMatchObject({
    context: { location: fileSystem.root },
    dockerfile: { path: 'docker/a.Dockerfile' },
  });
  const own = await at('docker/.dockerignore');
  expect(own?.context.location).toBe(fileSystem.locate('docker'));
  expect(own?.dockerfile).toBeUndefined();
});

it('never calls a line redundant that changes what is sent', () => {
  const line = fc.constantFrom('a', 'b', 'a/b', '*', '**', '!a', '!b', '!a/b', '**/b', '!**/b', 'a/*', '!a/*', '*/b', 'b/a', '!*', 'a*', './a/', '?');
  const path = fc.array(fc.constantFrom('a', 'b', 'ab', 'c'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.array(path, { minLength: 8, maxLength: 8 }), (lines, paths) => {
      const whole = parseDockerignore(lines.join('\n'));
      for (const { pattern } of redundantLines(whole.patterns)) {
        const without = parseDockerignore(lines.map((each, i) => (i === pattern.line ? '' : each)).join('\n'));
        for (const each of paths) expect(without.ignores(each), `${JSON.stringify(lines)} without ${pattern.text}: ${each}`).toBe(whole.ignores(each));
      }
    }),
    { numRuns: 3000 },
  );
}); // prettier-ignore
