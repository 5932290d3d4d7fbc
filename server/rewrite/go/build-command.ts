/** `go build` and `go install`: what they make and where, and how they should be called. */
import type { DockerfileModel, StageBase } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { keywordCase } from '../../edit/insert.ts';
import { parseReference, familiarName } from '../../images/reference.ts';
import type { GoProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { goOption, type GoCommand } from '../../tools/go.ts';
import type { GoSite } from '../../tools/installs.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { GoReading } from './reading.ts';

/** Folders that Go uses; each undefined when a variable hides it. */
export interface GoFolders {
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

/** cgo is on when the module needs it and nothing turns it off. Without C code, turning it off changes nothing. */
export function usesCgo({ command, instruction, go, script }: GoSite, project: GoProject): boolean {
  const assigned = [...script.commands.filter(({ name }) => name === 'export'), command]
    .flatMap(({ assignments }) => assignments)
    .findLast(({ name }) => name === 'CGO_ENABLED')?.value?.value;
  const declared = instruction.state.variables.get('CGO_ENABLED');
  const value = assigned ?? (declared?.known ? declared.value : undefined);
  if (value === '0') return false;
  return value !== undefined || project.usesCgo || needsLinker(go);
}

/** Options that only work with a C linker, or make a binary that needs the C library. */
function needsLinker(go: GoCommand): boolean {
  const has = (name: string): boolean => go.options.has(`-${name}`);
  return (
    has('-race') ||
    has('-msan') ||
    has('-asan') ||
    goOption(go, '-buildmode') !== undefined ||
    /-linkmode[= ]external|-extld/.test(goOption(go, '-ldflags') ?? '')
  );
}

/** The user's build with static linking, smaller output and cache mounts. */
export function buildLine(reading: GoReading, model: DockerfileModel): string {
  const { build, cgo } = reading;
  const { instruction, go } = build;
  const { text } = model;
  const edits: TextEdit[] = [];
  const program = go.command.words[0]!.span.start;
  const setsCgo =
    go.command.assignments.some(({ name }) => name === 'CGO_ENABLED') ||
    instruction.state.variables.has('CGO_ENABLED') ||
    build.script.commands.some(
      ({ name, assignments }) => name === 'export' && assignments.some((one) => one.name === 'CGO_ENABLED'),
    );
  if (!cgo && !setsCgo) edits.push({ span: { start: program, end: program }, newText: 'CGO_ENABLED=0 ' });
  const flags = smallerFlags(go);
  const verb = go.options.operands[0]!.span.end;
  if (flags) edits.push({ span: { start: verb, end: verb }, newText: flags });
  const body = instruction.bodySpan!;
  const command = applyEdits(
    text.slice(body.start, instruction.span.end),
    edits.map((edit) => ({
      ...edit,
      span: { start: edit.span.start - body.start, end: edit.span.end - body.start },
    })),
  );
  const own = ownFlags(build, model);
  const hasCache = mountsOf(instruction).some((mount) => mount.type === 'cache');
  const mounts = hasCache ? [] : [...moduleMount(reading), ...mount(reading.buildCache)];
  const keyword = keywordCase(model, 'RUN');
  return mounts.length > 0
    ? `${keyword} ${[...own, ...mounts].join(' ')} ${model.escape}\n    ${command}`
    : `${keyword} ${[...own, command].join(' ')}`;
}

/** The RUN's flags as the user wrote them. */
export function ownFlags({ instruction }: Pick<GoSite, 'instruction'>, model: DockerfileModel): string[] {
  return instruction.flags.map((flag) => model.text.slice(flag.span.start, flag.span.end));
}

/** Vendored modules are not downloaded. */
export function moduleMount({ project, moduleCache }: GoReading): string[] {
  return project.vendored ? [] : mount(moduleCache);
}

function mount(target: string | undefined): string[] {
  return target === undefined ? [] : [`--mount=type=cache,target=${target}`];
}

function smallerFlags(go: GoCommand): string {
  const trim = goOption(go, '-trimpath') === undefined ? ' -trimpath' : '';
  const strip = goOption(go, '-ldflags') === undefined ? ' -ldflags="-s -w"' : '';
  return trim + strip;
}
