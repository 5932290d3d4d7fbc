import { describe, expect, it } from 'vitest';
import type { RustProject } from '../../../server/project/facts.ts';
import { cargoRange } from '../../../server/project/rust/cargo-lock.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const rustOf = async (tree: MemoryTree, directory = ''): Promise<RustProject> =>
  (await projectOf(tree)).find('rust', directory)!;
const shop = '[package]\nname = "shop-api"\nversion = "0.2.0"\nedition = "2021"\n';

describe('a package', () => {
  it('has the targets that cargo finds', async () => {
    const project = await rustOf({
      'Cargo.toml': `${shop}rust-version = "1.80"\ndefault-run = "shop-api"\n[[bench]]\nname = "load"\nharness = false\n[[bin]]\nname = "admin"\npath = "tools/admin.rs"\nrequired-features = ["admin"]\n[features]\nadmin = []\n`,
      'src/main.rs': '',
      'src/lib.rs': '',
      'src/bin/worker.rs': '',
      'src/bin/mailer/main.rs': '',
      'src/bin/mailer/text.rs': '',
      'src/bin/notes.md': '',
      'tools/admin.rs': '',
      'benches/load.rs': '',
      'examples/one.rs': '',
      'build.rs': '',
    });
    expect(project).toMatchObject({
      name: 'shop-api',
      version: '0.2.0',
      edition: '2021',
      defaultRun: 'shop-api',
      buildScript: 'build.rs',
      features: ['admin'],
      isWorkspace: false,
      workspaceRoot: undefined,
      lock: undefined,
      rustVersion: { source: 'Cargo.toml', version: '1.80' },
    });
    expect(project.targets.map(({ kind, name, path, explicit }) => [kind, name, path, explicit])).toEqual([
      ['bin', 'admin', 'tools/admin.rs', true],
      ['bench', 'load', 'benches/load.rs', true],
      ['lib', 'shop_api', 'src/lib.rs', false],
      ['bin', 'shop-api', 'src/main.rs', false],
      ['bin', 'mailer', 'src/bin/mailer/main.rs', false],
      ['bin', 'worker', 'src/bin/worker.rs', false],
    ]);
    expect(project.targets[0]!.requiredFeatures).toEqual(['admin']);
  });
  it.each<[string, string, MemoryTree, Partial<RustProject>]>([
    ['build = false', 'build = false\n', { 'build.rs': '' }, { buildScript: undefined }],
    ['build = "make.rs"', 'build = "make.rs"\n', {}, { buildScript: 'make.rs' }],
    ['autobins = false', 'autobins = false\n', { 'src/main.rs': '' }, { targets: [] }],
    ['a toolchain file', '', { 'rust-toolchain': 'nightly-2025-01-01\n' }, { rustVersion: { source: 'rust-toolchain', version: 'nightly-2025-01-01' }, installFiles: ['rust-toolchain'] }],
    ['a toolchain in TOML', 'rust-version = "1.60"\n', { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.85"\ntargets = ["x86_64-unknown-linux-musl"]\n' }, { rustVersion: { source: 'rust-toolchain.toml', version: '1.85' }, toolchainTargets: ['x86_64-unknown-linux-musl'] }],
    ['a configuration', '', { '.cargo/config.toml': '[build]\ntarget = "x86_64-unknown-linux-musl"\ntarget-dir = "out"\n[source.crates-io]\nreplace-with = "here"\n[source.here]\ndirectory = "vendor"\n' }, { configuration: { path: '.cargo/config.toml', target: 'x86_64-unknown-linux-musl', targetDirectory: 'out', vendored: 'vendor', flags: [] }, installFiles: ['.cargo/config.toml'] }],
    ['sqlx without a database', '[dependencies]\nsqlx = "0.8"\naxum = "0.7"\n', { '.sqlx/query-1.json': '{}' }, { sqlxOffline: '.sqlx', frameworks: ['axum'] }],
    ['another package name', '[dependencies]\nweb = { package = "actix-web", version = "4" }\n', {}, { frameworks: ['actix-web'] }],
    ['a procedural macro', '[lib]\nproc-macro = true\n', { 'src/lib.rs': '' }, { targets: [{ kind: 'lib', name: 'shop_api', path: 'src/lib.rs', explicit: true, procMacro: true, requiredFeatures: [] }] }],
    ['a target without a file', '[[bin]]\nname = "gone"\n', {}, { targets: [{ kind: 'bin', name: 'gone', path: undefined, explicit: true, procMacro: false, requiredFeatures: [] }] }],
  ])('%s', async (_name, more, files, expected) => {
    expect(await rustOf({ 'Cargo.toml': shop + more, ...files })).toMatchObject(expected);
  }); // prettier-ignore
  it('tells where dependencies come from', async () => {
    const { dependencies } = await rustOf(
      {
        'api/Cargo.toml': `${shop}[dependencies]\na = "1"\nb = { path = "../b", optional = true }\nc = { git = "https://example.org/c" }\nd = { path = "../../d" }\n[dev-dependencies]\ne = "2"\n[target.'cfg(unix)'.build-dependencies]\nf = { version = "3", features = ["x"] }\n`,
        'b/Cargo.toml': '[package]\nname = "b"\n',
      },
      'api',
    );
    const plain = { version: undefined, kind: 'normal', optional: false, git: false, path: undefined, features: [] }; // prettier-ignore
    expect(dependencies).toEqual([
      { ...plain, name: 'a', version: '1' },
      { ...plain, name: 'b', optional: true, path: 'b' },
      { ...plain, name: 'c', git: true },
      { ...plain, name: 'd', path: 'outside' },
      { ...plain, name: 'e', version: '2', kind: 'dev' },
      { ...plain, name: 'f', version: '3', kind: 'build', features: ['x'] },
    ]);
  });
});

describe('a workspace', () => {
  const tree: MemoryTree = {
    'Cargo.toml':
      '[workspace]\nmembers = ["crates/*", "tools/gen"]\nexclude = ["crates/old"]\n[workspace.package]\nversion = "1.4.0"\nedition = "2024"\n[workspace.dependencies]\ncore = { path = "crates/core" }\nserde = { version = "1.0.200", features = ["derive"] }\n',
    'Cargo.lock': `version = 4\n[[package]]\nname = "api"\nversion = "1.4.0"\ndependencies = ["core", "serde"]\n[[package]]\nname = "core"\nversion = "0.1.0"\n[[package]]\nname = "gen"\nversion = "0.0.0"\n[[package]]\nname = "serde"\nversion = "1.0.210"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n[[package]]\nname = "openssl-sys"\nversion = "0.9.1"\nsource = "registry+x"\n[[package]]\nname = "windows-sys"\nversion = "0.52.0"\nsource = "registry+x"\n[[package]]\nname = "kernel32-sys"\nversion = "0.2.2"\nsource = "registry+x"\n`,
    'crates/api/Cargo.toml':
      '[package]\nname = "api"\nversion.workspace = true\nedition.workspace = true\n[dependencies]\ncore.workspace = true\nserde = { workspace = true, features = ["rc"] }\n',
    'crates/api/src/main.rs': '',
    'crates/core/Cargo.toml': '[package]\nname = "core"\nversion = "0.1.0"\n',
    'crates/old/Cargo.toml': '[package]\nname = "old"\n',
    'tools/gen/Cargo.toml': '[package]\nname = "gen"\n',
    'elsewhere/Cargo.toml': '[package]\nname = "elsewhere"\n',
  };
  it('has members that share its lockfile and its values', async () => {
    const facts = await projectOf(tree);
    const root = facts.find('rust', '')!;
    expect(root).toMatchObject({
      name: undefined,
      isWorkspace: true,
      members: ['crates/api', 'crates/core', 'tools/gen'],
      lock: { path: 'Cargo.lock', packages: 4, inStep: true, differences: [] },
      nativePackages: ['openssl-sys'],
    });
    const api = facts.find('rust', 'crates/api')!;
    expect(api).toMatchObject({ version: '1.4.0', edition: '2024', workspaceRoot: '', lock: { path: 'Cargo.lock' } });
    expect(api.dependencies[0]).toMatchObject({ name: 'core', path: 'crates/core' });
    expect(api.dependencies[1]).toMatchObject({ version: '1.0.200', features: ['derive', 'rc'] });
    for (const other of ['crates/old', 'elsewhere'])
      expect(facts.find('rust', other)).toMatchObject({ workspaceRoot: undefined, lock: undefined });
  }); // prettier-ignore
  it('takes packages in that its members depend on by path', async () => {
    const root = await rustOf({
      'Cargo.toml': `[workspace]\n[package]\nname = "app"\n[dependencies]\na = { path = "a" }\n`,
      'a/Cargo.toml': '[package]\nname = "a"\n[dependencies]\nb = { path = "../b" }\n',
      'b/Cargo.toml': '[package]\nname = "b"\n[dependencies]\na = { path = "../a" }\n',
      'c/Cargo.toml': '[package]\nname = "c"\n',
    });
    expect(root.members).toEqual(['a', 'b']);
  });
});

describe('Cargo.lock', () => {
  const locked = (version: string, own = '0.2.0', dependencies = '"serde"'): string =>
    `version = 3\n[[package]]\nname = "shop-api"\nversion = "${own}"\ndependencies = [${dependencies}]\n[[package]]\nname = "serde"\nversion = "${version}"\nsource = "registry+x"\n`;
  const manifest = `${shop}[dependencies]\nserde = "1.0.100"\n`;
  it.each<[string, string, string, boolean | undefined, string[]]>([
    ['fits', manifest, locked('1.0.200'), true, []],
    ['fits with a full name', manifest, locked('1.0.200', '0.2.0', '"serde 1.0.200 (registry+x)"'), true, []],
    ['is too old', manifest, locked('1.0.99'), false, ['serde']],
    ['is too new', manifest, locked('2.0.0'), false, ['serde']],
    ['has another version of the package', manifest, locked('1.0.200', '0.1.0'), false, ['shop-api']],
    ['lacks a dependency', `${manifest}rand = "0.8"\n`, locked('1.0.200'), false, ['rand']],
    ['has one too many', shop, locked('1.0.200'), false, ['serde']],
    ['is of a package with patches', `${manifest}[patch.crates-io]\nserde = { path = "x" }\n`, locked('1.0.200'), undefined, []],
    ['lists development packages too', `${shop}[dev-dependencies]\nserde = "1"\n`, locked('1.0.200'), true, []],
    ['lists optional packages of other systems', `${shop}[target.'cfg(windows)'.dependencies]\nserde = { version = "1", optional = true }\n`, locked('1.0.200'), true, []],
    ['is empty', manifest, '', false, ['shop-api']],
  ])('%s', async (_name, toml, lock, inStep, differences) => {
    const { lock: found } = await rustOf({ 'Cargo.toml': toml, 'Cargo.lock': lock });
    expect(found).toMatchObject({ inStep, differences });
  }); // prettier-ignore
  it('that is broken is a problem, not an exception', async () => {
    const facts = await projectOf({ 'Cargo.toml': manifest, 'Cargo.lock': '[[package]\n' });
    expect(facts.find('rust', '')!.lock).toEqual({ path: 'Cargo.lock', packages: undefined, inStep: undefined, differences: [] }); // prettier-ignore
    expect(facts.problems).toEqual([
      { path: 'Cargo.lock', message: expect.stringContaining("can't be parsed") as unknown },
    ]);
  });
  it.each([
    ['1', '1.9.9', true],
    ['1.2', '2.0.0', false],
    ['=1.2.3', '1.2.4', false],
    ['>=1.2, <1.5', '1.4.0', true],
    ['1.*', '1.7.0', true],
    ['*', '0.0.1', true],
    ['~1.2.3', '1.3.0', false],
    ['0.3', '0.4.0', false],
  ])('reads %s for %s', async (range, version, accepted) => {
    expect(cargoRange(range)).toBeDefined();
    const { lock } = await rustOf({
      'Cargo.toml': `${shop}[dependencies]\nserde = "${range}"\n`,
      'Cargo.lock': locked(version),
    });
    expect(lock!.inStep).toBe(accepted);
  });
});

it.each([
  ['nothing', ''],
  ['broken', '[package\nname='],
  ['other types', 'package = 3\nworkspace = [1]\ndependencies = "x"\nbin = 4\n'],
  ['strange members', '[workspace]\nmembers = ["[", "**/**/**", "../x", ""]\nexclude = ["/"]\n'],
])('a manifest with %s is read or named', async (_name, text) => {
  const facts = await projectOf({ 'Cargo.toml': text, 'a/Cargo.toml': '[package]\nname = "a"\n' });
  expect(facts.find('rust', 'a')?.name).toBe('a');
});
