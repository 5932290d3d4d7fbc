/** Java programs in final stages: on Distroless's image with the same runtime, or where they are. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import { javaFiles, pom } from './java-projects.ts';
import type { PlanCase } from './plan-tester.ts';

const depends = (groupId: string, artifactId: string): string =>
  `<dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>1.0</version></dependency>`;
const maven = (dependency = '', body = ''): MemoryTree =>
  javaFiles({
    'pom.xml': pom(`<dependencies>${dependency}</dependencies>`),
    'src/main/java/org/example/Work.java': `package org.example;\n\nclass Work {\n  void run() throws Exception {\n    ${body}\n  }\n}\n`,
  });
const files = maven();
const text = `FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository mvn -B package

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /src/target/*.jar app.jar
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "app.jar"]
`;
const base = (image: string): string => text.replace('eclipse-temurin:21-jre', image);
const start = (lines: string): string => text.replace('ENTRYPOINT ["java", "-jar", "app.jar"]', lines);
const before = (lines: string): string => text.replace('EXPOSE', `${lines}\nEXPOSE`);
const entry = 'ENTRYPOINT ["java", "-jar", "app.jar"]';

const cases: PlanCase[] = [
  { name: 'entrypoint', files, text },
  { name: 'entrypoint-with-words', files, text: start('ENTRYPOINT ["java"]\nCMD ["-jar", "app.jar"]') },
  { name: 'command', files, text: start('# starts it\nCMD ["java", "-jar", "app.jar"]') },
  { name: 'command-in-shell-form', files, text: start('CMD exec java -Xmx256m -jar app.jar') },
  { name: 'entrypoint-in-shell-form', files, text: start('ENTRYPOINT java -jar app.jar') },
  { name: 'options-in-a-variable', files, text: start('ENV JAVA_OPTS=-Xmx256m\nCMD java $JAVA_OPTS -jar app.jar') },
  { name: 'options-that-java-reads', files, text: before('ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"') },
  { name: 'options-that-start-a-command', files, text: before('ENV JAVA_TOOL_OPTIONS="-XX:OnOutOfMemoryError=kill"') },
  { name: 'pattern', files, text: start('CMD java -jar *.jar') },
  { name: 'init', files, text: start('ENTRYPOINT ["tini", "--"]\nCMD ["java", "-jar", "app.jar"]') },
  { name: 'script', files: { ...files, 'start.sh': '#!/bin/sh\nexec java -jar app.jar\n' }, text: start('COPY --chmod=755 start.sh ./\nENTRYPOINT ["./start.sh"]') },
  { name: 'script-that-nothing-starts', files: { ...files, 'wait.sh': '#!/bin/sh\n' }, text: before('COPY wait.sh ./') },
  { name: 'java-by-its-path', files, text: start('CMD ["/opt/java/openjdk/bin/java", "-jar", "app.jar"]') },
  { name: 'health-check', files, text: before('HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1') },
  { name: 'certificates-and-zones', files, text: before('RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tzdata && rm -rf /var/lib/apt/lists/*') },
  { name: 'packages', files, text: before('RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*') },
  { name: 'account', files, text: before('RUN groupadd shop && useradd -g shop shop\nUSER shop') },
  { name: 'account-by-number', files, text: before('RUN useradd --uid 1001 shop && chown -R shop /app\nUSER shop') },
  { name: 'account-that-writes', files: maven('', 'new java.io.FileWriter("out/a.txt");'), text: before('RUN useradd --uid 1001 shop && chown -R shop /app\nUSER shop') },
  { name: 'owner-of-a-copy', files, text: before('RUN useradd shop\nUSER shop').replace('--from=build', '--from=build --chown=shop:shop') },
  { name: 'number', files, text: before('USER 1000') },
  { name: 'root-that-writes', files: maven('', 'new FileWriter("out/a.txt");'), text },
  { name: 'volume', files, text: before('VOLUME /data') },
  { name: 'no-working-directory', files, text: text.replace('WORKDIR /app\n', '').replace(' app.jar\n', ' /app.jar\n').replace('"app.jar"', '"/app.jar"') },
  { name: 'programs', files: maven('', 'Runtime rt = Runtime.getRuntime(); rt.exec("convert a b");'), text },
  { name: 'library-that-starts-programs', files: maven(depends('org.apache.commons', 'commons-exec')), text },
  { name: 'library-that-draws', files: maven(depends('org.apache.pdfbox', 'pdfbox')), text },
  { name: 'money-of-the-locale', files: maven('', 'java.text.NumberFormat.getCurrencyInstance().format(1);'), text },
  { name: 'locale', files, text: before('ENV LANG=de_DE.UTF-8') },
  { name: 'locale-without-a-country', files, text: before('ENV LANG=C.UTF-8') },
  { name: 'path', files, text: before('ENV PATH=/opt/tools/bin:$PATH') },
  { name: 'agent', files, text: before('ADD https://example.org/agent/2.9.0/agent.jar /opt/agent.jar\nENV JAVA_TOOL_OPTIONS=-javaagent:/opt/agent.jar') },
  { name: 'native-library', files: { ...files, 'lib/libscan.so': '' }, text: before('COPY lib/libscan.so /usr/lib/') },
  { name: 'java-of-its-own', files, text: before('COPY --from=build /opt/java/openjdk /opt/java/openjdk') },
  { name: 'another-container-command', files: { ...files, 'compose.yaml': 'services:\n  shop:\n    build: .\n    entrypoint: ["sh", "-c", "java -jar app.jar"]\n' }, text },
  { name: 'another-health-check', files: { ...files, 'compose.yaml': 'services:\n  shop:\n    build: .\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8080"]\n' }, text },
  { name: 'certificates-of-the-container', files: { ...files, 'compose.yaml': 'services:\n  shop:\n    build: .\n    environment:\n      USE_SYSTEM_CA_CERTS: "1"\n' }, text },
  { name: 'release', files, text: base('eclipse-temurin:21.0.2_13-jre') },
  { name: 'distribution', files, text: base('eclipse-temurin:21-jre-ubi9-minimal') },
  { name: 'semeru', files, text: base('ibm-semeru-runtimes:open-21-jdk') },
  { name: 'sapmachine-on-alpine', files, text: base('sapmachine:21-alpine') },
  { name: 'ubuntu', files, text: base('eclipse-temurin:21-jre-jammy') },
  { name: 'alpine', files, text: base('eclipse-temurin:21-jre-alpine') },
  { name: 'old-java', files, text: base('eclipse-temurin:11-jre') },
  { name: 'mirror', files, text: base('registry.example.com/eclipse-temurin:21-jre') },
  { name: 'platform', files, text: text.replace('FROM eclipse', 'FROM --platform=linux/arm/v7 eclipse') },
  { name: 'variable', files, text: `ARG IMAGE=eclipse-temurin:21-jre\n${base('${IMAGE}')}` },
  { name: 'sources-elsewhere', files: {}, text: text.replace('COPY pom.xml ./\n', '').replace(/RUN --mount=\S+ mvn -B dependency:go-offline\n/, '') },
  { name: 'crlf', files, text: start('CMD java -jar app.jar').replaceAll('\n', '\r\n') },
  { name: 'lower-case', files, text: text.replace('EXPOSE', 'expose').replaceAll(/^(?:FROM|WORKDIR|COPY|RUN|AS)\b/gm, (word) => word.toLowerCase()).replace(entry, 'cmd java -jar app.jar') },
]; // prettier-ignore

goldenTests('in-place-java', cases);
