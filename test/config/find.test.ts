import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { withConfig } from '../../server/config/config.ts';
import { findConfig, isConfigLocation } from '../../server/config/find.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

const root = 'file:///work/project';

async function found(tree: MemoryTree, dockerfile: string, workspace: string | undefined) {
  const fileSystem = createMemoryFileSystem(tree, 'file:///work');
  const config = await findConfig(fileSystem, `file:///work/${dockerfile}`, workspace);
  return { config, accessed: fileSystem.accessed, path: config?.location.replace('file:///work/', '') };
}

const yaml = '.dockerfile-optimizer.yaml';

describe('the configuration file', () => {
  it.each<[string, MemoryTree, string, string | undefined, string | undefined]>([
    ['beside the Dockerfile', { [`project/a/${yaml}`]: '' }, 'project/a/Dockerfile', root, `project/a/${yaml}`],
    ['above it', { [`project/${yaml}`]: '' }, 'project/a/b/Dockerfile', root, `project/${yaml}`],
    ['the nearest', { [`project/${yaml}`]: '', 'project/a/.dockerfile-optimizer.json': '' }, 'project/a/Dockerfile', root, 'project/a/.dockerfile-optimizer.json'],
    ['not above the workspace', { [yaml]: '' }, 'project/Dockerfile', root, undefined],
    ['not above the repository', { [`project/${yaml}`]: '', 'project/a/.git': 'gitdir: x' }, 'project/a/Dockerfile', root, undefined],
    ['the repository without a workspace', { [`project/${yaml}`]: '', 'project/.git/HEAD': '' }, 'project/a/Dockerfile', undefined, `project/${yaml}`],
    ['its own folder without both', { [`project/${yaml}`]: '' }, 'project/a/Dockerfile', undefined, undefined],
    ['its own folder, found, without both', { [`project/a/${yaml}`]: '' }, 'project/a/Dockerfile', undefined, `project/a/${yaml}`],
    ['none for a file outside of the workspace', { [`other/${yaml}`]: '' }, 'other/Dockerfile', root, undefined],
  ])('%s', async (_, tree, dockerfile, workspace, expected) => {
    expect((await found(tree, dockerfile, workspace)).path).toBe(expected);
  }); // prettier-ignore

  it('reads nothing above its root', async () => {
    const { accessed } = await found({ [yaml]: '' }, 'project/a/Dockerfile', root);
    expect(accessed.filter((path) => !path.startsWith('project'))).toEqual([]);
  });

  it('says which of several is not read', async () => {
    const tree = { [`project/${yaml}`]: 'shellcheck: off', 'project/.dockerfile-optimizer.json': '{' };
    const { config } = await found(tree, 'project/Dockerfile', root);
    expect(config?.config).toEqual({ shellcheck: 'off' });
    expect(config?.problems).toMatchObject([
      { severity: 'warning', message: '.dockerfile-optimizer.json beside this file is not read.' },
    ]);
  });

  it.each<[string, MemoryTree[string], string]>([
    ['a link', { symlink: '../../etc/secret' }, 'This file is a symbolic link, which is not followed.'],
    ['too large', `# ${'x'.repeat(300_000)}`, 'This file is larger than 256 KiB, which no configuration is.'],
    ['binary', { size: 10 }, 'This file holds a NUL byte.'],
    ['unreadable', { unreadable: true }, "This file can't be read."],
    ['a socket', { other: true }, 'This file is no file.'],
  ])('is not read when it is %s', async (_, entry, message) => {
    const { config } = await found({ [`project/${yaml}`]: entry }, 'project/Dockerfile', root);
    expect(config).toMatchObject({ config: {}, problems: [{ severity: 'error', message }] });
  });

  it('is known by its name', () => {
    expect(isConfigLocation(`${root}/${yaml}`)).toBe(true);
    expect(isConfigLocation(`${root}/.dockerfile-optimizer.json`)).toBe(true);
    expect(isConfigLocation(`${root}/dockerfile-optimizer.json`)).toBe(false);
  });
});

describe('what it says goes before what the user says', () => {
  it('rule by rule, and setting by setting', () => {
    const user = { ...defaultSettings, rules: { 'size/*': 'off', SC2086: 'hint' }, strictLabels: true } as const;
    const { rules, ...others } = withConfig(user, { rules: { 'size/heavy-base': 'error' }, preferredNodeBase: 'slim' });
    expect(rules).toMatchObject({ 'size/heavy-base': 'error', 'size/multi-stage': 'off', 'shellcheck/SC2086': 'hint' });
    expect(others).toMatchObject({ preferredNodeBase: 'slim', strictLabels: true, fixOnSave: false });
  }); // prettier-ignore

  it('but does not make ShellCheck run', () => {
    expect(withConfig({ ...defaultSettings, shellcheck: 'off' }, { shellcheck: 'auto' }).shellcheck).toBe('off');
    expect(withConfig(defaultSettings, { shellcheck: 'off' }).shellcheck).toBe('off');
  }); // prettier-ignore
});
