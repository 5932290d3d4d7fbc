/** Files that instructions bring into the final image by name: copies, downloads, clones. */
import { readCopy, type Copy, type CopySource } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import { finalStage, lineageInstructions } from '../../dockerfile/stages.ts';
import { fetchedFiles } from '../../tools/fetched-files.ts';
import { baseName, symbolicPathOf } from '../../tools/symbolic-path.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import type { Facts } from '../rule.ts';

export interface Arrival {
  /** See tools/symbolic-path.ts. */
  readonly path: string;
  readonly instruction: Instruction;
  /** From here on it is in the stage: an offset of the document. */
  readonly offset: number;
  readonly copied: { readonly copy: Copy; readonly source: CopySource } | undefined;
  readonly fetched: { readonly command: ShellCommand; readonly script: ShellScript } | undefined;
}

const known = new WeakMap<DockerfileModel, WeakMap<Facts, readonly Arrival[]>>();

/** In the order of the text. Copies of the whole context are left out: they bring more than a file by name. */
export function arrivalsOf(model: DockerfileModel, facts: Facts): readonly Arrival[] {
  let byFacts = known.get(model);
  if (!byFacts) known.set(model, (byFacts = new WeakMap<Facts, readonly Arrival[]>()));
  let arrivals = byFacts.get(facts);
  if (!arrivals) {
    const last = finalStage(model);
    arrivals = (last ? lineageInstructions(last) : []).flatMap((instruction) => [
      ...copied(instruction, facts),
      ...fetched(instruction, model),
    ]);
    byFacts.set(facts, arrivals);
  }
  return arrivals;
}

function copied(instruction: Instruction, { context }: Facts): Arrival[] {
  const copy = readCopy(instruction);
  const { target } = copy ?? {};
  if (!copy || target === undefined) return [];
  return copy.sources.flatMap((source): Arrival[] => {
    if (!source.complete || source.path === '.' || /[*?[]/.test(source.path)) return [];
    if (copy.instruction.flags.some(({ name }) => name === 'parents')) return [];
    const isFolder =
      !source.remote && copy.from === undefined && context.entry(source.path)?.type === 'directory';
    const name = source.remote ? baseName(source.path.replace(/[?#].*$/s, '')) : baseName(source.path);
    const path = isFolder || !copy.intoDirectory ? target : symbolicPathOf(name, target);
    if (path === undefined) return [];
    return [
      { path, instruction, offset: instruction.span.start, copied: { copy, source }, fetched: undefined },
    ];
  });
}

function fetched(instruction: Instruction, model: DockerfileModel): Arrival[] {
  const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
  if (!script) return [];
  return script.commands.flatMap((command) =>
    fetchedFiles(command, workingDirectory(instruction, script, command), instruction.state)
      .filter((path) => !isMounted(path, instruction))
      .map((path) => ({
        path,
        instruction,
        offset: command.span.start,
        copied: undefined,
        fetched: { command, script },
      })),
  );
}

/** What lies in a mount is in no layer. */
export function isMounted(path: string, instruction: Instruction): boolean {
  return mountsOf(instruction).some(({ target }) => {
    if (target === undefined) return false;
    const folder = resolvePath(instruction.state.workdir ?? '/', target);
    return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
  });
}

/** Below this nobody would notice it in an image; in bytes. */
const noticeable = 100_000;
/** Kinds of files that are small when nobody can measure them: manifests, scripts and settings. */
const smallKinds =
  /(?:^|\/)(?:[^/]*\.(?:txt|json|ya?ml|toml|lock|conf|cfg|ini|cnf|env|sh|bash|py|rb|js|mjs|ts|sql|xml|properties|list|repo|sources|gpg|asc|pem|crt|cert|key|pub|md|cmake|patch|diff|tmpl|tpl|j2|php|r|R))$/;

/** Too small to matter: measured in the context, or by its kind where it is not there. */
export function isSmall({ copied, path }: Arrival, facts: Facts): boolean {
  if (!copied || copied.source.remote || copied.copy.from !== undefined) return smallKinds.test(path);
  const bytes = sizeInContext(copied.source.path, facts);
  return bytes === undefined ? smallKinds.test(path) : bytes < noticeable;
}

/** Is the file or folder of the context known to be large enough to matter? */
export function isNoticeable(path: string, facts: Facts): boolean {
  return (sizeInContext(path, facts) ?? noticeable) >= noticeable;
}

/** Bytes of a file or folder of the context; undefined when it is not there or was not measured. */
export function sizeInContext(path: string, { context }: Facts): number | undefined {
  const entry = context.entry(path);
  if (!entry) return undefined;
  if (entry.type === 'file') return entry.size;
  const measured = context.measured(path);
  return measured?.complete ? measured.bytes : undefined;
}
