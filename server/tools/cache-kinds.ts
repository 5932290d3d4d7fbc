/** The caches that package managers leave behind, and how each is avoided. Sources: the tools' own documentation. */
import type { BuildState } from '../dockerfile/model.ts';
import type { ShellCommand } from '../dockerfile/shell.ts';
import type { ImageFact } from '../images/facts.ts';
import type { NodeProject } from '../project/facts.ts';
import { goCommand } from './go.ts';
import { nodeCommand } from './node.ts';
import { commandOf } from './dependencies/command.ts';
import { pipInstall } from './python.ts';
import { systemCommand, systemFamily } from './system.ts';

export interface CacheCircumstances {
  readonly command: ShellCommand;
  readonly state: BuildState;
  /** The image the stage's lineage starts from. */
  readonly base: ImageFact | undefined;
  /** The Node project whose dependencies the command installs. */
  readonly project: NodeProject | undefined;
}

export interface CacheKind {
  readonly id: string;
  /** Subject and verb of the message: `package lists`. */
  readonly what: string;
  /** Where it is; below a home folder as `~/…`. */
  readonly directories: readonly string[];
  /** Does the command put something into it that stays? */
  fills(circumstances: CacheCircumstances): boolean;
  /** The tool's own way to empty it. */
  cleans(command: ShellCommand): boolean;
  /** Variables that turn it off or move it elsewhere. */
  readonly variables: readonly string[];
  /** How to avoid it: a flag of the command, or a command behind it. */
  readonly remedy:
    | { readonly kind: 'flag'; readonly flag: string }
    | { readonly kind: 'command'; text(command: ShellCommand): string };
  readonly safe: boolean;
}

const sub = (command: ShellCommand): string[] =>
  command.args.filter(({ value }) => !value.startsWith('-')).map(({ value }) => value);

const apt: CacheKind = {
  id: 'apt',
  what: 'its package lists',
  directories: ['/var/lib/apt/lists'],
  fills: ({ command }) => {
    const system = systemCommand(command);
    return system !== undefined && systemFamily(system.tool) === 'apt' && system.action === 'update';
  },
  cleans: (command) => /^apt(?:-get)?$/.test(command.name) && /^dist-?clean$/.test(sub(command)[0] ?? ''),
  variables: [],
  remedy: { kind: 'command', text: () => 'rm -rf /var/lib/apt/lists/*' },
  safe: true,
};

const apk: CacheKind = {
  id: 'apk',
  what: 'the package index',
  directories: ['/var/cache/apk', '/etc/apk/cache'],
  fills: ({ command }) => {
    const system = systemCommand(command);
    return system?.tool === 'apk' && /^(?:install|update|upgrade)$/.test(system.action) && !system.options.has('--no-cache');
  },
  cleans: (command) => command.name === 'apk' && sub(command).slice(0, 2).join(' ') === 'cache clean',
  variables: [],
  remedy: { kind: 'flag', flag: '--no-cache' },
  safe: true,
}; // prettier-ignore

/** Further subcommands of dnf and yum that download (dnf's command reference). */
const rpmVerbs =
  /^(?:rei|upgrade-minimal|up-min|update-minimal|localupdate|groupupdate|group|module|builddep|build-dep|distro-sync|dsync|swap|downgrade|dg)$/;

const rpm: CacheKind = {
  id: 'rpm',
  what: 'package lists and downloads',
  directories: ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5', '/var/cache/tdnf'],
  fills: ({ command }) => {
    const system = systemCommand(command);
    if (system === undefined || systemFamily(system.tool) !== 'rpm') return false;
    return /^(?:install|update|upgrade)$/.test(system.action) || rpmVerbs.test(system.verb?.value ?? '');
  },
  // `clean packages` leaves the lists, which are the larger part.
  cleans: (command) => systemFamilyOf(command) === 'rpm' && /^clean (?:all|metadata|dbcache)\b/.test(sub(command).join(' ')),
  variables: [],
  remedy: { kind: 'command', text: ({ words }) => `${words[0]!.value} clean all` },
  safe: true,
}; // prettier-ignore

const zypper: CacheKind = {
  id: 'zypper',
  what: 'package lists and downloads',
  directories: ['/var/cache/zypp'],
  fills: ({ command }) => {
    const system = systemCommand(command);
    if (system?.tool !== 'zypper') return false;
    return /^(?:install|update|upgrade)$/.test(system.action) || /^(?:patch|source-install|si|install-new-recommends|inr)$/.test(system.verb?.value ?? '');
  },
  cleans: (command) => command.name === 'zypper' && /^(?:clean|cc)$/.test(sub(command)[0] ?? ''),
  variables: [],
  remedy: { kind: 'command', text: () => 'zypper clean --all' },
  safe: true,
}; // prettier-ignore

