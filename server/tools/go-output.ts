/** What `go build` and `go install` make, and where they put it. */
import type { StageBase } from '../dockerfile/model.ts';
import { familiarName, parseReference } from '../images/reference.ts';
import type { GoProject } from '../project/facts.ts';
import type { Facts } from '../rules/rule.ts';
import { goOption, type GoCommand } from './go.ts';
import type { GoSite } from './installs.ts';
import { resolvePath } from './working-directory.ts';

/** Folders that Go uses; each undefined when a variable hides it. */
interface GoFolders {
  readonly bin: string | undefined;
  readonly modules: string | undefined;
  readonly build: string | undefined;
}

/** From GOPATH and its kin; the official images set GOPATH to /go, elsewhere it is in root's home. */
export function caches({ instruction }: GoSite, base: StageBase): GoFolders {
  const { variables } = instruction.state;
  const valueOf = (name: string, fallback: string | undefined): string | undefined => {
    const variable = variables.get(name);
    if (!variable || (!variable.known && variable.unset)) return fallback;
    return variable.known && variable.value.startsWith('/') ? variable.value : undefined;
  };
  const reference = base.kind === 'image' ? parseReference(base.reference) : undefined;
  const isOfficial = reference !== undefined && familiarName(reference) === 'golang';
  const path = valueOf('GOPATH', isOfficial ? '/go' : '/root/go');
  return {
    bin: valueOf('GOBIN', path && `${path}/bin`),
    modules: valueOf('GOMODCACHE', path && `${path}/pkg/mod`),
    build: valueOf('GOCACHE', '/root/.cache/go-build'),
  };
}

/** Absolute image path of the one binary that the command makes; undefined when that is not certain. */
export function binaryOf(
  { go, directory }: GoSite,
  project: GoProject,
  bin: string | undefined,
  facts: Facts,
): string | undefined {
  if (directory === undefined) return undefined;
  const output = goOption(go, '-o');
  if (output !== undefined && /[$`*]/.test(output)) return undefined;
  const name = programName(go, project);
  if (go.subcommand === 'install')
    return bin === undefined || name === undefined ? undefined : resolvePath(bin, name);
  if (output === undefined) return name === undefined ? undefined : resolvePath(directory, name);
  const target = resolvePath(directory, output);
  // Into a folder that is there, or is named with a slash, the binary goes under its own name.
  const below = output.replace(/^\.\//, '').replace(/\/$/, '');
  const isFolder =
    /(?:^|\/)\.{0,2}$/.test(output) ||
    (!output.startsWith('/') &&
      facts.context.entry(project.directory === '' ? below : `${project.directory}/${below}`)?.type ===
        'directory');
  if (!isFolder) return target;
  return name === undefined ? undefined : resolvePath(target, name);
}

/** The name Go gives a program: of its folder, its file, or its module. */
function programName(go: GoCommand, project: GoProject): string | undefined {
  const [operand] = go.operands;
  if (go.operands.length > 1) return undefined;
  const path = operand?.value ?? '.';
  if (/[$*]/.test(path)) return undefined;
  if (path.endsWith('.go')) return path.split('/').pop()!.replace(/\.go$/, '');
  const module = project.module
    ?.replace(/\/v\d+$/, '')
    .split('/')
    .pop();
  if (path.endsWith('...')) {
    const [main] = project.mains;
    // Only with one program is it certain which one runs.
    if (project.mains.length !== 1 || main === undefined) return undefined;
    return main === project.directory ? module : main.split('/').pop();
  }
  const segment = path.replace(/\/$/, '').split('/').pop();
  return segment === '.' || segment === undefined || segment === '' ? module : segment;
}
