import { fileNameOf, folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import type { RubyLock, RubyProject } from './facts.ts';
import { parseGemfile } from './gemfile.ts';
import type { Gemfile } from './gemfile.ts';
import { compareGems, parseGemfileLock } from './lock.ts';

/** How many names a lockfile's differences hold at most. */
const shownDifferences = 5;

/** Reads every project among the manifests (paths of Gemfile and gems.rb). */
export async function readRubyProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly RubyProject[]> {
  const projects: RubyProject[] = [];
  for (const path of manifestPaths) {
    const text = await reader.text(path, readLimits.manifest);
    if (text !== undefined) projects.push(await readProject(reader, path, parseGemfile(text)));
  }
  return projects;
}

async function readProject(reader: ProjectReader, path: string, gemfile: Gemfile): Promise<RubyProject> {
  const directory = folderOf(path);
  const lockPath = inside(directory, fileNameOf(path) === 'gems.rb' ? 'gems.locked' : 'Gemfile.lock');
  const found = reader.isFile(lockPath) ? await readLock(reader, lockPath, gemfile) : undefined;
  const files = gemfile.files.flatMap((file) => resolvePath(directory, file) ?? []);
  const localGem = found?.paths[0];
  return {
    kind: 'ruby',
    directory,
    manifest: path,
    lock: found?.lock,
    rubyVersion: await versionOf(reader, directory, path, gemfile),
    gems: gemfile.gems,
    groups: gemfile.groups,
    optionalGroups: gemfile.optionalGroups,
    installFiles: [
      ...files.filter((file) => reader.isFile(file)),
      ...['.bundle/config']
        .map((name) => inside(directory, name))
        .filter((file) => reader.isFile(file) && !reader.context.isIgnored(file)),
      ...['vendor/cache']
        .map((name) => inside(directory, name))
        .filter((folder) => reader.isDirectory(folder) && !reader.context.isIgnored(folder)),
    ],
    needsSources:
      gemfile.needsSources ??
      (localGem === undefined ? undefined : `${lockPath} takes gems from ${localGem}`),
    dynamic: gemfile.dynamic,
    frameworks: frameworkGems.filter((name) => gemfile.gems.some((gem) => gem.name === name)),
  };
}

const frameworkGems = ['rails', 'sinatra', 'hanami', 'roda', 'grape', 'jekyll', 'puma', 'unicorn', 'thin', 'falcon', 'rack', 'sidekiq', 'bootsnap', 'sprockets-rails', 'propshaft', 'vite_rails', 'webpacker', 'jsbundling-rails', 'cssbundling-rails']; // prettier-ignore

async function readLock(
  reader: ProjectReader,
  path: string,
  gemfile: Gemfile,
): Promise<{ lock: RubyLock; paths: readonly string[] }> {
  const text = await reader.text(path, readLimits.lockfile);
  if (text === undefined)
    return {
      lock: {
        path,
        packages: undefined,
        inStep: undefined,
        differences: [],
        platforms: [],
        bundledWith: undefined,
        gems: [],
      },
      paths: [],
    };
  const parsed = parseGemfileLock(text);
  const { inStep, differences } = compareGems(gemfile, parsed);
  const { packages, gems, platforms, bundledWith, paths } = parsed;
  return {
    lock: {
      path,
      packages,
      inStep,
      differences: differences.slice(0, shownDifferences),
      platforms,
      bundledWith,
      gems,
    },
    paths,
  };
}

/** The Gemfile's own word first, then .ruby-version, then .tool-versions. */
async function versionOf(
  reader: ProjectReader,
  directory: string,
  manifest: string,
  gemfile: Gemfile,
): Promise<RubyProject['rubyVersion']> {
  if (gemfile.ruby !== undefined) return { source: manifest, version: gemfile.ruby };
  for (const [name, pattern] of [
    ['.ruby-version', /^\s*(?:ruby-)?(\d[\w.]*)\s*$/m],
    ['.tool-versions', /^\s*ruby\s+(\d[\w.]*)/m],
  ] as const) {
    const path = inside(directory, name);
    const match = pattern.exec((await reader.quietText(path, readLimits.configuration)) ?? '');
    if (match !== null) return { source: path, version: match[1]! };
  }
  return undefined;
}
