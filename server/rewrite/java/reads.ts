/** Files of the project that the running program reads beside its jar. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import type { Project, ProjectOf, SourceFacts } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { folderOf, locate } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { conventionalFiles, conventionalFolders } from '../conventions.ts';
import type { Need } from './needs.ts';

export type JavaProject = ProjectOf<'maven' | 'gradle'>;

export function javaProjects({ project }: Facts): readonly JavaProject[] {
  const isJava = (one: Project): one is JavaProject => one.kind === 'maven' || one.kind === 'gradle';
  return project.projects.filter(isJava);
}

/** What the sources of all Java projects say. */
export function javaSources(facts: Facts): readonly SourceFacts[] {
  const folders = new Set(javaProjects(facts).map(({ directory }) => directory));
  return [...folders].flatMap((directory) => facts.project.sources(directory) ?? []);
}

/**
 * Paths that may be read below the working directory, when the project lies there: by the sources, by convention, and the
 * settings that Spring Boot looks for beside the program (docs.spring.io: Externalized Configuration).
 */
export function readPaths(stage: Stage, model: DockerfileModel, facts: Facts): readonly Need[] {
  const workdir = stage.endState.workdir ?? '/';
  const root = projectAt(workdir, stage, model, facts);
  if (root === undefined) return [];
  const { context } = facts;
  const prefix = root === '' ? '' : `${root}/`;
  const read = (facts.project.sources(root)?.runtimePaths ?? []).map(({ path }) => path);
  const conventional = context
    .children(root)
    .filter(({ path, type }) => {
      const name = path.slice(prefix.length);
      if (type !== 'directory') return conventionalFiles.test(name) || settingsFile.test(name);
      return conventionalFolders.has(name) && !isModule(path, facts) && !isForTheBuild(path, facts);
    })
    .map(({ path }) => path);
  const paths = [...new Set([...read, ...conventional])].filter(
    (path) => path.startsWith(prefix) && !context.isIgnored(path),
  );
  return paths
    .filter((path) => !paths.some((other) => other !== path && path.startsWith(`${other}/`)))
    .sort()
    .map((path) => {
      const written = path.slice(prefix.length);
      return { path: resolvePath(workdir, written), role: 'argument', written, dead: false };
    });
}

/** The folder of the context that lies in this folder of the image, by the script of a build in it. */
function projectAt(folder: string, stage: Stage, model: DockerfileModel, facts: Facts): string | undefined {
  const place = { model, context: facts.context, stage, before: undefined };
  for (const name of [
    'pom.xml',
    'build.gradle',
    'build.gradle.kts',
    'settings.gradle',
    'settings.gradle.kts',
  ]) {
    const origin = locate(resolvePath(folder, name), place);
    if (origin) return folderOf(origin.path);
  }
  return undefined;
}

const settingsFile = /^(?:application|bootstrap|logback|log4j2?)[\w-]*\.(?:properties|ya?ml|xml)$/;

/** A part of the build, whatever its name. */
function isModule(folder: string, facts: Facts): boolean {
  return javaProjects(facts).some((project) =>
    project.kind === 'maven'
      ? project.directory === folder
      : project.modules.some(({ directory }) => directory === folder),
  );
}

/** Rules of checkers lie in `config` by convention (docs.gradle.org: The Checkstyle Plugin), and sources below any name. */
function isForTheBuild(folder: string, { context }: Facts): boolean {
  const files = context.entries.filter(({ path, type }) => type === 'file' && path.startsWith(`${folder}/`));
  return files.every(
    ({ path }) =>
      /^(?:checkstyle|pmd|spotbugs|findbugs|detekt|ktlint|codenarc|jacoco|sonar|spotless|errorprone)\b/i.test(
        path.slice(folder.length + 1),
      ) || /\.(?:java|kt|md)$|\/\.[^/]*$/.test(path),
  );
}
