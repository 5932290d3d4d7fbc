/** Files beside a Cargo.toml that change what cargo does: the toolchain and the configuration. */
import type { AskedVersion } from '../dependencies.ts';
import { folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { readToml } from '../toml.ts';
import { asString, asStrings, entriesOf, field } from '../value.ts';
import type { CargoConfiguration } from './facts.ts';

export interface Toolchain {
  readonly path: string;
  readonly version: AskedVersion | undefined;
  readonly targets: readonly string[];
}

/** rust-toolchain.toml (or the older rust-toolchain) of the folder or the nearest one above it in the context. */
export async function readToolchain(
  reader: ProjectReader,
  directory: string,
): Promise<Toolchain | undefined> {
  const path = nearest(reader, directory, ['rust-toolchain', 'rust-toolchain.toml']);
  if (path === undefined) return undefined;
  const text = (await reader.text(path, readLimits.configuration)) ?? '';
  // The older file may hold nothing but the channel.
  const plain = /^\s*([\w.-]+)\s*$/.exec(text)?.[1];
  if (plain !== undefined) return { path, version: { source: path, version: plain }, targets: [] };
  const parsed = readToml(text);
  if (!parsed.ok) {
    reader.problem(path, `${path} can't be parsed: ${parsed.reason}`);
    return { path, version: undefined, targets: [] };
  }
  const table = field(parsed.value, 'toolchain');
  const channel = asString(field(table, 'channel'));
  return {
    path,
    version: channel === undefined ? undefined : { source: path, version: channel },
    targets: asStrings(field(table, 'targets')),
  };
}

/** .cargo/config.toml (or .cargo/config) of the folder or the nearest one above it in the context. */
export async function readConfiguration(
  reader: ProjectReader,
  directory: string,
): Promise<CargoConfiguration | undefined> {
  const path = nearest(reader, directory, ['.cargo/config', '.cargo/config.toml']);
  if (path === undefined) return undefined;
  const parsed = readToml((await reader.text(path, readLimits.configuration)) ?? '');
  if (!parsed.ok) {
    reader.problem(path, `${path} can't be parsed: ${parsed.reason}`);
    return { path, target: undefined, targetDirectory: undefined, flags: [], vendored: undefined };
  }
  const build = field(parsed.value, 'build');
  const targets = asStrings(field(build, 'target'));
  return {
    path,
    target: targets.length === 1 ? targets[0] : undefined,
    targetDirectory: asString(field(build, 'target-dir')),
    flags: [build, ...entriesOf(field(parsed.value, 'target')).map(([, table]) => table)].flatMap((table) =>
      flagsIn(field(table, 'rustflags')),
    ),
    vendored: vendoredIn(field(parsed.value, 'source'), folderOf(folderOf(path))),
  };
}

/** A list, or one string with blanks between. */
function flagsIn(value: unknown): readonly string[] {
  return asString(value)?.split(/\s+/) ?? asStrings(value);
}

/** The folder of a source that stands in for crates.io. Its path is relative to the folder that has .cargo. */
function vendoredIn(sources: unknown, folder: string): string | undefined {
  const replacement = asString(field(field(sources, 'crates-io'), 'replace-with'));
  const source = entriesOf(sources).find(([name]) => name === replacement)?.[1];
  const directory = asString(field(source, 'directory'));
  return directory === undefined ? undefined : resolvePath(folder, directory);
}

function nearest(reader: ProjectReader, directory: string, names: readonly string[]): string | undefined {
  for (let folder = directory; ; folder = folderOf(folder)) {
    const found = names.map((name) => inside(folder, name)).find((path) => reader.isFile(path));
    if (found !== undefined || folder === '') return found;
  }
}
