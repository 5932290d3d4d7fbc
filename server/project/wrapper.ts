/** The scripts that bring a build tool along: mvnw, gradlew. */
import { folderOf, inside } from './paths.ts';
import { readLimits } from './reader.ts';
import type { ProjectReader } from './reader.ts';

export interface BuildWrapper {
  /** mvnw or gradlew, relative to the context. */
  readonly script: string;
  /** Has it the permission to run? Undefined where the file system does not tell. */
  readonly executable: boolean | undefined;
  /** Files beside the script that it needs and that exist: its properties and its jar. */
  readonly files: readonly string[];
  /** The tool's version, from the address in its properties. */
  readonly version: string | undefined;
}

const kinds = {
  maven: { script: 'mvnw', folder: '.mvn/wrapper', properties: 'maven-wrapper.properties', jar: 'maven-wrapper.jar', archive: /apache-maven-(\d[\w.-]*?)-bin/ },
  gradle: { script: 'gradlew', folder: 'gradle/wrapper', properties: 'gradle-wrapper.properties', jar: 'gradle-wrapper.jar', archive: /gradle-(\d[\w.-]*?)-(?:bin|all)/ },
} as const; // prettier-ignore

/** The wrapper in the folder, or in the nearest one above it in the context. */
export async function readWrapper(
  reader: ProjectReader,
  kind: keyof typeof kinds,
  directory: string,
): Promise<BuildWrapper | undefined> {
  const { script, folder, properties, jar, archive } = kinds[kind];
  for (let current = directory; ; current = folderOf(current)) {
    const path = inside(current, script);
    if (reader.isFile(path)) {
      const settings = inside(current, `${folder}/${properties}`);
      const text = await reader.quietText(settings, readLimits.configuration);
      const files = [settings, inside(current, `${folder}/${jar}`)].filter((file) => reader.isFile(file));
      const address = /^[ \t]*distributionUrl[ \t]*[=:](.+)$/m.exec(text ?? '')?.[1];
      const version = archive.exec(address ?? '')?.[1];
      return { script: path, executable: await reader.isExecutable(path), files, version };
    }
    if (current === '') return undefined;
  }
}