const npm: CacheKind = {
  id: 'npm',
  what: 'downloaded packages (~/.npm)',
  directories: ['~/.npm', '~/.npm/_cacache'],
  fills: ({ command }) => command.name === 'npm' && installs(command),
  cleans: (command) => command.name === 'npm' && /^cache (?:clean|clear|rm)/.test(sub(command).join(' ')),
  variables: ['npm_config_cache', 'NPM_CONFIG_CACHE'],
  remedy: { kind: 'command', text: () => 'npm cache clean --force' },
  safe: true,
};

const yarn: CacheKind = {
  id: 'yarn',
  what: 'downloaded packages (its cache)',
  directories: ['/usr/local/share/.cache/yarn', '~/.cache/yarn', '~/.yarn/berry/cache'],
  // Yarn 2 and later may run the program from its cache; whether it does is up to the project.
  fills: ({ command, project }) =>
    command.name === 'yarn' && installs(command) && project?.packageManager !== 'yarn-berry',
  cleans: (command) => command.name === 'yarn' && sub(command).slice(0, 2).join(' ') === 'cache clean',
  variables: ['YARN_CACHE_FOLDER', 'yarn_config_cache_folder'],
  remedy: { kind: 'command', text: () => 'yarn cache clean' },
  safe: true,
};

/** A dependency install, or packages by name (`npm install -g x`, `yarn global add x`). */
function installs(command: ShellCommand): boolean {
  const node = nodeCommand(command);
  if (!node) return false;
  if (command.args.some(({ value }) => /^--(?:cache|cache-folder)(?:=|$)/.test(value))) return false;
  if (node.kind === 'install') return true;
  if (node.kind !== 'other') return false;
  const words = sub(command);
  if (node.tool === 'npm') return /^(?:i|install|add)$/.test(words[0] ?? '') && words.length > 1;
  return words[0] === 'add' || (words[0] === 'global' && words[1] === 'add');
}

const pip: CacheKind = {
  id: 'pip',
  what: 'downloaded and built wheels (~/.cache/pip)',
  directories: ['~/.cache/pip'],
  fills: ({ command }) => {
    const install = pipInstall(command);
    return install?.tool === 'pip' && !install.noCache && !install.options.has('--cache-dir', '--dry-run');
  },
  cleans: (command) =>
    /^pip[23]?(?:\.\d+)?$|^python/.test(command.name) && /(?:^| )cache purge$/.test(sub(command).join(' ')),
  variables: ['PIP_NO_CACHE_DIR', 'PIP_CACHE_DIR', 'PIP_CONFIG_FILE'],
  remedy: { kind: 'flag', flag: '--no-cache-dir' },
  safe: true,
};

const poetry: CacheKind = {
  id: 'poetry',
  what: 'downloaded packages (~/.cache/pypoetry)',
  directories: ['~/.cache/pypoetry/cache', '~/.cache/pypoetry/artifacts'],
  fills: ({ command }) =>
    installsProject(command, 'poetry') &&
    !command.args.some(({ value }) => value === '--no-cache' || value === '--dry-run'),
  cleans: (command) => command.name === 'poetry' && sub(command).slice(0, 2).join(' ') === 'cache clear',
  variables: ['POETRY_CACHE_DIR', 'POETRY_NO_CACHE'],
  // The folder as a whole also has the virtual environments.
  remedy: { kind: 'command', text: () => 'rm -rf ~/.cache/pypoetry/cache ~/.cache/pypoetry/artifacts' },
  safe: true,
};

const pipenv: CacheKind = {
  id: 'pipenv',
  what: 'downloaded packages (~/.cache/pipenv)',
  directories: ['~/.cache/pipenv', '~/.cache/pip'],
  fills: ({ command }) => installsProject(command, 'pipenv'),
  cleans: (command) => command.name === 'pipenv' && command.args.some(({ value }) => value === '--clear'),
  variables: ['PIPENV_CACHE_DIR', 'PIP_NO_CACHE_DIR', 'PIP_CACHE_DIR'],
  remedy: { kind: 'command', text: () => 'rm -rf ~/.cache/pipenv ~/.cache/pip' },
  safe: true,
};

