/** What the commands of a Ruby image are for. */
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { ArtifactSide } from '../artifact/sides.ts';
import { isBelow } from '../application/tools.ts';

export function isBundler({ name }: ShellCommand): boolean {
  return name === 'bundle' || name === 'bundler';
}

/** Programs of gems that work on the project, also behind `bundle exec`; not those that keep running. */
const projectPrograms: ReadonlySet<string> = new Set(['rails', 'rake', 'bootsnap', 'vite', 'jekyll', 'hanami', 'middleman', 'nanoc', 'bridgetown', 'i18n']); // prettier-ignore

export function isRubyProject(command: ShellCommand): boolean {
  if (isBundler(command)) return command.args[0]?.value !== 'config';
  return projectPrograms.has(command.name) && !keepsRunning(command.args.map(({ value }) => value));
}

function keepsRunning(words: readonly string[]): boolean {
  return /^(?:s|server|serve|console|c)$/.test(words.find((word) => !word.startsWith('-')) ?? '');
}

export function rubySide(command: ShellCommand): ArtifactSide | 'neutral' | 'unknown' | undefined {
  const { name, args } = command;
  const values = args.map(({ value }) => value);
  if (isBundler(command)) return bundlerSide(values);
  if (name === 'gem') {
    if (values[0] === 'update' && values.includes('--system')) return 'image';
    return /^(?:install|update|uninstall|cleanup|sources|i)$/.test(values[0] ?? '') ? 'build' : quiet(values);
  }
  if (projectPrograms.has(name)) return keepsRunning(values) ? 'unknown' : 'build';
  if (name === 'ruby') return quiet(values);
  // How gems are installed: nothing reads it later.
  if (
    name === 'echo' &&
    command.redirects.length > 0 &&
    command.redirects.every(({ target }) => /(?:\/|^)\.?gemrc["']?$/.test(target?.raw ?? ''))
  )
    return 'build';
  if (name === 'rm' || name === 'find') return cleansGems(command) ? 'build' : undefined;
  // `sed -i 's/…/…/' bin/*`, as Rails writes it for sources from Windows.
  if (name === 'sed' && values.some((value) => /^-\w*i|^--in-place/.test(value))) {
    const files = args.filter(({ value }) => !value.startsWith('-')).slice(1);
    return files.length > 0 && files.every(isBelow) ? 'build' : undefined;
  }
  return undefined;
}

function quiet(values: readonly string[]): 'neutral' | 'unknown' {
  return values.length > 0 && values.every((value) => /^(?:-v|--version|env|-V)$/.test(value))
    ? 'neutral'
    : 'unknown';
}

function bundlerSide(values: readonly string[]): ArtifactSide | 'neutral' | 'unknown' {
  const [verb, ...rest] = values.filter((value) => !/^-/.test(value) || value === '--local');
  if (verb === 'config') {
    // In the official images settings of the project lie among the gems (BUNDLE_APP_CONFIG); others in the home.
    return values.includes('--local') ? 'build' : 'image';
  }
  if (verb === 'exec')
    return rest[0] !== undefined &&
      projectPrograms.has(rest[0].replace(/^.*\//, '')) &&
      !keepsRunning(rest.slice(1))
      ? 'build'
      : 'unknown';
  return verb === undefined ||
    /^(?:install|i|update|check|clean|cache|package|lock|binstubs|add|--local)$/.test(verb)
    ? 'build'
    : 'unknown';
}

/** Caches and sources of gems, where the official images keep them. */
function cleansGems({ name, args }: ShellCommand): boolean {
  const option = args.findIndex(({ value }) => value.startsWith('-'));
  const paths =
    name === 'find'
      ? args.slice(0, option < 0 ? undefined : option)
      : args.filter(({ value }) => !value.startsWith('-'));
  return (
    paths.length > 0 &&
    paths.every(({ raw }) =>
      /^["']?(?:\/usr\/local\/bundle|\$\{?(?:BUNDLE_PATH|GEM_HOME)\}?|(?:~|\/root|\$\{?HOME\}?)\/\.bundle)/.test(
        raw,
      ),
    )
  );
}
