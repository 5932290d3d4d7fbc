/** A single-stage PHP image → a stage with Composer, headers and Node, and the user's own PHP image without them. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { parseDockerfile } from '../../dockerfile/parse.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { insertAfter, keywordCase } from '../../edit/insert.ts';
import { lookupRoot } from '../../images/root.ts';
import type { Facts } from '../../rules/rule.ts';
import { runCommands } from '../../tools/sites.ts';
import { convertApplication, type Application, type FinalParts } from '../application/convert.ts';
import { officialDistro, officialImage } from '../application/official.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import type { Artifact } from '../artifact/runtime-stage.ts';
import type { Conversion } from '../multi-stage.ts';
import { composerOptions } from './composer-options.ts';
import { isComposer, makesExtension, phpSide, runsProject } from './commands.ts';

/** Does the file install packages with Composer, or compile extensions? */
export function buildsPhp(model: DockerfileModel, facts: Facts): boolean {
  for (const { command } of runCommands(model))
    if (isComposer(command) || makesExtension(command))
      return lookupRoot(model.stages[0]!, facts.images)?.repository !== 'composer';
  return false;
}

/**
 * The images with a server work in /var/www/html (docker-library/php, Dockerfile-linux.template): a file that builds on it says
 * so from here on.
 */
const serverFolder = '/var/www/html';

export function convertPhp(model: DockerfileModel, facts: Facts, onlyIfWorth: boolean): Conversion {
  const [stage] = model.stages;
  const official = stage && officialImage(stage, 'php');
  if (stage && official && /(?:^|-)(?:fpm|apache)(?:-|$)/.test(official.tag) && usesWorkdirOfImage(model)) {
    const line = `${keywordCase(model, 'WORKDIR')} ${serverFolder}`;
    const named = applyEdits(model.text, [insertAfter(model, stage.from, [line])]);
    const found = convertHere(parseDockerfile(named), facts, onlyIfWorth);
    return found.text === undefined
      ? found
      : { ...found, reason: `${found.reason} \`${line}\` says what the base image has set.` };
  }
  return convertHere(model, facts, onlyIfWorth);
}

/** A command works on the project before the first WORKDIR, where only the base image has set the folder. */
function usesWorkdirOfImage(model: DockerfileModel): boolean {
  const first = model.instructions.find(({ keyword }) => keyword === 'WORKDIR');
  const isRelative = first !== undefined && first.words[0]?.value.startsWith('/') === false;
  return (
    isRelative ||
    [...runCommands(model)].some(({ command, instruction, directory }) => {
      if (first && instruction.index > first.index) return false;
      return directory === '/' && (isComposer(command) || runsProject(command));
    })
  );
}

function convertHere(model: DockerfileModel, facts: Facts, onlyIfWorth: boolean): Conversion {
  const application: Application = {
    side: phpSide,
    isProject: (command) => isComposer(command) || runsProject(command),
    // The official images name what compiles extensions in a variable (docker-library/php, Dockerfile-linux.template).
    isToolPackage: (name) => name === 'composer' || /^["']?\$\{?PHPIZE_DEPS\}?["']?$/.test(name),
    leavesNothing: () => false,
    missing: onlyBringsComposer,
    isTool: (program) => /^(?:composer(?:\.phar)?|pecl|docker-php-ext-\w+)$/.test(program),
    isToolCopy,
    isBuildVariable: (name) =>
      /^(?:COMPOSER_\w+|NVM_DIR|NODE_VERSION|YARN_VERSION|NPM_CONFIG_\w+)$/.test(name),
    final: (reading) => finalParts(reading, model, facts),
  };
  return convertApplication(model, facts, application, onlyIfWorth);
}

function finalParts(reading: ArtifactReading, model: DockerfileModel, facts: Facts): FinalParts | string {
  const { base, runs, stage } = reading;
  const official = officialImage(stage, 'php');
  if (!official && base?.repository !== 'dunglas/frankenphp')
    return 'The base is not an official PHP image, so where it keeps its extensions is not certain.';
  const compiles = [...runs.values()].some(({ script }) => script.commands.some(makesExtension));
  const node = usesNode(facts);
  const pages = facts.project.projects.find(
    (one) => one.kind === 'node' && /\s--ssr\b/.test(one.scripts['build'] ?? ''),
  );
  if (pages?.kind === 'node')
    return `${pages.manifest} builds pages that a server renders, so Node and its packages stay with the program.`;
  return {
    image: undefined,
    distro: official ? officialDistro(base, official) : base?.distro,
    artifacts: compiles ? extensions : [],
    libraries: [],
    leavings: [],
    keeps: () => false,
    nodeUse: node,
    ...composerOptions(reading, model, facts),
  };
}

/** Whoever brings Composer and installs nothing with it runs it in the container, and it needs its tools there. */
function onlyBringsComposer({ copies, runs }: ArtifactReading): string | undefined {
  const commands = [...runs.values()].flatMap(({ script }) => script.commands);
  if (
    commands.some(
      (command) => isComposer(command) && !command.args.every(({ value }) => value.startsWith('-')),
    )
  )
    return undefined;
  const brings =
    [...copies.values()].some(isToolCopy) ||
    commands.some(
      ({ args, name }) =>
        (name === 'php' || name === 'curl' || name === 'wget') &&
        args.some(({ value }) => /getcomposer\.org|--filename=composer/.test(value)),
    );
  return brings
    ? 'The file brings Composer and installs nothing with it, so the container is where it runs, and needs its tools.'
    : undefined;
}

/** Where the official images keep extensions, and what `docker-php-ext-enable` writes for each (docker-library/php). */
const extensions: readonly Artifact[] = [
  { from: '/usr/local/lib/php/extensions', to: '/usr/local/lib/php/extensions', isFolder: true },
  {
    from: '/usr/local/etc/php/conf.d/docker-php-ext-*.ini',
    to: '/usr/local/etc/php/conf.d/',
    isFolder: false,
  },
];

/** Composer from its own image, and Node from its. */
function isToolCopy({ from, sources, target = '' }: Copy): boolean {
  if (from !== undefined && /(?:^|\/)(?:composer(?:-bin)?|node|bun)(?:[:@]|$)/.test(from)) return true;
  return (
    sources.every(({ path }) => /(?:^|\/)composer(?:\.phar)?$/.test(path)) && /\/bin(?:\/|$)/.test(target)
  );
}

/** Packages that call Node when the program runs. */
const nodeCallers: ReadonlySet<string> = new Set([
  'spatie/browsershot', 'spatie/laravel-pdf', 'spatie/laravel-screenshot', 'nesk/puphpeteer', 'zoon/puphpeteer', 
]); // prettier-ignore

/** Why the program may use Node when it runs: the rest of a sentence. */
function usesNode({ project }: Facts): string | undefined {
  for (const one of project.projects) {
    const caller =
      one.kind === 'php' ? Object.keys(one.require).find((name) => nodeCallers.has(name)) : undefined;
    if (caller !== undefined) return `${caller} calls it`;
  }
  return undefined;
}