function installsProject(command: ShellCommand, tool: string): boolean {
  const own = commandOf(command, [tool]);
  return own !== undefined && /^(?:install|sync|update|add)$/.test(sub(own)[0] ?? '');
}

const gem: CacheKind = {
  id: 'gem',
  what: 'downloaded .gem files (/usr/local/bundle/cache)',
  directories: ['/usr/local/bundle/cache', '/usr/local/bundle/ruby'],
  // Elsewhere the folder is another one, and so would the remedy be.
  fills: ({ command, base }) => {
    if (base?.repository !== 'ruby') return false;
    const [verb] = sub(command);
    return (command.name === 'bundle' && (verb === undefined || verb === 'install')) || (command.name === 'gem' && verb === 'install');
  },
  cleans: (command) => command.name === 'bundle' && sub(command)[0] === 'clean',
  variables: ['BUNDLE_PATH', 'GEM_HOME', 'BUNDLE_DEPLOYMENT'],
  remedy: { kind: 'command', text: () => 'rm -rf /usr/local/bundle/cache/*.gem' },
  safe: true,
}; // prettier-ignore

const composer: CacheKind = {
  id: 'composer',
  what: 'downloaded packages (its cache)',
  directories: ['~/.composer/cache', '~/.cache/composer', '/tmp/cache'],
  fills: ({ command }) =>
    /^composer(?:\.phar)?$/.test(command.name) &&
    /^(?:install|i|update|u|upgrade|require|create-project|global)$/.test(sub(command)[0] ?? '') &&
    !command.args.some(({ value }) => value === '--no-cache'),
  cleans: (command) => command.name.startsWith('composer') && /^(?:clear-?cache|cc)$/.test(sub(command)[0] ?? ''),
  variables: ['COMPOSER_CACHE_DIR', 'COMPOSER_NO_CACHE', 'COMPOSER_HOME'],
  remedy: { kind: 'command', text: ({ words }) => `${words[0]!.raw} clear-cache` },
  safe: true,
}; // prettier-ignore

const conda: CacheKind = {
  id: 'conda',
  what: 'downloaded archives (its package cache)',
  directories: ['/opt/conda/pkgs', '/opt/miniconda3/pkgs', '~/miniconda3/pkgs', '~/.conda/pkgs'],
  fills: ({ command }) => isConda(command) && /^(?:install|create|update|env (?:create|update))\b/.test(sub(command).join(' ')),
  cleans: (command) => isConda(command) && sub(command)[0] === 'clean',
  variables: ['CONDA_PKGS_DIRS'],
  remedy: { kind: 'command', text: ({ name }) => `${name} clean --all --yes` },
  safe: true,
}; // prettier-ignore

function isConda(command: ShellCommand): boolean {
  return /^(?:conda|mamba|micromamba)$/.test(command.name);
}

/** In an image of Go itself the whole tool chain is too much: size/multi-stage says so. */
const go: CacheKind = {
  id: 'go',
  what: 'compiled packages (~/.cache/go-build) and downloaded modules',
  directories: ['~/.cache/go-build'],
  fills: ({ command, base }) =>
    base?.repository !== 'golang' && /^(?:build|install)$/.test(goCommand(command)?.subcommand ?? ''),
  cleans: (command) => command.name === 'go' && sub(command)[0] === 'clean',
  variables: ['GOCACHE'],
  remedy: { kind: 'command', text: () => 'go clean -cache -modcache' },
  safe: false,
};

/** As with Go: in an image of Rust itself the tool chain is the larger part. */
const cargo: CacheKind = {
  id: 'cargo',
  what: 'downloaded crates (~/.cargo/registry)',
  directories: ['~/.cargo/registry', '~/.cargo/git'],
  fills: ({ command, base }) =>
    base?.repository !== 'rust' && command.name === 'cargo' && /^(?:build|install|fetch)$/.test(sub(command)[0] ?? ''),
  cleans: () => false,
  variables: ['CARGO_HOME'],
  remedy: { kind: 'command', text: () => 'rm -rf ~/.cargo/registry ~/.cargo/git' },
  safe: true,
}; // prettier-ignore

function systemFamilyOf(command: ShellCommand): string | undefined {
  const system = systemCommand(command);
  return system && systemFamily(system.tool);
}

export const cacheKinds: readonly CacheKind[] = [
  apt,
  apk,
  rpm,
  zypper,
  npm,
  yarn,
  pip,
  pipenv,
  poetry,
  gem,
  composer,
  conda,
  go,
  cargo,
];
