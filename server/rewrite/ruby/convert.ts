/** A single-stage Ruby image → a stage that installs gems and builds assets, and a slim one that runs the program. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import type { RubyProject } from '../../project/ruby/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import { bundlerSetting } from '../../tools/dependencies/bundler-settings.ts';
import { convertApplication, type Application, type FinalParts } from '../application/convert.ts';
import { officialDistro, officialImage } from '../application/official.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import type { Artifact } from '../artifact/runtime-stage.ts';
import type { Conversion } from '../multi-stage.ts';
import { slimRuby } from './base.ts';
import { gemCaches } from './gem-caches.ts';
import { isBundler, isRubyProject, rubySide } from './commands.ts';
import { librariesOfGems, usedGems } from './gems.ts';

/** Does the file install gems of a Gemfile? */
export function installsGems(model: DockerfileModel, facts: Facts): boolean {
  return gemInstalls(model, facts).length > 0;
}

function gemInstalls(model: DockerfileModel, facts: Facts) {
  return dependencyInstalls(model, facts).filter(
    ({ manifestName }) => manifestName === 'Gemfile' || manifestName === 'gems.rb',
  );
}

export function convertRuby(model: DockerfileModel, facts: Facts, onlyIfWorth: boolean): Conversion {
  const application: Application = {
    side: rubySide,
    isProject: isRubyProject,
    isToolPackage: () => false,
    isTool: () => false,
    leavesNothing: (command) =>
      isBundler(command) &&
      installsOutside(model, facts) &&
      !command.args.some(
        ({ value }) =>
          /^--(?:path|deployment|standalone|binstubs)/.test(value) ||
          /^(?:exec|binstubs|package|cache|lock|update|add)$/.test(value),
      ),
    missing: () => undefined,
    isToolCopy: ({ from }) => from !== undefined && /(?:^|\/)(?:node|bun)(?:[:@]|$)/.test(from),
    // Bundler reads its settings when the program starts, too.
    isBuildVariable: (name) =>
      /^(?:NVM_DIR|NODE_VERSION|YARN_VERSION|NPM_CONFIG_\w+|SECRET_KEY_BASE_DUMMY)$/.test(name),
    final: (reading, started) => finalParts(reading, started, model, facts),
  };
  return convertApplication(model, facts, application, onlyIfWorth);
}

function finalParts(
  reading: ArtifactReading,
  started: ReadonlySet<string>,
  model: DockerfileModel,
  facts: Facts,
): FinalParts | string {
  const { base, stage } = reading;
  const official = officialImage(stage, 'ruby');
  if (!official) return 'The base is not an official Ruby image, so where it keeps gems is not certain.';
  const installs = gemInstalls(model, facts);
  const project = installs
    .map((install) => install.project)
    .find((one): one is RubyProject => one?.kind === 'ruby');
  if (!project) return 'The Gemfile, which the install reads, was not found in the build context.';
  const isProduction = runsInProduction(stage.endState.variables);
  // Gems for development are not loaded in production, even where they are installed.
  const without = new Set([...leftOut(model, facts), ...(isProduction ? ['development', 'test'] : [])]);
  const gems = usedGems(project, without);
  const node = nodeUse(project, gems, isProduction);
  const artifacts = gemFolders(reading);
  const caches = gemCaches(
    artifacts.map(({ to }) => to),
    installs,
    reading,
    { model, facts },
  );
  const common = {
    distro: officialDistro(base, official),
    artifacts,
    ...caches,
    keeps: () => false,
    nodeUse: node,
  };
  const slim = slimRuby(stage, official);
  if (slim === undefined) return { ...common, image: undefined, libraries: [] };
  if (typeof slim === 'string') return slim;
  if (!gems)
    return 'Without a lockfile which gems are installed is not known, so neither is what they need of the full image.';
  const libraries = librariesOfGems(
    gems,
    base && base.approximates === undefined ? base.distro?.version : slim.release,
  );
  if (typeof libraries === 'string') return libraries;
  const programs = calledOfFull(started);
  if (typeof programs === 'string') return programs;
  const installed = installedNames(reading);
  return {
    ...common,
    image: slim.image,
    libraries: [...new Set([...libraries, ...programs])].filter((name) => !installed.has(name)),
    notes: [
      ...caches.notes,
      'Gems that are not known to use libraries of the system are taken to need none.',
    ],
  };
}

