import type { AskedVersion } from '../dependencies.ts';
import type { BuildWrapper } from '../wrapper.ts';

/**
 * A Gradle build: a settings script with the projects it includes, or a build script on its own. The scripts are
 * programs that are not run: what they compute is not known, and what is here was written as a literal.
 */
export interface GradleProject {
  readonly kind: 'gradle';
  readonly directory: string;
  /** The settings script, or the build script where there is none. */
  readonly manifest: string;
  /** settings.gradle(.kts), relative to the context. */
  readonly settings: string | undefined;
  readonly language: 'kotlin' | 'groovy';
  /** `rootProject.name`; the folder's name otherwise is not known in an image. */
  readonly name: string | undefined;
  /** The root project, where it has a build script, and those that the settings include. */
  readonly modules: readonly GradleModule[];
  /** Folders of `includeBuild`, relative to the context. */
  readonly includedBuilds: readonly string[];
  /** buildSrc, when it exists. */
  readonly buildSource: string | undefined;
  readonly wrapper: BuildWrapper | undefined;
  /** gradle/libs.versions.toml. */
  readonly catalog: string | undefined;
  /** Dependency lockfiles (gradle.lockfile, buildscript-gradle.lockfile, gradle/dependency-locks/). */
  readonly lockfiles: readonly string[];
  /** Files that every Gradle command reads, and that exist: gradle.properties, the catalog, applied scripts … */
  readonly installFiles: readonly string[];
  /** Why the scripts may need more than these files; undefined when nothing says so. */
  readonly needsFiles: string | undefined;
  readonly javaVersion: AskedVersion | undefined;
  readonly springBoot: string | undefined;
  /** spring-boot, quarkus, micronaut, ktor, android. */
  readonly frameworks: readonly string[];
}

export interface GradleModule {
  /** `:` for the root, `:app`. */
  readonly name: string;
  /** Relative to the context. */
  readonly directory: string;
  /** build.gradle(.kts), relative to the context; undefined when it has none. */
  readonly script: string | undefined;
  readonly plugins: readonly GradlePlugin[];
  /** A literal `version`. */
  readonly version: string | undefined;
  /** `archiveBaseName` and the like, where the script sets it literally. */
  readonly archiveName: string | undefined;
  readonly mainClass: string | undefined;
  /** The script unpacks other jars into its own (`zipTree`): a jar with the libraries. */
  readonly mergesLibraries: boolean;
  /** Words of the script that change Spring Boot's jar: `layered`, `launchScript` … */
  readonly springBootSettings: readonly string[];
  /** Names of other modules that it depends on. */
  readonly projectDependencies: readonly string[];
  /** `group:name` of what it declares literally. */
  readonly dependencies: readonly string[];
}

export interface GradlePlugin {
  /** Its id, as in `org.springframework.boot`, `java`, `application`. */
  readonly id: string;
  readonly version: string | undefined;
}
