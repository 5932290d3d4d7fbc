/** What a dependency install reads from the project: the files to copy before it, so that its layer stays cached. */
import type { ContextFacts } from '../context/facts.ts';
import type { GoProject, Lockfile, NodeProject, ProjectFacts } from '../project/facts.ts';
import { folderOf } from './locate.ts';
import type { NodeTool } from './node.ts';

export interface InstallInputs {
  /** Files and folders relative to the context, manifests first. */
  readonly paths: readonly string[];
  /** Why the install needs more than these (a script that reads sources), for the user; undefined when it does not. */
  readonly needsSources: string | undefined;
  /** Why there may be more that it reads (a manifest that is a program), for the user; undefined when that is certain. */
  readonly doubt?: string | undefined;
  /** What helps where copying the manifests first does not, in one sentence. */
  readonly instead?: string | undefined;
}

/** Lifecycle commands that need no file of the project but its manifest (for `nuxt prepare` see nuxt.com/deploy/docker). */
const harmless =
  /^(?:(?:npx |pnpm dlx |yarn dlx )?(?:husky(?: install)?|only-allow \w+|is-ci|patch-package|simple-git-hooks|lefthook install|ngcc|pinst --\w+|(?:nuxt|nuxi) prepare)|echo .*|exit 0|true|:)$/;

/** With whatever starts it: `npx`, `pnpx`, `pnpm exec`, `yarn` … */
const prismaGenerate =
  /^(?:(?:npx|pnpx|bunx|bun x|yarn(?: dlx)?|pnpm(?: exec| dlx)?|npm exec(?: --)?) )?prisma generate(?: --schema[ =]\S+)?$/;

/**
 * Files an install of this Node project reads: manifests, lockfile, configuration, workspace manifests, patches. `tool`
 * is the program that installs; without it the project's own package manager is meant.
 */
export function nodeInstallInputs(
  project: NodeProject,
  context: ContextFacts,
  facts: ProjectFacts,
  tool?: NodeTool,
): InstallInputs {
  const root = project.workspaceRoot === undefined ? project : (facts.node(project.workspaceRoot) ?? project);
  const paths = [root.manifest];
  const lockfile = tool === undefined ? root.lockfile : lockfileOf(root, tool);
  if (lockfile) paths.push(lockfile.path);
  else if (tool !== undefined) paths.push(...foreignLockfiles(root, tool));
  paths.push(...root.installFiles);
  // The install script of Prisma's client generates it from the schema.
  if (root.prisma) paths.push(...prismaFiles(root, root.prisma.schema, context));
  for (const member of root.workspaces) {
    const manifest = `${member}/package.json`;
    if (context.has(manifest) !== false) paths.push(manifest);
  }
  let needsSources: string | undefined;
  for (const { name, command } of root.installScripts)
    for (const part of command.split(/\s*(?:&&|\|\||;)\s*/)) {
      if (harmless.test(part.trim())) continue;
      if (root.prisma && prismaGenerate.test(part.trim())) continue;
      needsSources = `the \`${name}\` script of ${root.manifest} runs \`${command}\``;
    }
  for (const member of root.workspaces)
    for (const { name, command } of facts.node(member)?.installScripts ?? [])
      if (!harmless.test(command))
        needsSources ??= `the \`${name}\` script of ${member}/package.json runs \`${command}\``;
  for (const [name, range] of localDependencies(root))
    needsSources ??= `${root.manifest} depends on ${name} at ${range}`;
  return { paths: [...new Set(paths)], needsSources };
}

/** The lockfile that a tool reads, whatever the project's own package manager is. */
export function lockfileOf(project: NodeProject, tool: NodeTool): Lockfile | undefined {
  return [...project.lockfiles, ...(project.lockfile ? [project.lockfile] : [])].find(
    ({ manager }) => manager.replace('-berry', '') === tool,
  );
}

/**
 * Without a lockfile of its own npm (since 7) takes versions from yarn.lock, and bun from those of npm, pnpm and Yarn; from
 * the documentation of `npm install` and of `bun install`.
 */
