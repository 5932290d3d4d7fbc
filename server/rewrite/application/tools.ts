/** Commands that set up or run the tools of a build beside those of the program's own language: Node, downloads of installers. */
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import { nodeCommand } from '../../tools/node.ts';
import type { ArtifactSide } from '../artifact/sides.ts';
import { sideOf } from '../node/run-parts.ts';

/** Packages of distributions that are Node or come with it. */
const nodePackages: ReadonlySet<string> = new Set(['nodejs', 'npm', 'yarn', 'yarnpkg', 'nodejs-npm', 'nodejs-current', 'pnpm', 'node']); // prettier-ignore

export function isNodePackage(name: string): boolean {
  return nodePackages.has(name);
}

/** Programs that come with Node. */
export function isNodeProgram(name: string): boolean {
  return /^(?:node|nodejs|npm|npx|yarn|yarnpkg|pnpm|pnpx|bun|bunx|corepack)$/.test(name);
}

/** Where the installers of build tools come from: Node's, Yarn's, Composer's, Bun's. */
const installers =
  /^https?:\/\/(?:deb\.nodesource\.com|rpm\.nodesource\.com|dl\.yarnpkg\.com|getcomposer\.org|(?:www\.)?bun\.sh|get\.volta\.sh|get\.pnpm\.io|raw\.githubusercontent\.com\/(?:nvm-sh|creationix)\/nvm)(?:\/|$)/;

/** Does the command fetch an installer of a build tool, or run one that it gets through a pipe? */
function runsInstaller(command: ShellCommand): boolean {
  const { name, args, pipedFrom } = command;
  const isFetch = (one: ShellCommand): boolean =>
    /^(?:curl|wget)$/.test(one.name) && one.args.some(({ value }) => installers.test(value));
  if (isFetch(command)) return true;
  if (!pipedFrom || !(isFetch(pipedFrom) || runsInstaller(pipedFrom))) return false;
  return (
    /^(?:ba|da|a)?sh$/.test(name) ||
    ['php', 'apt-key', 'gpg', 'tee', 'cat'].includes(name) ||
    args.length === 0
  );
}

/** A list of packages that only Node or Yarn come from. */
function addsToolSource({ name, args, redirects, pipedFrom }: ShellCommand): boolean {
  const isList = (word: ShellWord | undefined): boolean =>
    /^\/etc\/apt\/(?:sources\.list\.d|keyrings)\/(?:yarn|nodesource)[\w.-]*$/.test(word?.value ?? '');
  if (name === 'tee') return args.some(isList) && pipedFrom !== undefined;
  return (
    (name === 'echo' || name === 'gpg') &&
    (redirects.some(({ target }) => isList(target)) ||
      args.some(isList) ||
      args.some(({ value }) => /dl\.yarnpkg\.com|deb\.nodesource\.com/.test(value)))
  );
}

/** What a command of these tools is for; undefined: it is none of them. */
export function buildToolSide(command: ShellCommand): ArtifactSide | 'neutral' | undefined {
  const { name, args } = command;
  if (runsInstaller(command) || addsToolSource(command)) return 'build';
  if (name === 'nvm' || name === 'corepack' || name === 'volta' || name === 'n') return 'build';
  if ((name === '.' || name === 'source') && /nvm\.sh$/.test(args[0]?.value ?? '')) return 'build';
  if (nodeCommand(command)) return 'build';
  // Links to what another image's Node brings.
  if (/^(?:ln|chmod)$/.test(name) && args.some(({ value }) => /\/(?:node_modules\/(?:npm|corepack|yarn)\/|bin\/(?:node|nodejs|npm|npx|yarn|yarnpkg|pnpm|corepack)$)/.test(value))) return 'build'; // prettier-ignore
  const side = sideOf(command);
  if (side === 'install' || side === 'build') return 'build';
  return name === 'nproc' || (isNodeProgram(name) && args.every(({ value }) => value.startsWith('-')))
    ? 'neutral'
    : undefined;
}

/** A path that is seen from the working directory and stays below it. */
export function isBelow(word: ShellWord): boolean {
  return word.literal
    ? !/^(?:[/~]|\.\.(?:\/|$))|\/\.\.(?:\/|$)/.test(word.value)
    : /^[\w./*-]+$/.test(word.raw) && !word.raw.startsWith('/') && !word.raw.includes('..');
}

/** Copies, moves and removals of files below the working directory: the project's own. */
export function projectFileSide({ name, args }: ShellCommand): ArtifactSide | undefined {
  if (!/^(?:cp|mv|rm|rmdir|unlink)$/.test(name)) return undefined;
  const paths = args.filter(({ value }) => !value.startsWith('-'));
  return paths.length > 0 && paths.every(isBelow) ? 'build' : undefined;
}

/** Files of settings, outside of what is built. */
const settingPlace = /^(?:\/etc\/|\/usr\/local\/etc\/|"?\$\{?(?:PHP_INI_DIR|APACHE_CONFDIR)\b)/;

/** Does it write or change nothing but files of settings? */
export function settingsSide({ name, args, redirects }: ShellCommand): ArtifactSide | undefined {
  const written = redirects.filter(
    ({ operator, target }) => operator.includes('>') && !(target?.value.startsWith('/dev/') ?? false),
  );
  const isSetting = (word: ShellWord | undefined): boolean =>
    word !== undefined && settingPlace.test(word.raw.replace(/^["']/, ''));
  if (written.length > 0)
    return /^(?:echo|printf|cat)$/.test(name) && written.every(({ target }) => isSetting(target))
      ? 'image'
      : undefined;
  const paths = args.filter(({ value }) => !value.startsWith('-'));
  if (name === 'crontab') return paths.length === 1 && paths.every(isSetting) ? 'image' : undefined;
  if (name === 'sed') {
    const files = args.some(({ value }) => value === '-e' || value === '--expression')
      ? paths.filter((_, i) => i > 0)
      : paths.slice(1);
    const own = files.filter(({ raw }) => /^["']?[/$]/.test(raw));
    return own.length > 0 &&
      own.every(isSetting) &&
      files.every((word) => isSetting(word) || !/^["']?[/$.\w]+$/.test(word.raw))
      ? 'image'
      : undefined;
  }
  if (/^(?:cp|mv|rm|tee)$/.test(name))
    return paths.length > 0 && paths.every(isSetting) ? 'image' : undefined;
  return undefined;
}
