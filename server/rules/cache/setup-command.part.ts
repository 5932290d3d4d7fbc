/** Commands that prepare an image and read nothing of a project: they may run before its sources are there. */
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { nodeCommand } from '../../tools/node.ts';
import { pipInstall } from '../../tools/python.ts';
import { systemCommand } from '../../tools/system.ts';

const harmless: ReadonlySet<string> = new Set([
  'set', 'corepack', 'echo', 'true', ':', 'apt-key', 'export', 'umask', 'install-php-extensions', 'docker-php-ext-install', 'docker-php-ext-enable',
  'docker-php-ext-configure', 'docker-php-source', 'pecl', 'pear', 'a2enmod', 'a2dismod', 'phpenmod', 'curl', 'wget', 'update-ca-certificates',
]); // prettier-ignore

/** Subcommands of package managers that set something up, by program. */
const setUp: Readonly<Record<string, RegExp>> = {
  bundle: /^config$/,
  bundler: /^config$/,
  gem: /^(?:install|update)$/,
  poetry: /^(?:config|self|--version)$/,
  composer: /^(?:config|global|self-update|selfupdate|--version|-V)$/,
  mix: /^(?:local\.(?:hex|rebar)|hex\.(?:repo|config|organization)|archive\.install)$/,
  uv: /^(?:venv|python|--version)$/,
  pipx: /^(?:install|ensurepath)$/,
};

export function isSetup(command: ShellCommand): boolean {
  const { name, args } = command;
  if (harmless.has(name)) return !writesFile(command);
  if (systemCommand(command)) return !args.some(({ value }) => /^\.{0,2}\//.test(value));
  const pip = pipInstall(command);
  if (pip) return pip.requirements.length === 0 && !pip.local;
  const node = nodeCommand(command);
  if (node?.kind === 'cache-clean') return true;
  if (node?.kind === 'other') return args.some(({ value }) => /^(?:-g|--global|global|config)$/.test(value));
  if (setUp[name]?.test(args[0]?.value ?? '')) return true;
  // What a download is piped into: `curl … | php -- --install-dir=/usr/local/bin`, `curl … | python3 -`, `curl … | sh`.
  if (command.pipedFrom && /^(?:php|python[\d.]*|sh|bash)$/.test(name))
    return args[0] === undefined || args[0].value.startsWith('-');
  if (/^python[\d.]*$/.test(name)) return args[0]?.value === '-m' && args[1]?.value === 'venv';
  return name === 'rm' && args.some(({ value }) => value.startsWith('/var/lib/apt/lists'));
}

/** Into a file whose place is not certain to be outside of the project. */
function writesFile({ redirects }: ShellCommand): boolean {
  return redirects.some(
    ({ operator, target }) =>
      operator.startsWith('>') &&
      target !== undefined &&
      !/^(?:&?\d|\/(?!app\b|src\b|srv\b|var\/www\b).*)$/.test(target.value),
  );
}
