/** Bundler. https://bundler.io/man/bundle-install.1.html */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ShellWord } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { finalStage, lastOf, lineage } from '../../dockerfile/stages.ts';
import { insertBefore, keywordCase } from '../../edit/insert.ts';
import type { RubyProject } from '../../project/facts.ts';
import { coversLinux } from '../../project/ruby/lock.ts';
import type { InstallInputs } from '../install-inputs.ts';
import { folderOf } from '../locate.ts';
import { parseOptions, type ParsedOptions } from '../options.ts';
import type { CommandSite } from '../sites.ts';
import { bundlerSetting } from './bundler-settings.ts';
import { isEditable, manifestIn, replaceWord, variableOf } from './command.ts';
import type { Change, DevelopmentPart, InstallReader, InstallScope, Locking } from './install.ts';

const valueOptions: ReadonlySet<string> = new Set([
  '--path', '--without', '--with', '--jobs', '-j', '--retry', '-r', '--gemfile', '--shebang', '--trust-policy', '-P', '--target-rbconfig',
]); // prettier-ignore

export const bundleInstall: InstallReader = (site, scope) => {
  const { command } = site;
  if (command.name !== 'bundle' && command.name !== 'bundler') return undefined;
  const options = parseOptions(command, valueOptions);
  const [verb, ...operands] = options.operands;
  // `--without development test` takes several words.
  if (verb && !/^(?:install|i|update)$/.test(verb.value)) return undefined;
  if (options.has('--gemfile', '--help', '-h', '--version', '-v') || variableOf(site, 'BUNDLE_GEMFILE') !== undefined) return undefined;
  if (verb?.value === 'update' && (operands.length > 0 || options.has('--bundler', '--group', '-g', '--source'))) return undefined;
  const newer = manifestIn(site.directory, 'gems.rb', site, scope);
  const manifest = newer && !newer.assumed ? newer : manifestIn(site.directory, 'Gemfile', site, scope);
  const project = manifest && scope.facts.project.find('ruby', folderOf(manifest.path));
  return {
    ...site,
    name: verb?.value === 'update' ? 'bundle update' : 'bundle install',
    manifestName: newer && manifest === newer ? 'gems.rb' : 'Gemfile',
    manifest,
    project,
    // Gems are tested against what their users will have: they often come without one.
    lockName: project?.needsSources?.includes('gemspec') && !project.lock ? undefined : project?.manifest.endsWith('gems.rb') ? 'gems.locked' : 'Gemfile.lock',
    lock: project?.lock,
    locking: lockingOf(site, verb, options, project, scope),
    asked: project && (project.dynamic === undefined ? project.gems.length : undefined),
    packages: project?.lock?.packages,
    inputs: () => project && inputsOf(project),
    early: () => ({ kind: 'move', edits: [], option: undefined, afterwards: undefined }),
    development: () => project && developmentOf(site, options, project, scope),
  };
}; // prettier-ignore

function inputsOf(project: RubyProject): InstallInputs {
  return {
    paths: [
      ...new Set([project.manifest, ...(project.lock ? [project.lock.path] : []), ...project.installFiles]),
    ],
    needsSources: project.needsSources,
    doubt: project.dynamic && `${project.manifest} has \`${project.dynamic}\``,
  };
}

/** Settings of the project that the Dockerfile does not show. */
function hasOwnSettings(project: RubyProject | undefined): boolean {
  return project?.installFiles.some((path) => path.endsWith('.bundle/config')) === true;
}

/** What only an update knows. */
const updateOptions = [
  '--all',
  '--conservative',
  '--major',
  '--minor',
  '--patch',
  '--strict',
  '--pre',
  '--ruby',
];

