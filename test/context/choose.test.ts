import { expect, it } from 'vitest';
import { chooseContext } from '../../server/context/choose.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { CancelledError } from '../../server/ports.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

interface Case {
  readonly title: string;
  readonly files: MemoryTree;
  readonly at: string;
  readonly lines: string;
  readonly workspace?: string;
  readonly expected: string;
  readonly reason?: string;
}

const cases: readonly Case[] = [
  { title: 'own folder', files: { 'a/package.json': '' }, at: 'a/Dockerfile', lines: 'COPY package.json .', expected: 'a', reason: 'its own folder' },
  { title: 'nothing telling', files: {}, at: 'docker/Dockerfile', lines: 'COPY . .', expected: 'docker' },
  { title: 'a parent has the source', files: { 'server/package.json': '' }, at: 'docker/Dockerfile', lines: 'COPY server/package.json .', expected: '', reason: 'COPY server/package.json exists there' },
  { title: 'not all sources in the parent', files: { 'a.txt': '' }, at: 'docker/Dockerfile', lines: 'COPY a.txt b.txt ./', expected: 'docker' },
  { title: 'most sources in the parent, none here', files: { 'd/a.txt': '', 'd/b.txt': '' }, at: 'd/Dockerfile', lines: 'COPY d/a.txt d/b.txt made ./', expected: '', reason: 'COPY d/a.txt exists there' },
  { title: 'most in the parent, one here', files: { 'd/a.txt': '', 'd/b.txt': '', 'd/made': '' }, at: 'd/Dockerfile', lines: 'COPY d/a.txt d/b.txt made ./', expected: 'd' },
  { title: 'a source only here, another only there', files: { 'docker/entry.sh': '', 'a.txt': '' }, at: 'docker/Dockerfile', lines: 'COPY entry.sh a.txt ./', expected: 'docker' },
  { title: 'a pattern', files: { 'package-lock.json': '' }, at: 'docker/Dockerfile', lines: 'COPY package*.json ./', expected: '' },
  { title: 'a pattern for folders', files: { 'apps/web/package.json': '' }, at: 'docker/Dockerfile', lines: 'COPY apps/*/package.json ./', expected: '' },
  { title: 'stages, remote files, heredocs and variables say nothing', files: { 'a.txt': '' }, at: 'docker/Dockerfile', lines: 'ARG X\nCOPY --from=0 a.txt .\nADD https://example.org/a.txt .\nCOPY <<E /e\nE\nCOPY $X .', expected: 'docker' },
  { title: 'the nearest parent', files: { 'x/y/a.txt': '', 'a.txt': '' }, at: 'x/y/z/Dockerfile', lines: 'COPY a.txt .', expected: 'x/y' },
  { title: 'not above the workspace', files: { 'a.txt': '' }, at: 'w/d/Dockerfile', lines: 'COPY a.txt .', workspace: 'w', expected: 'w/d' },
  { title: 'the workspace itself', files: { 'w/a.txt': '' }, at: 'w/d/e/f/g/h/Dockerfile', lines: 'COPY a.txt .', workspace: 'w', expected: 'w' },
  { title: 'a workspace elsewhere does not count', files: { 'a.txt': '' }, at: 'd/Dockerfile', lines: 'COPY a.txt .', workspace: 'w', expected: '' },
  { title: 'not above a repository', files: { 'a.txt': '', 'r/.git/HEAD': '' }, at: 'r/d/Dockerfile', lines: 'COPY a.txt .', expected: 'r/d' },
  { title: 'the repository itself', files: { 'r/a.txt': '', 'r/.git/HEAD': '' }, at: 'r/d/Dockerfile', lines: 'COPY a.txt .', expected: 'r' },
  { title: 'four levels', files: { 'a.txt': '' }, at: '1/2/3/4/Dockerfile', lines: 'COPY a.txt .', expected: '' },
  { title: 'installs here, and the manifest is above', files: { 'package.json': '' }, at: 'apps/api/Dockerfile', lines: 'COPY . .\nRUN yarn', expected: '', reason: 'package.json is there' },
  { title: 'calls make, and the Makefile is above', files: { Makefile: '' }, at: 'packaging/slim/Dockerfile', lines: 'ADD . /src\nRUN make server', expected: '', reason: 'Makefile is there' },
  { title: 'installs here, and the manifest is here', files: { 'package.json': '', 'apps/api/package.json': '' }, at: 'apps/api/Dockerfile', lines: 'COPY . .\nRUN yarn', expected: 'apps/api' },
  { title: 'installs somewhere below', files: { 'package.json': '' }, at: 'apps/api/Dockerfile', lines: 'COPY . .\nRUN cd web && yarn', expected: 'apps/api' },
  { title: 'no manifest anywhere', files: {}, at: 'apps/api/Dockerfile', lines: 'COPY . .\nRUN go build', expected: 'apps/api' },
  { title: 'not five levels', files: { 'a.txt': '' }, at: '1/2/3/4/5/Dockerfile', lines: 'COPY a.txt .', expected: '1/2/3/4/5' },
]; // prettier-ignore

it.each(cases)('$title', async ({ files, at, lines, workspace, expected, reason }) => {
  const text = `FROM scratch\n${lines}\n`;
  const fileSystem = createMemoryFileSystem({ [at]: text, ...files });
  const chosen = await chooseContext({
    fileSystem,
    dockerfile: fileSystem.locate(at),
    workspaceRoot: workspace === undefined ? undefined : fileSystem.locate(workspace),
    model: parseDockerfile(text),
  });
  expect(chosen?.location).toBe(fileSystem.locate(expected));
  if (reason !== undefined) expect(chosen?.reason).toBe(reason);
});

it('takes the folder that was given', async () => {
  const fileSystem = createMemoryFileSystem({});
  const options = { fileSystem, dockerfile: undefined, model: parseDockerfile('FROM a\n') };
  expect(await chooseContext({ ...options, context: 'file:///elsewhere' })).toEqual({
    location: 'file:///elsewhere',
    reason: 'as given',
  });
  expect(await chooseContext(options)).toBeUndefined();
});

it('never leaves the file system', async () => {
  const fileSystem = createMemoryFileSystem({}, 'file:///a');
  const model = parseDockerfile('FROM a\nCOPY x .\n');
  expect((await chooseContext({ fileSystem, dockerfile: 'file:///a/Dockerfile', model }))?.location).toBe(
    'file:///a',
  );
});

it('can be cancelled', async () => {
  const fileSystem = createMemoryFileSystem({});
  const model = parseDockerfile('FROM a\nCOPY x .\n');
  const token = { isCancellationRequested: true };
  await expect(
    chooseContext({ fileSystem, dockerfile: fileSystem.locate('Dockerfile'), model, token }),
  ).rejects.toBeInstanceOf(CancelledError);
});
