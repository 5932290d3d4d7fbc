import type { GoProject } from '../facts.ts';
import { fileNameOf, folderOf, inside, isWithin, relativeTo, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { readCgo, type GoCgo } from './cgo.ts';
import { parseGoMod, parseGoWork } from './go-mod.ts';
import { readGoSource } from './go-source.ts';

/** How many .go files of one module are looked at for their package clause. */
const maxFiles = 400;

/** Modules that only work with cgo. Prefixes of module paths. */
const cgoModules = [
  'github.com/mattn/go-sqlite3',
  'github.com/confluentinc/confluent-kafka-go',
  'github.com/mutecomm/go-sqlcipher',
  'github.com/h2non/bimg',
  'github.com/davidbyttow/govips',
  'gopkg.in/gographics/imagick',
  'gocv.io/x/gocv',
  'github.com/godror/godror',
  'github.com/pebbe/zmq4',
  'github.com/google/gopacket/pcap',
  'github.com/tecbot/gorocksdb',
  'github.com/linxGnu/grocksdb',
  'github.com/marcboeker/go-duckdb',
  'github.com/veandco/go-sdl2',
  'fyne.io/fyne',
];

export async function readGoProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly GoProject[]> {
  const directories = manifestPaths.map(folderOf);
  const projects: GoProject[] = [];
  for (const path of manifestPaths) {
    const text = await reader.text(path, readLimits.manifest);
    if (text !== undefined) projects.push(await readProject(reader, path, text, directories));
  }
  return projects;
}

async function readProject(
  reader: ProjectReader,
  path: string,
  text: string,
  modules: readonly string[],
): Promise<GoProject> {
  const directory = folderOf(path);
  const mod = parseGoMod(text);
  if (mod.module === undefined) reader.problem(path, `${path} names no module`);
  const optional = (name: string): string | undefined => {
    const candidate = inside(directory, name);
    return reader.isFile(candidate) ? candidate : undefined;
  };
  const { mains, importsC, networkImports, cgo } = await readPackages(reader, directory, modules);
  const known = mod.requires.find((name) => cgoModules.some((prefix) => name === prefix || name.startsWith(prefix + '/'))); // prettier-ignore
  const cgoReason = importsC !== undefined ? `${importsC} imports "C"` : known && `${known} needs cgo`;
  return {
    kind: 'go',
    directory,
    manifest: path,
    module: mod.module,
    goVersion: mod.goVersion,
    sum: optional('go.sum'),
    work: await findWork(reader, directory),
    vendored: reader.isFile(inside(directory, 'vendor/modules.txt')),
    localReplaces: mod.localReplaces.flatMap((target) => resolvePath(directory, target) ?? []),
    mains,
    usesCgo: cgoReason !== undefined,
    cgoReason,
    networkImports,
    requires: mod.requires,
    direct: mod.direct,
    replacements: mod.replacements,
    cgo,
  };
}

async function readPackages(
  reader: ProjectReader,
  directory: string,
  modules: readonly string[],
): Promise<{
  mains: readonly string[];
  importsC: string | undefined;
  networkImports: GoProject['networkImports'];
  cgo: GoCgo;
}> {
  const files = reader.context.entries.filter((entry) => {
    if (entry.type !== 'file' || !entry.path.endsWith('.go') || entry.path.endsWith('_test.go')) return false;
    if (!isWithin(directory, entry.path)) return false;
    if (
      modules.some(
        (other) => other !== directory && other.startsWith(directory) && isWithin(other, entry.path),
      )
    )
      return false;
    const folders = relativeTo(directory, folderOf(entry.path)).split('/');
    // The go command passes these by.
    return !folders.some((name) => name === 'vendor' || name === 'testdata' || /^[._]/.test(name)) && !/^[._]/.test(fileNameOf(entry.path)); // prettier-ignore
  });
  const mains = new Set<string>();
  let importsC: string | undefined;
  const network = new Map<string, { name: string; file: string }>();
  const own: { path: string; text: string; importsC: boolean }[] = [];
  for (const { path } of files.slice(0, maxFiles)) {
    const text = await reader.quietText(path, readLimits.source);
    if (text === undefined) continue;
    const source = readGoSource(text);
    if (source.packageName === 'main' && !hasForeignSystem(path)) mains.add(folderOf(path));
    if (source.importsC && !hasForeignSystem(path)) importsC ??= path;
    if (!hasForeignSystem(path)) own.push({ path, text, importsC: source.importsC });
    const folder = folderOf(path);
    if (source.network !== undefined && !hasForeignSystem(path) && !network.has(folder))
      network.set(folder, { name: source.network, file: path });
  }
  const cgo = await readCgo(reader, directory, own);
  const tooMany: GoCgo['doubt'] = { needs: 'more', text: 'there are too many files' };
  const whole = files.length <= maxFiles ? cgo : { ...cgo, doubt: tooMany };
  return { mains: [...mains].sort(), importsC, networkImports: [...network.values()], cgo: whole };
}

/** `x_windows.go` and the like: never part of a Linux image. */
function hasForeignSystem(path: string): boolean {
  return /_(?:windows|darwin|freebsd|netbsd|openbsd|plan9|js|wasip1|solaris|aix|android|ios)(?:_\w+)?\.go$/.test(
    path,
  );
}

/** The go.work of this folder or one above it in the context, when it uses this module. */
async function findWork(reader: ProjectReader, directory: string): Promise<string | undefined> {
  for (let folder = directory; ; folder = folderOf(folder)) {
    const path = inside(folder, 'go.work');
    const text = await reader.text(path, readLimits.manifest);
    if (text !== undefined) {
      const used = parseGoWork(text).map((target) => resolvePath(folder, target));
      return used.includes(directory) ? path : undefined;
    }
    if (folder === '') return undefined;
  }
}
