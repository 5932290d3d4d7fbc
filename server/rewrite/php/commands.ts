/** What the commands of a PHP image are for. */
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { commandOf } from '../../tools/dependencies/command.ts';
import type { ArtifactSide } from '../artifact/sides.ts';

/** Scripts of the official images that compile and enable extensions (docs: hub.docker.com/_/php), and PECL's tools. */
const extensionTools: ReadonlySet<string> = new Set([
  'docker-php-ext-install', 'docker-php-ext-configure', 'docker-php-ext-enable', 'docker-php-source', 'pecl', 'pear', 'phpize',
]); // prettier-ignore

/** Does it leave something in the folder of extensions or among their settings? */
export function makesExtension({ name }: ShellCommand): boolean {
  return extensionTools.has(name) && name !== 'docker-php-source';
}

export function isComposer(command: ShellCommand): boolean {
  return commandOf(command, ['composer', 'composer2', 'composer.phar']) !== undefined;
}

export function phpSide(command: ShellCommand): ArtifactSide | 'neutral' | 'unknown' | undefined {
  const { name, args, words, pipesInto, redirects } = command;
  const composer = commandOf(command, ['composer', 'composer2', 'composer.phar']);
  // Packages for all projects may be tools that the container calls.
  if (composer)
    return composer.args.find(({ value }) => !value.startsWith('-'))?.value === 'global'
      ? 'unknown'
      : 'build';
  if (extensionTools.has(name)) return 'build';
  // It removes what it compiles with, and installs the libraries itself: the final image needs all of it.
  if (name === 'install-php-extensions') return 'image';
  if (/^a2(?:en|dis)(?:mod|site|conf)$/.test(name)) return 'image';
  if (runsProject(command)) return 'build';
  if (name === 'php' && !command.pipedFrom) return phpCommand(command);
  if (pipesInto && redirects.length === 0 && (name === 'yes' || name === 'printf')) return 'neutral';
  if (
    /^(?:mv|cp|chmod|rm|ln|install)$/.test(name) &&
    args.some(({ value }) => /(?:^|\/)composer(?:\.phar|-setup\.php)?$/.test(value))
  )
    return 'build';
  if (
    name === 'rm' &&
    args.every(({ value }) =>
      /^-|^(?:\/root|~|\$HOME)\/\.composer(?:\/|$)|^\/tmp\/|^\/usr\/src\/php/.test(value),
    )
  )
    return 'build';
  return words[0]?.value.startsWith('vendor/bin/') === true ? 'build' : undefined;
}

function phpCommand({ args }: ShellCommand): ArtifactSide | 'neutral' | 'unknown' {
  const [first, second] = args;
  if (first === undefined) return 'unknown';
  if (/^(?:-v|-m|-i|--version|--ini|--modules)$/.test(first.value)) return 'neutral';
  const isInstaller = /getcomposer\.org|composer-setup|composer\.phar|composer\.github\.io/.test(
    first.value === '-r' ? (second?.value ?? '') : first.value,
  );
  return isInstaller ? 'build' : 'unknown';
}

/** Artisan and Symfony's console, which work in the project's folder; not what keeps running. */
export function runsProject({ name, args, words }: ShellCommand): boolean {
  const program = name === 'php' ? args.find(({ value }) => !value.startsWith('-')) : words[0];
  const at = name === 'php' ? args.indexOf(program!) : -1;
  if (!program || !/(?:^|\/)(?:artisan|bin\/console|bin\/cake(?:\.php)?|yii)$/.test(program.value))
    return false;
  return !/^(?:serve|server:run|queue:work|queue:listen|schedule:work|octane:start|horizon|messenger:consume)$/.test(
    args[at + 1]?.value ?? '',
  );
}
