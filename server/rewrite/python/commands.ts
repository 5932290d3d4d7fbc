/** Sorts what a RUN of a Python image does: preparing, installing, or working on the finished image. */
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { normaliseName } from '../../project/python/names.ts';
import { commandOf } from '../../tools/dependencies/command.ts';
import { pipInstall } from '../../tools/python.ts';
import { systemCommand } from '../../tools/system.ts';

export type CommandSide =
  /** Packages and settings of the distribution: both stages may need them. */
  | 'system'
  /** A package manager is installed or set up: outside of the environment that ships. */
  | 'tool'
  /** pip and its own parts are brought up to date: wherever the packages go. */
  | 'pip'
  /** Puts packages into the environment. */
  | 'install'
  /** Makes a virtual environment. */
  | 'venv'
  /** Looks at what was installed; the result is only text. */
  | 'check'
  /** Removes what only the build had. */
  | 'clean'
  /** Accounts, folders and permissions of the finished image. */
  | 'files'
  /** Runs the project's own code to make files of the finished image. */
  | 'program'
  | 'neutral'
  | 'unknown';

/** Sides that only the build needs. */
export const buildSides: ReadonlySet<CommandSide> = new Set(['tool', 'pip', 'install', 'venv', 'check']);

const managers: ReadonlySet<string> = new Set([
  'poetry', 'pipenv', 'uv', 'virtualenv', 'pip-tools', 'poetry-plugin-export', 'poetry-core', 'poetry-dynamic-versioning',
]); // prettier-ignore
const ownParts: ReadonlySet<string> = new Set(['pip', 'setuptools', 'wheel']);

const fileCommands: ReadonlySet<string> = new Set([
  'mkdir', 'chown', 'chmod', 'touch', 'ln', 'groupadd', 'useradd', 'addgroup', 'adduser', 'usermod', 'groupmod',
]); // prettier-ignore
const neutralCommands: ReadonlySet<string> = new Set([
  'set', 'echo', 'true', 'cd', 'export', 'umask', 'ls', 'pwd', 'cat', 'date', 'test', '[', '[[', ':',
]); // prettier-ignore
/** They change the system by its own files: certificates that were copied, languages. */
const systemCommands: ReadonlySet<string> = new Set(['update-ca-certificates', 'locale-gen', 'update-locale', 'ldconfig']); // prettier-ignore

