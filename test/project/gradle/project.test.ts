import { describe, expect, it } from 'vitest';
import type { GradleProject } from '../../../server/project/facts.ts';
import { readGradleScript } from '../../../server/project/gradle/script.ts';
import { scriptTokens } from '../../../server/project/gradle/tokens.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const gradleOf = async (tree: MemoryTree, directory = ''): Promise<GradleProject> =>
  (await projectOf(tree)).find('gradle', directory)!;

describe('builds', () => {
  it('of one project in Groovy', async () => {
    const project = await gradleOf({
      'settings.gradle': "rootProject.name = 'shop'\n",
      'build.gradle': `plugins {
  id 'java'
  id 'org.springframework.boot' version '3.3.1'
}
// version = 'no'
group = 'org.example'
version = '0.1.0'
java {
  toolchain {
    languageVersion = JavaLanguageVersion.of(21)
  }
}
dependencies {
  implementation 'org.springframework.boot:spring-boot-starter-web'
  testImplementation "junit:junit:$junitVersion"
}
`,
      gradlew: { text: '#!/bin/sh\n', executable: true },
      'gradle/wrapper/gradle-wrapper.properties':
        'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.10.2-bin.zip\n',
      'gradle/wrapper/gradle-wrapper.jar': { size: 43_000 },
      'gradle.properties': 'org.gradle.jvmargs=-Xmx1g\n',
    });
    expect(project).toMatchObject({
      manifest: 'settings.gradle',
      settings: 'settings.gradle',
      language: 'groovy',
      name: 'shop',
      javaVersion: { source: 'build.gradle', version: '21' },
      springBoot: '3.3.1',
      frameworks: ['spring-boot'],
      installFiles: ['gradle.properties'],
      needsFiles: undefined,
      wrapper: {
        script: 'gradlew',
        executable: true,
        files: ['gradle/wrapper/gradle-wrapper.properties', 'gradle/wrapper/gradle-wrapper.jar'],
        version: '8.10.2',
      },
    });
    expect(project.modules).toEqual([
      {
        name: ':',
        directory: '',
        script: 'build.gradle',
        plugins: [
          { id: 'java', version: undefined },
          { id: 'org.springframework.boot', version: '3.3.1' },
        ],
        version: '0.1.0',
        archiveName: undefined,
        mergesLibraries: false,
        springBootSettings: [],
        mainClass: undefined,
        projectDependencies: [],
        dependencies: ['org.springframework.boot:spring-boot-starter-web', 'junit:junit'],
      },
    ]);
  });
  it('of a jar that holds other jars', async () => {
    const script =
      "plugins { id 'java' }\nbootJar { layered { enabled = false } }\ntasks.named('bootRun') { jvmArgs '-Xmx1g' }\njar {\n  from { configurations.runtimeClasspath.collect { it.isDirectory() ? it : zipTree(it) } }\n}\n";
    const [project] = (await projectOf({ 'build.gradle': script })).projects;
    expect(project).toMatchObject({
      modules: [{ mergesLibraries: true, springBootSettings: ['layered', 'bootRun'] }],
    });
  });
  it('of several projects in Kotlin with a version catalog', async () => {
    const facts = await projectOf({
      'settings.gradle.kts': `pluginManagement {
    includeBuild("build-logic")
}
rootProject.name = "shop"
include("app", ":libs:core")
include(
    "tools",
)
project(":tools").projectDir = file("other/tools")
`,
      'gradle/libs.versions.toml':
        '[versions]\nboot = "3.2.0"\n[plugins]\nspring-boot = { id = "org.springframework.boot", version.ref = "boot" }\nshadow = "com.gradleup.shadow:8.3.0"\n',
      'app/build.gradle.kts': `plugins {
    \`java-library\`
    application
    kotlin("jvm") version "2.0.0"
    alias(libs.plugins.spring.boot)
    alias(libs.plugins.shadow) apply false
}
kotlin { jvmToolchain(17) }
application { mainClass.set("org.example.AppKt") }
tasks.jar { archiveBaseName.set("shop-app") }
dependencies {
    implementation(project(":libs:core"))
    implementation(platform("io.ktor:ktor-bom:2.3.0"))
}
`,
      'libs/core/build.gradle.kts': 'plugins { id("java") }\n',
      'other/tools/build.gradle': '',
      'build-logic/build.gradle.kts': '',
      'buildSrc/build.gradle.kts': '',
      'alone/build.gradle': "apply plugin: 'java'\nsourceCompatibility = 1.8\n",
    });
    const project = facts.find('gradle', '')!;
    expect(project).toMatchObject({
      language: 'kotlin',
      includedBuilds: ['build-logic'],
      buildSource: 'buildSrc',
      catalog: 'gradle/libs.versions.toml',
      installFiles: ['gradle/libs.versions.toml'],
      springBoot: '3.2.0',
      frameworks: ['spring-boot', 'ktor'],
      javaVersion: { source: 'app/build.gradle.kts', version: '17' },
      needsFiles: 'settings.gradle.kts calls `file`',
    });
    expect(project.modules.map(({ name, directory, script }) => [name, directory, script])).toEqual([
      [':app', 'app', 'app/build.gradle.kts'],
      [':libs:core', 'libs/core', 'libs/core/build.gradle.kts'],
      [':tools', 'other/tools', 'other/tools/build.gradle'],
    ]);
    expect(project.modules[0]).toMatchObject({
      plugins: [
        { id: 'java-library', version: undefined },
        { id: 'application', version: undefined },
        { id: 'org.jetbrains.kotlin.jvm', version: '2.0.0' },
        { id: 'org.springframework.boot', version: '3.2.0' },
        { id: 'com.gradleup.shadow', version: '8.3.0' },
      ],
      mainClass: 'org.example.AppKt',
      archiveName: 'shop-app',
      projectDependencies: [':libs:core'],
      dependencies: ['io.ktor:ktor-bom'],
    });
    expect(facts.projects.filter(({ kind }) => kind === 'gradle').map(({ directory }) => directory)).toEqual([
      '',
      'alone',
    ]);
    expect(facts.find('gradle', 'alone')).toMatchObject({
      manifest: 'alone/build.gradle',
      settings: undefined,
      javaVersion: { version: '1.8' },
      modules: [{ name: ':', plugins: [{ id: 'java' }] }],
    });
  });
  it.each<[string, MemoryTree, Partial<GradleProject>]>([
    ['a script that is applied', { 'build.gradle': "apply from: 'gradle/common.gradle'\n", 'gradle/common.gradle': '' }, { installFiles: ['gradle/common.gradle'], needsFiles: undefined }],
    ['a script of the network', { 'build.gradle': "apply from: 'https://example.org/x.gradle'\n" }, { installFiles: [], needsFiles: undefined }],
    ['a script that is not there', { 'build.gradle': "apply from: 'x.gradle'\n" }, { needsFiles: 'build.gradle applies x.gradle' }],
    ['a program that it asks', { 'build.gradle.kts': 'val v = providers.exec { commandLine("git") }\n' }, { needsFiles: 'build.gradle.kts calls `providers`' }],
    ['computed projects', { 'settings.gradle': "include 'a'\nfor (x in y) { }\ninclude \"$x\"\n" }, { needsFiles: 'the settings script computes what it includes' }],
    ['lockfiles', { 'build.gradle': '', 'gradle.lockfile': '', 'gradle/dependency-locks/compile.lockfile': '' }, { lockfiles: ['gradle.lockfile', 'gradle/dependency-locks'] }],
    ['an older Java', { 'build.gradle': 'java {\n  sourceCompatibility = JavaVersion.VERSION_1_8\n}\n' }, { javaVersion: { source: 'build.gradle', version: '1.8' } }],
  ])('with %s', async (_name, tree, expected) => {
    expect(await gradleOf(tree)).toMatchObject(expected);
  }); // prettier-ignore
});

describe('scripts', () => {
  it('are tokens without comments', () => {
    const tokens = scriptTokens(
      "a 'b\\'c' /* 'x' */ + \"d$e\" // 'y'\n\"\"\"long\n'text'\"\"\"\n'open\nend'",
    );
    expect(tokens.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'name a',
      "text b'c",
      'mark +',
      'template d$e',
      'line \n',
      "text long\n'text'",
      'line \n',
      'text open',
      'name end',
      'text ',
    ]);
  });
  it.each([
    ['braces', '{'.repeat(200_000)],
    ['names', 'include '.repeat(100_000)],
    ['quotes', '"'.repeat(200_001)],
    ['open comments', '/*'.repeat(100_000)],
    ['lists', `include ${"'a',".repeat(100_000)}`],
  ])('of nothing but %s are read quickly', (_name, text) => {
    expect(readGradleScript(text).plugins).toEqual([]);
  });
});
