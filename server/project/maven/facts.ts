import type { AskedVersion } from '../dependencies.ts';
import type { BuildWrapper } from '../wrapper.ts';

/** A pom.xml. What it inherits from a parent in the context is part of it; properties are filled in. */
export interface MavenProject {
  readonly kind: 'maven';
  readonly directory: string;
  /** pom.xml, relative to the context. */
  readonly manifest: string;
  readonly groupId: string | undefined;
  readonly artifactId: string | undefined;
  /** Undefined too when it holds a property that nothing here defines. */
  readonly version: string | undefined;
  /** `jar` unless it says otherwise: pom, war, ear, quarkus, native-image … */
  readonly packaging: string;
  /** What `package` makes, without the ending; undefined when it is not certain. */
  readonly finalName: string | undefined;
  /** Its own or the nearest parent's folder for results, relative to its folder: `target` unless it says otherwise. */
  readonly buildDirectory: string;
  readonly parent: MavenParent | undefined;
  /** Folders of its modules relative to the context, those of profiles too. */
  readonly modules: readonly string[];
  /** The folder of the outermost pom above it that has it as a module, directly or not. */
  readonly aggregator: string | undefined;
  readonly dependencies: readonly MavenDependency[];
  readonly plugins: readonly MavenPlugin[];
  readonly profiles: readonly string[];
  /** The main class, where the pom names it. */
  readonly mainClass: string | undefined;
  readonly wrapper: BuildWrapper | undefined;
  /** Files beside the pom that Maven reads, and that exist: .mvn/maven.config, .mvn/extensions.xml, settings.xml … */
  readonly installFiles: readonly string[];
  readonly javaVersion: AskedVersion | undefined;
  readonly springBoot: string | undefined;
  readonly quarkus: string | undefined;
  /** What kind of package Quarkus makes, where a property says: `fast-jar` otherwise, in target/quarkus-app. */
  readonly quarkusPackage: string | undefined;
  /** spring-boot, quarkus, micronaut, helidon, dropwizard, jakarta-ee, vert.x. */
  readonly frameworks: readonly string[];
  /** Folders below `buildDirectory` that copy-dependencies fills with the libraries. */
  readonly libraryFolders: readonly string[];
  /** Names of what the pom sets for Spring Boot's plugin, whatever it sets. */
  readonly springBootSettings: readonly string[];
  /** Why resolving dependencies needs more than poms (a jar of the project, a repository in a folder); undefined when it does not. */
  readonly needsFiles: string | undefined;
}

export interface MavenParent {
  readonly groupId: string | undefined;
  readonly artifactId: string | undefined;
  readonly version: string | undefined;
  /** Its pom when that lies in the context; undefined for one from a repository. */
  readonly manifest: string | undefined;
}

export interface MavenDependency {
  readonly groupId: string | undefined;
  readonly artifactId: string;
  readonly version: string | undefined;
  /** `compile` unless it says otherwise. */
  readonly scope: string;
}

export interface MavenPlugin {
  readonly artifactId: string;
  readonly version: string | undefined;
  /** Goals that its executions run. */
  readonly goals: readonly string[];
}
