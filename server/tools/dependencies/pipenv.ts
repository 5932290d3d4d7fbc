/** Pipenv. https://pipenv.pypa.io/en/latest/cli.html */
import type { ShellWord } from '../../dockerfile/shell.ts';
import { parseOptions, type ParsedOptions } from '../options.ts';
import type { CommandSite } from '../sites.ts';
import { addOption, commandOf, isEditable, isOn, removeWords, replaceWord, variableOf } from './command.ts';
import type { DevelopmentPart, InstallReader, Locking } from './install.ts';
import { askedBy, groupPackages, pythonPlace, toolInputs } from './python-project.ts';
import type { PythonTool } from '../../project/python/facts.ts';

const valueOptions: ReadonlySet<string> = new Set([
  '-r', '--requirements', '-e', '--editable', '-c', '--code', '-i', '--index', '--python', '--pypi-mirror', '--categories', '--extra-pip-args', '--site-packages',
]); // prettier-ignore

export const pipenvInstall: InstallReader = (site, scope) => {
  const command = commandOf(site.command, ['pipenv']);
  if (!command || variableOf(site, 'PIPENV_PIPFILE') !== undefined) return undefined;
  const options = parseOptions(command, valueOptions);
  const [verb, ...operands] = options.operands;
  if (!verb?.literal || !/^(?:install|sync|update|upgrade)$/.test(verb.value) || operands.length > 0)
    return undefined;
  if (options.has('-r', '--requirements', '-e', '--editable', '--help', '-h', '--dry-run')) return undefined;
  const place = pythonPlace('pipenv', 'Pipfile', site.directory, site, scope);
  const { tool } = place;
  return {
    ...site,
    ...place,
    name: `pipenv ${verb.value}`,
    manifestName: 'Pipfile',
    lockName: 'Pipfile.lock',
    lock: tool?.lock,
    locking: lockingOf(site, verb, options),
    asked: tool && askedBy(tool),
    packages: tool?.lock?.packages,
    inputs: () => tool && toolInputs(tool),
    early: () => ({ kind: 'move', edits: [], option: undefined, afterwards: undefined }),
    development: () => tool && developmentOf(site, options, tool, scope.model.text),
  };
};

function lockingOf(site: CommandSite, verb: ShellWord, options: ParsedOptions): Locking {
  if (options.has('--skip-lock') || isOn(site, 'PIPENV_SKIP_LOCK')) return { kind: 'ignores' };
  if (
    verb.value === 'sync' ||
    options.has('--deploy', '--ignore-pipfile') ||
    isOn(site, 'PIPENV_IGNORE_PIPFILE')
  )
    return { kind: 'frozen', strict: true };
  const editable = isEditable(site);
  if (verb.value !== 'install')
    return {
      kind: 'updates',
      freeze: editable ? { name: 'pipenv sync', edits: [replaceWord(verb, 'sync')] } : undefined,
    };
  return {
    kind: 'loose',
    exact: true,
    freeze: editable ? { name: 'pipenv install --deploy', edits: [addOption(verb, '--deploy')] } : undefined,
  };
}

function developmentOf(
  site: CommandSite,
  options: ParsedOptions,
  tool: PythonTool,
  text: string,
): DevelopmentPart | undefined {
  const words = options.words('--dev', '-d');
  const packages = words.length === 0 ? [] : groupPackages(tool.groups, tool);
  if (packages.length === 0) return undefined;
  const plain = isEditable(site) && words.every(({ value }) => value === '--dev' || value === '-d');
  return {
    packages,
    omit: plain ? { name: 'pipenv install', edits: removeWords(text, words) } : undefined,
    unsure: true,
    advice: `Install without \`${words[0]!.value}\``,
  };
}