export function sideOf(command: ShellCommand): CommandSide {
  if (systemCommand(command)) return 'system';
  const pip = pipSide(command);
  if (pip) return pip;
  const { name, args, redirects } = command;
  const tool = toolSide(command);
  if (tool) return tool;
  const values = args.map(({ value }) => value);
  if (/^python[\d.]*$/.test(name)) return pythonSide(command, values);
  if (name === 'virtualenv') return 'venv';
  if (name === 'django-admin') return isStaticWork(values[0]) ? 'program' : 'unknown';
  if (name === 'rm') return isCleanup(values) ? 'clean' : 'unknown';
  if (name === 'ln' && values.some((value) => /poetry|pipenv|\buv\b/.test(value))) return 'tool';
  if (fileCommands.has(name))
    return values.some((value) => /^\/usr\/(?:local\/)?(?:bin|lib)\//.test(value)) ? 'unknown' : 'files';
  if (systemCommands.has(name)) return 'system';
  if (name === 'sed') return values.some((value) => value.startsWith('/etc/apt/')) ? 'system' : 'unknown';
  if (isToolScript(command)) return 'tool';
  // What `sh -c` runs is looked at by itself.
  if (/^(?:ba|da)?sh$/.test(name)) return values[0] === '-c' && values.length === 2 ? 'neutral' : 'unknown';
  if (name === 'echo' && redirects.some(({ target }) => target?.value === '/etc/timezone')) return 'files';
  const isQuiet = redirects.every(
    ({ operator, target }) => !operator.includes('>') || target?.value.startsWith('/dev/') === true,
  );
  return neutralCommands.has(name) && isQuiet ? 'neutral' : 'unknown';
}

/** Names of the packages that `pip install` asks for by name. */
export function namedPackages(command: ShellCommand): string[] {
  return (pipInstall(command)?.packages ?? []).map(({ value }) =>
    normaliseName(value.replace(/[[=<>!~;@ ].*$/s, '')),
  );
}

function pipSide(command: ShellCommand): CommandSide | undefined {
  const install = pipInstall(command);
  if (install) {
    const names = namedPackages(command);
    const isPlain = install.requirements.length === 0 && !install.local && !install.options.has('-e', '--editable', '--group'); // prettier-ignore
    if (!isPlain || names.length === 0 || install.tool === 'uv pip') return 'install';
    const tools = names.filter((name) => managers.has(name));
    if (tools.length > 0)
      return names.every((name) => managers.has(name) || ownParts.has(name)) ? 'tool' : 'unknown';
    return names.every((name) => ownParts.has(name)) ? 'pip' : 'install';
  }
  const words = command.words.map(({ value }) => value);
  const at = /^pip[\d.]*$/.test(command.name) ? 1 : words[1] === '-m' && words[2] === 'pip' ? 3 : 0;
  if (at === 0 || (at === 3 && !/^python[\d.]*$/.test(command.name))) return undefined;
  const verb = words[at] ?? '';
  if (/^(?:check|list|freeze|show|debug|--version|-V)$/.test(verb)) return 'check';
  if (verb === 'config') return 'tool';
  return verb === 'cache' ? 'clean' : 'unknown';
}

function toolSide(command: ShellCommand): CommandSide | undefined {
  const tool = commandOf(command, ['poetry', 'pipenv', 'uv']);
  if (!tool) return undefined;
  const [verb = ''] = tool.args.map(({ value }) => value).filter((value) => !value.startsWith('-'));
  if (verb === '') return 'check';
  switch (tool.name) {
    case 'poetry':
      if (/^(?:install|sync|export|lock)$/.test(verb)) return 'install';
      if (/^(?:config|self)$/.test(verb)) return 'tool';
      if (/^(?:check|show|version|about)$/.test(verb)) return 'check';
      return verb === 'cache' ? 'clean' : 'unknown';
    case 'pipenv':
      if (/^(?:install|sync|lock|requirements)$/.test(verb)) return 'install';
      return /^(?:graph|check|verify)$/.test(verb) ? 'check' : 'unknown';
    default:
      if (/^(?:sync|export|lock)$/.test(verb)) return 'install';
      if (verb === 'venv') return 'venv';
      return verb === 'cache' ? 'clean' : 'unknown';
  }
}

function pythonSide(command: ShellCommand, values: readonly string[]): CommandSide {
  if (values.length > 0 && values.every((value) => /^(?:--version|-V|-VV)$/.test(value))) return 'check';
  if (isToolScript(command)) return 'tool';
  if (values[0] === '-m') {
    const [, module, ...rest] = values;
    if (module === 'venv' || module === 'virtualenv') return 'venv';
    if (module === 'compileall') return 'program';
    // spaCy's models are packages, which it installs with the pip of the Python that runs (spacy.io/usage/models).
    if (module === 'spacy' && rest[0] === 'download') return 'install';
    // Without a folder the data goes to the home of whoever builds (nltk.org/data.html).
    if (module === 'nltk.downloader') return isGlobalFolder(rest) ? 'program' : 'unknown';
    return module === 'pybabel' ? 'program' : 'unknown';
  }
  return /(?:^|\/)manage\.py$/.test(values[0] ?? '') && isStaticWork(values[1]) ? 'program' : 'unknown';
}

/** Django's commands that only make files out of files, or look at them (docs.djangoproject.com, django-admin). */
function isStaticWork(verb: string | undefined): boolean {
  return verb === 'collectstatic' || verb === 'compilemessages' || verb === 'check';
}

function isGlobalFolder(args: readonly string[]): boolean {
  const at = args.indexOf('-d');
  return at >= 0 && /^\/(?:usr\/(?:local\/)?(?:share|lib)|opt)\//.test(args[at + 1] ?? '');
}

/** `curl … | python3 -`: the installers of Poetry and uv, and what reads them. */
function isToolScript({ name, args, pipedFrom, pipesInto }: ShellCommand): boolean {
  const isInstaller = (words: ShellCommand['args']): boolean =>
    words.some(({ value }) => /^https:\/\/(?:install\.python-poetry\.org|astral\.sh\/uv\/)/.test(value));
  if (name === 'curl' || name === 'wget') return pipesInto && isInstaller(args);
  return pipedFrom !== undefined && /^(?:python[\d.]*|sh|bash)$/.test(name) && isInstaller(pipedFrom.args);
}

const caches =
  /^(?:\/var\/(?:lib\/apt|cache|tmp|log)|\/tmp|\/root\/\.(?:cache|npm)|~\/\.cache|\$HOME\/\.cache|\$\{?(?:POETRY|PIP|UV|PIPENV)_CACHE_DIR\}?)(?:\/|$)/;
const manifests =
  /(?:^|\/)(?:requirements[\w.-]*\.txt|pyproject\.toml|poetry\.lock|Pipfile(?:\.lock)?|uv\.lock)$/;

function isCleanup(values: readonly string[]): boolean {
  const paths = values.filter((value) => !value.startsWith('-'));
  return paths.length > 0 && paths.every((path) => caches.test(path) || manifests.test(path));
}
