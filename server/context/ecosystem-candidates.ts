/** What PHP, Ruby and Elixir projects keep out of a build context. */
import type { ShellCommand } from '../dockerfile/shell.ts';
import type { ElixirProject, PhpProject, Project, RubyProject } from '../project/facts.ts';
import { joinPath } from './build-output.ts';
import type { Draft } from './candidates.ts';
import { literalPattern } from './dockerignore.ts';

/** Folders that the Dockerfile's own install fills: those of this machine have the wrong platform, or development packages. */
export function installedDependencies(
  projects: readonly Project[],
  commands: readonly ShellCommand[],
): readonly Draft[] {
  return projects.flatMap((project) => {
    // Rails keeps scripts of its own under vendor/.
    const isShared = projects.some((other) => other.kind === 'ruby' && other.directory === project.directory);
    if (project.kind === 'php') return isShared ? [] : phpDependencies(project, commands);
    if (project.kind === 'ruby') return rubyDependencies(project);
    return project.kind === 'elixir' ? elixirDependencies(project, commands) : [];
  });
}

/** Results of builds and caches that are made anew. */
export function madeFolders(projects: readonly Project[]): readonly Draft[] {
  return projects.flatMap((project) => {
    const at = (path: string): string => joinPath(literalPattern(project.directory), path);
    if (project.kind === 'php') return phpCaches(project, at);
    if (project.kind === 'ruby') return rubyCaches(project, at);
    if (project.kind !== 'elixir') return [];
    return ['.elixir_ls', 'cover', 'erl_crash.dump'].map((name): Draft => ({
      pattern: at(name),
      reason: 'heavy',
      ifPresent: true,
    }));
  });
}

function runs(commands: readonly ShellCommand[], program: RegExp, verb: RegExp): boolean {
  return commands.some(({ words }) =>
    words.some(
      ({ value }, i) =>
        program.test(value.slice(value.lastIndexOf('/') + 1)) &&
        words.slice(i + 1).some((word) => verb.test(word.value)),
    ),
  );
}

/** Who does not install in the image brings the packages along. */
function phpDependencies(project: PhpProject, commands: readonly ShellCommand[]): readonly Draft[] {
  if (!runs(commands, /^composer(?:2|\.phar)?$/, /^(?:install|i|update|u)$/)) return [];
  const vendor = joinPath(project.directory, 'vendor');
  return [{ pattern: literalPattern(vendor), reason: 'dependencies', expected: [vendor] }];
}

function phpCaches(project: PhpProject, at: (path: string) => string): readonly Draft[] {
  const present = (paths: readonly string[]): readonly Draft[] =>
    paths.map((path) => ({ pattern: at(path), reason: 'heavy', ifPresent: true }));
  const frameworks = new Set(project.frameworks);
  return [
    ...present(['.phpunit.cache', '.phpunit.result.cache', '.php-cs-fixer.cache']),
    ...(frameworks.has('symfony') ? present(['var/cache', 'var/log']) : []),
    ...(frameworks.has('laravel')
      ? present([
          'storage/logs/*.log',
          'storage/framework/cache/data/*',
          'storage/framework/sessions/*',
          'storage/framework/views/*.php',
          'public/hot',
        ])
      : []),
  ];
}

function rubyDependencies(project: RubyProject): readonly Draft[] {
  const at = (path: string): string => joinPath(literalPattern(project.directory), path);
  return [
    { pattern: at('.bundle'), reason: 'dependencies', ifPresent: true },
    { pattern: at('vendor/bundle'), reason: 'dependencies', ifPresent: true },
  ];
}

/** Rails writes logs and caches that grow without end; `.keep` files make the folders exist. */
function rubyCaches(project: RubyProject, at: (path: string) => string): readonly Draft[] {
  if (!project.frameworks.includes('rails')) return [];
  return [
    { pattern: at('log/*'), reason: 'heavy', exceptions: [`!${at('log/.keep')}`] },
    {
      pattern: at('tmp/*'),
      reason: 'heavy',
      exceptions: [`!${at('tmp/.keep')}`, `!${at('tmp/pids/.keep')}`],
    },
    { pattern: at('public/assets'), reason: 'build output', ifPresent: true },
    { pattern: at('public/packs'), reason: 'build output', ifPresent: true },
    { pattern: at('storage/*'), reason: 'heavy', ifPresent: true, exceptions: [`!${at('storage/.keep')}`] },
    { pattern: at('coverage'), reason: 'heavy', ifPresent: true },
  ];
}

function elixirDependencies(project: ElixirProject, commands: readonly ShellCommand[]): readonly Draft[] {
  // The applications of an umbrella share its folders.
  if (project.umbrella !== undefined || !runs(commands, /^mix$/, /^deps\.get,?$/)) return [];
  return ['deps', '_build'].map((name): Draft => {
    const path = joinPath(project.directory, name);
    return { pattern: literalPattern(path), reason: 'dependencies', expected: [path] };
  });
}
