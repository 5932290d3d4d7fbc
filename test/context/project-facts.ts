import type {
  GoProject,
  NodeProject,
  Project,
  ProjectFacts,
  ProjectKind,
  ProjectOf,
  PythonProject,
  SourceFacts,
} from '../../server/project/facts.ts';

const node: NodeProject = {
  kind: 'node',
  directory: '',
  manifest: 'package.json',
  name: undefined,
  version: undefined,
  private: true,
  type: 'commonjs',
  main: undefined,
  scripts: {},
  dependencies: { express: '^4' },
  devDependencies: {},
  optionalDependencies: {},
  peerDependencies: {},
  engines: {},
  packageManagerField: undefined,
  packageManager: 'npm',
  lockfiles: [],
  lockfile: undefined,
  workspaces: [],
  workspaceRoot: undefined,
  nodeVersionFile: undefined,
  installFiles: [],
  credentialFile: undefined,
  installScripts: [],
  nodeLinker: undefined,
  hasNodeModules: false,
  typescript: undefined,
  build: undefined,
  nativeProduction: undefined,
  prisma: undefined,
  frameworks: [],
};

const python: PythonProject = {
  kind: 'python',
  directory: '',
  manager: 'pip',
  requirements: [{ path: 'requirements.txt', packages: ['flask'], includes: [], needsSources: false }],
  manifest: undefined,
  lockfile: undefined,
  pythonVersion: undefined,
  frameworks: ['flask'],
  tools: [],
};

const go: GoProject = {
  kind: 'go',
  directory: '',
  manifest: 'go.mod',
  module: 'example.org/team/server/v2',
  goVersion: '1.24',
  sum: 'go.sum',
  work: undefined,
  vendored: false,
  localReplaces: [],
  mains: [''],
  usesCgo: false,
  cgoReason: undefined,
  networkImports: [],
  requires: [],
  direct: [],
};

/** A Node project with one `tsc` build into `dist`. */
export const typescriptNode: Partial<NodeProject> = {
  scripts: { build: 'tsc', start: 'node dist/index.js' },
  devDependencies: { typescript: '^5', vitest: '^4' },
  typescript: { path: 'tsconfig.json', outDir: 'dist', rootDir: 'src', noEmit: false, extends: [] },
  build: { script: 'build', tool: 'tsc', output: 'dist', kind: 'server', others: [] },
};

export interface Projects {
  readonly node?: readonly Partial<NodeProject>[];
  readonly python?: readonly Partial<PythonProject>[];
  readonly go?: readonly Partial<GoProject>[];
  /** Projects of other kinds, whole. */
  readonly others?: readonly Project[];
  readonly sources?: Partial<SourceFacts>;
}

/** Project facts as the detectors would give them, without a file system. */
export function projectFacts(projects: Projects): ProjectFacts {
  const all: readonly Project[] = [
    ...(projects.others ?? []),
    ...(projects.node ?? []).map((each): NodeProject => ({ ...node, ...each })),
    ...(projects.python ?? []).map((each): PythonProject => ({ ...python, ...each })),
    ...(projects.go ?? []).map((each): GoProject => ({ ...go, ...each })),
  ];
  const sources: SourceFacts = {
    complete: true,
    healthRoutes: [],
    ports: [],
    runtimePaths: [],
    embedded: [],
    writes: [],
    writesElsewhere: [],
    runsPrograms: [],
    needsCertificates: false,
    needsTimezones: false,
    bringsTimezones: false,
    tlsUses: [],
    timezoneUses: [],
    listeners: [],
    ...projects.sources,
  };
  return {
    known: true,
    projects: all,
    problems: [],
    node: (directory) =>
      all.filter((each) => each.kind === 'node').find((each) => each.directory === directory),
    python: (directory) =>
      all.filter((each) => each.kind === 'python').find((each) => each.directory === directory),
    go: (directory) => all.filter((each) => each.kind === 'go').find((each) => each.directory === directory),
    find: <Kind extends ProjectKind>(kind: Kind, directory: string) =>
      all.find((each): each is ProjectOf<Kind> => each.kind === kind && each.directory === directory),
    sources: () => sources,
    script: () => undefined,
    read: [],
  };
}
