import { describe, expect, it } from 'vitest';
import type { RubyProject } from '../../../server/project/facts.ts';
import { parseGemfile } from '../../../server/project/ruby/gemfile.ts';
import { coversLinux } from '../../../server/project/ruby/lock.ts';
import { gemfile, gemfileLock, rubyProject } from '../../support/dependency-projects.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const rubyOf = async (tree: MemoryTree): Promise<RubyProject | undefined> =>
  (await projectOf(tree)).find('ruby', '');

describe('Gemfile', () => {
  it('reads gems with their groups', () => {
    const parsed = parseGemfile(
      [
        '# frozen_string_literal: true',
        'source "https://rubygems.org"',
        'git_source(:github) { |repo| "https://github.com/#{repo}.git" }',
        "ruby '3.4.7', engine: 'ruby'",
        'gem "rails", "~> 8.0.1", ">= 8.0.1.2" # the framework',
        "gem('pg', '>= 1.1', '< 2.0')",
        'gem "bootsnap", require: false',
        'gem "debug", platforms: %i[ mri windows ], group: [:development, :test]',
        'gem "tzinfo-data", platforms: [:mingw, :x64_mingw, :jruby]',
        'gem "redis", ["~> 5.0", "!= 5.1.0"],',
        '    require: ["redis", "redis/connection"]',
        'gem "fork", git: "https://example.org/fork.git", branch: "main"',
        'group :development, :test do',
        '  gem "rspec-rails"',
        '  platforms :mri do',
        '    gem "byebug"',
        '  end',
        'end',
        'group :production do gem "lograge" end',
        'group :docs, optional: true do',
        '  gem "yard"',
        'end',
        'gem "puma"',
      ].join('\r\n'),
    );
    expect(parsed.dynamic).toBeUndefined();
    expect(parsed.gems.map(({ name, groups }) => `${name} ${groups.join()}`)).toEqual([
      'rails default', 'pg default', 'bootsnap default', 'debug development,test', 'tzinfo-data default', 'redis default', 'fork default',
      'rspec-rails development,test', 'byebug development,test', 'lograge production', 'yard docs', 'puma default',
    ]); // prettier-ignore
    expect(parsed.gems[0]!.requirements).toEqual(['~> 8.0.1', '>= 8.0.1.2']);
    expect(parsed.gems.find(({ name }) => name === 'redis')!.requirements).toEqual(['~> 5.0', '!= 5.1.0']);
    expect(parsed).toMatchObject({ ruby: '3.4.7', optionalGroups: ['docs'], needsSources: undefined, files: [], conditional: false }); // prettier-ignore
  });

  it.each<[string, Partial<ReturnType<typeof parseGemfile>>]>([
    ['ruby file: ".ruby-version"', { files: ['.ruby-version'], dynamic: undefined }],
    ["ruby File.read('.ruby-version').strip", { files: ['.ruby-version'], dynamic: undefined }],
    ['ruby File.read(File.expand_path(".ruby-version", __dir__)).chomp', { files: ['.ruby-version'] }],
    ['gemspec', { needsSources: 'the Gemfile takes the gems of its gemspec' }],
    ['gem "engine", path: "engines/shop"', { needsSources: 'the Gemfile takes engine from engines/shop' }],
    ['path "engines" do\n gem "a"\nend\ngem "b"', { needsSources: 'the Gemfile takes a from engines' }],
    ['eval_gemfile "Gemfile.local"', { files: ['Gemfile.local'], dynamic: 'eval_gemfile "Gemfile.local"' }],
    ['Dir["gems/*"].each { |x| gem x }', { dynamic: 'Dir["gems/*"].each { |x| gem x }' }],
    ['instance_eval File.read(local)', { dynamic: 'instance_eval File.read(local)' }],
    ['if ENV["X"]\n  gem "a"\nelse\n  gem "b"\nend\ngem "c"', { dynamic: undefined, conditional: true }],
    ['gem "a" if RUBY_VERSION >= "3.4"', { conditional: true, dynamic: undefined }],
    ['rails_version = ENV.fetch("RAILS", "8.0")\ngem "rails", rails_version', { conditional: true, dynamic: undefined }],
    ['version = `git describe`', { dynamic: 'version = `git describe`' }],
    ['group(:test) { gem "a" }', { dynamic: 'group(:test) { gem "a" }', gems: [] }],
    ['gem name', { dynamic: 'gem name', gems: [] }],
    ['git_source(:github) do |name|\n  name = "#{name}/#{name}" unless name.include?("/")\n  "https://github.com/#{name}.git"\nend\ngem "a"', { dynamic: undefined, conditional: false }],
    ['plugin "x"; source "y"', { dynamic: undefined }],
    ['', { gems: [], dynamic: undefined }],
    ['gem "a", (((', { }],
    ['end\nend\ngem "a"', { dynamic: undefined }],
  ])('%s', (text, expected) => {
    expect(parseGemfile(text)).toMatchObject(expected);
  }); // prettier-ignore
});

