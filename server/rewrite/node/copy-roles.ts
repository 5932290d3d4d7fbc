/** What each COPY of a single-stage Node image is for. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import type { NodeProject } from '../../project/facts.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export type CopyRole =
  /** The package manager's files: written anew before each install. */
  | 'manifest'
  /** Files of the project. */
  | 'sources'
  /** Files that stand in no folder of the context: inline text, or from the network. */
  | 'extra'
  /** To a place outside of the project: a certificate, a configuration, an entrypoint script. */
  | 'outside'
  /** From another image. */
  | 'stage';

/** Where the project lies: a folder of the context and its place in the image. */
export interface ProjectPlace {
  readonly contextRoot: string;
  readonly imageRoot: string;
}

/** The role, or a complete sentence that says why the copy can't be placed. */
export function copyRole(copy: Copy, place: ProjectPlace, project: NodeProject): CopyRole {
  const { target } = copy;
  if (copy.from !== undefined) return 'stage';
  if (target === undefined || !meetsProject(copy, place)) return 'outside';
  if (copy.inline || copy.sources.some(({ remote }) => remote)) return 'extra';
  return copy.sources.every((source) => isManifest(source.path, target, place, project))
    ? 'manifest'
    : 'sources';
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}

/** Does it write into the project's folder (or lay a folder over it that has the project inside)? */
function meetsProject(copy: Copy, place: ProjectPlace): boolean {
  const { target } = copy;
  return target !== undefined && (isBelow(target, place.imageRoot) || coversProject(copy, place));
}

/** A source that is the project's folder, or one above it, laid over the image where the project is. */
export function coversProject(copy: Copy, { contextRoot, imageRoot }: ProjectPlace): boolean {
  const { target } = copy;
  if (target === undefined || copy.from !== undefined) return false;
  return copy.sources.some(({ path }) => {
    const source = path === '.' ? '' : path;
    if (source !== '' && source !== contextRoot && !contextRoot.startsWith(`${source}/`)) return false;
    const below = contextRoot.slice(source === '' ? 0 : source.length).replace(/^\//, '');
    return resolvePath(target, below) === imageRoot;
  });
}

const manifestName =
  /^(?:package[^/]*\.json\*?|package\*|yarn[^/]*|\.yarn|\.pnp\.[^/]+|pnpm[^/]*|\.pnpmfile\.[cm]?js|npm-shrinkwrap\.json\*?|bun[^/]*|\.npmrc\*?|\.yarnrc[^/]*|\*\.json)$/;

/** Is it read by the install, and does it land where the install looks for it? */
function isManifest(path: string, target: string, place: ProjectPlace, project: NodeProject): boolean {
  const prefix = place.contextRoot === '' ? '' : `${place.contextRoot}/`;
  if (!path.startsWith(prefix)) return false;
  const relative = path.slice(prefix.length);
  const isOfMember = project.workspaces.some((member) => path === `${member}/package.json`);
  if (isOfMember || project.installFiles.includes(path))
    return isBelow(resolvePath(place.imageRoot, relative), target) || target === place.imageRoot;
  if (/^\.yarn(?:\/|$)/.test(relative) && target === resolvePath(place.imageRoot, relative)) return true;
  return target === place.imageRoot && manifestName.test(relative);
}

/** Files that only a build reads: they need not be in the final image of a project with a build output. */
const buildOnly =
  /^(?:src|test|tests|__tests__|e2e|spec|scripts|docs)$|(?:^|\/)(?:tsconfig[^/]*\.json|nest-cli\.json|jsconfig\.json|\.babelrc[^/]*|babel\.config\.[^/]+|\.swcrc|[^/]*\.config\.[cm]?[jt]s|\.eslintrc[^/]*|\.prettierrc[^/]*|jest[^/]*\.json|webpack[^/]*\.js)$|\.[cm]?tsx?$/;

/** Nothing of the copy is for the running program: package.json is brought by itself. */
export function isBuildOnly(copy: Copy, place: ProjectPlace, project: NodeProject): boolean {
  const prefix = place.contextRoot === '' ? '' : `${place.contextRoot}/`;
  return copy.sources.every(({ path }) => {
    const relative = path.startsWith(prefix) ? path.slice(prefix.length) : path;
    return buildOnly.test(relative) || manifestName.test(relative) || path === project.typescript?.rootDir;
  });
}

/** Configuration of a package manager that only an install reads, often with a token in it. */
export function isInstallConfiguration(copy: Copy): boolean {
  return (
    copy.sources.every(({ path }) =>
      /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.netrc|npmrc|\.gitconfig)$/.test(path),
    ) || /\/(?:\.npmrc|\.yarnrc(?:\.yml)?|\.netrc|\.gitconfig)$/.test(copy.target ?? '')
  );
}

/** Roles by instruction. */
export type CopyRoles = ReadonlyMap<Instruction, CopyRole>;
