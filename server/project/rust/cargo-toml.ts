/** Cargo.toml as it is written. https://doc.rust-lang.org/cargo/reference/manifest.html */
import { readToml, type TomlResult } from '../toml.ts';
import { asRecord, asString, asStrings, asText, entriesOf, field } from '../value.ts';
import type { RustDependency, RustTarget } from './facts.ts';

export interface CargoManifest {
  readonly package: CargoPackage | undefined;
  readonly workspace: CargoWorkspace | undefined;
  readonly targets: readonly WrittenTarget[];
  readonly dependencies: readonly WrittenDependency[];
  readonly features: readonly string[];
  readonly lints: boolean;
  readonly patched: boolean;
}

export interface CargoPackage {
  readonly name: string;
  readonly version: Inheritable;
  readonly edition: Inheritable;
  readonly rustVersion: Inheritable;
  readonly defaultRun: string | undefined;
  /** `build`: a path, or false for none; undefined: build.rs when there is one. */
  readonly build: string | false | undefined;
  readonly autobins: boolean;
  readonly autolib: boolean;
  /** `workspace = "../x"`. */
  readonly workspace: string | undefined;
}

/** A value of the package, or `inherited` where it is the workspace's. */
export type Inheritable = string | undefined;
/** No version or edition that anybody writes. */
export const inherited = 'inherited';

export interface CargoWorkspace {
  readonly members: readonly string[];
  readonly exclude: readonly string[];
  readonly version: string | undefined;
  readonly edition: string | undefined;
  readonly rustVersion: string | undefined;
  readonly dependencies: ReadonlyMap<string, WrittenDependency>;
}

export interface WrittenTarget {
  readonly kind: RustTarget['kind'];
  readonly name: string | undefined;
  readonly path: string | undefined;
  readonly procMacro: boolean;
  readonly requiredFeatures: readonly string[];
}

export interface WrittenDependency extends Omit<RustDependency, 'path'> {
  /** The name in the manifest. */
  readonly key: string;
  /** As written, relative to the manifest that has it. */
  readonly path: string | undefined;
  readonly inherits: boolean;
}

export function readCargoToml(text: string): TomlResult<CargoManifest> {
  const parsed = readToml(text);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  return {
    ok: true,
    value: {
      package: packageOf(field(root, 'package') ?? field(root, 'project')),
      workspace: workspaceOf(field(root, 'workspace')),
      targets: targetsOf(root),
      dependencies: [
        ...tablesOf(root),
        ...entriesOf(field(root, 'target')).flatMap(([, table]) => tablesOf(table)),
      ],
      features: Object.keys(asRecord(field(root, 'features')) ?? {}),
      lints: hasEntries(field(root, 'lints')),
      patched: hasEntries(field(root, 'patch')) || hasEntries(field(root, 'replace')),
    },
  };
}

function packageOf(value: unknown): CargoPackage | undefined {
  const name = asString(field(value, 'name'));
  if (name === undefined) return undefined;
  const build = field(value, 'build');
  return {
    name,
    version: inheritable(field(value, 'version')),
    edition: inheritable(field(value, 'edition')),
    rustVersion: inheritable(field(value, 'rust-version')),
    defaultRun: asString(field(value, 'default-run')),
    build: build === false ? false : asString(build),
    autobins: field(value, 'autobins') !== false,
    autolib: field(value, 'autolib') !== false,
    workspace: asString(field(value, 'workspace')),
  };
}

function inheritable(value: unknown): Inheritable {
  return field(value, 'workspace') === true ? inherited : asText(value);
}

function workspaceOf(value: unknown): CargoWorkspace | undefined {
  if (asRecord(value) === undefined) return undefined;
  const shared = field(value, 'package');
  return {
    members: asStrings(field(value, 'members')),
    exclude: asStrings(field(value, 'exclude')),
    version: asText(field(shared, 'version')),
    edition: asText(field(shared, 'edition')),
    rustVersion: asText(field(shared, 'rust-version')),
    dependencies: new Map(
      dependenciesIn(field(value, 'dependencies'), 'normal').map((one) => [one.key, one]),
    ),
  };
}

const targetTables = { lib: 'lib', bin: 'bin', example: 'example', test: 'test', bench: 'bench' } as const;

function targetsOf(root: unknown): WrittenTarget[] {
  return Object.values(targetTables).flatMap((kind) => {
    const value = field(root, kind);
    const tables = Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value];
    return tables.flatMap((table): WrittenTarget[] => {
      if (asRecord(table) === undefined) return [];
      const procMacro = field(table, 'proc-macro') === true || field(table, 'proc_macro') === true;
      return [
        {
          kind,
          name: asString(field(table, 'name')),
          path: asString(field(table, 'path')),
          procMacro,
          requiredFeatures: asStrings(field(table, 'required-features')),
        },
      ];
    });
  });
}

const dependencyTables = {
  dependencies: 'normal',
  'dev-dependencies': 'dev',
  dev_dependencies: 'dev',
  'build-dependencies': 'build',
  build_dependencies: 'build',
} as const;

function tablesOf(table: unknown): WrittenDependency[] {
  return Object.entries(dependencyTables).flatMap(([name, kind]) => dependenciesIn(field(table, name), kind));
}

function dependenciesIn(table: unknown, kind: RustDependency['kind']): WrittenDependency[] {
  return entriesOf(table).map(([key, value]) => ({
    key,
    name: asString(field(value, 'package')) ?? key,
    version: asString(value) ?? asString(field(value, 'version')),
    kind,
    optional: field(value, 'optional') === true,
    git: asString(field(value, 'git')) !== undefined,
    path: asString(field(value, 'path')),
    features: asStrings(field(value, 'features')),
    inherits: field(value, 'workspace') === true,
  }));
}

function hasEntries(value: unknown): boolean {
  return entriesOf(value).length > 0;
}