const readsToo: Readonly<Partial<Record<NodeTool, readonly Lockfile['manager'][]>>> = {
  npm: ['yarn'],
  bun: ['npm', 'pnpm', 'yarn'],
};

function foreignLockfiles({ lockfiles }: NodeProject, tool: NodeTool): string[] {
  return lockfiles.filter(({ manager }) => readsToo[tool]?.includes(manager)).map(({ path }) => path);
}

function prismaFiles(project: NodeProject, schema: string, context: ContextFacts): string[] {
  const folder = folderOf(schema);
  const prefix = project.directory === '' ? '' : `${project.directory}/`;
  const configuration = ['prisma.config.ts', 'prisma.config.js', 'prisma.config.mjs']
    .map((name) => prefix + name)
    .filter((path) => context.has(path) === true);
  return [folder === project.directory || folder === '' ? schema : folder, ...configuration];
}

/** Dependencies on folders of the project itself (`file:`, `link:`), which a manifest alone can't install. */
function localDependencies(project: NodeProject): [string, string][] {
  return [project.dependencies, project.devDependencies, project.optionalDependencies]
    .flatMap((group) => Object.entries(group))
    .filter(([, range]) => /^(?:file|link|portal):/.test(range));
}

/** go.mod, go.sum and the go.mod of local replacements. */
export function goInstallInputs(project: GoProject, context: ContextFacts): InstallInputs {
  const paths = [project.manifest];
  if (project.sum) paths.push(project.sum);
  for (const folder of project.localReplaces)
    for (const name of ['go.mod', 'go.sum'])
      if (context.has(`${folder}/${name}`) === true) paths.push(`${folder}/${name}`);
  const workspace = project.work === undefined ? undefined : `${project.work} makes it part of a workspace`;
  return { paths, needsSources: workspace };
}

/**
 * COPY instructions (without keyword case) that bring these context paths to the places where a copy of
 * `contextRoot` to `imageRoot` would put them. One line per target folder; `workdir` shortens the targets.
 */
export function copyLines(
  paths: readonly string[],
  options: {
    contextRoot: string;
    imageRoot: string;
    workdir: string | undefined;
    keyword: string;
    flags?: string;
    context: ContextFacts;
  },
): string[] {
  const byTarget = new Map<string, string[]>();
  for (const path of paths) {
    const relative = options.contextRoot === '' ? path : path.slice(options.contextRoot.length + 1);
    const isFolder = options.context.entry(path)?.type === 'directory';
    // The contents of a folder are copied, so a folder needs its own name in the target.
    const target = join(options.imageRoot, isFolder ? relative : folderOf(relative));
    byTarget.set(target, [...(byTarget.get(target) ?? []), isFolder ? `${path}/` : path]);
  }
  const flags = options.flags ? `${options.flags} ` : '';
  return [...byTarget].map(([target, sources]) => {
    const words = [...sources, shorten(target, options.workdir)];
    const body = words.some((word) => /\s/.test(word))
      ? JSON.stringify(words).replaceAll('","', '", "')
      : words.join(' ');
    return `${options.keyword} ${flags}${body}`;
  });
}

function join(root: string, path: string): string {
  return path === '' ? root : `${root === '/' ? '' : root}/${path}`;
}

/**
 * An absolute folder as it is written from `workdir`: `./`, `./sub/` or as it is, with a trailing slash. Without a known
 * working directory it stays absolute.
 */
export function shorten(folder: string, workdir: string | undefined): string {
  if (workdir === undefined) return folder.endsWith('/') ? folder : `${folder}/`;
  if (folder === workdir) return './';
  // From the root, `./srv/` would only look as if it depended on the working directory.
  const path =
    workdir !== '/' && folder.startsWith(`${workdir}/`) ? `./${folder.slice(workdir.length + 1)}` : folder;
  return path.endsWith('/') ? path : `${path}/`;
}
