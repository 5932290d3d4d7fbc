/** What cargo, Maven, Gradle, .NET and CMake make, where the Dockerfile makes it too. */
import type { ShellCommand } from '../dockerfile/shell.ts';
import type { DotnetProject, GradleProject, MavenProject, Project, RustProject } from '../project/facts.ts';
import { cargoCommand } from '../tools/cargo.ts';
import { dotnetCommand } from '../tools/dotnet.ts';
import { gradleCommand } from '../tools/gradle.ts';
import { mavenCommand } from '../tools/maven.ts';
import { joinPath } from './build-output.ts';
import type { Draft } from './candidates.ts';
import { literalPattern } from './dockerignore.ts';
import type { ContextFacts } from './facts.ts';

/** Build output of these projects; nothing for a Dockerfile that takes what was built outside. */
export function madeByBuilds(
  context: ContextFacts,
  projects: readonly Project[],
  commands: readonly ShellCommand[],
): readonly Draft[] {
  const folders = builtFolders(projects, commands);
  const output = foldersNamed(context, folders).map((pattern): Draft => ({
    pattern,
    reason: 'build output',
  }));
  return [...output, ...cmakeFolders(context, projects, commands)];
}

/** Folders that builds in the image fill, relative to the context. */
export function builtFolders(
  projects: readonly Project[],
  commands: readonly ShellCommand[],
): readonly string[] {
  const runs = {
    rust: commands.some((command) =>
      /^(?:build|rustc|install|chef)$/.test(cargoCommand(command)?.subcommand ?? ''),
    ),
    maven: commands.some((command) => mavenCommand(command) !== undefined),
    gradle: commands.some((command) => gradleCommand(command) !== undefined),
    dotnet: commands.some((command) =>
      /^(?:build|publish|restore)$/.test(dotnetCommand(command)?.subcommand ?? ''),
    ),
  };
  return projects.flatMap((project) => {
    switch (project.kind) {
      case 'rust':
        return runs.rust ? rustFolders(project) : [];
      case 'maven':
        return runs.maven ? mavenFolders(project) : [];
      case 'gradle':
        return runs.gradle ? gradleFolders(project) : [];
      case 'dotnet':
        return runs.dotnet ? dotnetFolders(project) : [];
      default:
        return [];
    }
  });
}

/** Members of a workspace share its folder. */
function rustFolders({ workspaceRoot, directory, configuration }: RustProject): readonly string[] {
  if (workspaceRoot !== undefined) return [];
  const given = configuration?.targetDirectory?.replace(/^\.\/|\/+$/g, '');
  // A folder elsewhere is none of the context's.
  return given === undefined || /^(?:\/|\.\.|$)/.test(given)
    ? [joinPath(directory, 'target')]
    : [joinPath(directory, given)];
}

function mavenFolders({ directory, buildDirectory }: MavenProject): readonly string[] {
  return /^[\w-]+$/.test(buildDirectory) ? [joinPath(directory, buildDirectory)] : [];
}

function gradleFolders(project: GradleProject): readonly string[] {
  const { directory, modules, buildSource, includedBuilds } = project;
  const builds = [directory, ...(buildSource === undefined ? [] : [buildSource]), ...includedBuilds];
  return [
    ...[...new Set([...builds, ...modules.map((module) => module.directory)])].map((folder) =>
      joinPath(folder, 'build'),
    ),
    ...builds.map((folder) => joinPath(folder, '.gradle')),
  ];
}

function dotnetFolders({ directory }: DotnetProject): readonly string[] {
  return [joinPath(directory, 'bin'), joinPath(directory, 'obj')];
}

/** More folders than this of one name are written as one pattern, where that takes nothing else away. */
const maximumNamed = 3;

function foldersNamed(context: ContextFacts, folders: readonly string[]): readonly string[] {
  const byName = new Map<string, string[]>();
  for (const path of new Set(folders)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return [...byName].flatMap(([name, paths]) => {
    const known = new Set(paths);
    // `**/target` would also take a package com.example.target of the sources.
    const others =
      !context.complete ||
      context.entries.some(
        ({ path }) =>
          path.endsWith(`/${name}`) &&
          !known.has(path) &&
          !paths.some((folder) => path.startsWith(`${folder}/`)),
      );
    return paths.length > maximumNamed && !others
      ? [`**/${literalPattern(name)}`]
      : paths.map(literalPattern);
  });
}

/** `cmake -B build` here and there; a build folder without CMake's cache may hold sources. */
function cmakeFolders(
  context: ContextFacts,
  projects: readonly Project[],
  commands: readonly ShellCommand[],
): readonly Draft[] {
  const own = projects.filter((project) => project.kind === 'native');
  if (
    own.length === 0 ||
    !commands.some(({ name }) => name === 'cmake' || name === 'make' || name === 'ninja')
  )
    return [];
  return own.flatMap(({ directory, system }): Draft[] => {
    const build = joinPath(directory, 'build');
    const isCache = context.has(`${build}/CMakeCache.txt`) === true || context.has(build) === false;
    return [
      ...(system === 'cmake' && isCache
        ? [{ pattern: literalPattern(build), reason: 'build output' } as const]
        : []),
      {
        pattern: joinPath(literalPattern(directory), 'cmake-build-*'),
        reason: 'build output',
        ifPresent: true,
      },
      { pattern: '**/*.o' },
    ];
  });
}
