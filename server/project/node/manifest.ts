import { parse, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { asRecord, asString, asStringRecord, asStrings, entriesOf, field } from '../value.ts';
import type { UnknownRecord } from '../value.ts';

export type Ranges = Readonly<Record<string, string>>;

/** The dependency tables of one package.json. */
export interface ManifestDependencies {
  readonly name: string | undefined;
  readonly dependencies: Ranges;
  readonly devDependencies: Ranges;
  readonly optionalDependencies: Ranges;
  readonly peerDependencies: Ranges;
  /** Names whose version is forced by `resolutions` (yarn), `overrides` (npm, bun) or `pnpm.overrides`. */
  readonly overridden: ReadonlySet<string>;
}

export interface NodeManifest extends ManifestDependencies {
  readonly version: string | undefined;
  readonly private: boolean;
  readonly type: 'module' | 'commonjs';
  readonly main: string | undefined;
  /** Files that `exports` leads programs to, as written. */
  readonly exportTargets: readonly string[];
  readonly scripts: Ranges;
  /** What belongs to the package when it is packed; undefined when the field is missing. */
  readonly files: readonly string[] | undefined;
  readonly engines: Ranges;
  /** `pnpm@9.1.0` without the hash. */
  readonly packageManagerField: string | undefined;
  /** Patterns of workspace members; undefined when the field is missing. */
  readonly workspaces: readonly string[] | undefined;
  /** `prisma.schema` of package.json. */
  readonly prismaSchema: string | undefined;
  /** Files with changes to packages, as written: `patchedDependencies` of pnpm and bun, the `patch:` protocol of Yarn. */
  readonly patches: readonly string[];
  /** Has a `proxy`, to which the development server of Create React App hands requests on. */
  readonly proxy: boolean;
  readonly homepage: string | undefined;
}

export type ManifestResult =
  { readonly ok: true; readonly manifest: NodeManifest } | { readonly ok: false; readonly reason: string };

/**
 * Reads package.json. Fields of a wrong type count as missing, as npm itself treats most of them; text that is
 * not a JSON object is an error. Comments and trailing commas are errors too: npm refuses them.
 */
export function readManifest(text: string): ManifestResult {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors[0];
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length;
    return { ok: false, reason: `${describe(printParseErrorCode(first.error))} in line ${line}` };
  }
  const json = asRecord(value);
  if (json === undefined) return { ok: false, reason: 'it does not hold a JSON object' };
  const optionalDependencies = asStringRecord(json['optionalDependencies']);
  return {
    ok: true,
    manifest: {
      name: asString(json['name']),
      version: asString(json['version']),
      private: json['private'] === true,
      type: json['type'] === 'module' ? 'module' : 'commonjs',
      main: asString(json['main']),
      exportTargets: exportTargets(json['exports'], 0),
      scripts: asStringRecord(json['scripts']),
      files: Array.isArray(json['files']) ? asStrings(json['files']) : undefined,
      dependencies: without(asStringRecord(json['dependencies']), optionalDependencies),
      devDependencies: asStringRecord(json['devDependencies']),
      optionalDependencies,
      peerDependencies: asStringRecord(json['peerDependencies']),
      engines: asStringRecord(json['engines']),
      overridden: overriddenNames(json),
      packageManagerField: packageManagerField(json),
      workspaces: workspacePatterns(json['workspaces']),
      prismaSchema: asString(field(json['prisma'], 'schema')),
      patches: patchesOf(json),
      proxy: json['proxy'] !== undefined && json['proxy'] !== '',
      homepage: asString(json['homepage']),
    },
  };
}

/** Conditions that no program sees unless it is told to: types are for compilers (nodejs.org/api/packages.html#community-conditions-definitions). */
const unseenConditions: ReadonlySet<string> = new Set(['types', 'typings', 'development', 'source']);

/** Bounded: a manifest is written by anybody. */
function exportTargets(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (depth > 8) return [];
  const inner = Array.isArray(value)
    ? (value as readonly unknown[])
    : entriesOf(value).flatMap(([name, target]) => (unseenConditions.has(name) ? [] : [target]));
  return [...new Set(inner.flatMap((target) => exportTargets(target, depth + 1)))];
}

/** pnpm.io/package_json#pnpmpatcheddependencies, bun.com/docs/install/patch, yarnpkg.com/protocol/patch */
function patchesOf(json: UnknownRecord): readonly string[] {
  const listed = [json['patchedDependencies'], field(json['pnpm'], 'patchedDependencies')];
  const ranges = ['dependencies', 'devDependencies', 'optionalDependencies', 'resolutions'].flatMap((table) =>
    Object.values(asStringRecord(json[table])),
  );
  const protocols = ranges.flatMap((range) => {
    const [, files] = range.startsWith('patch:') ? range.split('#') : [];
    // `~/` is the project's folder; several files stand behind one another.
    return (files ?? '')
      .split('&')
      .filter((file) => /^(?:~\/|\.{0,2}\/?\w)/.test(file) && !file.startsWith('~builtin'));
  });
  return [
    ...listed.flatMap((table) => Object.values(asStringRecord(table))),
    ...protocols.map((file) => file.replace(/^~\//, '').replace(/::.*/s, '')),
  ];
}

/** `ValueExpected` → `value expected`. */
function describe(code: string): string {
  return code
    .replace(/([A-Z])/g, ' $1')
    .trim()
    .toLowerCase();
}

/** An entry of optionalDependencies overrides the one of the same name in dependencies. */
function without(ranges: Ranges, overriding: Ranges): Ranges {
  return Object.fromEntries(Object.entries(ranges).filter(([name]) => !Object.hasOwn(overriding, name)));
}

function packageManagerField(json: UnknownRecord): string | undefined {
  const written = asString(json['packageManager'])?.trim();
  return written === undefined || written === '' ? undefined : written.split('+', 1)[0]!;
}

function workspacePatterns(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return asStrings(value);
  const packages = field(value, 'packages');
  return Array.isArray(packages) ? asStrings(packages) : undefined;
}

function overriddenNames(json: UnknownRecord): ReadonlySet<string> {
  const names = new Set<string>();
  for (const table of [json['resolutions'], json['overrides'], field(json['pnpm'], 'overrides')])
    for (const selector of Object.keys(asRecord(table) ?? {})) names.add(selectedName(selector));
  return names;
}

/** The package an override selects: `a/b`, `parent>b`, `b@^1` and `npm:`-qualified forms all name b. */
function selectedName(selector: string): string {
  const target = selector.split('>').pop()!.trim();
  const unranged = target.replace(/(?<=.)@.*$/, '');
  return /(?:@[^/@]+\/)?[^/]+$/.exec(unranged)?.[0] ?? unranged;
}
