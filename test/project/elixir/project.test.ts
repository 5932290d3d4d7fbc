import { describe, expect, it } from 'vitest';
import { parseMixFile, parseMixLock } from '../../../server/project/elixir/mix.ts';
import type { ElixirProject } from '../../../server/project/facts.ts';
import { mixProject } from '../../support/dependency-projects.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const elixirOf = async (tree: MemoryTree, directory = ''): Promise<ElixirProject | undefined> =>
  (await projectOf(tree)).find('elixir', directory);
const mix = (deps: string, more = ''): string =>
  `defmodule A.MixProject do\n  use Mix.Project\n  def project do\n    [app: :a, elixir: "~> 1.18", ${more}deps: deps()]\n  end\n  defp deps do\n    [${deps}]\n  end\nend\n`;

describe('mix.exs', () => {
  it('reads dependencies and nothing else', () => {
    const { dependencies } = parseMixFile(
      mix(
        '{:phoenix, "~> 1.8"}, # {:no, "~> 1.0"}\n {:credo, "~> 1.7", only: [:dev, :test], runtime: false}, {:floki, ">= 0.30.0", only: :test},\n {:heroicons, github: "x/heroicons", tag: "v2", sparse: "optimized", app: false}, {:core, in_umbrella: true}, {:lib, path: "../lib"}, {:hash, "~> 1.0, # no comment"}',
        'mod: {A.Application, []}, aliases: [{:setup, ["deps.get"]}], docs: [extras: ["README.md"]], ',
      ),
    );
    expect(dependencies).toEqual([
      { name: 'phoenix', requirement: '~> 1.8', only: [], local: undefined },
      { name: 'credo', requirement: '~> 1.7', only: ['dev', 'test'], local: undefined },
      { name: 'floki', requirement: '>= 0.30.0', only: ['test'], local: undefined },
      { name: 'heroicons', requirement: undefined, only: [], local: undefined },
      { name: 'core', requirement: undefined, only: [], local: 'in_umbrella' },
      { name: 'lib', requirement: undefined, only: [], local: '../lib' },
      { name: 'hash', requirement: '~> 1.0, # no comment', only: [], local: undefined },
    ]);
  });
  it.each<[string, Partial<ReturnType<typeof parseMixFile>>]>([
    [mix('', 'version: File.read!("VERSION"), '), { files: ['VERSION'], dynamic: undefined }],
    [mix('', 'version: String.trim(File.read!("VERSION")), '), { files: ['VERSION'] }],
    [mix('', 'version: File.read!(path), '), { dynamic: 'File.read!(' }],
    [mix('', 'version: version(System.cmd("git", ["describe"])), '), { dynamic: 'System.cmd' }],
    [mix('', 'releases: [web: [include_executables_for: [:unix], steps: [:assemble, :tar]], worker: [applications: [a: :permanent]]], '), { releases: ['web', 'worker'] }],
    [mix('').replace('defp deps do', 'defp releases do\n    [shop: [strip_beams: true]]\n  end\n  defp deps do'), { releases: ['shop'] }],
    ['', { app: undefined, dependencies: [], releases: [] }],
    ['{{{{{:a, "~> 1.0"', { dependencies: [] }],
  ])('%#', (text, expected) => {
    expect(parseMixFile(text)).toMatchObject(expected);
  }); // prettier-ignore
  it('reads mix.lock', () => {
    const text =
      '%{\n  "jason": {:hex, :jason, "1.4.4", "b9", [:mix], [], "hexpm", "c5"},\n  "heroicons": {:git, "https://example.org/h.git", "88ab3a0d790e6a47404cba02800a6b25d2afae50", [tag: "v2"]},\n}\n';
    expect([...parseMixLock(text)]).toEqual([
      ['jason', '1.4.4'],
      ['heroicons', undefined],
    ]);
  });
});

describe('projects', () => {
  it('reads mix.exs and mix.lock', async () => {
    expect(await elixirOf(mixProject)).toMatchObject({
      manifest: 'mix.exs',
      app: 'shop',
      lock: { path: 'mix.lock', packages: 2, inStep: true, differences: [] },
      elixirVersion: { source: 'mix.exs', version: '~> 1.18' },
      configuration: 'config',
      applications: [],
      umbrella: undefined,
      releases: [],
      needsSources: undefined,
      frameworks: ['plug'],
    });
  });
  it.each<[string, string, boolean | undefined, string[]]>([
    ['{:plug, "~> 1.18.0"}', 'a patch', true, []],
    ['{:plug, "~> 2.0"}', 'another major version', false, ['plug']],
    ['{:plug, "~> 1.18"}, {:jason, "~> 1.4"}', 'a new one', false, ['jason']],
    ['{:plug, ">= 1.0.0 and < 2.0.0 or == 3.0.0"}', 'a compound', true, []],
    ['{:plug, "!= 1.17.0"}', 'an exclusion', undefined, []],
    ['{:plug, github: "x/plug"}', 'a branch', undefined, []],
  ])('compares %s: %s', async (deps, _, inStep, differences) => {
    expect((await elixirOf({ ...mixProject, 'mix.exs': mix(deps) }))!.lock).toMatchObject({ inStep, differences });
  }); // prettier-ignore
  it('knows an umbrella and its applications', async () => {
    const tree = {
      'mix.exs': 'defmodule U do\n  def project, do: [apps_path: "apps", deps: []]\nend\n',
      'mix.lock': '%{}',
      'apps/web/mix.exs': mix('{:plug, "~> 1.18"}', 'config_path: "../../config/config.exs", lockfile: "../../mix.lock", '),
      'apps/core/mix.exs': mix(''),
      'config/config.exs': '',
      'deps/plug/mix.exs': mix(''),
    };
    expect(await elixirOf(tree)).toMatchObject({ applications: ['apps/core', 'apps/web'], configuration: 'config' });
    expect(await elixirOf(tree, 'apps/web')).toMatchObject({ umbrella: '', configuration: 'config', lock: { path: 'mix.lock' } });
    expect(await elixirOf(tree, 'deps/plug')).toBeUndefined();
  }); // prettier-ignore
  it('takes the exact version of .tool-versions, and says when sources are needed', async () => {
    const tree = { ...mixProject, '.tool-versions': 'erlang 27.2\nelixir 1.18.4-otp-27\n' };
    expect((await elixirOf(tree))!.elixirVersion).toEqual({ source: '.tool-versions', version: '1.18.4' });
    const local = { ...mixProject, 'mix.exs': mix('{:lib, path: "../lib"}') };
    expect((await elixirOf(local))!.needsSources).toBe('mix.exs depends on lib at ../lib');
  });
});