/** Programs of full images (docker-library/buildpack-deps) that slim ones lack, and the packages of Debian that bring them. */
const programsOfFull: Readonly<Record<string, string>> = {
  curl: 'curl', wget: 'wget', git: 'git', unzip: 'unzip', ps: 'procps', pkill: 'procps', pgrep: 'procps', python3: 'python3', convert: 'imagemagick', identify: 'imagemagick', file: 'file', ssh: 'openssh-client',
}; // prettier-ignore

function calledOfFull(started: ReadonlySet<string>): readonly string[] | string {
  const compiler = [...started].find((name) => /^(?:gcc|g\+\+|make|cc)$/.test(name));
  if (compiler !== undefined)
    return `The container runs \`${compiler}\` when it starts, which the slim image does not have.`;
  return [...started].flatMap((name) => (Object.hasOwn(programsOfFull, name) ? programsOfFull[name]! : []));
}

/** Names of packages that a RUN of the file installs. */
function installedNames({ runs }: ArtifactReading): ReadonlySet<string> {
  return new Set(
    [...runs.values()].flatMap(({ script }) =>
      script.commands
        .filter(({ name }) => /^apt(?:-get)?$/.test(name))
        .flatMap(({ args }) => args.map(({ value }) => value)),
    ),
  );
}

/** The installs write nothing into the project's folder: neither a lockfile nor the gems themselves. */
function installsOutside(model: DockerfileModel, facts: Facts): boolean {
  return gemInstalls(model, facts).every((install) => {
    const setting = (name: string): string | undefined => {
      const found = bundlerSetting(install, name, { model, facts });
      return found && (found.value ?? '');
    };
    const path = setting('path');
    return (
      install.lock !== undefined &&
      (path === undefined ? setting('deployment') === undefined : path.startsWith('/'))
    );
  });
}

/** Groups that the installs leave out by a setting or an option. */
function leftOut(model: DockerfileModel, facts: Facts): ReadonlySet<string> {
  const found = new Set<string>();
  for (const install of gemInstalls(model, facts)) {
    const setting = bundlerSetting(install, 'without', { model, facts })?.value;
    const words = install.command.words.map(({ value }) => value);
    const at = words.indexOf('--without');
    const option = at < 0 ? [] : words.slice(at + 1).filter((word) => !word.startsWith('-'));
    for (const name of [...(setting?.split(/[\s:]+/) ?? []), ...option]) found.add(name);
  }
  return found;
}

/** Gems lie where the image or the file says; both stages have the same folder. */
function gemFolders({ stage }: ArtifactReading): readonly Artifact[] {
  const { variables } = stage.endState;
  const named = ['GEM_HOME', 'BUNDLE_PATH'].flatMap((name) => {
    const value = variables.get(name);
    return value?.known === true && value.value.startsWith('/') ? [value.value.replace(/\/+$/, '')] : [];
  });
  const folders = [...new Set(['/usr/local/bundle', ...named])];
  return folders
    .filter((one) => !folders.some((other) => one !== other && one.startsWith(`${other}/`)))
    .map((path) => ({ from: path, to: path, isFolder: true }));
}

/** Why the program may use Node when it runs: the rest of a sentence. */
function nodeUse(
  project: RubyProject,
  gems: ReturnType<typeof usedGems>,
  isProduction: boolean,
): string | undefined {
  const has = (name: string): boolean => gems?.some((gem) => gem.name === name) === true;
  if (has('execjs') && !has('mini_racer'))
    return 'execjs looks for a JavaScript runtime when the program starts';
  return isProduction || !project.frameworks.includes('rails')
    ? undefined
    : 'nothing says that Rails runs in production (RAILS_ENV), and otherwise it builds assets when they are asked for';
}

function runsInProduction(variables: Stage['endState']['variables']): boolean {
  const environment = variables.get('RAILS_ENV') ?? variables.get('RACK_ENV');
  return environment?.known === true && /^(?:production|staging)$/.test(environment.value);
}
