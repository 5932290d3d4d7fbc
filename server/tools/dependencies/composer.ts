/** Composer. https://getcomposer.org/doc/03-cli.md */
import { readCopy } from '../../dockerfile/copies.ts';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import { lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import type { PhpProject } from '../../project/facts.ts';
import type { InstallInputs } from '../install-inputs.ts';
import { folderOf } from '../locate.ts';
import { parseOptions, type ParsedOptions } from '../options.ts';
import { directoryIn, type CommandSite } from '../sites.ts';
import {
  addOption,
  commandOf,
  isEditable,
  isOn,
  manifestIn,
  replaceWord,
  textOf,
  variableOf,
} from './command.ts';
import type { DevelopmentPart, EarlyInstall, InstallReader, Locking } from './install.ts';

const valueOptions: ReadonlySet<string> = new Set([
  '-d', '--working-dir', '--prefer-install', '--audit-format', '--apcu-autoloader-prefix', '--ignore-platform-req', '--with',
]); // prettier-ignore

export const composerInstall: InstallReader = (site, scope) => {
  const { model, facts } = scope;
  const command = commandOf(site.command, ['composer', 'composer2', 'composer.phar']);
  if (!command || variableOf(site, 'COMPOSER') !== undefined) return undefined;
  const options = parseOptions(command, valueOptions);
  const [verb, ...operands] = options.operands;
  const action = verb?.literal ? actions[verb.value] : undefined;
  if (!verb || !action || operands.length > 0 || options.has('--dry-run', '--download-only', '-h', '--help'))
    return undefined;
  const directory = directoryIn(site.directory, options.value('-d', '--working-dir'));
  const manifest = manifestIn(directory, 'composer.json', site, scope);
  const project = manifest && facts.project.find('php', folderOf(manifest.path));
  return {
    ...site,
    directory,
    name: `composer ${action}`,
    manifestName: 'composer.json',
    manifest,
    project,
    lockName: 'composer.lock',
    lock: project?.lock,
    locking: lockingOf(site, action, verb, options),
    asked: project && Object.keys({ ...project.require, ...project.requireDev }).length,
    packages: packagesOf(project, leavesDevelopmentOut(site, options)),
    inputs: () => project && inputsOf(project),
    early: () => (project ? earlyInstall(site, command, verb, options, project, model.text) : undefined),
    development: () => developmentOf(site, verb, options, project),
  };
};

const actions: Readonly<Record<string, 'install' | 'update'>> = {
  install: 'install',
  i: 'install',
  update: 'update',
  u: 'update',
  upgrade: 'update',
};

/** What only an update can do; an install would refuse it. */
const updateOnly = [
  '--lock', '--with', '--with-dependencies', '-w', '--with-all-dependencies', '-W', '--prefer-stable', '--prefer-lowest', '--no-install',
  '--root-reqs', '--minimal-changes', '-m', '--no-audit', '--bump-after-update', '--patch-only', '--interactive',
]; // prettier-ignore

/** An install with a lockfile installs exactly that, and fails when it lacks a required package. */
function lockingOf(
  site: CommandSite,
  action: 'install' | 'update',
  verb: ShellWord,
  options: ParsedOptions,
): Locking {
  if (action === 'install') return { kind: 'frozen' };
  const possible = isEditable(site) && !options.has(...updateOnly);
  return {
    kind: 'updates',
    freeze: possible ? { name: 'composer install', edits: [replaceWord(verb, 'install')] } : undefined,
  };
}

/** Events that concern single packages: they would be lost if scripts were left out of the install. */
const packageEvents = /^(?:pre|post)-package-|^pre-operations-exec$/;
/** Plugins that write into the project's folder, where a copy behind them would undo it. */
const writingPlugins =
  /^(?:composer\/installers|.*(?:scaffold|core-installer|project-template|root-update).*|typo3\/cms-composer-installers|magento\/magento-composer-installer)$/;

function inputsOf(project: PhpProject): InstallInputs {
  const [path] = project.pathRepositories;
  const event = project.installScripts.find(({ name }) => packageEvents.test(name));
  const writer = project.plugins.find((name) => writingPlugins.test(name));
  const merge = project.plugins.find((name) => name === 'wikimedia/composer-merge-plugin');
  return {
    paths: [
      ...new Set([project.manifest, ...(project.lock ? [project.lock.path] : []), ...project.installFiles]),
    ],
    needsSources:
      path !== undefined
        ? `${project.manifest} takes packages from ${path}`
        : event && `the \`${event.name}\` script of ${project.manifest} runs with every package`,
    doubt:
      merge !== undefined
        ? `${merge} reads further manifests`
        : writer && `${writer} writes into the project's folder`,
  };
}

function earlyInstall(
  site: CommandSite,
  command: ShellCommand,
  verb: ShellWord,
  options: ParsedOptions,
  project: PhpProject,
  text: string,
): EarlyInstall | undefined {
  if (!isEditable(site)) return undefined;
  const added = ['--no-scripts', '--no-autoloader'].filter((name) => !options.has(name));
  const scripts = options.has('--no-scripts')
    ? []
    : project.installScripts.filter(({ name }) => !name.endsWith('-autoload-dump'));
  const dumps = !options.has('--no-autoloader');
  return {
    kind: 'move',
    edits: added.length === 0 ? [] : [addOption(verb, added.join(' '))],
    option: added.length === 0 ? undefined : added.join(' '),
    // The scripts of an install run behind it: the second one finds everything installed.
    afterwards:
      scripts.length > 0
        ? textOf(site.command, text)
        : dumps
          ? dumpAutoload(site, command, options, text)
          : undefined,
  };
}

/** Options of an install that dump-autoload knows, under its own name for them. */
const dumpOptions: readonly (readonly [install: readonly string[], dump: string])[] = [
  [['--no-dev'], '--no-dev'],
  [['-o', '--optimize-autoloader'], '--optimize'],
  [['-a', '--classmap-authoritative'], '--classmap-authoritative'],
  [['--apcu-autoloader'], '--apcu'],
  [['--strict-psr-autoloader'], '--strict-psr'],
  [['--ignore-platform-reqs'], '--ignore-platform-reqs'],
  [['--no-scripts'], '--no-scripts'],
  [['--no-plugins'], '--no-plugins'],
  [['-n', '--no-interaction'], '--no-interaction'],
  [['-q', '--quiet'], '--quiet'],
];

function dumpAutoload(
  site: CommandSite,
  command: ShellCommand,
  options: ParsedOptions,
  text: string,
): string {
  const program = text.slice(site.command.span.start, command.words[0]!.span.end);
  const isFirst = isComposerOne(site);
  const same = dumpOptions
    .filter(([names, name]) => options.has(...names) && !(isFirst && name.startsWith('--ignore-platform')))
    .map(([, name]) => name);
  const prefix = options.value('--apcu-autoloader-prefix');
  const folder = options.value('-d', '--working-dir');
  return [
    program.replace(/[ \t]*\\\r?\n[ \t]*/g, ' '),
    'dump-autoload',
    ...(folder === undefined ? [] : [`--working-dir=${folder}`]),
    ...same,
    ...(prefix === undefined ? [] : [`--apcu-prefix=${prefix}`]),
    ...(isFirst ? [] : options.values('--ignore-platform-req')).map(
      (name) => `--ignore-platform-req=${name}`,
    ),
  ].join(' ');
}

/**
 * Composer 1 checks no platform when it dumps, and refuses an option that would say so (its DumpAutoloadCommand); the
 * others have it since 2.0. Known is what the tag of the image says that Composer comes from.
 */
function isComposerOne({ stage }: CommandSite): boolean {
  const base = rootBase(stage);
  const references = [
    base.kind === 'image' ? base.reference : '',
    ...lineageInstructions(stage).map((instruction) => readCopy(instruction)?.from ?? ''),
  ];
  return references.some((reference) => /(?:^|\/)composer:1(?:[.-]|$)/.test(reference));
}

function leavesDevelopmentOut(site: CommandSite, options: ParsedOptions): boolean {
  return options.has('--no-dev') || isOn(site, 'COMPOSER_NO_DEV');
}

function packagesOf(project: PhpProject | undefined, withoutDevelopment: boolean): number | undefined {
  const { packages, developmentPackages = 0 } = project?.lock ?? {};
  return packages !== undefined && withoutDevelopment ? packages - developmentPackages : packages;
}

function developmentOf(
  site: CommandSite,
  verb: ShellWord,
  options: ParsedOptions,
  project: PhpProject | undefined,
): DevelopmentPart | undefined {
  const packages = Object.keys(project?.requireDev ?? {});
  if (!project || packages.length === 0 || leavesDevelopmentOut(site, options)) return undefined;
  const environment = site.stage.endState.variables.get('APP_ENV');
  const isProduction = environment?.known === true && /^prod/i.test(environment.value);
  return {
    packages,
    omit: isEditable(site) ? { name: '--no-dev', edits: [addOption(verb, '--no-dev')] } : undefined,
    // Symfony loads its development bundles unless it is told that it runs in production.
    ...(project.frameworks.includes('symfony') && !isProduction && { unsure: true }),
  };
}
