/** Programs built with Maven. */
import { goldenTests } from './golden.ts';
import { bootPom, javaFiles, pom } from './java-projects.ts';
import type { PlanCase } from './plan-tester.ts';

const boot = javaFiles({ 'pom.xml': bootPom() });
const layered = javaFiles({ 'pom.xml': bootPom('', 'shop', '3.4.1') });
const text = `FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
COPY . .
RUN mvn -B package -DskipTests
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]
`;
const start = (command: string, file = text): string =>
  file.replace('CMD ["java", "-jar", "target/shop-1.0.jar"]', command);
const base = (image: string, file = text): string => file.replace('maven:3.9-eclipse-temurin-21', image);
const wrapper = {
  '.mvn/wrapper/maven-wrapper.properties':
    'distributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.9/apache-maven-3.9.9-bin.zip\n',
};
const wrapped = (executable: boolean) => ({ ...boot, ...wrapper, mvnw: { text: '#!/bin/sh\n', executable } });
const quarkusPom = (property = ''): string =>
  pom(
    `<properties><quarkus.platform.version>3.15.1</quarkus.platform.version>${property}</properties><dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-rest</artifactId></dependency></dependencies><build><plugins><plugin><groupId>io.quarkus.platform</groupId><artifactId>quarkus-maven-plugin</artifactId></plugin></plugins></build>`,
  );
const libraries =
  '<plugin><artifactId>maven-dependency-plugin</artifactId><executions><execution><goals><goal>copy-dependencies</goal></goals><configuration><outputDirectory>${project.build.directory}/lib</outputDirectory></configuration></execution></executions></plugin>';
const javalin =
  '<dependencies><dependency><groupId>io.javalin</groupId><artifactId>javalin</artifactId><version>6.3.0</version></dependency></dependencies>';
const plain = (plugins: string): string => pom(`${javalin}<build><plugins>${plugins}</plugins></build>`);
const shade =
  '<plugin><artifactId>maven-shade-plugin</artifactId><executions><execution><goals><goal>shade</goal></goals></execution></executions></plugin>';

