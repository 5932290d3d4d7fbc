import { describe, expect, it } from 'vitest';
import type { MavenProject } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const pom = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">\n  <modelVersion>4.0.0</modelVersion>\n${body}</project>\n`;
const own = '<groupId>org.example</groupId><artifactId>shop</artifactId><version>1.2.0</version>';
const mavenOf = async (tree: MemoryTree, directory = ''): Promise<MavenProject> =>
  (await projectOf(tree)).find('maven', directory)!;

describe('pom.xml', () => {
  it('of a Spring Boot application', async () => {
    const project = await mavenOf({
      'pom.xml': pom(`
        <parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.3.1</version><relativePath/></parent>
        ${own}
        <properties><java.version>21</java.version><start-class>org.example.Shop</start-class></properties>
        <dependencies>
          <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency>
          <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.10.0</version><scope>test</scope></dependency>
        </dependencies>
        <build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>`),
      mvnw: { text: '#!/bin/sh\n', executable: false },
      '.mvn/wrapper/maven-wrapper.properties':
        'wrapperVersion=3.3.2\ndistributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.9/apache-maven-3.9.9-bin.zip\n',
      '.mvn/jvm.config': '-Xmx1g',
    });
    expect(project).toMatchObject({
      groupId: 'org.example',
      artifactId: 'shop',
      version: '1.2.0',
      packaging: 'jar',
      finalName: 'shop-1.2.0',
      buildDirectory: 'target',
      parent: { artifactId: 'spring-boot-starter-parent', version: '3.3.1', manifest: undefined },
      modules: [],
      aggregator: undefined,
      mainClass: 'org.example.Shop',
      javaVersion: { source: 'pom.xml', version: '21' },
      springBoot: '3.3.1',
      quarkus: undefined,
      frameworks: ['spring-boot'],
      installFiles: ['.mvn/jvm.config'],
      wrapper: {
        script: 'mvnw',
        executable: false,
        files: ['.mvn/wrapper/maven-wrapper.properties'],
        version: '3.9.9',
      },
      needsFiles: undefined,
    });
    expect(project.dependencies[1]).toEqual({
      groupId: 'org.junit.jupiter',
      artifactId: 'junit-jupiter',
      version: '5.10.0',
      scope: 'test',
    });
  });
  it.each<[string, string, Partial<MavenProject>]>([
    ['a name of its own', `${own}<build><finalName>\${project.artifactId}-app</finalName></build>`, { finalName: 'shop-app' }],
    ['a revision', '<groupId>g</groupId><artifactId>shop</artifactId><version>${revision}</version><properties><revision>3.0</revision></properties>', { version: '3.0', finalName: 'shop-3.0' }],
    ['a revision from outside', '<groupId>g</groupId><artifactId>shop</artifactId><version>${revision}</version>', { version: undefined, finalName: undefined }],
    ['a circle', `${own}<properties><a>\${b}</a><b>\${a}</b></properties><build><finalName>\${a}</finalName></build>`, { finalName: undefined }],
    ['a classifier', `${own}<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId><configuration><classifier>exec</classifier></configuration></plugin></plugins></build>`, { finalName: undefined, frameworks: ['spring-boot'] }],
    ['a war in another folder', `${own}<packaging>war</packaging><build><directory>\${project.basedir}/out</directory></build>`, { packaging: 'war', buildDirectory: 'out' }],
    ['the compiler plugin', `${own}<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><source>1.8</source><release>\${jdk}</release></configuration></plugin></plugins></build><properties><jdk>17</jdk></properties>`, { javaVersion: { source: 'pom.xml', version: '17' } }],
    ['an old Java', `${own}<properties><maven.compiler.source>1.8</maven.compiler.source></properties>`, { javaVersion: { source: 'pom.xml', version: '1.8' } }],
    ['Quarkus', `${own}<properties><q>3.15.1</q><quarkus.package.jar.type>uber-jar</quarkus.package.jar.type></properties><dependencyManagement><dependencies><dependency><groupId>io.quarkus.platform</groupId><artifactId>quarkus-bom</artifactId><version>\${q}</version></dependency></dependencies></dependencyManagement><build><plugins><plugin><groupId>io.quarkus.platform</groupId><artifactId>quarkus-maven-plugin</artifactId></plugin></plugins></build>`, { quarkus: '3.15.1', quarkusPackage: 'uber-jar', frameworks: ['quarkus'] }],
    ['goals and a main class', `${own}<build><plugins><plugin><artifactId>maven-assembly-plugin</artifactId><version>3.7.1</version><executions><execution><goals><goal>single</goal></goals><configuration><mainClass>a.B</mainClass></configuration></execution></executions></plugin></plugins></build>`, { plugins: [{ artifactId: 'maven-assembly-plugin', version: '3.7.1', goals: ['single'] }], mainClass: 'a.B' }],
    ['a jar of the project', `${own}<dependencies><dependency><groupId>x</groupId><artifactId>driver</artifactId><version>1</version><scope>system</scope><systemPath>\${basedir}/lib/d.jar</systemPath></dependency></dependencies>`, { needsFiles: 'pom.xml takes driver from a file' }],
    ['a repository in a folder', `${own}<repositories><repository><id>l</id><url>file://\${project.basedir}/repo</url></repository></repositories>`, { needsFiles: 'pom.xml has a repository in a folder' }],
    ['profiles', `${own}<profiles><profile><id>native</id><modules><module>extra</module></modules></profile></profiles>`, { profiles: ['native'], modules: ['extra'] }],
  ])('with %s', async (_name, body, expected) => {
    expect(await mavenOf({ 'pom.xml': pom(body) })).toMatchObject(expected);
  }); // prettier-ignore
  it.each<[string, readonly string[]]>([
    ['', ['dependency']],
    ['<outputDirectory>${project.build.directory}/lib</outputDirectory>', ['lib']],
    ['<outputDirectory>target/libs/</outputDirectory>', ['libs']],
    ['<outputDirectory>${other}/lib</outputDirectory>', []],
    ['<outputDirectory>/opt/lib</outputDirectory>', []],
  ])('copies the libraries: %s', async (configuration, expected) => {
    const plugin = `<plugin><artifactId>maven-dependency-plugin</artifactId><executions><execution><goals><goal>copy-dependencies</goal></goals><configuration>${configuration}</configuration></execution></executions></plugin>`;
    const project = await mavenOf({ 'pom.xml': pom(`${own}<build><plugins>${plugin}</plugins></build>`) });
    expect(project.libraryFolders).toEqual(expected);
  });

  it('names what it sets for the plugin of Spring Boot', async () => {
    const plugin =
      '<plugin><artifactId>spring-boot-maven-plugin</artifactId><configuration><layers><enabled>false</enabled></layers><executable>true</executable></configuration></plugin>';
    const project = await mavenOf({ 'pom.xml': pom(`${own}<build><plugins>${plugin}</plugins></build>`) });
    expect(project.springBootSettings).toEqual(['layers', 'executable']);
  });

  it('inherits from parents in the context', async () => {
    const facts = await projectOf({
      'pom.xml': pom(
        `${own}<packaging>pom</packaging><modules><module>api</module><module>libs/core/pom.xml</module><module>../outside</module></modules><properties><java.version>17</java.version></properties><dependencies><dependency><groupId>io.micronaut</groupId><artifactId>micronaut-core</artifactId></dependency></dependencies>`,
      ),
      'api/pom.xml': pom(
        '<parent><groupId>org.example</groupId><artifactId>shop</artifactId><version>1.2.0</version></parent><artifactId>api</artifactId>',
      ),
      'libs/core/pom.xml': pom(
        '<parent><groupId>org.example</groupId><artifactId>other</artifactId><version>9</version><relativePath>../../pom.xml</relativePath></parent><artifactId>core</artifactId>',
      ),
    });
    expect(facts.find('maven', '')).toMatchObject({ packaging: 'pom', modules: ['api', 'libs/core'] });
    expect(facts.find('maven', 'api')).toMatchObject({
      groupId: 'org.example',
      version: '1.2.0',
      finalName: 'api-1.2.0',
      aggregator: '',
      parent: { manifest: 'pom.xml' },
      javaVersion: { source: 'api/pom.xml', version: '17' },
      frameworks: ['micronaut'],
    });
    // The file is there, but it is another project.
    expect(facts.find('maven', 'libs/core')).toMatchObject({
      aggregator: '',
      parent: { manifest: undefined },
      javaVersion: undefined,
    });
  });
  it('ends where poms are each other’s parents and modules', async () => {
    const loop = (name: string, other: string): string =>
      pom(
        `<artifactId>${name}</artifactId><parent><artifactId>${other}</artifactId><relativePath>../${other}</relativePath></parent><modules><module>../${other}</module><module>.</module></modules>`,
      );
    const project = await mavenOf({ 'a/pom.xml': loop('a', 'b'), 'b/pom.xml': loop('b', 'a') }, 'a');
    expect(project).toMatchObject({ artifactId: 'a', aggregator: 'b' });
  });
  it.each([
    ['properties that multiply', pom(`${own}<properties>${Array.from({ length: 30 }, (_, i) => `<p${i}>${`\${p${i + 1}}`.repeat(100)}</p${i}>`).join('')}<p30>x</p30></properties><build><finalName>\${p0}</finalName></build>`)],
    ['broken XML', '<project><artifactId>'],
    ['another document', '<settings/>'],
    ['an entity bomb', `<!DOCTYPE p [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><project><artifactId>&b;</artifactId></project>`],
  ])('%s is answered quickly', async (_name, text) => {
    const facts = await projectOf({ 'pom.xml': text });
    expect(facts.find('maven', '')?.finalName).toBeUndefined();
  }); // prettier-ignore
});
