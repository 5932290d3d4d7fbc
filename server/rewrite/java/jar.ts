/** What a jar that a build makes holds, and what has to lie beside it. */
import type { MavenProject, ProjectFacts } from '../../project/facts.ts';
import type { GradleModule } from '../../project/gradle/facts.ts';
import { folderOf } from '../../tools/locate.ts';
import type { BuiltBy } from './made.ts';

export interface JarNeeds {
  /** Folders beside the jar's own path that have to come along, relative to the folder for results. */
  readonly folders: readonly string[];
  /** Spring Boot's executable jar. */
  readonly isSpringBoot: boolean;
  /** Quarkus' folder: the jar is useless without the rest of it. */
  readonly isQuarkusApp: boolean;
}

const alone: JarNeeds = { folders: [], isSpringBoot: false, isQuarkusApp: false };

/** The reading, or why it is not certain: a complete sentence. `inside`: the path below the folder for results. */
export function jarNeeds(by: BuiltBy, written: string, facts: ProjectFacts): JarNeeds | string {
  return by.kind === 'maven'
    ? mavenJar(by.project, by.inside, written, facts)
    : gradleJar(by.module, by.inside, written);
}

/** Where Quarkus puts what its runner jar needs: lib, app and quarkus (quarkus.io/guides/container-image, Dockerfile.jvm). */
const quarkusRunner = 'quarkus-app/quarkus-run.jar';

function mavenJar(
  project: MavenProject,
  inside: string,
  written: string,
  facts: ProjectFacts,
): JarNeeds | string {
  if (project.packaging === 'pom')
    return `${project.manifest} packages nothing, and ${written} is to be started.`;
  if (inside === quarkusRunner)
    return project.frameworks.includes('quarkus') &&
      (project.quarkusPackage === undefined ||
        project.quarkusPackage === 'fast-jar' ||
        project.quarkusPackage === 'jar')
      ? { ...alone, isQuarkusApp: true }
      : `${project.manifest} does not say that the build makes ${written}.`;
  if (project.packaging === 'native' || project.quarkusPackage === 'native')
    return `${project.manifest} builds a native executable.`;
  const wrong = wrongName(project, inside);
  if (wrong !== undefined)
    return `The container starts ${written}, and the build makes ${wrong}: which of them is meant is not certain.`;
  if (repackages(project, facts)) return { ...alone, isSpringBoot: true };
  const has = (artifactId: string, goal?: string): boolean =>
    project.plugins.some(
      (one) => one.artifactId === artifactId && (goal === undefined || one.goals.includes(goal)),
    );
  if (
    has('maven-shade-plugin', 'shade') ||
    /-(?:jar-with-dependencies|runner|fat|all|shaded|uber)\.jar$/.test(inside)
  )
    return alone;
  const libraries = project.libraryFolders;
  if (libraries.length > 0) return { ...alone, folders: libraries };
  // Nothing but Java's own classes.
  if (
    project.dependencies.every(({ scope }) => /^(?:test|provided|import)$/.test(scope)) &&
    (project.parent === undefined ||
      project.parent.manifest !== undefined ||
      hasStarterParent(project, facts))
  )
    return alone;
  return `Where ${written} has the libraries of ${project.manifest} from is not certain.`;
}

/** Is the jar of the build Spring Boot's, which holds its libraries? */
export function isSpringBootJar(by: BuiltBy, facts: ProjectFacts): boolean {
  return by.kind === 'maven'
    ? repackages(by.project, facts)
    : by.module.plugins.some(({ id }) => id === 'org.springframework.boot');
}

function repackages(project: MavenProject, facts: ProjectFacts): boolean {
  const boot = project.plugins.find(({ artifactId }) => artifactId === 'spring-boot-maven-plugin');
  return boot !== undefined && (boot.goals.includes('repackage') || hasStarterParent(project, facts));
}

/** The file name of the jar that starts; undefined when it is not certain. `folder`: the project's, in the image. */
export function jarName(by: BuiltBy, folder: string): string | undefined {
  if (by.kind === 'maven')
    return by.project.finalName === undefined || by.project.packaging !== 'jar'
      ? undefined
      : `${by.project.finalName}.jar`;
  const { project, module } = by;
  if (module.archiveName !== undefined)
    return module.archiveName.endsWith('.jar') ? module.archiveName : undefined;
  // Without a name in the settings it is the folder's (docs.gradle.org: Organizing Gradle Projects).
  const name =
    module.name === ':'
      ? (project.name ?? folder.slice(folder.lastIndexOf('/') + 1))
      : module.name.slice(module.name.lastIndexOf(':') + 1);
  return module.version === undefined || name === '' ? undefined : `${name}-${module.version}.jar`;
}

/** The name that the build gives its jar where it is certain and another one. */
function wrongName({ finalName }: MavenProject, inside: string): string | undefined {
  if (finalName === undefined || inside.includes('/') || /[*?[]/.test(inside)) return undefined;
  const known =
    inside === `${finalName}.jar` || inside === `${finalName}.war` || inside.startsWith(`${finalName}-`);
  return known ? undefined : `${finalName}.jar`;
}

/** Its parent's executions bind the goal repackage (docs.spring.io/spring-boot/maven-plugin/packaging.html). */
function hasStarterParent(project: MavenProject, facts: ProjectFacts): boolean {
  const seen = new Set<MavenProject>();
  for (let current: MavenProject | undefined = project; current && !seen.has(current);) {
    seen.add(current);
    if (current.parent?.artifactId === 'spring-boot-starter-parent') return true;
    const manifest: string | undefined = current.parent?.manifest;
    current = manifest === undefined ? undefined : facts.find('maven', folderOf(manifest));
  }
  return false;
}

function gradleJar(module: GradleModule, inside: string, written: string): JarNeeds | string {
  const has = (pattern: RegExp): boolean => module.plugins.some(({ id }) => pattern.test(id));
  if (inside === quarkusRunner)
    return has(/^io\.quarkus$/)
      ? { ...alone, isQuarkusApp: true }
      : `${module.script ?? 'The script'} does not say that the build makes ${written}.`;
  if (/-plain\.jar$/.test(inside)) return `${written} is the jar without the libraries.`;
  if (has(/^org\.springframework\.boot$/)) return { ...alone, isSpringBoot: true };
  if (module.mergesLibraries || /-(?:all|fat|uber|runner|shadow)\.jar$/.test(inside)) return alone;
  if (has(/shadow$|^io\.ktor\.plugin$/) && !/[*?[]/.test(inside))
    return module.archiveName === undefined
      ? `Whether ${written} is the jar with the libraries is not certain.`
      : alone;
  const declared = module.dependencies.length > 0 || module.projectDependencies.length > 0;
  return declared
    ? `Where ${written} has the libraries of ${module.script ?? 'the project'} from is not certain.`
    : alone;
}
