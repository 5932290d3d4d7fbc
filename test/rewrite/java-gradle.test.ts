/** Programs built with Gradle. */
import { goldenTests } from './golden.ts';
import { javaFiles } from './java-projects.ts';
import type { PlanCase } from './plan-tester.ts';

const settings = "rootProject.name = 'shop'\n";
const bootScript = (version: string, more = ''): string =>
  `plugins {\n  id 'java'\n  id 'org.springframework.boot' version '${version}'\n  id 'io.spring.dependency-management' version '1.1.6'\n}\nversion = '1.0'\n${more}dependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n}\n`;
const gradle = (script: string, more = {}) =>
  javaFiles({ 'settings.gradle': settings, 'build.gradle': script, ...more });
const boot = gradle(bootScript('3.2.5'));
const wrapper = {
  gradlew: { text: '#!/bin/sh\n', executable: true },
  'gradle/wrapper/gradle-wrapper.properties':
    'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.10.2-bin.zip\n',
  'gradle/wrapper/gradle-wrapper.jar': '',
};
const application = (plugins: string, more = ''): string =>
  `plugins {\n  id 'application'\n  ${plugins}\n}\nversion = '1.0'\napplication { mainClass = 'org.example.Shop' }\n${more}dependencies {\n  implementation 'io.javalin:javalin:6.3.0'\n}\n`;
const text = `FROM gradle:8.10-jdk21
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle . .
RUN gradle bootJar --no-daemon
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]
`;
const start = (command: string, file = text): string =>
  file.replace('ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]', command);
const build = (command: string, file = text): string => file.replace('gradle bootJar --no-daemon', command);
const base = (image: string, file = text): string => file.replace('gradle:8.10-jdk21', image);

const cases: PlanCase[] = [
  { name: 'boot-jar', files: boot, text },
  { name: 'boot-jar-in-layers', files: gradle(bootScript('3.4.1')), text },
  {
    name: 'layers-switched-off',
    files: gradle(bootScript('3.4.1', "tasks.named('bootJar') { layered { enabled = false } }\n")),
    text,
  },
  {
    name: 'wrapper',
    files: { ...boot, ...wrapper },
    text: build('./gradlew build -x test', base('eclipse-temurin:21-jdk-alpine')),
  },
  {
    name: 'wrapper-in-kotlin',
    files: javaFiles({
      'settings.gradle.kts': 'rootProject.name = "shop"\n',
      'build.gradle.kts':
        'plugins {\n  kotlin("jvm") version "2.0.20"\n  id("org.springframework.boot") version "3.2.5"\n}\nversion = "1.0"\n',
      ...wrapper,
    }),
    text: build('chmod +x gradlew && ./gradlew bootJar', base('amazoncorretto:17')),
  },
  {
    name: 'plain-jar',
    files: boot,
    text: start('CMD ["java", "-jar", "build/libs/shop-1.0-plain.jar"]', build('gradle build')),
  },
  { name: 'pattern-in-shell-form', files: boot, text: start('CMD java -jar build/libs/*.jar') },
  { name: 'pattern-without-a-shell', files: boot, text: start('CMD ["java", "-jar", "build/libs/*.jar"]') },
  {
    name: 'pattern-of-an-unknown-version',
    files: gradle(bootScript('3.2.5').replace("version = '1.0'\n", 'version = file("VERSION").text\n')),
    text: start('CMD ["java", "-jar", "build/libs/*.jar"]'),
  },
  { name: 'user-of-the-image', files: boot, text: text.replace('EXPOSE', 'USER gradle\nEXPOSE') },
  { name: 'no-folder', files: boot, text: text.replace('WORKDIR /home/gradle/src\n', '') },
  { name: 'corretto', files: boot, text: base('gradle:8-jdk17-corretto') },
  { name: 'unnamed-java', files: boot, text: base('gradle:8') },
  {
    name: 'shadow',
    files: gradle(application("id 'com.gradleup.shadow' version '8.3.0'")),
    text: start('CMD ["java", "-jar", "build/libs/shop-1.0-all.jar"]', build('gradle shadowJar')),
  },
  {
    name: 'libraries-merged-by-the-script',
    files: gradle(
      application(
        '',
        "jar {\n  manifest { attributes 'Main-Class': 'org.example.Shop' }\n  from { configurations.runtimeClasspath.collect { zipTree(it) } }\n}\n",
      ),
    ),
    text: build('gradle jar'),
  },
  { name: 'libraries-from-nowhere', files: gradle(application('')), text: build('gradle jar') },
  {
    name: 'distribution',
    files: gradle(application('')),
    text: start('CMD ["build/install/shop/bin/shop", "--port", "8080"]', build('gradle installDist')),
  },
  {
    name: 'quarkus',
    files: gradle("plugins {\n  id 'java'\n  id 'io.quarkus' version '3.15.1'\n}\nversion = '1.0'\n"),
    text: start('CMD ["java", "-jar", "build/quarkus-app/quarkus-run.jar"]', build('gradle build')),
  },
  {
    name: 'modules',
    files: javaFiles({
      'settings.gradle': `${settings}include 'core', 'web'\n`,
      'build.gradle': "subprojects { apply plugin: 'java' }\n",
      'core/build.gradle': "plugins { id 'java-library' }\n",
      'web/build.gradle': `${bootScript('3.2.5')}\n`,
      'web/src/main/java/org/example/Web.java': 'package org.example;\nclass Web {}\n',
    }),
    text: start('CMD ["java", "-jar", "web/build/libs/web-1.0.jar"]', build('gradle :web:bootJar')),
  },
  {
    name: 'starts-through-gradle',
    files: { ...boot, ...wrapper },
    text: start('CMD ["./gradlew", "bootRun"]', build('./gradlew dependencies')),
  },
  {
    name: 'starts-through-gradle-with-settings',
    files: { ...gradle(bootScript('3.2.5', "bootRun { args = ['--debug'] }\n")), ...wrapper },
    text: start('CMD ["./gradlew", "bootRun"]', build('./gradlew build')),
  },
  {
    name: 'native-executable',
    files: gradle(bootScript('3.2.5')),
    text: start(
      'ENTRYPOINT ["./shop"]',
      build('gradle nativeCompile && cp build/native/nativeCompile/shop shop'),
    ),
  },
];

goldenTests('java-gradle', cases);
