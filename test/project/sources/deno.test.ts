import { describe, expect, it } from 'vitest';
import type { SourceFacts } from '../../../server/project/facts.ts';
import { projectOf } from '../support.ts';

async function sourcesOf(text: string): Promise<SourceFacts> {
  const found = (await projectOf({ 'deno.json': '{}', 'main.ts': text, 'views/a.html': '' })).sources('');
  expect(found).toBeDefined();
  return found!;
}

describe('what a program asks of Deno', () => {
  it.each<[string, readonly string[]]>([
    ["await Deno.writeTextFile('data/a.txt', 'x')", ['data/a.txt']],
    ["Deno.mkdirSync('uploads', { recursive: true })", ['uploads']],
    ["await Deno.open('log.txt', { append: true })", ['log.txt']],
    ["await Deno.open('log.txt', { read: true })", []],
    ["await Deno.copyFile('a', 'copies/a')", ['copies/a']],
    ["await Deno.openKv('notes.db')", ['notes.db']],
    ["await Deno.openKv(':memory:')", []],
    ["const db = new DB('test.db')", ['test.db']],
    ["await Deno.readTextFile('views/a.html')", []],
    ['await Deno.writeTextFile(`${Deno.cwd()}/out/${name}`, x)', ['out']],
  ])('%s writes %s', async (text, paths) => {
    expect((await sourcesOf(text)).writes.map(({ path }) => path)).toEqual(paths);
  });

  it('finds absolute paths and what only the running program knows', async () => {
    const { writesElsewhere } = await sourcesOf(
      "Deno.writeFile('/data/a', x);\nDeno.writeFile(Deno.env.get('FILE'), x);\nDeno.writeFile('/tmp/a', x);",
    );
    expect(writesElsewhere.map(({ path }) => path)).toEqual(['/data/a', undefined]);
  });

  it.each<[string, number | undefined, string | undefined]>([
    ['Deno.serve(() => new Response())', 8000, ''],
    ['Deno.serve({ port: 3000 }, handler)', 3000, ''],
    ["Deno.serve({ hostname: '127.0.0.1', port: 3000 }, handler)", 3000, '127.0.0.1'],
    ['Deno.serve({ hostname }, handler)', 8000, undefined],
    ['const port = 9000;\nDeno.serve({ port }, handler)', 9000, ''],
    ['Deno.serve({ ...options }, handler)', undefined, undefined],
    ['Deno.serve(options, handler)', undefined, undefined],
  ])('%s listens on %s of %s', async (text, port, host) => {
    const { listeners, ports } = await sourcesOf(text);
    expect(listeners.map((one) => [one.port, one.host])).toEqual([[port, host]]);
    expect(ports.map((one) => one.port)).toEqual(port === undefined ? [] : [port]);
  });

  it('finds programs, libraries, data and imports', async () => {
    const { startedPrograms, deno } = await sourcesOf(
      "import { Hono } from 'npm:hono@4';\nimport x from './x.ts';\nimport 'node:fs';\nnew Deno.Command('ffmpeg');\nDeno.dlopen('libx.so', {});\nawait Deno.openKv();",
    );
    expect(startedPrograms).toEqual([{ program: 'ffmpeg', file: 'main.ts' }]);
    expect(deno).toEqual({
      imports: [
        { specifier: 'npm:hono@4', file: 'main.ts' },
        { specifier: 'node:fs', file: 'main.ts' },
      ],
      libraries: ['main.ts'],
      keepsData: ['main.ts'],
    });
  });
});
