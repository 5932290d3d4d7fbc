/** Which programs and libraries a package has. https://doc.rust-lang.org/cargo/guide/project-layout.html */
import { inside, resolvePath } from '../paths.ts';
import type { ProjectReader } from '../reader.ts';
import type { CargoManifest, CargoPackage, WrittenTarget } from './cargo-toml.ts';
import type { RustTarget } from './facts.ts';

/** Folders of the targets that the manifest names without a path. */
const folders = { bin: 'src/bin', example: 'examples', test: 'tests', bench: 'benches' } as const;

export function targetsOf(
  reader: ProjectReader,
  directory: string,
  manifest: CargoManifest,
  own: CargoPackage,
): readonly RustTarget[] {
  const explicit = manifest.targets.map((written) => explicitTarget(reader, directory, written, own));
  return [...explicit, ...foundTargets(reader, directory, own, explicit)];
}

function explicitTarget(
  reader: ProjectReader,
  directory: string,
  written: WrittenTarget,
  own: CargoPackage,
): RustTarget {
  const name = written.name ?? (written.kind === 'lib' ? libraryName(own.name) : own.name);
  const candidates =
    written.path !== undefined
      ? [resolvePath(directory, written.path)]
      : defaultPaths(directory, written.kind, name, own);
  const path = candidates.find((candidate) => candidate !== undefined && reader.isFile(candidate));
  const { kind, procMacro, requiredFeatures } = written;
  return { kind, name, path, explicit: true, procMacro, requiredFeatures };
}

function defaultPaths(
  directory: string,
  kind: RustTarget['kind'],
  name: string,
  own: CargoPackage,
): readonly string[] {
  if (kind === 'lib') return [inside(directory, 'src/lib.rs')];
  const folder = inside(directory, folders[kind]);
  const paths = [`${folder}/${name}.rs`, `${folder}/${name}/main.rs`];
  return kind === 'bin' && name === own.name ? [...paths, inside(directory, 'src/main.rs')] : paths;
}

function foundTargets(
  reader: ProjectReader,
  directory: string,
  own: CargoPackage,
  explicit: readonly RustTarget[],
): RustTarget[] {
  const found: RustTarget[] = [];
  const add = (kind: 'bin' | 'lib', name: string, path: string): void => {
    if (explicit.some((one) => one.path === path || (one.kind === kind && one.name === name))) return;
    found.push({ kind, name, path, explicit: false, procMacro: false, requiredFeatures: [] });
  };
  const library = inside(directory, 'src/lib.rs');
  const hasLibrary = explicit.some(({ kind }) => kind === 'lib');
  if (own.autolib && !hasLibrary && reader.isFile(library)) add('lib', libraryName(own.name), library);
  if (!own.autobins) return found;
  const main = inside(directory, 'src/main.rs');
  if (reader.isFile(main)) add('bin', own.name, main);
  const folder = inside(directory, folders.bin);
  if (!reader.isDirectory(folder)) return found;
  for (const { path, type } of reader.context.children(folder)) {
    const name = path.slice(folder.length + 1);
    if (type === 'directory' && reader.isFile(`${path}/main.rs`)) add('bin', name, `${path}/main.rs`);
    else if (type !== 'directory' && name.endsWith('.rs')) add('bin', name.slice(0, -3), path);
  }
  return found;
}

function libraryName(packageName: string): string {
  return packageName.replaceAll('-', '_');
}
