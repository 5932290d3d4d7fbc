/** Can a file be in a stage before a command runs? Answers no only where the Dockerfile shows it. */
import picomatch from 'picomatch';
import type { ContextFacts } from '../../context/facts.ts';
import { readCopy, type Copy, type CopySource } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import { goCommand } from '../../tools/go.ts';
import type { CommandSite } from '../../tools/installs.ts';
import { nodeCommand } from '../../tools/node.ts';
import { pipInstall } from '../../tools/python.ts';
import { systemCommand } from '../../tools/system.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { RuleContext } from '../rule.ts';

/**
 * True when none of these image paths (absolute, unknown WORKDIR as `/`) can exist when the command runs: the base is a
 * plain image of a language or distribution, no copy can bring them, and every earlier command is known to make no
 * such file.
 */
export function cannotHave(
  paths: readonly string[],
  site: CommandSite,
  { model, facts }: RuleContext,
): boolean {
  const { stage, instruction, script, command } = site;
  if (command.conditional || command.failureIgnored || script.errors.length > 0) return false;
  if (instruction.args.text.includes('[[')) return false;
  const base = rootBase(stage);
  if (base.kind !== 'image' || !base.complete || base.reference.includes('onbuild')) return false;
  // Images that we don't know may hold a project.
  if (!facts.images.lookup(base.reference)) return false;
  if (
    mountsOf(instruction).some(
      ({ type, target }) =>
        type !== 'ssh' &&
        (target === undefined
          ? type === 'bind'
          : covers(resolvePath(instruction.state.workdir ?? '/', target), paths)),
    )
  )
    return false;
  const before = script.commands.slice(0, script.commands.indexOf(command));
  if (!before.every((earlier) => isHarmless(earlier, paths))) return false;
  return lineageInstructions(stage)
    .filter(({ index }) => index < instruction.index)
    .every((earlier) => leavesAlone(earlier, instruction, paths, { model, context: facts.context }));
}

function leavesAlone(
  earlier: Instruction,
  user: Instruction,
  paths: readonly string[],
  { model, context }: { model: DockerfileModel; context: ContextFacts },
): boolean {
  if (earlier.keyword === 'RUN') {
    const script = shellOf(earlier, model);
    return (
      script !== undefined &&
      script.errors.length === 0 &&
      script.commands.every((command) => isHarmless(command, paths))
    );
  }
  const copy = readCopy(earlier);
  if (!copy) return earlier.keyword !== 'COPY' && earlier.keyword !== 'ADD';
  return !couldBring(copy, user, paths, context);
}

/** Is one of the paths the folder itself, or below it? */
function covers(folder: string, paths: readonly string[]): boolean {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return paths.some((path) => path === folder || path.startsWith(prefix));
}

function couldBring(copy: Copy, user: Instruction, paths: readonly string[], context: ContextFacts): boolean {
  const { target } = copy;
  if (target === undefined) return true;
  // Where one of the two folders is not known, only names can be compared.
  const comparable =
    (copy.instruction.state.workdir === undefined) === (user.state.workdir === undefined) ||
    copy.destination !== undefined;
  const unknown =
    user.state.workdir === undefined
      ? copy.destination !== undefined && copy.destination !== '/'
      : !comparable;
  if (!unknown && !covers(target, paths)) return false;
  if (copy.from !== undefined || copy.inline) return true;
  // ADD unpacks archives.
  if (
    copy.keyword === 'ADD' &&
    copy.sources.some(({ path }) => /\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz|zst)\b/i.test(path))
  )
    return true;
  return copy.sources.some((source) =>
    paths.some((path) => path === target || sourceBrings(source, nameOf(path), context)),
  );
}

/** Can a file of this name come with the source? */
function sourceBrings(source: CopySource, name: string, context: ContextFacts): boolean {
  const { path, complete, remote } = source;
  if (!complete || remote || path === '.') return true;
  const last = nameOf(path);
  if (/[*?[]/.test(last)) {
    // `package*.json` names files; `src*` may name folders.
    return !/\.[a-z]+$/i.test(last) || picomatch(last, { dot: true, nobrace: true, noextglob: true })(name);
  }
  const type = context.entry(path)?.type;
  const isFile = type === undefined ? /[^.]\.[a-z]{1,5}$/i.test(last) : type === 'file';
  return !isFile || last === name;
}

function nameOf(path: string): string {
  return path.split('/').pop()!;
}

/** Commands that make no file in a project's folder. */
const harmless: ReadonlySet<string> = new Set([
  'mkdir', 'cd', 'pushd', 'popd', 'echo', 'printf', 'true', ':', 'set', 'export', 'unset', 'chmod', 'chown', 'rm', 'rmdir', 'adduser', 'addgroup',
  'useradd', 'groupadd', 'usermod', 'corepack', 'which', 'type', 'ldconfig', 'update-ca-certificates', 'locale-gen', 'dpkg', 'apt-key', 'umask',
  'ulimit', 'ls', 'id', 'whoami', 'pwd', 'date', 'uname',
]); // prettier-ignore

function isHarmless(command: ShellCommand, paths: readonly string[]): boolean {
  if (!command.redirects.every(({ target }) => isElsewhere(target?.value, target?.literal, paths)))
    return false;
  if (systemCommand(command) || harmless.has(command.name)) return true;
  const node = nodeCommand(command);
  if (node)
    return (
      node.kind === 'install' || node.kind === 'cache-clean' || (node.kind === 'other' && isGlobal(command))
    );
  if (pipInstall(command)) return true;
  const go = goCommand(command);
  if (go)
    return (
      /^(?:install|env|version)$/.test(go.subcommand) ||
      (go.subcommand === 'mod' && go.operands[0]?.value === 'download')
    );
  const args = command.args.map(({ value }) => value);
  if (/^python[\d.]*$/.test(command.name)) return args[0] === '-m' && args[1] === 'venv';
  return (command.name === 'gem' || command.name === 'cargo') && args[0] === 'install';
}

function isGlobal({ args }: ShellCommand): boolean {
  return args.some(({ value }) => /^(?:-g|--global|global|config|--version|-v)$/.test(value));
}

/** A redirect to another descriptor or to a place outside of the folders in question. */
function isElsewhere(
  target: string | undefined,
  literal: boolean | undefined,
  paths: readonly string[],
): boolean {
  if (target === undefined || /^(?:&?[012]|&-|\/dev\/(?:null|std\w+))$/.test(target)) return true;
  if (!literal || !target.startsWith('/')) return false;
  return !paths.some(
    (path) =>
      path === target || path.slice(0, path.lastIndexOf('/')) === target.slice(0, target.lastIndexOf('/')),
  );
}
