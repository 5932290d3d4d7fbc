/** Poetry. https://python-poetry.org/docs/cli/ */
import type { ShellWord } from '../../dockerfile/shell.ts';
import type { PythonGroup, PythonTool } from '../../project/python/facts.ts';
import { parseOptions, type ParsedOptions } from '../options.ts';
import { directoryIn, type CommandSite } from '../sites.ts';
import { addOption, commandOf, isEditable, removeWords, replaceWord, textOf } from './command.ts';
import type { Change, DevelopmentPart, EarlyInstall, InstallReader, Locking } from './install.ts';
import { askedBy, groupPackages, isDevelopmentGroup, pythonPlace, toolInputs } from './python-project.ts';

const valueOptions: ReadonlySet<string> = new Set([
  '--with', '--without', '--only', '--extras', '-E', '--directory', '-C', '--project', '-P',
]); // prettier-ignore
const verbs: ReadonlySet<string> = new Set(['install', 'sync', 'update']);

export const poetryInstall: InstallReader = (site, scope) => {
  const command = commandOf(site.command, ['poetry']);
  if (!command) return undefined;
  const options = parseOptions(command, valueOptions);
  const [verb, ...operands] = options.operands;
  if (!verb?.literal || !verbs.has(verb.value) || operands.length > 0) return undefined;
  if (options.has('--only-root', '--dry-run', '--help', '-h')) return undefined;
  const directory = directoryIn(site.directory, options.value('--directory', '-C', '--project', '-P'));
  const place = pythonPlace('poetry', 'pyproject.toml', directory, site, scope);
  const { tool } = place;
  return {
    ...site,
    directory,
    ...place,
    name: `poetry ${verb.value}`,
    manifestName: 'pyproject.toml',
    lockName: 'poetry.lock',
    lock: tool?.lock,
    locking: lockingOf(site, verb, options),
    asked: tool && askedBy(tool),
    // What a group brings with all it depends on is not counted.
    packages: options.has('--only', '--without', '--no-dev') ? undefined : tool?.lock?.packages,
    inputs: () => tool && toolInputs(tool, options.has('--no-directory')),
    early: () => (tool ? earlyInstall(site, verb, options, tool, scope.model.text) : undefined),
    development: () => tool && developmentOf(site, verb, options, tool, scope.model.text),
  };
};

/** An install follows poetry.lock and fails when that is out of step. */
function lockingOf(site: CommandSite, verb: ShellWord, options: ParsedOptions): Locking {
  if (verb.value !== 'update') return { kind: 'frozen' };
  const possible = isEditable(site) && !options.has('--lock');
  return {
    kind: 'updates',
    freeze: possible ? { name: 'poetry install', edits: [replaceWord(verb, 'install')] } : undefined,
  };
}

/** As Poetry's FAQ has it: `--no-root` first, and the same command again when the sources are there. */
function earlyInstall(
  site: CommandSite,
  verb: ShellWord,
  options: ParsedOptions,
  tool: PythonTool,
  text: string,
): EarlyInstall | undefined {
  if (!isEditable(site)) return undefined;
  // An update never installs the project itself.
  const needsRoot = tool.installsProject && !options.has('--no-root') && verb.value !== 'update';
  return {
    kind: 'move',
    edits: needsRoot ? [addOption(verb, '--no-root')] : [],
    option: needsRoot ? '--no-root' : undefined,
    afterwards: needsRoot ? textOf(site.command, text) : undefined,
  };
}

function developmentOf(
  site: CommandSite,
  verb: ShellWord,
  options: ParsedOptions,
  tool: PythonTool,
  text: string,
): DevelopmentPart | undefined {
  const listed = (name: string): readonly string[] =>
    options.values(name).flatMap((value) => value.split(',').map((item) => item.trim()));
  const only = listed('--only');
  const left = new Set([...listed('--without'), ...(options.has('--no-dev') ? ['dev'] : [])]);
  const asked = listed('--with');
  const installed = tool.groups.filter(({ name, optional }) =>
    only.length > 0
      ? only.includes(name)
      : options.has('--all-groups') || (!left.has(name) && (!optional || asked.includes(name))),
  );
  const development = installed.filter(({ name }) => isDevelopmentGroup(name));
  const packages = groupPackages(development, tool);
  if (packages.length === 0) return undefined;
  return {
    packages,
    omit: isEditable(site)
      ? withoutGroups(site, verb, options, development, installed.length, text)
      : undefined,
    // Whoever asks for a group by name has thought about it.
    ...(development.some(({ name }) => asked.includes(name)) && { unsure: true }),
  };
}

/** How these groups are left out: by the option that leaves all out, by name, or without the option that asks for them. */
function withoutGroups(
  site: CommandSite,
  verb: ShellWord,
  options: ParsedOptions,
  groups: readonly PythonGroup[],
  installed: number,
  text: string,
): Change | undefined {
  if (options.has('--only', '--without', '--all-groups', '--no-dev')) return undefined;
  const names = groups.map(({ name }) => name).join(',');
  const words = options.words('--with');
  const [first] = words;
  const asked = options.values('--with').flatMap((value) => value.split(','));
  if (!first || !groups.some(({ name }) => asked.includes(name))) {
    const flag = groups.length === installed && !first ? '--only main' : `--without ${names}`;
    return { name: flag, edits: [addOption(verb, flag)] };
  }
  if (options.value('--with') !== names) return undefined;
  if (groups.every(({ optional }) => optional))
    return { name: `${site.command.name} ${verb.value}`, edits: removeWords(text, words) };
  const end = first.span.start + '--with'.length;
  return text.slice(first.span.start, end) === '--with'
    ? {
        name: `--without ${names}`,
        edits: [{ span: { start: first.span.start, end }, newText: '--without' }],
      }
    : undefined;
}
