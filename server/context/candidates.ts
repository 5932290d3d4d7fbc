/** What an expert would keep out of this project's build context, in the order of a .dockerignore file. */
import { shellOf } from '../dockerfile/shell.ts';
import type { ShellCommand } from '../dockerfile/shell.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { NodeProject, ProjectFacts } from '../project/facts.ts';
import { literalPattern } from './dockerignore.ts';
import { installedDependencies, madeFolders } from './ecosystem-candidates.ts';
import type { ContextFacts } from './facts.ts';
import { madeByBuilds } from './build-candidates.ts';
import { goOutput, joinPath, nodeOutput } from './build-output.ts';
import { secretDrafts } from './secret-candidates.ts';

export type EntryReason = 'heavy' | 'secret' | 'dependencies' | 'build output' | 'version control';

export interface Candidate {
  /** A .dockerignore pattern. */
  readonly pattern: string;
  /** Heading of its group in the file. */
  readonly group: string;
  /** Why it matters even in a .dockerignore that exists; undefined for what is only tidy. */
  readonly reason: EntryReason | undefined;
  /** Paths that will exist on some machine, though perhaps not on this one, and that an existing file should cover. */
  readonly expected: readonly string[];
  /** `!` patterns that follow it. */
  readonly exceptions: readonly string[];
}

export interface CandidateFacts {
  readonly context: ContextFacts;
  readonly project: ProjectFacts;
}

export interface Draft extends Partial<Candidate> {
  readonly pattern: string;
  /** Only when the context has something that it covers. */
  readonly ifPresent?: boolean;
}

const groups = {
  versionControl: 'Version control',
  dependencies: 'Dependencies are installed in the image',
  output: 'Build output is made in the image',
  secrets: 'Secrets and local configuration',
  logs: 'Logs, caches and test results',
  editors: 'Editors and operating systems',
  docker: 'Docker and CI',
  documentation: 'Documentation',
} as const;

/** Every candidate that is plausible for this project, whether or not the file exists yet. */
export function ignoreCandidates(
  facts: CandidateFacts,
  model: DockerfileModel,
  covers: (pattern: string) => boolean,
): readonly Candidate[] {
  const { context, project } = facts;
  const node = project.projects.filter((each) => each.kind === 'node');
  const python = project.projects.some((each) => each.kind === 'python');
  const go = project.projects.filter((each) => each.kind === 'go');
  const commands = runCommands(model);
  const drafts: Record<keyof typeof groups, Draft[]> = {
    versionControl: versionControl(context, node),
    dependencies: [
      ...nodeDependencies(context, node),
      ...pluggedPackages(node, commands, model),
      ...(python ? pythonDependencies() : []),
      ...installedDependencies(project.projects, commands),
    ],
    output: [
      ...nodeOutput(context, node, commands),
      ...goOutput(context, go, commands),
      ...madeByBuilds(context, project.projects, commands),
    ],
    secrets: secretDrafts(context, project),
    logs: [...logs(node, python), ...madeFolders(project.projects)],
    editors: [{ pattern: '.idea' }, { pattern: '.vscode' }, { pattern: '**/.DS_Store' }],
    docker: docker(context),
    documentation: python || node.some(isDocumentation) ? [] : documentation(),
  };
  const seen = new Set<string>();
  return Object.entries(groups).flatMap(([key, group]) =>
    drafts[key as keyof typeof groups].flatMap((draft) => {
      if (seen.has(draft.pattern) || (draft.ifPresent === true && !covers(draft.pattern))) return [];
      seen.add(draft.pattern);
      const { pattern, reason, expected = [], exceptions = [] } = draft;
      return [{ pattern, group, reason, expected, exceptions }];
    }),
  );
}

function runCommands(model: DockerfileModel): readonly ShellCommand[] {
  return model.instructions
    .filter((instruction) => instruction.keyword === 'RUN')
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? []);
}

const buildScripts = /^(?:pre|post)?(?:build|compile|prepare|install)(?:[:.-].*)?$/;

function versionControl(context: ContextFacts, node: readonly NodeProject[]): Draft[] {
  const asked =
    context.versionControlUse !== undefined ||
    node.some((project) =>
      Object.entries(project.scripts).some(
        ([name, script]) => buildScripts.test(name) && /\bgit\s+(?!config|--version)/.test(script),
      ),
    );
  const reason = 'version control';
  return [
    ...(asked ? [] : [{ pattern: '.git', reason } as const]),
    { pattern: '.hg', reason, ifPresent: true },
    { pattern: '.svn', reason, ifPresent: true },
  ];
}

