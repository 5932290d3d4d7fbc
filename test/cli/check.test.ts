import { describe, expect, it, vi } from 'vitest';
import { run } from './terminal.ts';

vi.mock('../../server/rules/registry.ts', () => import('../lsp/rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('../lsp/plan.ts'));

const bad = 'FROM alpine\nMAINTAINER me\n';
const good = 'FROM alpine\n';

interface Json {
  files: { path: string; context: string | null; findings: { rule: string; line: number }[] }[];
  summary: Record<string, unknown>;
}

async function json(
  argv: string[],
  ...rest: Parameters<typeof run> extends [unknown, ...infer R] ? R : never
) {
  const ran = await run(['check', '--format', 'json', ...argv], ...rest);
  return { ...ran, json: JSON.parse(ran.stdout) as Json };
}

describe('check as JSON', () => {
  it('has the promised shape', async () => {
    const ran = await json(['app'], { 'app/Dockerfile': bad });
    expect(ran.json).toEqual({
      files: [
        {
          path: 'app/Dockerfile',
          context: 'app',
          findings: [
            {
              rule: 'deprecated/maintainer',
              severity: 'warning',
              message: '`MAINTAINER` is deprecated. Use a label.',
              line: 2,
              column: 1,
              endLine: 2,
              endColumn: 14,
              fixes: [
                { title: 'Write a label', applicability: 'safe' },
                { title: 'Remove it', applicability: 'suggested' },
              ],
            },
          ],
        },
      ],
      summary: {
        files: 1,
        findings: 1,
        error: 0,
        warning: 1,
        info: 0,
        hint: 0,
        fixable: 1,
        fixed: 0,
        failures: [],
      },
    });
    expect(ran.code).toBe(1);
  });

  it('counts columns in UTF-16 units and lines of CRLF files', async () => {
    const ran = await json([], { Dockerfile: '\uFEFF# 🐳\r\nFROM alpine:latest\r\n' });
    expect(ran.json.files[0]?.findings).toMatchObject([{ line: 2, column: 6, endLine: 2, endColumn: 19 }]);
  });

  it('is JSON for standard input', async () => {
    const named = await json(['-', '--stdin-filename', 'app/Dockerfile'], { 'app/x': '' }, { stdin: bad });
    expect(named.json.files).toMatchObject([{ path: 'app/Dockerfile', context: 'app' }]);
    const unnamed = await json(['-'], { 'app/x': '' }, { stdin: bad });
    expect(unnamed.json.files).toMatchObject([{ path: '-', context: null, findings: [{ line: 2 }] }]);
  });
});

describe('the exit code', () => {
  const tree = { Dockerfile: 'FROM alpine:latest\n' };
  it.each([
    [[], 0],
    [['--fail-on', 'info'], 1],
    [['--fail-on', 'hint'], 1],
    [['--fail-on', 'error'], 0],
    [['--rule', 'reproducible/unpinned-base=error', '--fail-on', 'error'], 1],
    [['--rule', 'reproducible=warning'], 1],
    [['--rule', 'reproducible/unpinned-base=off', '--fail-on', 'hint'], 0],
    [['--rule', 'reproducible/unpinned-base=error', '--fail-on', 'none'], 0],
  ])('of %j for an info finding is %d', async (argv, code) => {
    expect((await run(['check', ...argv], tree)).code).toBe(code);
  });

  it('is 2 for what can not be read, and the rest is still checked', async () => {
    const ran = await json(['missing', 'nul', 'secret/Dockerfile', 'good/Dockerfile'], {
      nul: { size: 10 },
      'secret/Dockerfile': { unreadable: true },
      'good/Dockerfile': good,
    });
    expect(ran.code).toBe(2);
    expect(ran.json.files.map(({ path }) => path)).toEqual(['good/Dockerfile']);
    expect(ran.json.summary['failures']).toEqual([
      { path: 'missing', message: 'there is no such file' },
      { path: 'nul', message: 'holds a NUL byte, so it is not a Dockerfile' },
      { path: 'secret/Dockerfile', message: "can't be read" },
    ]);
    expect(ran.stderr).toContain("secret/Dockerfile: can't be read\n");
  });

  it('is 2 for a folder without Dockerfiles or one that can not be listed', async () => {
    const ran = await run(['check', 'empty', 'locked'], {
      'empty/': '',
      locked: { unreadable: 'directory' },
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toBe(
      "empty: there is no Dockerfile below this folder\nlocked: the folder can't be read\n",
    );
  });

  it('is 2 for a file that is too large', async () => {
    const ran = await run(['check', 'Dockerfile'], { Dockerfile: { size: 10_000_000 } });
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('is larger than 4 MiB')]);
  });
});

describe('the walk', () => {
  it('finds Dockerfiles by name, in a stable order, and no others', async () => {
    const ran = await json(['--fail-on', 'none'], {
      Dockerfile: good,
      'b/Dockerfile.dev': good,
      'b/Containerfile': good,
      'a/api.dockerfile': good,
      'a/web.Dockerfile': good,
      'a/Dockerfile-prod': good,
      'a/Dockerfile.dockerignore': 'x',
      'a/DockerfileParser.java': 'x',
      'a/notes.txt': 'x',
      'node_modules/x/Dockerfile': bad,
      '.git/Dockerfile': bad,
      'vendor/x/Dockerfile': bad,
      'link/Dockerfile': { symlink: '../Dockerfile' },
      'Dockerfile.d/Dockerfile': good,
    });
    expect(ran.json.files.map(({ path }) => path)).toEqual([
      'Dockerfile',
      'Dockerfile.d/Dockerfile',
      'a/Dockerfile-prod',
      'a/api.dockerfile',
      'a/web.Dockerfile',
      'b/Containerfile',
      'b/Dockerfile.dev',
    ]);
  });

  it('walks a folder named Dockerfile', async () => {
    const ran = await json(['Dockerfile'], { 'Dockerfile/Containerfile': good });
    expect(ran.json.files.map(({ path }) => path)).toEqual(['Dockerfile/Containerfile']);
  });

  it('takes any file that is named, links too, and each one once', async () => {
    const ran = await json(['link', 'odd.txt', './odd.txt', '.'], {
      'odd.txt': good,
      link: { symlink: 'odd.txt' },
      Dockerfile: good,
    });
    expect(ran.json.files.map(({ path }) => path)).toEqual(['link', 'odd.txt', 'Dockerfile']);
  });
});

describe('check as text', () => {
  it('shows place, severity, rule, message, the line and a fix', async () => {
    const ran = await run(['check'], { Dockerfile: bad, 'sub/Dockerfile': 'FROM\talpine:latest\n' });
    expect(ran.stdout).toBe(
      [
        'Dockerfile:2:1 warning deprecated/maintainer `MAINTAINER` is deprecated. Use a label.',
        '    2 | MAINTAINER me',
        '      | ^^^^^^^^^^^^^',
        '      = fix (safe): Write a label',
        '',
        'sub/Dockerfile:1:6 info reproducible/unpinned-base `latest` moves. Pin it.',
        '    1 | FROM\talpine:latest',
        '      |     \t^^^^^^^^^^^^^',
        '',
        '2 files, 2 findings: 1 warning, 1 info; --fix can fix 1 of them.',
        '',
      ].join('\n'),
    );
  });

  it('hides credentials, in the lines of other findings too', async () => {
    const ran = await run(['check'], { Dockerfile: 'FROM a:latest\nENV DEPLOY_TOKEN="aB3 dE6" PORT=80\n' });
    expect(ran.stdout).toContain('    2 | ENV DEPLOY_TOKEN=**** **** PORT=80\n');
    expect(ran.stdout).not.toMatch(/aB3|dE6/);
  });

  it('says when all is well', async () => {
    expect((await run(['check'], { Dockerfile: good })).stdout).toBe('1 file, no findings.\n');
  });

  it('uses colours on a terminal only, and not against NO_COLOR', async () => {
    const tree = { Dockerfile: bad };
    expect((await run(['check'], tree)).stdout).not.toContain('\x1b');
    expect((await run(['check'], tree, { tty: true })).stdout).toContain('\x1b[33mwarning');
    expect((await run(['check'], tree, { tty: true, env: { NO_COLOR: '1' } })).stdout).not.toContain('\x1b');
    expect((await run(['check', '--format', 'json'], tree, { tty: true })).stdout).not.toContain('\x1b');
  });

  it('lets no file send commands to the terminal, and cuts endless lines', async () => {
    const ran = await run(['check'], {
      Dockerfile: `FROM alpine\nMAINTAINER \x1b]0;title\x07${'x'.repeat(1_000_000)}\n`,
    });
    expect(ran.stdout).not.toMatch(/[\x00-\x08\x0b-\x1f]/);
    expect(ran.stdout.length).toBeLessThan(2000);
    expect(ran.stdout).toContain('…');
  });
});

describe('--context', () => {
  it('names the folder that COPY reads', async () => {
    const tree = {
      'docker/Dockerfile': 'FROM alpine\nCOPY . .\n',
      '.dockerignore': '.git\n',
      'docker/x': '',
    };
    expect((await json(['docker', '--context', '.'], tree)).json.files).toMatchObject([
      { context: '.', findings: [] },
    ]);
    expect((await json(['docker', '--context', 'docker'], tree)).json.files).toMatchObject([
      { context: 'docker', findings: [{ rule: 'context/no-dockerignore' }] },
    ]);
  });
});

describe('--fix', () => {
  it('writes all safe fixes and reports what is left', async () => {
    const ran = await json(['--fix'], {
      Dockerfile: 'FROM alpine:latest\r\nMAINTAINER me\r\nMAINTAINER you\r\nCOPY . .\r\n',
      'index.js': '',
    });
    expect(await ran.text('Dockerfile')).toBe(
      'FROM alpine:latest\r\nLABEL maintainer="me"\r\nLABEL maintainer="you"\r\nCOPY . .\r\n',
    );
    expect(await ran.text('.dockerignore')).toBe('.git\n');
    expect(ran.json.files[0]?.findings.map(({ rule }) => rule)).toEqual(['reproducible/unpinned-base']);
    expect(ran.json.summary).toMatchObject({ fixed: 3, fixable: 0 });
    expect(ran.code).toBe(0);
  });

  it('says how many it made', async () => {
    const ran = await run(['check', '--fix'], { Dockerfile: bad });
    expect(ran.stdout).toBe('1 file, no findings; 1 fix applied.\n');
  });

  it('reports a file that can not be written, with its findings', async () => {
    const writer = {
      replace: () => Promise.resolve({ ok: false, reason: 'it changed since it was read' } as const),
    };
    const ran = await run(['check', '--fix'], { Dockerfile: bad }, { writer });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toBe('Dockerfile: not written: it changed since it was read\n');
    expect(ran.stdout).toContain('deprecated/maintainer');
  });

  it('writes nothing when there is nothing to fix', async () => {
    const writer = { replace: () => Promise.reject(new Error('written')) };
    expect((await run(['check', '--fix'], { Dockerfile: good }, { writer })).code).toBe(0);
  });
});
