import { describe, expect, it, vi } from 'vitest';
import { fakeShellCheck } from '../support/shellcheck.ts';
import { run } from './terminal.ts';

vi.mock('../../server/rules/registry.ts', () => import('../lsp/rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('../lsp/plan.ts'));

const text = 'FROM alpine\nRUN echo $HOME\n';
const found = {
  code: 2086,
  level: 'warning',
  about: '$HOME',
  by: '"$HOME"',
  message: 'Quote this.',
} as const;

describe('check --shellcheck', () => {
  it('shows what ShellCheck found where it is installed', async () => {
    const shellChecker = fakeShellCheck([found]);
    const ran = await run(['check', 'Dockerfile'], { Dockerfile: text }, { shellChecker });
    expect(ran.stdout).toContain('Dockerfile:2:10 warning shellcheck/SC2086 Quote this.');
    expect(ran.stdout).toContain("fix (suggested): Apply ShellCheck's correction (SC2086)");
    expect([ran.code, ran.stderr, shellChecker.asked.length]).toEqual([1, '', 1]);
  });

  it.each([
    ['the option', ['--shellcheck', 'off'], {}],
    ['a rule', ['--rule', 'shellcheck/*=off'], {}],
    ['the project', [], { '.dockerfile-optimizer.yml': 'shellcheck: off\n' }],
    ["the project's rules", [], { '.dockerfile-optimizer.yml': 'rules: { shellcheck: off }\n' }],
  ])('does not run it when %s turns it off', async (_, argv, files) => {
    const shellChecker = fakeShellCheck([found]);
    const ran = await run(['check', 'Dockerfile', ...argv], { Dockerfile: text, ...files }, { shellChecker });
    expect([ran.code, ran.stderr, shellChecker.asked]).toEqual([0, '', []]);
  });

  it('goes before the project when it is on', async () => {
    const tree = { Dockerfile: text, '.dockerfile-optimizer.yml': 'shellcheck: off\n' };
    const ran = await run(['check', '--shellcheck', 'on'], tree, { shellChecker: fakeShellCheck([found]) });
    expect(ran.stdout).toContain('SC2086');
  });

  it('says nothing where there is none, but when it is on', async () => {
    const auto = await run(['check', 'Dockerfile'], { Dockerfile: text });
    expect([auto.code, auto.stderr]).toEqual([0, '']);
    const on = await run(['check', 'Dockerfile', '--shellcheck', 'on'], { Dockerfile: text });
    expect(on.code).toBe(2);
    expect(on.stderr).toMatch(/^dockerfile-optimizer: --shellcheck on: there is no ShellCheck/);
    expect((await run(['check', '--shellcheck', 'yes'])).stderr).toContain('choose one of auto, on, off');
  });

  it('takes its codes wherever a rule is named', async () => {
    const shellChecker = fakeShellCheck([found]);
    for (const name of ['SC2086', 'shellcheck/SC2086', 'shellcheck/*'])
      expect((await run(['check', '--rule', `${name}=hint`], { Dockerfile: text }, { shellChecker })).code).toBe(0);
    for (const comment of ['hadolint ignore=SC2086', 'dockerfile-optimizer ignore=SC2086', 'dockerfile-optimizer ignore=shellcheck/*']) {
      const ran = await run(['check'], { Dockerfile: text.replace('RUN', `# ${comment}\nRUN`) }, { shellChecker });
      expect([ran.stdout, ran.code]).toEqual(['1 file, no findings.\n', 0]);
    }
  }); // prettier-ignore

  it('is asked again for what --fix wrote', async () => {
    const shellChecker = fakeShellCheck([found]);
    const ran = await run(['check', '--fix'], { Dockerfile: `${text}MAINTAINER me\n` }, { shellChecker });
    expect(ran.stdout).toContain('Dockerfile:2:10 warning shellcheck/SC2086');
    expect(await ran.text('Dockerfile')).toBe(`${text}LABEL maintainer="me"\n`);
  });
});
