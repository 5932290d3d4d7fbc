/** Can a file be in a stage before a command runs? Answers no only where the Dockerfile shows it. */
import picomatch from 'picomatch';
import type { ContextFacts } from '../../context/facts.ts';
import { readCopy, type Copy, type CopySource } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
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
  if (firstHarmful(script, paths) < positionOf(command, script)) return false;
  const history = historyOf(stage, model);
  if (history.opaqueFrom < instruction.index) return false;
  return history.firstArrival(paths, instruction, facts.context) >= instruction.index;
}

/** Something before the command may have made any file: then `cannotHave` is false for every path. */
export function isOpaqueBefore({ stage, instruction }: CommandSite, model: DockerfileModel): boolean {
  return historyOf(stage, model).opaqueFrom < instruction.index;
}

const positions = new WeakMap<ShellScript, ReadonlyMap<ShellCommand, number>>();

function positionOf(command: ShellCommand, script: ShellScript): number {
  let known = positions.get(script);
  if (!known) positions.set(script, (known = new Map(script.commands.map((each, i) => [each, i]))));
  return known.get(command) ?? 0;
}

const harmfulCommands = new WeakMap<ShellScript, Map<string, number>>();

/** Position of the first command of the script that may make one of the files. */
function firstHarmful(script: ShellScript, paths: readonly string[]): number {
  let byPaths = harmfulCommands.get(script);
  if (!byPaths) harmfulCommands.set(script, (byPaths = new Map<string, number>()));
  const key = paths.join('\0');
  let first = byPaths.get(key);
  if (first === undefined) {
    const at = script.commands.findIndex((command) => !isHarmless(command, paths));
    byPaths.set(key, (first = at < 0 ? Infinity : at));
  }
  return first;
}

/** What happened in a stage and those it builds on, gathered once: installs are judged one by one. */
class StageHistory {
  /** Index of the first instruction that may have made any file at all. */
  readonly opaqueFrom: number;
  /** Before that: commands that write somewhere by a redirect. */
  private readonly writers: { readonly index: number; readonly command: ShellCommand }[] = [];
  private readonly copies: Copy[] = [];
  private readonly copiesByTarget = new Map<string, Copy[]>();
  private readonly arrivals = new WeakMap<ContextFacts, Map<string, number>>();

  constructor(stage: Stage, model: DockerfileModel) {
    this.opaqueFrom = Infinity;
    for (const instruction of lineageInstructions(stage)) {
      if (this.take(instruction, model)) continue;
      this.opaqueFrom = instruction.index;
      break;
    }
  }

  /** False when the instruction may make any file. */
  private take(instruction: Instruction, model: DockerfileModel): boolean {
    const { index, keyword } = instruction;
    if (keyword === 'RUN') {
      const script = shellOf(instruction, model);
      if (script === undefined || script.errors.length > 0 || !script.commands.every(makesNoProject)) return false;
      for (const command of script.commands) if (command.redirects.length > 0) this.writers.push({ index, command });
      return true;
    }
    const copy = readCopy(instruction);
    if (!copy) return keyword !== 'COPY' && keyword !== 'ADD';
    if (copy.target === undefined) return false;
    this.copies.push(copy);
    const same = this.copiesByTarget.get(copy.target);
    if (same) same.push(copy);
    else this.copiesByTarget.set(copy.target, [copy]);
    return true;
  } // prettier-ignore

  /** Index of the first copy or redirect that may bring one of the paths, as `user` sees them. */
  firstArrival(paths: readonly string[], user: Instruction, context: ContextFacts): number {
    let known = this.arrivals.get(context);
    if (!known) this.arrivals.set(context, (known = new Map<string, number>()));
    const key = `${user.state.workdir === undefined ? '?' : ''}${paths.join('\0')}`;
    let first = known.get(key);
    if (first === undefined) known.set(key, (first = this.findArrival(paths, user, context)));
    return first;
  }

  private findArrival(paths: readonly string[], user: Instruction, context: ContextFacts): number {
    const writer = this.writers.find(({ command }) => !redirectsElsewhere(command, paths))?.index ?? Infinity;
    // Copies to other folders matter only where a working directory is not known.
    const candidates = this.canCompare(user)
      ? [...foldersAbove(paths)].flatMap((folder) => this.copiesByTarget.get(folder) ?? [])
      : this.copies;
    return candidates
      .filter((copy) => couldBring(copy, user, paths, context))
      .reduce((first, { instruction }) => Math.min(first, instruction.index), writer);
  }

  private canCompare(user: Instruction): boolean {
    return user.state.workdir !== undefined && this.hasKnownTargets;
  }

  /** Every copy goes to a place that does not depend on the base image's working directory. */
  private get hasKnownTargets(): boolean {
    this.knownTargets ??= this.copies.every(({ destination }) => destination !== undefined);
    return this.knownTargets;
  }

  private knownTargets: boolean | undefined;
}

const histories = new WeakMap<Stage, StageHistory>();

function historyOf(stage: Stage, model: DockerfileModel): StageHistory {
  let history = histories.get(stage);
  if (!history) histories.set(stage, (history = new StageHistory(stage, model)));
  return history;
}

/** The paths themselves and every folder above them: the places a copy must go to in order to bring one. */
function foldersAbove(paths: readonly string[]): Set<string> {
  const folders = new Set<string>(['/']);
  for (const path of paths)
    for (
      let folder = path;
      folder !== '' && !folders.has(folder);
      folder = folder.slice(0, folder.lastIndexOf('/'))
    )
      folders.add(folder);
  return folders;
}

/** Is one of the paths the folder itself, or below it? */
export function covers(folder: string, paths: readonly string[]): boolean {
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

/** Is the command known to make none of these files? */
export function isHarmless(command: ShellCommand, paths: readonly string[]): boolean {
  return redirectsElsewhere(command, paths) && makesNoProject(command);
}

function redirectsElsewhere({ redirects }: ShellCommand, paths: readonly string[]): boolean {
  return redirects.every(({ target }) => isElsewhere(target?.value, target?.literal, paths));
}

/** Its redirects aside. */
function makesNoProject(command: ShellCommand): boolean {
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
  return setUp[command.name]?.test(args[0] ?? '') ?? false;
}

/** Subcommands of package managers that make no manifest, by program. */
const setUp: Readonly<Record<string, RegExp>> = {
  gem: /^(?:install|update)$/,
  cargo: /^(?:install|fetch|build|--version|-V)$/,
  mvn: /^(?:-v|--version|dependency:\S+)$/,
  gradle: /^(?:-v|--version)$/,
  dotnet: /^(?:--\S+|restore|build|publish|tool|workload|nuget)$/,
  deno: /^(?:install|cache|--version|-V)$/,
  rustup: /^(?:target|component|toolchain|default|show|update|--version)$/,
  bundle: /^(?:install|config)$/,
  composer: /^(?:install|config|self-update|--version)$/,
  poetry: /^(?:install|config|self|--version)$/,
  pipenv: /^(?:sync|--version)$/,
  uv: /^(?:sync|venv|python|--version)$/,
  mix: /^(?:deps\.get|local\.(?:hex|rebar))$/,
  pipx: /^(?:install|ensurepath)$/,
  'docker-php-ext-install': /./,
  'docker-php-ext-configure': /./,
  'docker-php-ext-enable': /./,
  'install-php-extensions': /./,
  pecl: /^install$/,
  a2enmod: /./,
};

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
