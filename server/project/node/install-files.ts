import { inside, isWithin, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { asString, entriesOf, field } from '../value.ts';
import { parseYaml } from '../yaml.ts';

/** What an install reads beside manifest and lockfile, with the type it has to have. */
const candidates: readonly (readonly [string, 'file' | 'directory'])[] = [
  ['.npmrc', 'file'],
  ['.yarnrc', 'file'],
  ['.yarnrc.yml', 'file'],
  ['.pnpmfile.cjs', 'file'],
  ['.pnpmfile.mjs', 'file'],
  ['pnpmfile.js', 'file'],
  ['pnpm-workspace.yaml', 'file'],
  ['bunfig.toml', 'file'],
  ['patches', 'directory'],
  ['.yarn/releases', 'directory'],
  ['.yarn/plugins', 'directory'],
  ['.yarn/patches', 'directory'],
];

/**
 * Those of the candidates that exist in `directory`, and the patches of packages that lie elsewhere, as paths relative to
 * the context. `patches`: as the manifest names them.
 */
export async function findInstallFiles(
  reader: ProjectReader,
  directory: string,
  patches: readonly string[],
): Promise<readonly string[]> {
  const found = candidates
    .map(([name, type]) => ({ path: inside(directory, name), type }))
    .filter(({ path, type }) => (type === 'file' ? reader.isFile(path) : reader.isDirectory(path)))
    .map(({ path }) => path);
  const named = [...patches, ...(await workspacePatches(reader, directory))]
    .flatMap((patch) => resolvePath(directory, patch) ?? [])
    .filter((path) => reader.isFile(path) && !found.some((other) => isWithin(other, path)));
  return [...found, ...new Set(named)];
}

/** Since version 10 pnpm has its settings in pnpm-workspace.yaml (pnpm.io/settings#patcheddependencies). */
async function workspacePatches(reader: ProjectReader, directory: string): Promise<readonly string[]> {
  const text = await reader.quietText(inside(directory, 'pnpm-workspace.yaml'), readLimits.configuration);
  if (text === undefined) return [];
  try {
    const table = field(parseYaml(text), 'patchedDependencies');
    return entriesOf(table).flatMap(([, file]) => asString(file) ?? []);
  } catch {
    // Whoever reads the workspace reports it.
    return [];
  }
}

/** The first of .npmrc, .yarnrc.yml and .yarnrc in `directory` that holds a credential as a literal. */
export async function findCredentialFile(
  reader: ProjectReader,
  directory: string,
): Promise<string | undefined> {
  for (const [name, holds] of [
    ['.npmrc', npmrcHoldsCredential],
    ['.yarnrc.yml', yarnrcHoldsCredential],
    ['.yarnrc', npmrcHoldsCredential],
  ] as const) {
    const path = inside(directory, name);
    const text = await reader.quietText(path, readLimits.configuration);
    if (text !== undefined && holds(text)) return path;
  }
  return undefined;
}

/** `//host/:_authToken=npm_…` (also `_auth`, `_password`) with a value that is no `${VARIABLE}`. */
export function npmrcHoldsCredential(text: string): boolean {
  return text.split(/\r?\n/).some((line) => {
    const match = /^\s*(?![#;])"?(?:[^=\s]*:)?_(?:authToken|auth|password)"?\s*[=\s]\s*"?([^"\s]+)/.exec(
      line,
    );
    return match !== null && !match[1]!.includes('${');
  });
}

/** `npmAuthToken` or `npmAuthIdent`, at the top, per registry or per scope. */
export function yarnrcHoldsCredential(text: string): boolean {
  let settings: unknown;
  try {
    settings = parseYaml(text);
  } catch {
    // Yarn refuses the file as well; nothing of it is used.
    return false;
  }
  const tables = [
    settings,
    ...entriesOf(field(settings, 'npmRegistries')).map(([, value]) => value),
    ...entriesOf(field(settings, 'npmScopes')).map(([, value]) => value),
  ];
  return tables.some((table) =>
    ['npmAuthToken', 'npmAuthIdent'].some((name) => {
      const value = asString(field(table, name));
      return value !== undefined && value !== '' && !value.includes('${');
    }),
  );
}

/** `nodeLinker` of .yarnrc.yml; `pnp` when it is not set, as yarn 2 and later do. */
export function readNodeLinker(yarnrc: string | undefined): string {
  if (yarnrc === undefined) return 'pnp';
  try {
    return asString(field(parseYaml(yarnrc), 'nodeLinker')) ?? 'pnp';
  } catch {
    return 'pnp';
  }
}
