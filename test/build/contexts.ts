/** Does the builder receive of a context what we say that it receives? Asked of the real one, path for path. */
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseDockerignore } from '../../server/context/dockerignore.ts';
import { listSent } from '../../server/context/walk/list-sent.ts';
import { createNodeFileSystem } from '../../server/platform/node/file-system.ts';
import type { Engine } from './engine.ts';

interface Context {
  readonly name: string;
  readonly dockerignore: string;
  /** Paths; one that ends in `/` is an empty folder, `name -> target` a link. */
  readonly entries: readonly string[];
}

const project = [
  'Dockerfile', 'README.md', 'CHANGELOG.md', '.env', '.env.example', '.git/HEAD', '.git/objects/ab/cd', 'package.json',
  'node_modules/left/index.js', 'packages/web/node_modules/right/index.js', 'packages/web/src/app.ts', 'packages/web/dist/app.js',
  'packages/api/src/main.go', 'packages/api/debug.log', 'docs/api/index.md', 'docs/keep.md', 'tmp/', 'link -> docs', 'loop -> loop',
]; // prettier-ignore
const odd = [
  'a', 'b', 'ab', 'abc', 'a b', '^a', 'a|b', '{a,b}c', 'a{2}', 'aa', 'a(b)', 'a+b', '[x]', 'x', '!a', '#a', 'é', '🙂', 'new\nline', 'back\\slash',
  'd/a', 'd/ab', 'd/7', 'd/é', 'A', 'd.log', 'x.log/y', 'file\r',
]; // prettier-ignore
const deep = ['a/b/c/d/e', 'a/b/x', 'a/c/d', 'b/c/d', 'c', 'a/b/c/f', 'd/a/b/c'];

const contexts: readonly Context[] = [
  { name: 'nothing held back', dockerignore: '', entries: project },
  { name: 'a usual project', dockerignore: '# usual\n.git\n**/node_modules\n**/dist\n.env*\n!.env.example\n*.md\n!README.md\n**/*.log\nDockerfile*\n.dockerignore\n', entries: project },
  { name: 'everything but', dockerignore: '*\n!packages/*/src\n!package.json\n!docs/keep.md\n', entries: project },
  { name: 'everything but, with **', dockerignore: '**\n!**/src/**\n!**/*.md\n**/CHANGELOG.md', entries: project },
  { name: 'byte order mark, CRLF and spaces', dockerignore: '\uFEFFREADME.md\r\n  docs/  \r\n\r\n /tmp \r\n# .env\r\n! docs/keep.md\r\n', entries: project },
  { name: 'slashes and dots', dockerignore: '/docs/\n./packages//web/../api\n../x\n.\n/\nREADME.md/\n', entries: project },
  { name: 'case', dockerignore: 'readme.md\nDOCS\n[A-Z]*.md\n', entries: project },
  { name: 'characters of regular expressions', dockerignore: 'a|b*\na{2}*\n', entries: odd },
  { name: 'anchors and classes', dockerignore: '^a*\n[[:digit:]]*\nd/[^a]*\n\\#a\n', entries: odd },
  { name: 'question marks', dockerignore: '?\n!a\n???\nd/?\n', entries: odd },
  { name: 'signs at the start', dockerignore: '*\n!!a\n!#a\n! a b\n!new*\n', entries: odd },
  { name: 'beginnings and endings', dockerignore: '**.log\na**\n!**b\n**/é\n', entries: odd },
  { name: 'escapes', dockerignore: '\\d*\nback\\\\slash\na\\*b\nx.log\n!x.log/y\n', entries: odd },
  { name: 'below what is held back', dockerignore: 'a\n!a/b\na/b/c\n!a/b/c/d\n', entries: deep },
  { name: 'where the builder does not look', dockerignore: '*\n!a/*/**\n', entries: deep },
  { name: 'wildcards in the middle', dockerignore: 'a/*/c\n**/c/d\n!**/b/c/f\n', entries: deep },
  { name: 'the builder\'s own files', dockerignore: 'Dockerfile\n.dockerignore\n', entries: project },
]; // prettier-ignore

/** What differs, a line for each context; empty when everything agrees. */
export async function compareContexts(engine: Engine): Promise<{ count: number; failures: string[] }> {
  const place = await mkdtemp(path.join(tmpdir(), 'contexts-'));
  try {
    const folders = await Promise.all(contexts.map((context, i) => make(path.join(place, `${i}`), context)));
    const received = await receive(engine, place, folders);
    const failures: string[] = [];
    for (const [i, { name, dockerignore }] of contexts.entries()) {
      const refused = parseDockerignore(dockerignore).invalid;
      const { paths } = await listSent(
        createNodeFileSystem(),
        pathToFileURL(folders[i]!).href,
        dockerignore,
        { entries: 10_000 },
      );
      const ours = new Set(paths.map(({ path, type }) => (type === 'directory' ? `${path}/` : path)));
      const theirs = new Set(received[i]);
      const wrong = [
        ...refused.map(({ text }) => `we refuse ${text}`),
        ...[...ours]
          .filter((each) => !theirs.has(each))
          .map((each) => `not received: ${JSON.stringify(each)}`),
        ...[...theirs].filter((each) => !ours.has(each)).map((each) => `received: ${JSON.stringify(each)}`),
      ];
      if (wrong.length > 0) failures.push(`${name}: ${wrong.join(', ')}`);
    }
    return { count: contexts.length, failures };
  } finally {
    await rm(place, { recursive: true });
  }
}

async function make(folder: string, { dockerignore, entries }: Context): Promise<string> {
  for (const entry of entries) {
    const [name, target] = entry.split(' -> ') as [string, string?];
    const file = path.join(folder, name);
    await mkdir(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (target !== undefined) await symlink(target, file);
    else if (!name.endsWith('/')) await writeFile(file, name);
  }
  await writeFile(path.join(folder, '.dockerignore'), dockerignore);
  return folder;
}

/** One build takes all the contexts by name: each is sent with its own .dockerignore. */
async function receive(engine: Engine, place: string, folders: readonly string[]): Promise<string[][]> {
  const out = path.join(place, 'out');
  const dockerfile = path.join(place, 'Dockerfile');
  const copies = folders.map((_, i) => `COPY --from=context-${i} . /${i}/`);
  await writeFile(dockerfile, ['FROM scratch', ...copies, ''].join('\n'));
  await mkdir(path.join(place, 'empty'));
  await engine.mustDocker(
    'build', '--quiet', '--file', dockerfile, '--output', `type=local,dest=${out}`,
    ...folders.flatMap((folder, i) => ['--build-context', `context-${i}=${folder}`]),
    path.join(place, 'empty'),
  ); // prettier-ignore
  return Promise.all(folders.map((_, i) => listAll(path.join(out, String(i)))));
}

async function listAll(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true });
  const lists = entries.map(async (entry) => {
    const name = below + entry.name;
    return entry.isDirectory() ? [`${name}/`, ...(await listAll(folder, `${name}/`))] : [name];
  });
  return (await Promise.all(lists)).flat();
}
