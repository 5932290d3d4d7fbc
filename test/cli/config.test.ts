import { describe, expect, it, vi } from 'vitest';
import { run } from './terminal.ts';

vi.mock('../../server/rules/registry.ts', () => import('../lsp/rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('../lsp/plan.ts'));

const bad = 'FROM alpine\nMAINTAINER me\n';
const yaml = '.dockerfile-optimizer.yaml';

interface Json {
  files: { path: string; findings: { rule: string; severity: string }[] }[];
  summary: { failures: { path: string; message: string }[] };
}

async function findings(argv: string[], tree: Record<string, string>): Promise<string[]> {
  const ran = await run(['check', '--format', 'json', '--fail-on', 'none', ...argv], tree);
  return (JSON.parse(ran.stdout) as Json).files.flatMap((file) =>
    file.findings.map(({ rule, severity }) => `${file.path} ${severity} ${rule}`),
  );
}

describe('the configuration file', () => {
  it('is found above the Dockerfile, up to the repository', async () => {
    const tree = {
      '.git/HEAD': '',
      [yaml]: 'rules:\n  deprecated/maintainer: hint\n',
      'a/b/Dockerfile': bad,
    };
    expect(await findings(['a'], tree)).toEqual(['a/b/Dockerfile hint deprecated/maintainer']);
  });

  it('is the nearest one, and that of another repository does not count', async () => {
    const tree = {
      [yaml]: 'rules: { deprecated/maintainer: hint }\n',
      'near/Dockerfile': bad,
      'near/.dockerfile-optimizer.json': '{ "rules": { "deprecated/*": "error" } }',
      'other/.git/HEAD': '',
      'other/Dockerfile': bad,
    };
    expect(await findings(['.'], tree)).toEqual([
      'near/Dockerfile error deprecated/maintainer',
      'other/Dockerfile warning deprecated/maintainer',
    ]);
  });

  it('gives way to --rule, and a comment to nothing', async () => {
    const tree = { [yaml]: 'rules: { deprecated/maintainer: error }\n', Dockerfile: bad };
    expect(await findings(['--rule', 'deprecated/*=info'], tree)).toEqual(['Dockerfile info deprecated/maintainer']);
    const silenced = 'FROM alpine\n# dockerfile-optimizer ignore=deprecated/maintainer\nMAINTAINER me\n';
    expect(await findings(['--rule', 'deprecated/*=error'], { ...tree, Dockerfile: silenced })).toEqual([]);
  }); // prettier-ignore

  it('counts for optimize too, and for standard input with a name', async () => {
    const tree = { [yaml]: 'rules: { deprecated/maintainer: off }\n', Dockerfile: bad };
    const named = await run(['check', '-', '--stdin-filename', 'Dockerfile'], tree, { stdin: bad });
    expect([named.code, named.stderr]).toEqual([0, '']);
    const unnamed = await run(['check', '-'], tree, { stdin: bad });
    expect(unnamed.code).toBe(1);
    const optimized = await run(['optimize', 'Dockerfile'], tree);
    expect(optimized.stdout).toMatch(/^Dockerfile: no findings/);
  });

  it('warns once of what does not count, with the place', async () => {
    const ran = await run(['check', '.'], {
      [yaml]: 'rules:\n  deprecated/maintaner: off\n  deprecated/maintainer: warn\nrulse: {}\n',
      'a/Dockerfile': bad,
      'b/Dockerfile': bad,
    });
    expect(ran.stderr.trim().split('\n')).toEqual([
      `${yaml}:2:3: warning: There is no rule \`deprecated/maintaner\`. Did you mean \`deprecated/maintainer\`?`,
      `${yaml}:3:26: warning: \`deprecated/maintainer\` must be one of error, warning, info, hint, off.`,
      `${yaml}:4:1: warning: There is no setting \`rulse\` for projects. Did you mean \`rules\`?`,
    ]);
    expect(ran.code).toBe(1);
  });

  it.each([
    ['YAML', yaml, 'rules:\n  a: [b\n', `${yaml}:3:1: This is not YAML: `],
    ['JSON', '.dockerfile-optimizer.json', '{\n  "rules": {\n}', '.dockerfile-optimizer.json:3:2: This is not JSON: '],
  ])('stops the check when it is broken (%s)', async (_, name, text, message) => {
    const ran = await run(['check', '.'], { [name]: text, 'a/Dockerfile': bad, 'b/Dockerfile': bad });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    const optimized = await run(['optimize', 'a/Dockerfile'], { [name]: text, 'a/Dockerfile': bad });
    expect(optimized.code).toBe(2);
    expect(optimized.stderr).toContain(message);
  }); // prettier-ignore

  it('names the build context', async () => {
    const tree = {
      '.git/HEAD': '',
      [yaml]: 'contexts: { "docker/*": app }\n',
      'docker/Dockerfile': 'FROM alpine:3.23\nCOPY a.txt b.txt ./\nUSER 1000\n',
      'app/a.txt': '',
      'docker/a.txt': '',
      'docker/b.txt': '',
    };
    const ran = await run(['check', '--format', 'json', '--fail-on', 'none', 'docker'], tree);
    const [file] = (JSON.parse(ran.stdout) as { files: { context: string }[] }).files;
    expect(file!.context).toContain('app');
    const other = await run(['check', '--format', 'json', '--fail-on', 'none', '--context', 'docker', 'docker'], tree);
    expect((JSON.parse(other.stdout) as { files: { context: string }[] }).files[0]!.context).toContain('docker');
  }); // prettier-ignore
});