/** What an install of Yarn's Plug'n'Play writes for this machine (yarnpkg.com/getting-started/qa, which files to ignore). */
function pluggedPackages(
  projects: readonly NodeProject[],
  commands: readonly ShellCommand[],
  model: DockerfileModel,
): Draft[] {
  // An install that loads it needs the one of this machine.
  const loadsHooks = model.instructions.some(({ keyword, state }) => {
    const options = state.env.get('NODE_OPTIONS');
    return keyword === 'RUN' && options?.known === true && options.value.includes('.pnp.');
  });
  if (
    !commands.some(
      ({ name, args }) => name === 'yarn' && /^(?:install|workspaces|--.*)?$/.test(args[0]?.value ?? ''),
    )
  )
    return [];
  return projects.flatMap(({ directory, plugNPlay }) => {
    if (!plugNPlay) return [];
    const draft = (name: string, more: Partial<Draft>): Draft => ({
      pattern: joinPath(literalPattern(directory), name),
      reason: 'dependencies',
      ...more,
    });
    return [
      // Laid over what the install in the image has written, they name archives of this machine and bring its builds.
      ...(plugNPlay.cacheInProject || loadsHooks
        ? []
        : [draft('.pnp.*', { expected: [joinPath(directory, '.pnp.cjs')] })]),
      draft('.yarn/unplugged', { expected: [joinPath(directory, '.yarn/unplugged')] }),
      draft('.yarn/build-state.yml', { ifPresent: true }),
      draft('.yarn/install-state.gz', { ifPresent: true }),
    ];
  });
}

function nodeDependencies(context: ContextFacts, projects: readonly NodeProject[]): Draft[] {
  if (projects.length === 0) return [{ pattern: '**/node_modules', reason: 'dependencies', ifPresent: true }];
  const nested =
    projects.some((project) => project.directory !== '') ||
    context.entries.some((entry) => entry.path.endsWith('/node_modules'));
  return [
    {
      pattern: nested ? '**/node_modules' : 'node_modules',
      reason: 'dependencies',
      expected: projects
        .filter(({ dependencies, devDependencies }) => hasAny(dependencies) || hasAny(devDependencies))
        .map(({ directory }) => joinPath(directory, 'node_modules')),
    },
    { pattern: '**/bower_components', reason: 'dependencies', ifPresent: true },
  ];
}

function pythonDependencies(): Draft[] {
  return [
    { pattern: '.venv', reason: 'dependencies' },
    { pattern: 'venv', reason: 'dependencies', ifPresent: true },
    { pattern: '**/.venv', reason: 'dependencies', ifPresent: true },
    { pattern: '**/__pycache__' },
    { pattern: '**/*.py[cod]' },
    { pattern: '**/*.egg-info', ifPresent: true },
  ];
}

const testTools =
  /^(?:jest|vitest|nyc|c8|mocha|ava|tap|karma|jasmine|@vitest\/.+|@jest\/.+|@playwright\/test|cypress)$/;

function logs(node: readonly NodeProject[], python: boolean): Draft[] {
  const managers = new Set(node.map((project) => project.packageManager));
  const tests = node.some((project) =>
    Object.keys(project.devDependencies).some((name) => testTools.test(name)),
  );
  return [
    { pattern: '*.log', reason: 'heavy' },
    ...(node.length > 0 ? [{ pattern: 'npm-debug.log*' }] : []),
    ...(managers.has('yarn') || managers.has('yarn-berry') ? [{ pattern: 'yarn-error.log*' }] : []),
    ...(managers.has('pnpm') ? [{ pattern: '.pnpm-debug.log*' }] : []),
    ...(tests ? [{ pattern: 'coverage', reason: 'heavy' } as const] : []),
    ...(python ? [{ pattern: '.pytest_cache' }, { pattern: '.coverage', ifPresent: true }, { pattern: 'htmlcov', ifPresent: true }] : []),
    ...['.nyc_output', '.turbo', '.nx', '.cache', '.parcel-cache', '.eslintcache', '.stylelintcache', '.mypy_cache', '.ruff_cache', '.tox', '.gradle', '.terraform'].map(
      (pattern): Draft => ({ pattern, reason: 'heavy', ifPresent: true }),
    ),
  ]; // prettier-ignore
}

function docker(context: ContextFacts): Draft[] {
  const own = context.dockerfilePath?.split('/').pop();
  const other =
    own === undefined || /^Dockerfile/.test(own)
      ? []
      : [{ pattern: literalPattern(context.dockerfilePath ?? own) }];
  return [
    { pattern: 'Dockerfile*' },
    ...other,
    { pattern: '*.Dockerfile', ifPresent: true },
    { pattern: '*.dockerfile', ifPresent: true },
    { pattern: 'Containerfile*', ifPresent: true },
    { pattern: '*.dockerignore' },
    ...['compose*.yaml', 'compose*.yml', 'docker-compose*.yml', 'docker-compose*.yaml', 'docker-bake*.hcl', '.devcontainer',
      '.github', '.gitlab', '.gitlab-ci.yml', '.circleci', '.travis.yml', 'azure-pipelines.yml', 'Jenkinsfile'].map(
      (pattern): Draft => ({ pattern, ifPresent: true }),
    ),
  ]; // prettier-ignore
}

function documentation(): Draft[] {
  return ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md'].map((pattern) => ({ pattern, ifPresent: true }));
}

/** Sites made of Markdown: every .md may be a page. */
function isDocumentation(project: NodeProject): boolean {
  return project.frameworks.some((name) =>
    ['docusaurus', 'vitepress', 'eleventy', 'gatsby', 'astro', 'nuxt', 'next', 'sveltekit'].includes(name),
  );
}

function hasAny(record: Readonly<Record<string, string>>): boolean {
  return Object.keys(record).length > 0;
}