const cases: PlanCase[] = [
  { name: 'spring-boot', files: boot, text },
  { name: 'alpine', files: boot, text: base('maven:3.9-eclipse-temurin-21-alpine') },
  { name: 'corretto', files: boot, text: base('maven:3.9.11-amazoncorretto-17') },
  {
    name: 'corretto-for-a-program-that-draws',
    files: javaFiles({
      'pom.xml': bootPom().replace(
        '<dependencies>',
        '<dependencies><dependency><groupId>org.apache.poi</groupId><artifactId>poi-ooxml</artifactId><version>5.3.0</version></dependency>',
      ),
    }),
    text: base('maven:3.9-amazoncorretto-17'),
  },
  { name: 'corretto-alpine', files: boot, text: base('maven:3.9-amazoncorretto-21-alpine') },
  { name: 'semeru', files: boot, text: base('maven:3.9-ibm-semeru-17-noble') },
  { name: 'sapmachine', files: boot, text: base('maven:3.9-sapmachine-21') },
  {
    name: 'works-in-another-folder-at-the-end',
    files: { ...boot, 'config/application.yml': 'a: 1\n' },
    text: start('RUN useradd shop\nWORKDIR /app/config/..\nCMD ["java", "-jar", "target/shop-1.0.jar"]'),
  },
  {
    name: 'configuration-before-another-folder',
    files: { ...boot, 'deploy/shop.yml': 'a: 1\n' },
    text: start(
      'RUN useradd shop\nWORKDIR /run\nCMD ["java", "-jar", "/app/target/shop-1.0.jar", "--spring.config.location=file:/app/deploy/shop.yml"]',
    ),
  },
  { name: 'openjdk-image', files: boot, text: base('maven:3.8.3-openjdk-17-slim') },
  { name: 'unnamed-java', files: boot, text: base('maven:3.9') },
  {
    name: 'wrapper',
    files: wrapped(true),
    text: base('eclipse-temurin:17.0.12_7-jdk-jammy').replace('mvn -B', './mvnw -B'),
  },
  {
    name: 'wrapper-without-permission',
    files: wrapped(false),
    text: base('eclipse-temurin:21').replace('RUN mvn -B', 'RUN chmod +x mvnw\nRUN ./mvnw -B'),
  },
  {
    name: 'wrapper-with-line-breaks-of-windows',
    files: wrapped(true),
    text: base('openjdk:17-jdk-alpine').replace(
      'RUN mvn -B package -DskipTests',
      "RUN sed -i 's/\\r$//' mvnw && chmod +x mvnw && ./mvnw package -DskipTests",
    ),
  },
  {
    name: 'manifests-first-already',
    files: boot,
    text: text.replace('COPY . .', 'COPY pom.xml .\nRUN mvn dependency:go-offline -B\nCOPY src ./src'),
  },
  {
    name: 'jar-is-renamed',
    files: boot,
    text: start('ENTRYPOINT ["java", "-jar", "/app.jar"]').replace(
      '-DskipTests',
      '-DskipTests && cp target/*.jar /app.jar',
    ),
  },
  { name: 'pattern-in-shell-form', files: boot, text: start('CMD java $JAVA_OPTS -jar target/*.jar') },
  { name: 'other-name', files: boot, text: start('CMD ["java", "-jar", "target/app.jar"]') },
  {
    name: 'options-and-tests',
    files: boot,
    text: text
      .replace(' -DskipTests', '')
      .replace(
        'COPY',
        'ENV MAVEN_OPTS=-Xmx1g JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75 DB_URL=jdbc:h2:mem:a\nCOPY',
      ),
  },
  {
    name: 'settings-with-credentials',
    files: { ...boot, 'settings.xml': '<settings/>' },
    text: text
      .replace('COPY', 'ARG TOKEN\nCOPY settings.xml /root/.m2/settings.xml\nCOPY')
      .replace('mvn -B', 'mvn -s /root/.m2/settings.xml -B'),
  },
  {
    name: 'agent',
    files: boot,
    text: start('CMD ["java", "-javaagent:/opt/agent.jar", "-jar", "target/shop-1.0.jar"]').replace(
      'EXPOSE',
      'RUN curl -fsSL -o /opt/agent.jar https://example.org/agent/2.9.0/agent.jar\nEXPOSE',
    ),
  },
  {
    name: 'agent-by-variable',
    files: { ...boot, 'opentelemetry-javaagent.jar': '' },
    text: text.replace(
      'EXPOSE',
      'ENV JAVA_TOOL_OPTIONS="-javaagent:/app/opentelemetry-javaagent.jar"\nEXPOSE',
    ),
  },
  {
    name: 'agent-by-add',
    files: boot,
    text: text
      .replace('COPY', 'ADD https://example.org/agent/2.9.0/agent.jar /opt/agent.jar\nCOPY')
      .replace('EXPOSE', 'ENV JAVA_TOOL_OPTIONS=-javaagent:/opt/agent.jar\nEXPOSE'),
  },
  {
    name: 'configuration-beside-the-jar',
    files: { ...boot, 'config/application.yml': 'a: 1\n', 'application-prod.properties': '' },
    text,
  },
  {
    name: 'configuration-by-option',
    files: { ...boot, 'deploy/shop.yml': 'a: 1\n' },
    text: start(
      'CMD ["java", "-jar", "target/shop-1.0.jar", "--spring.config.location=file:deploy/shop.yml"]',
    ),
  },
  {
    name: 'files-that-the-sources-read',
    files: {
      ...boot,
      'prices/list.csv': 'a\n',
      'src/main/java/org/example/Prices.java':
        'package org.example;\nclass Prices { String all() { return Files.readString(Path.of("prices/list.csv")); } }\n',
    },
    text,
  },
  {
    name: 'compiler-at-run-time',
    files: {
      ...boot,
      'src/main/java/org/example/Scripts.java':
        'package org.example;\nimport javax.tools.ToolProvider;\nclass Scripts {}\n',
    },
    text,
  },
  {
    name: 'runs-programs',
    files: {
      ...boot,
      'src/main/java/org/example/Git.java':
        'package org.example;\nclass Git { void run() { new ProcessBuilder("git", "log").start(); } }\n',
    },
    text,
  },
  {
    name: 'health-check',
    files: boot,
    text: text.replace('CMD', 'HEALTHCHECK CMD curl -f http://localhost:8080/actuator/health || exit 1\nCMD'),
  },
  {
    name: 'health-check-alpine',
    files: boot,
    text: base('maven:3.9-eclipse-temurin-21-alpine').replace(
      'CMD',
      'HEALTHCHECK CMD curl -f http://localhost:8080/actuator/health || exit 1\nCMD',
    ),
  },
  {
    name: 'quarkus',
    files: javaFiles({ 'pom.xml': quarkusPom() }),
    text: start('CMD ["java", "-jar", "target/quarkus-app/quarkus-run.jar"]'),
  },
  {
    name: 'quarkus-uber-jar',
    files: javaFiles({
      'pom.xml': quarkusPom('<quarkus.package.jar.type>uber-jar</quarkus.package.jar.type>'),
    }),
    text: start('CMD ["java", "-jar", "target/shop-1.0-runner.jar"]'),
  },
  {
    name: 'quarkus-native',
    files: javaFiles({ 'pom.xml': quarkusPom('<quarkus.package.type>native</quarkus.package.type>') }),
    text: start('CMD ["target/shop-1.0-runner"]'),
  },
  { name: 'shaded', files: javaFiles({ 'pom.xml': plain(shade) }), text },
  {
    name: 'assembly',
    files: javaFiles({ 'pom.xml': plain('') }),
    text: start('CMD ["java", "-jar", "target/shop-1.0-jar-with-dependencies.jar"]'),
  },
  { name: 'libraries-beside-the-jar', files: javaFiles({ 'pom.xml': plain(libraries) }), text },
  { name: 'libraries-from-nowhere', files: javaFiles({ 'pom.xml': plain('') }), text },
  {
    name: 'class-path',
    files: javaFiles({ 'pom.xml': plain(libraries) }),
    text: start('CMD ["java", "-cp", "target/classes:target/lib/*", "org.example.Shop"]'),
  },
  {
    name: 'modules',
    files: {
      ...javaFiles({
        'pom.xml': pom(
          '<packaging>pom</packaging><modules><module>core</module><module>web</module></modules>',
        ),
      }),
      'core/pom.xml': pom(
        '<parent><groupId>org.example</groupId><artifactId>shop</artifactId><version>1.0</version></parent>',
      ).replace('<artifactId>shop</artifactId>', '<artifactId>core</artifactId>'),
      'web/pom.xml': bootPom('', 'web'),
      'web/src/main/java/org/example/Web.java': 'package org.example;\nclass Web {}\n',
    },
    text: start('CMD ["java", "-jar", "web/target/web-1.0.jar"]').replace('package', '-pl web -am package'),
  },
  {
    name: 'packages-of-debian',
    files: boot,
    text: base('debian:bookworm').replace(
      'WORKDIR',
      'RUN apt-get update && apt-get install -y openjdk-17-jdk maven git fontconfig && rm -rf /var/lib/apt/lists/*\nWORKDIR',
    ),
  },
  {
    name: 'packages-of-alpine',
    files: boot,
    text: base('alpine:3.22').replace('WORKDIR', 'RUN apk add --no-cache openjdk17 maven\nWORKDIR'),
  },
  {
    name: 'packages-of-another-manager',
    files: boot,
    text: base('openjdk:17').replace('WORKDIR', 'RUN microdnf install -y maven\nWORKDIR'),
  },
  {
    name: 'start-script',
    files: {
      ...boot,
      'entrypoint.sh': '#!/bin/sh\nset -e\nexec java $JAVA_OPTS -jar /app/target/shop-1.0.jar "$@"\n',
    },
    text: start('ENTRYPOINT ["./entrypoint.sh"]'),
  },
  {
    name: 'start-script-that-builds',
    files: { ...boot, 'run.sh': '#!/bin/sh\nmvn spring-boot:run\n' },
    text: start('CMD ["sh", "run.sh"]'),
  },
  {
    name: 'user-and-comments',
    files: boot,
    text: `# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-21-noble AS app
# who runs it
RUN groupadd --system shop && useradd --system --gid shop shop
WORKDIR /app
# the sources
COPY . .
# build it
RUN mvn -B package -DskipTests
LABEL org.opencontainers.image.title=shop
# where it listens
EXPOSE 8080
VOLUME /data
STOPSIGNAL SIGTERM
USER shop
ENTRYPOINT ["java"]
CMD ["-jar", "/app/target/shop-1.0.jar"]
`,
  },
  { name: 'layers', files: layered, text },
  {
    name: 'layers-of-a-renamed-jar',
    files: layered,
    text: start('ENTRYPOINT ["java", "-jar", "app.jar"]').replace(
      '-DskipTests',
      '-DskipTests && mv target/shop-1.0.jar app.jar',
    ),
  },
  {
    name: 'layers-switched-off',
    files: javaFiles({
      'pom.xml': bootPom(
        '<configuration><layers><enabled>false</enabled></layers></configuration>',
        'shop',
        '3.4.1',
      ),
    }),
    text,
  },
  { name: 'pattern-without-a-shell', files: boot, text: start('CMD ["java", "-jar", "target/*.jar"]') },
  {
    name: 'start-script-made-executable',
    files: {
      ...boot,
      'docker/run.sh': { text: '#!/bin/sh\nexec java -jar target/shop-1.0.jar\n', executable: false },
    },
    text: start('CMD ["/app/docker/run.sh"]').replace('RUN mvn', 'RUN chmod +x docker/run.sh\nRUN mvn'),
  },
  {
    name: 'works-in-the-results',
    files: javaFiles({ 'pom.xml': plain('') }),
    text: start('CMD ["java", "-cp", "lib/*", "org.example.Shop"]').replace(
      'EXPOSE',
      'WORKDIR /app/target/shop\nEXPOSE',
    ),
  },
  {
    name: 'starts-through-maven',
    files: boot,
    text: start('CMD ["mvn", "spring-boot:run"]').replace('RUN mvn -B package -DskipTests\n', ''),
  },
  {
    name: 'starts-through-the-wrapper',
    files: { ...layered, ...wrapper, mvnw: { text: '#!/bin/sh\n', executable: true } },
    text: `FROM eclipse-temurin:21-jdk
WORKDIR /app
COPY .mvn/ .mvn
COPY mvnw pom.xml ./
RUN ./mvnw dependency:go-offline
COPY src ./src
EXPOSE 8080
CMD ["./mvnw", "-q", "spring-boot:run"]
`,
  },
  {
    name: 'starts-through-maven-with-a-profile-of-its-own',
    files: boot,
    text: start('CMD mvn spring-boot:run -Dspring-boot.run.profiles=dev'),
  },
  {
    name: 'starts-through-maven-with-devtools',
    files: javaFiles({
      'pom.xml': bootPom().replace(
        '<dependencies>',
        '<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-devtools</artifactId></dependency>',
      ),
    }),
    text: start('CMD ["mvn", "spring-boot:run"]'),
  },
  { name: 'crlf', files: boot, text: text.replaceAll('\n', '\r\n') },
];

goldenTests('java', cases);
