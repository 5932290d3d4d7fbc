/** Packed gems, which lie beside what was unpacked from them and nobody needs in an image. */
import type { Instruction } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { bundlerSetting } from '../../tools/dependencies/bundler-settings.ts';
import type { DependencyInstall, InstallScope } from '../../tools/dependencies/install.ts';
import { isRoot as isRootUser } from '../../tools/users.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import { isBundler } from './commands.ts';

export interface GemCaches {
  /** The installs in other words, so that they leave no packed gems. */
  readonly texts: ReadonlyMap<Instruction, string>;
  /** What has to be removed by a command of its own. */
  readonly leavings: readonly string[];
  /** Sentences about it. */
  readonly notes: readonly string[];
}

/**
 * Bundler and RubyGems download to `cache` in the folder of the gems and look there before they download (Bundler's
 * Source::Rubygems), so a cache mount on it keeps the packed gems out of the layer and for the next build. Where the folder
 * has the version of Ruby in its name (a BUNDLE_PATH), the install removes them itself, as in the Dockerfile of `rails new`.
 */
export function gemCaches(
  folders: readonly string[],
  installs: readonly DependencyInstall[],
  reading: ArtifactReading,
  scope: InstallScope,
): GemCaches {
  const { text } = scope.model;
  const builds = [...reading.runs.values()].filter(
    ({ script, instruction }) =>
      instruction.index <= reading.lastBuild.index && script.commands.some(isInstall),
  );
  const own = installs.flatMap((install) => projectFolder(install, scope) ?? []);
  const caches = [...new Set([...folders, ...own])].map((folder) =>
    folder === imageFolder ? `${folder}/cache/*.gem` : `${folder}/ruby/*/cache`,
  );
  const isPlain = builds.every(({ instruction: { heredocs, json } }) => heredocs.length === 0 && !json);
  if (!isPlain || builds.length === 0) return { texts: new Map(), leavings: caches, notes: [] };
  const texts = new Map<Instruction, string>();
  for (const { instruction, script } of builds) {
    const { state, span, keywordSpan } = instruction;
    if (script.commands.some((command) => removesCache(command))) continue;
    const before = text.slice(span.start, keywordSpan.end);
    const rest = text.slice(keywordSpan.end, span.end);
    const isRoot = state.user === undefined || isRootUser(state.user) === true;
    const isOfImage = caches.length === 1 && folders[0] === imageFolder;
    texts.set(
      instruction,
      isRoot && isOfImage
        ? `${before} --mount=type=cache,target=${imageFolder}/cache${rest}`
        : `${before}${rest} && rm -rf ${caches.join(' ')}`,
    );
  }
  const mounts = [...texts.values()].some((one) =>
    one.includes('--mount=type=cache,target=/usr/local/bundle/cache'),
  );
  return {
    texts,
    leavings: [],
    notes:
      texts.size === 0
        ? []
        : [
            mounts
              ? 'Packed gems are kept in a cache mount for the next build (BuildKit), and are no part of the image.'
              : 'The install removes the packed gems.',
          ],
  };
}

/** Where the official images keep gems (docker-library/ruby: GEM_HOME). */
const imageFolder = '/usr/local/bundle';

/** The folder, seen from the project's, that a setting takes its gems to: `path`, or Bundler's own one for deployments. */
function projectFolder(install: DependencyInstall, scope: InstallScope): string | undefined {
  const words = install.command.words.map(({ value }) => value);
  const path =
    bundlerSetting(install, 'path', scope)?.value ??
    (words.includes('--path') ? words[words.indexOf('--path') + 1] : undefined);
  if (path !== undefined) return path.startsWith('/') || !/^[\w./-]+$/.test(path) ? undefined : path;
  return bundlerSetting(install, 'deployment', scope) || words.includes('--deployment')
    ? 'vendor/bundle'
    : undefined;
}

/** The user's own command for it. */
function removesCache({ name, args }: ShellCommand): boolean {
  return (
    name === 'rm' &&
    args.some(({ raw }) => /(?:\/usr\/local\/bundle|BUNDLE_PATH|GEM_HOME|vendor\/bundle).*cache/.test(raw))
  );
}

function isInstall(command: ShellCommand): boolean {
  const verb = command.args.find(({ value }) => !value.startsWith('-'))?.value;
  if (command.name === 'gem') return verb === 'install' || verb === 'i';
  return isBundler(command) && (verb === undefined || /^(?:install|i|update)$/.test(verb));
}
