/** `COPY x.tar.gz` and `RUN tar` → `ADD x.tar.gz`. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { keywordCase, removeInstruction } from '../../edit/insert.ts';
import { removeItems } from '../../edit/shell-items.ts';
import { removals } from '../../tools/removals.ts';
import { baseName, symbolicPath } from '../../tools/symbolic-path.ts';
import { workingDirectory } from '../../tools/working-directory.ts';
import type { Fix } from '../rule.ts';
import type { Unpacked } from './archive-left.part.ts';

/** The formats that ADD recognises (docs.docker.com/reference/dockerfile/#adding-local-tar-archives). */
const recognised = /\.(?:tar|tar\.gz|tgz|tar\.bz2|tbz2?|tar\.xz|txz)$/i;

/** Options of tar that ADD has no need of, or does anyway. */
const usual = [
  '-x', '-z', '-j', '-J', '-a', '-v', '-f', '-p', '-C', '--extract', '--get', '--gzip', '--bzip2', '--xz', '--auto-compress', '--verbose', '--file',
  '--preserve-permissions', '--same-permissions', '--directory',
]; // prettier-ignore

/** Does `ADD` the same as the copy and the extraction together? */
export function canAdd({ arrival, extraction }: Unpacked): boolean {
  const { copied } = arrival;
  const { tar } = extraction;
  if (!copied || !tar || copied.copy.from !== undefined || copied.source.remote) return false;
  const words = extraction.command.args.filter(({ value }) => /^-/.test(value));
  // Anything unusual (--strip-components, --no-same-owner, members by name) is more than ADD can do.
  const known = new Set(tar.options.words(...usual));
  const isUsual = words.every((word) => [...known].some(({ span }) => span.start === word.span.start));
  return isUsual && tar.members.length === 0 && recognised.test(copied.source.path);
}

/** `ADD` would do it, and the archive is deleted where it is unpacked or not at all. */
export function isUnpackedByAdd(unpacked: Unpacked): boolean {
  return unpacked.removed !== 'later' && canAdd(unpacked);
}

/** The tar command goes, with the `mkdir` and `rm` around it; the copy becomes an ADD to tar's directory. */
export function addInstead(unpacked: Unpacked, model: DockerfileModel): Fix | undefined {
  const { arrival, instruction, script, extraction, path } = unpacked;
  const { copied } = arrival;
  const { command } = extraction;
  if (!copied || !canAdd(unpacked) || unpacked.removed === 'later' || script.exec || script.heredoc)
    return undefined;
  const { copy } = copied;
  const { user } = instruction.state;
  if (copy.instruction.index + 1 !== instruction.index || copy.sources.length !== 1 || copy.instruction.json)
    return undefined;
  if (copy.instruction.flags.length > 0 || (user !== undefined && user !== 'root' && user !== '0'))
    return undefined;
  const target = targetOf(unpacked);
  if (target === undefined || !command.exact || command.conditional || !script.items[command.item]?.simple)
    return undefined;
  const gone = script.commands.filter(
    (each) => each === command || isRemoval(each, unpacked) || makes(each, target, unpacked),
  );
  if (gone.some(({ item, conditional }) => conditional || !script.items[item]?.simple)) return undefined;
  // Somebody else reads the archive.
  if (
    script.commands.some(
      (each) => !gone.includes(each) && each.args.some(({ value }) => value.includes(baseName(path))),
    )
  )
    return undefined;
  const rest =
    gone.length === script.commands.length
      ? [removeInstruction(model, instruction)]
      : itemEdits(
          gone.map(({ item }) => item),
          unpacked,
          model,
        );
  if (!rest) return undefined;
  return {
    title: `Unpack ${baseName(path)} with ADD`,
    applicability: 'suggested',
    edits: [
      { span: copy.instruction.keywordSpan, newText: keywordCase(model, 'ADD') },
      { span: copy.destinationWord.span, newText: target === '/' ? '/' : `${target}/` },
      ...rest,
    ],
  };
}

/** Where tar unpacks to, absolute and known. */
function targetOf({ extraction, instruction, script }: Unpacked): string | undefined {
  const directory = workingDirectory(instruction, script, extraction.command);
  const words = extraction.tar!.options.words('-C', '--directory');
  const last = words.at(-1);
  if (!last) return instruction.state.workdir === undefined ? undefined : directory;
  const attached = /^--directory=(.*)$/s.exec(last.value)?.[1];
  const word = attached === undefined ? last : { ...last, raw: attached, value: attached };
  const path = symbolicPath(word, directory, instruction.state);
  return path?.startsWith('/') && !/[\s$`*?[~]/.test(path) ? path : undefined;
}

function isRemoval(
  command: Unpacked['extraction']['command'],
  { instruction, script, path }: Unpacked,
): boolean {
  const paths = removals(command, workingDirectory(instruction, script, command), instruction.state);
  return paths.length === 1 && paths[0]!.path === path;
}

/** `mkdir -p` of the folder: ADD makes it. */
function makes(
  command: Unpacked['extraction']['command'],
  target: string,
  { instruction, script }: Unpacked,
): boolean {
  const [option, folder, ...more] = command.args;
  if (command.name !== 'mkdir' || option?.value !== '-p' || !folder || more.length > 0) return false;
  const path = symbolicPath(folder, workingDirectory(instruction, script, command), instruction.state);
  return path === target && command.redirects.length === 0;
}

function itemEdits(
  items: readonly number[],
  { script }: Unpacked,
  model: DockerfileModel,
): TextEdit[] | undefined {
  const groups: number[][] = [];
  for (const item of [...new Set(items)].sort((a, b) => a - b)) {
    const last = groups.at(-1);
    if (last?.at(-1) === item - 1) last.push(item);
    else groups.push([item]);
  }
  const edits = groups.map((group) => removeItems(model, script, group[0]!, group.at(-1)!));
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}
