/** Tools that a RUN installs by name, outside of a manifest. Sources: the CLI documentation of each installer. */
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import { goCommand } from '../../tools/go.ts';
import { parseOptions } from '../../tools/options.ts';
import { pipInstall } from '../../tools/python.ts';

export type Registry = 'npm' | 'pypi' | 'gem' | 'go' | 'cargo' | 'composer' | 'dotnet';

export interface UnpinnedTool {
  readonly registry: Registry;
  /** Without a tag such as `@latest`. */
  readonly name: string;
  readonly word: ShellWord;
}

export interface ToolInstall {
  /** `npm install -g`, for messages. */
  readonly verb: string;
  readonly tools: readonly UnpinnedTool[];
  /** How a version is written: `pnpm@VERSION`. */
  readonly pinned: (name: string, version: string) => string;
}

/** What a command installs without saying which version; undefined when it is no such install, or all have one. */
export function unpinnedTools(command: ShellCommand): ToolInstall | undefined {
  const install = readers[command.name]?.(command);
  return install && install.tools.length > 0 ? install : undefined;
}

type Reader = (command: ShellCommand) => ToolInstall | undefined;

const withAt = (name: string, version: string): string => `${name}@${version}`;
const withEquals = (name: string, version: string): string => `${name}==${version}`;

/** Names and tags of npm that stand for whatever is newest. */
const movingTag =
  /^(?:latest|next|beta|alpha|canary|rc|nightly|stable|lts|dev|main|master|head|upgrade|\*|x)$/i;

/** `name`, `@scope/name`, both with a tag; undefined for what has a version, and for files, folders, URLs and repositories. */
function npmTool(word: ShellWord): UnpinnedTool | undefined {
  const match = /^((?:@[\w.-]+\/)?[a-z0-9][\w.-]*)(?:@(.*))?$/i.exec(word.value);
  if (!match || !word.literal || /\.(?:tgz|gz|js)$/.test(word.value)) return undefined;
  const [, name, version] = match;
  // Yarn 1 is finished: the newest is what it was years ago.
  if (name === 'yarn' || (version !== undefined && version !== '' && !movingTag.test(version)))
    return undefined;
  return { registry: 'npm', name: name!, word };
}

const npmValues: ReadonlySet<string> = new Set([
  '--registry', '--prefix', '--cache', '--loglevel', '--location', '--tag', '--omit', '--include', '--unsafe-perm', '-C', '--dir', '--global-dir', '--global-bin-dir',
  '--network-timeout', '--cwd',
]); // prettier-ignore

/** npm, pnpm and bun: `install -g`; yarn: `global add`. */
const node: Reader = (command) => {
  const options = parseOptions(command, npmValues);
  const [verb, ...rest] = options.operands;
  const global =
    options.has('-g', '--global') || options.value('--location') === 'global' || command.name.startsWith('yarn');
  const packages = command.name.startsWith('yarn') ? (verb?.value === 'global' && rest[0]?.value === 'add' ? rest.slice(1) : []) : rest;
  if (!global || (!command.name.startsWith('yarn') && !/^(?:i|install|add)$/.test(verb?.value ?? ''))) return undefined;
  // Another dist-tag for all of them is a choice.
  if (options.has('--tag')) return undefined;
  const shown = command.name.startsWith('yarn') ? `${command.name} global add` : `${command.name} ${verb!.value} -g`;
  return { verb: shown, tools: packages.flatMap((word) => npmTool(word) ?? []), pinned: withAt };
}; // prettier-ignore

const corepack: Reader = (command) => {
  const options = parseOptions(command, new Set(['-o', '--output']));
  const [verb, ...packages] = options.operands;
  if (verb?.value !== 'prepare' && !(verb?.value === 'install' && options.has('-g', '--global')))
    return undefined;
  const tools = packages
    .filter(({ value }) => /^(?:pnpm|yarn|npm)@/.test(value))
    .flatMap((word): UnpinnedTool[] => {
      const [name = '', tag = ''] = word.value.split('@');
      return word.literal && movingTag.test(tag) ? [{ registry: 'npm', name, word }] : [];
    });
  return { verb: `corepack ${verb.value}`, tools, pinned: withAt };
};

/** pip itself and what it builds with are no part of the program. */
const pipOwn: ReadonlySet<string> = new Set(['pip', 'setuptools', 'wheel']);

function pythonTools(words: readonly ShellWord[]): UnpinnedTool[] {
  return words
    .filter(
      ({ value, literal }) => literal && /^[a-z0-9](?:[\w.-]*[a-z0-9])?(?:\[[\w.,\s-]*\])?$/i.test(value),
    )
    .filter(({ value }) => !pipOwn.has(value.toLowerCase()) && !/\.(?:whl|zip|gz|txt)$/.test(value))
    .map((word) => ({ registry: 'pypi', name: word.value, word }));
}

