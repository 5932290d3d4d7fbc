/** Projects for the tests of Java files. */
import type { MemoryTree } from '../support/memory-file-system.ts';

/** A pom of org.example:shop:1.0 with this in it. */
export function pom(body: string, artifactId = 'shop'): string {
  return `<project>\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>org.example</groupId>\n  <artifactId>${artifactId}</artifactId>\n  <version>1.0</version>\n  ${body}\n</project>\n`;
}

/** An application of Spring Boot, with further settings of its plugin. */
export function bootPom(configuration = '', artifactId = 'shop', version = '3.2.5'): string {
  return pom(
    `<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version></parent>
  <dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>
  <build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId>${configuration}</plugin></plugins></build>`,
    artifactId,
  );
}

/** With a source file, and what keeps results of builds out of the context. */
export function javaFiles(files: MemoryTree): MemoryTree {
  return {
    '.dockerignore': '.git\ntarget\nbuild\n.gradle\nDockerfile\n.dockerignore\n',
    'src/main/java/org/example/Shop.java':
      'package org.example;\n\npublic class Shop {\n  public static void main(String[] args) {}\n}\n',
    ...files,
  };
}
