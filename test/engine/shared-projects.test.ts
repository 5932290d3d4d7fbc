import { expect, test } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { gatherFacts } from '../../server/engine/gather.ts';
import { SharedProjects } from '../../server/engine/shared-projects.ts';
import { testToday } from '../support/facts.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';

const fileSystem = () =>
  createMemoryFileSystem({
    'package.json': '{"name":"root"}',
    'a/package.json': '{"name":"a"}',
    '.dockerignore': '.git\n',
    'one.Dockerfile': '',
    'two.Dockerfile': '',
  });

const gather = async (
  files: ReturnType<typeof fileSystem>,
  name: string,
  projects: SharedProjects,
  context = '',
) =>
  gatherFacts({
    model: parseDockerfile('FROM node:22\nCOPY . .\n'),
    fileSystem: files,
    clock: { today: () => testToday, now: () => 0 },
    dockerfile: files.locate(name),
    context: files.locate(context),
    projects,
  });

test('a context’s projects are read once for all of its Dockerfiles', async () => {
  const files = fileSystem();
  const projects = new SharedProjects();
  const first = await gather(files, 'one.Dockerfile', projects);
  const second = await gather(files, 'two.Dockerfile', projects);
  expect(second.project).toBe(first.project);
  expect(files.accessed.filter((path) => path === 'package.json')).toHaveLength(1);
});

test('another context, or another .dockerignore, is another project', async () => {
  const files = fileSystem();
  const projects = new SharedProjects();
  const first = await gather(files, 'one.Dockerfile', projects);
  const below = await gather(files, 'one.Dockerfile', projects, 'a');
  expect(below.project.projects.map(({ directory }) => directory)).toEqual(['']);
  expect(below.project).not.toBe(first.project);
  files.write('.dockerignore', 'a\n');
  const ignored = await gather(files, 'two.Dockerfile', projects);
  expect(ignored.project).not.toBe(first.project);
});

test('the contexts used last are kept', async () => {
  const files = fileSystem();
  for (const name of ['b', 'c', 'd', 'e']) files.write(`${name}/package.json`, '{}');
  const projects = new SharedProjects();
  const first = await gather(files, 'one.Dockerfile', projects);
  for (const name of ['a', 'b', 'c']) await gather(files, 'one.Dockerfile', projects, name);
  expect((await gather(files, 'two.Dockerfile', projects)).project).toBe(first.project);
  for (const name of ['b', 'c', 'd', 'e']) await gather(files, 'one.Dockerfile', projects, name);
  expect((await gather(files, 'two.Dockerfile', projects)).project).not.toBe(first.project);
});
