/** uv sync. https://docs.astral.sh/uv/reference/cli/ */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ShellWord } from '../../dockerfile/shell.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { finalStage, lastOf } from '../../dockerfile/stages.ts';
import type { PythonTool } from '../../project/python/facts.ts';
import { parseOptions, type ParsedOptions } from '../options.ts';
import { directoryIn, type CommandSite } from '../sites.ts';
import { addOption, commandOf, isEditable, isOn, textOf } from './command.ts';
import type { DevelopmentPart, EarlyInstall, InstallReader, Locking } from './install.ts';
import { askedBy, groupPackages, pythonPlace, toolInputs } from './python-project.ts';

const valueOptions: ReadonlySet<string> = new Set([
  '--extra', '--no-extra', '--group', '--no-group', '--only-group', '--package', '--no-install-package', '--no-editable-package', '--python', '-p',
  '--python-platform', '--directory', '--project', '--config-file', '--cache-dir', '--link-mode', '--index', '--default-index', '--index-url', '-i',
  '--extra-index-url', '--find-links', '-f', '--index-strategy', '--keyring-provider', '--resolution', '--prerelease', '--fork-strategy',
  '--config-setting', '-C', '--no-build-isolation-package', '--exclude-newer', '--upgrade-package', '-P', '--refresh-package', '--reinstall-package',
  '--no-build-package', '--no-binary-package', '--allow-insecure-host', '--python-preference', '--color', '--output-format', '--script',
]); // prettier-ignore

/** Options and variables that leave the project itself out. */
const withoutProject = ['--no-install-project', '--no-install-workspace', '--no-install-local'];
const withoutProjectVariables = ['UV_NO_INSTALL_PROJECT', 'UV_NO_INSTALL_WORKSPACE', 'UV_NO_INSTALL_LOCAL'];

export const uvInstall: InstallReader = (site, scope) => {
  const command = commandOf(site.command, ['uv']);
  if (!command) return undefined;
  const options = parseOptions(command, valueOptions);
  const [verb, ...operands] = options.operands;
  if (verb?.value !== 'sync' || operands.length > 0) return undefined;
  if (options.has('--dry-run', '--check', '--script', '--help', '-h')) return undefined;
  const directory = directoryIn(site.directory, options.value('--project', '--directory'));
  const place = pythonPlace('uv', 'pyproject.toml', directory, site, scope);
  const { tool } = place;
  return {
    ...site,
    directory,
    ...place,
    name: 'uv sync',
    manifestName: 'pyproject.toml',
    lockName: 'uv.lock',
    lock: tool?.lock,
    locking: lockingOf(site, verb, options),
    asked: tool && askedBy(tool),
    // What a group brings with all it depends on is not counted.
    packages:
      options.has('--no-dev', '--no-group', '--only-group', '--no-default-groups') ||
      isOn(site, 'UV_NO_DEV', 'UV_NO_DEFAULT_GROUPS')
        ? undefined
        : tool?.lock?.packages,
    inputs: () => tool && toolInputs(tool),
    early: () => (tool ? earlyInstall(site, verb, options, tool, scope.model.text) : undefined),
    development: () => tool && developmentOf(site, verb, options, tool, scope.model),
  };
};

function lockingOf(site: CommandSite, verb: ShellWord, options: ParsedOptions): Locking {
  if (options.has('--locked', '--frozen') || isOn(site, 'UV_LOCKED', 'UV_FROZEN'))
    return { kind: 'frozen', strict: true };
  if (options.has('--upgrade', '-U', '--upgrade-package', '-P'))
    return { kind: 'updates', freeze: undefined };
  // Without the manifests of all members uv can't tell whether the lockfile fits.
  const flag =
    options.has('--no-install-workspace') || isOn(site, 'UV_NO_INSTALL_WORKSPACE') ? '--frozen' : '--locked';
  return {
    kind: 'loose',
    exact: true,
    freeze: isEditable(site) ? { name: `uv sync ${flag}`, edits: [addOption(verb, flag)] } : undefined,
  };
}

/** As uv's guide for Docker has it: without the project first, and the same command again when the sources are there. */
function earlyInstall(
  site: CommandSite,
  verb: ShellWord,
  options: ParsedOptions,
  tool: PythonTool,
  text: string,
): EarlyInstall | undefined {
  if (!isEditable(site) || options.has('--only-install-project')) return undefined;
  const isLeftOut = options.has(...withoutProject) || isOn(site, ...withoutProjectVariables);
  if (!tool.installsProject || isLeftOut)
    return { kind: 'move', edits: [], option: undefined, afterwards: undefined };
  const hasMembers = tool.installFiles.some((path) => path.endsWith('/pyproject.toml'));
  const option = hasMembers ? '--no-install-workspace' : '--no-install-project';
  return { kind: 'move', edits: [addOption(verb, option)], option, afterwards: textOf(site.command, text) };
}

function developmentOf(
  site: CommandSite,
  verb: ShellWord,
  options: ParsedOptions,
  tool: PythonTool,
  model: DockerfileModel,
): DevelopmentPart | undefined {
  const defaults = tool.groups.filter(({ optional }) => !optional);
  const noDefaults =
    options.has('--no-default-groups', '--only-group', '--only-dev') || isOn(site, 'UV_NO_DEFAULT_GROUPS');
  const left = new Set(options.values('--no-group'));
  if (options.has('--no-dev') || isOn(site, 'UV_NO_DEV')) left.add('dev');
  const installed = noDefaults ? [] : defaults.filter(({ name }) => !left.has(name));
  const packages = groupPackages(installed, tool);
  if (packages.length === 0) return undefined;
  const flags = installed.map(({ name }) => (name === 'dev' ? '--no-dev' : `--no-group ${name}`)).join(' ');
  const possible = isEditable(site) && !options.has('--dev', '--all-groups', '--group');
  return {
    packages,
    omit: possible ? { name: flags, edits: [addOption(verb, flags)] } : undefined,
    ...(startsWithUvRun(model) && { unsure: true }),
  };
}

/** `uv run` installs again what it misses, development packages too, unless told otherwise. */
function startsWithUvRun(model: DockerfileModel): boolean {
  const last = finalStage(model);
  const starts = last ? [lastOf(last, 'ENTRYPOINT'), lastOf(last, 'CMD')] : [];
  return starts.some((instruction) => {
    const commands = instruction ? (shellOf(instruction, model)?.commands ?? []) : [];
    return commands.some(
      ({ name, args }) =>
        name === 'uv' &&
        args[0]?.value === 'run' &&
        !args.some(({ value }) => /^--no-(?:dev|sync|default-groups)$/.test(value)),
    );
  });
}
