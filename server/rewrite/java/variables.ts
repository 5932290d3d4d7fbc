/** Variables of Java's tools. */

/** Only Maven and Gradle read them (maven.apache.org/configure.html, docs.gradle.org: Configuring the build environment). */
export function isBuildVariable(name: string): boolean {
  return /^(?:MAVEN_\w+|M2(?:_HOME)?|GRADLE_\w+|ORG_GRADLE_\w+)$/.test(name);
}

/** What they hold are options for the Java that runs the program. */
export const optionVariables: readonly string[] = [
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  'JAVA_OPTS',
  'JAVA_OPTIONS',
  'JAVA_ARGS',
];