const pip: Reader = (command) => {
  const install = pipInstall(command);
  if (!install || install.options.has('-c', '--constraint', '--no-index', '-e', '--editable'))
    return undefined;
  return { verb: `${install.tool} install`, tools: pythonTools(install.packages), pinned: withEquals };
};

const pipx: Reader = (command) => {
  const options = parseOptions(command, new Set(['--python', '--index-url', '-i', '--pip-args', '--suffix', '--spec']));
  const [verb, ...packages] = options.operands;
  if (verb?.value !== 'install' || options.has('--spec')) return undefined;
  return { verb: 'pipx install', tools: pythonTools(packages), pinned: withEquals };
}; // prettier-ignore

const uv: Reader = (command) => {
  const [first, second] = command.args.map(({ value }) => value);
  if (first === 'pip') return pip(command);
  if (first !== 'tool' || second !== 'install') return undefined;
  const options = parseOptions(command, new Set(['--python', '-p', '--with', '--index', '--default-index', '--index-url']));
  return { verb: 'uv tool install', tools: pythonTools(options.operands.slice(2, 3)), pinned: withEquals };
}; // prettier-ignore

const gem: Reader = (command) => {
  const options = parseOptions(command, new Set(['-v', '--version', '-i', '--install-dir', '-n', '--bindir', '-s', '--source', '-P', '--platform', '-g', '--file']));
  const [verb, ...packages] = options.operands;
  if (!/^(?:i|install)$/.test(verb?.value ?? '') || options.has('-v', '--version', '-g', '--file')) return undefined;
  const tools = packages
    .filter(({ value, literal }) => literal && /^[\w-]+(?:\.[\w-]+)*$/.test(value) && !value.endsWith('.gem'))
    .map((word): UnpinnedTool => ({ registry: 'gem', name: word.value, word }));
  return { verb: 'gem install', tools, pinned: (name, version) => `${name}:${version}` };
}; // prettier-ignore

const go: Reader = (command) => {
  const found = goCommand(command);
  if (found?.subcommand !== 'install') return undefined;
  const tools = found.operands.flatMap((word): UnpinnedTool[] => {
    const match = /^([^@]+)@(latest|upgrade|patch|main|master|head)$/i.exec(word.value);
    return match ? [{ registry: 'go', name: match[1]!, word }] : [];
  });
  return { verb: 'go install', tools, pinned: withAt };
};

const cargo: Reader = (command) => {
  const options = parseOptions(
    command,
    new Set(['--version', '--vers', '--git', '--branch', '--tag', '--rev', '--path', '--root', '--features', '-F', '--target', '--index', '--registry', '--bin', '--profile', '-j', '--jobs', '--target-dir', '--example', '--config', '-Z']),
  );
  const [verb, ...packages] = options.operands.filter(({ value }) => !value.startsWith('+'));
  if (!/^(?:install|binstall)$/.test(verb?.value ?? '')) return undefined;
  if (options.has('--version', '--vers', '--git', '--path')) return undefined;
  const tools = packages
    .filter(({ value, literal }) => literal && /^[\w-]+$/.test(value))
    .map((word): UnpinnedTool => ({ registry: 'cargo', name: word.value, word }));
  return { verb: `cargo ${verb!.value}`, tools, pinned: withAt };
}; // prettier-ignore

const composer: Reader = (command) => {
  const options = parseOptions(command, new Set(['-d', '--working-dir']));
  const [first, verb, ...packages] = options.operands;
  if (first?.value !== 'global' || verb?.value !== 'require') return undefined;
  const tools = packages
    .filter(({ value, literal }, i) => literal && /^[\w.-]+\/[\w.-]+$/.test(value) && !/^[\d^~*<>=v]/.test(packages[i + 1]?.value ?? ''))
    .map((word): UnpinnedTool => ({ registry: 'composer', name: word.value, word }));
  return { verb: 'composer global require', tools, pinned: (name, version) => `${name}:${version}` };
}; // prettier-ignore

const dotnet: Reader = (command) => {
  const options = parseOptions(command, new Set(['--version', '--tool-path', '--add-source', '--source', '--configfile', '--framework', '-f', '-v', '--verbosity', '-a', '--arch']));
  const [first, verb, name] = options.operands;
  const elsewhere = options.has('-g', '--global', '--tool-path');
  if (first?.value !== 'tool' || verb?.value !== 'install' || !elsewhere || options.has('--version')) return undefined;
  const tools = name?.literal && !name.value.includes('@') ? [{ registry: 'dotnet', name: name.value, word: name } as const] : [];
  return { verb: 'dotnet tool install', tools, pinned: (tool, version) => `${tool} --version ${version}` };
}; // prettier-ignore

const readers: Readonly<Record<string, Reader | undefined>> = {
  npm: node,
  pnpm: node,
  bun: node,
  yarn: node,
  yarnpkg: node,
  corepack,
  pip,
  pip3: pip,
  python: pip,
  python3: pip,
  pipx,
  uv,
  gem,
  go,
  cargo,
  composer,
  dotnet,
};