describe('platforms', () => {
  it.each<[string[], boolean | undefined]>([
    [['ruby', 'arm64-darwin-24'], true],
    [['x86_64-linux', 'aarch64-linux'], true],
    [['x86_64-linux-musl', 'aarch64-linux-musl'], true],
    [['x86_64-linux', 'arm64-darwin'], undefined],
    [['arm64-darwin', 'x64-mingw-ucrt'], false],
    [[], false],
  ])('%j covers Linux: %s', (platforms, expected) => {
    expect(coversLinux(platforms)).toBe(expected);
  });
});

describe('projects', () => {
  it('reads Gemfile and Gemfile.lock', async () => {
    expect(await rubyOf(rubyProject)).toMatchObject({
      manifest: 'Gemfile',
      lock: { path: 'Gemfile.lock', packages: 3, inStep: true, differences: [], platforms: ['ruby'], bundledWith: '2.7.2' },
      rubyVersion: { source: 'Gemfile', version: '3.4.7' },
      groups: ['development', 'test'],
      frameworks: ['sinatra', 'puma'],
      installFiles: [],
      needsSources: undefined,
    });
  }); // prettier-ignore
  it.each<[string, MemoryTree, boolean | undefined, string[]]>([
    ['another requirement', { ...rubyProject, Gemfile: gemfile.replace("'~> 4.1'", "'~> 4.2'") }, false, ['sinatra']],
    ['a new gem', { ...rubyProject, Gemfile: `${gemfile}gem 'rack'\n` }, false, ['rack']],
    ['a gem that is gone', { ...rubyProject, Gemfile: gemfile.replace("gem 'puma'\n", '') }, false, ['puma']],
    ['an exact version, as the lockfile writes it', { Gemfile: "gem 'a', '1.2'\n", 'Gemfile.lock': 'DEPENDENCIES\n  a (= 1.2)\n' }, true, []],
    ['a git gem', { Gemfile: "gem 'a', github: 'x/a'\n", 'Gemfile.lock': 'DEPENDENCIES\n  a!\n' }, true, []],
    ['a condition', { ...rubyProject, Gemfile: `${gemfile}gem 'rack' if ENV['X']\n` }, undefined, []],
    ['a broken lockfile', { ...rubyProject, 'Gemfile.lock': '<<<<<<<' }, undefined, []],
  ])('compares them: %s', async (_, tree, inStep, differences) => {
    expect((await rubyOf(tree))!.lock).toMatchObject({ inStep, differences });
  }); // prettier-ignore
  it.each<[string, MemoryTree, RubyProject['rubyVersion']]>([
    ['.ruby-version', { Gemfile: '', '.ruby-version': 'ruby-3.4.7\n' }, { source: '.ruby-version', version: '3.4.7' }],
    ['.tool-versions', { Gemfile: '', '.tool-versions': 'nodejs 22.1.0\nruby 3.3.9\n' }, { source: '.tool-versions', version: '3.3.9' }],
    ['none', { Gemfile: '' }, undefined],
  ])('takes the version from %s', async (_, tree, expected) => {
    expect((await rubyOf(tree))!.rubyVersion).toEqual(expected);
  }); // prettier-ignore
  it('reads gems.rb, local gems of the lockfile, and what an install reads', async () => {
    const tree = { 'gems.rb': 'gem "a"\n', 'gems.locked': 'PATH\n  remote: engines/a\n  specs:\n    a (0.1)\n\nDEPENDENCIES\n  a\n' };
    expect(await rubyOf(tree)).toMatchObject({ manifest: 'gems.rb', lock: { path: 'gems.locked' }, needsSources: 'gems.locked takes gems from engines/a' });
    const cached = { Gemfile: 'ruby file: ".ruby-version"', '.ruby-version': '3.4.7', 'vendor/cache/rack.gem': 'x', '.bundle/config': 'x' };
    expect((await rubyOf(cached))!.installFiles).toEqual(['.ruby-version', '.bundle/config', 'vendor/cache']);
    expect((await rubyOf({ ...cached, '.dockerignore': '.bundle\nvendor\n' }))!.installFiles).toEqual(['.ruby-version']);
  }); // prettier-ignore
  it('counts a gem once that is locked for several platforms', async () => {
    const lock = gemfileLock('x86_64-linux').replace('    puma (6.6.0)\n', '    puma (6.6.0)\n    puma (6.6.0-java)\n      nio4r (~> 2.0)\n'); // prettier-ignore
    const found = (await rubyOf({ ...rubyProject, 'Gemfile.lock': lock }))!.lock!;
    expect(found.packages).toBe(3);
    expect(found.gems.find(({ name }) => name === 'puma')).toEqual({ name: 'puma', dependencies: ['nio4r'], platforms: ['java'] }); // prettier-ignore
  });
});