function lockingOf(
  site: CommandSite,
  verb: ShellWord | undefined,
  options: ParsedOptions,
  project: RubyProject | undefined,
  scope: InstallScope,
): Locking {
  const isSet = (name: string): boolean => {
    const setting = bundlerSetting(site, name, scope);
    return setting !== undefined && !/^(?:false|0|no|)$/.test(setting.value ?? 'true');
  };
  if (
    options.has('--frozen', '--deployment') ||
    isSet('frozen') ||
    isSet('deployment') ||
    hasOwnSettings(project)
  )
    return { kind: 'frozen', strict: true };
  const freeze = freezeOf(site, project);
  if (verb?.value !== 'update') return { kind: 'loose', freeze, exact: true };
  const possible = freeze && !updateOptions.some((name) => options.has(name));
  return {
    kind: 'updates',
    freeze: possible ? { ...freeze, edits: [...freeze.edits, replaceWord(verb, 'install')] } : undefined,
  };
}

/** Options for it are deprecated, and gone in Bundler 4; the variable is known to every version. */
function freezeOf(site: CommandSite, project: RubyProject | undefined): Change | undefined {
  if (!isEditable(site)) return undefined;
  const platforms = project?.lock?.platforms ?? [];
  const covers = coversLinux(platforms);
  // A frozen install refuses a lockfile that lacks the platform of the image.
  if (covers === false) return undefined;
  const at = site.command.words[0]!.span.start;
  return {
    name: 'BUNDLE_FROZEN=true bundle install',
    edits: [{ span: { start: at, end: at }, newText: 'BUNDLE_FROZEN=true ' }],
    doubt:
      covers === true
        ? undefined
        : `the lockfile is for ${platforms.filter((name) => name.includes('linux')).join(', ')} only`,
  };
}

const developmentGroups: ReadonlySet<string> = new Set(['development', 'test']);

function developmentOf(
  site: CommandSite,
  options: ParsedOptions,
  project: RubyProject,
  scope: InstallScope,
): DevelopmentPart | undefined {
  // Whoever has chosen groups has thought about it.
  const chosen =
    options.has('--without', '--with') ||
    ['without', 'with', 'only'].some((name) => bundlerSetting(site, name, scope));
  if (chosen || hasOwnSettings(project)) return undefined;
  const groups = project.groups.filter(
    (name) => developmentGroups.has(name) && !project.optionalGroups.includes(name),
  );
  const packages = project.gems
    .filter((gem) => gem.groups.every((name) => groups.includes(name)))
    .map(({ name }) => name);
  if (packages.length === 0) return undefined;
  const environment = environmentOf(scope.model);
  // Without a word about it Rails starts in development mode, which needs them.
  if (environment?.name !== 'production' && (environment || project.frameworks.includes('rails')))
    return undefined;
  const value = groups.join(':');
  return {
    packages: [...new Set(packages)],
    // The program needs the setting too: Bundler looks for every gem that is not left out.
    omit: {
      name: `BUNDLE_WITHOUT=${value}`,
      edits: settingEdits(site, `${keywordCase(scope.model, 'ENV')} BUNDLE_WITHOUT=${value}`, scope.model),
    },
    advice: `Set BUNDLE_WITHOUT=${value}`,
    lasts: true,
    ...(environment?.lasts !== true && { unsure: true }),
  };
}

/** Before the install, and in the final stage as well where that only copies what was installed. */
function settingEdits({ instruction, stage }: CommandSite, line: string, model: DockerfileModel): TextEdit[] {
  const last = finalStage(model);
  const copy =
    last && !lineage(last).includes(stage)
      ? last.instructions.find((one) => one.keyword === 'COPY')
      : undefined;
  return [instruction, ...(copy ? [copy] : [])].map((at) => insertBefore(model, at, [line]));
}

/** What the program runs as: by a variable, which every command sees, or only by an option of the start command. */
function environmentOf(
  model: DockerfileModel,
): { readonly name: string; readonly lasts: boolean } | undefined {
  const last = finalStage(model);
  if (!last) return undefined;
  for (const name of ['RAILS_ENV', 'RACK_ENV', 'APP_ENV', 'HANAMI_ENV']) {
    const value = last.endState.variables.get(name);
    if (value) return value.known ? { name: value.value, lasts: true } : undefined;
  }
  const start = [lastOf(last, 'CMD'), lastOf(last, 'ENTRYPOINT')]
    .map((one) => one?.args.text ?? '')
    .join(' ');
  return /(?:-e|--environment)[\s="',]+production/.test(start)
    ? { name: 'production', lasts: false }
    : undefined;
}
