import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/cache/copy-before-install.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

interface BuildCase extends RuleCase {
  readonly message?: RegExp;
  readonly applicability?: 'safe' | 'suggested';
  /** No fix is offered. */
  readonly hopeless?: true;
}

const ignored = '**/target\n**/build\n**/bin\n**/obj\n**/.gradle\n.git\n';
const cargoToml = '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nserde = "1.0.200"\n'; // prettier-ignore
const cargoLock = 'version = 4\n[[package]]\nname = "serde"\nversion = "1.0.210"\nsource = "registry+x"\n[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = ["serde"]\n'; // prettier-ignore
const rust: MemoryTree = {
  'Cargo.toml': cargoToml,
  'Cargo.lock': cargoLock,
  'src/main.rs': 'fn main() {}',
  '.dockerignore': ignored,
};
const cargo = (lines: string): string =>
  `FROM rust:1.90 AS build\nWORKDIR /src\n${lines}\nFROM debian:13-slim\nCOPY --from=build /src/target/release/shop /usr/local/bin/\nUSER 10001\nCMD ["shop"]\n`;
const dummy = (command: string, more = '--release'): string =>
  `RUN mkdir -p src && echo 'fn main() {}' > src/main.rs && ${command.includes('--locked') ? command : command.replace('build', 'build --locked')} && cargo clean -p shop${more === '' ? '' : ` ${more}`}\n`;

const pom = (body = ''): string =>
  `<project><groupId>g</groupId><artifactId>shop</artifactId><version>1</version><dependencies><dependency><groupId>x</groupId><artifactId>y</artifactId><version>1</version></dependency></dependencies>${body}</project>`;
const java: MemoryTree = { 'pom.xml': pom(), 'src/main/java/App.java': '', '.dockerignore': ignored };
const maven = (lines: string, base = 'maven:3.9-eclipse-temurin-21'): string =>
  `FROM ${base} AS build\nWORKDIR /src\n${lines}\nFROM eclipse-temurin:21-jre\nCOPY --from=build /src/target/shop-1.jar /app.jar\nUSER 10001\nCMD ["java", "-jar", "/app.jar"]\n`;
const mvnw: MemoryTree = {
  mvnw: { text: '#!/bin/sh\n', executable: true },
  '.mvn/wrapper/maven-wrapper.properties': '',
};

const gradleFiles: MemoryTree = {
  'settings.gradle': "rootProject.name = 'shop'\n",
  'build.gradle': "plugins {\n  id 'java'\n}\n",
  gradlew: { text: '#!/bin/sh\n', executable: true },
  'gradle/wrapper/gradle-wrapper.properties': '',
  'gradle/wrapper/gradle-wrapper.jar': { size: 40_000 },
  'src/main/java/App.java': '',
  '.dockerignore': ignored,
};
const gradle = (lines: string): string =>
  `FROM eclipse-temurin:21-jdk AS build\nWORKDIR /src\n${lines}\nFROM eclipse-temurin:21-jre\nCOPY --from=build /src/build/libs/shop.jar /app.jar\nUSER 10001\nCMD ["java", "-jar", "/app.jar"]\n`;

const csproj = (body = ''): string =>
  `<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="Dapper" Version="2.1.35" /></ItemGroup>${body}</Project>`;
const api: MemoryTree = { 'Api.csproj': csproj(), 'Program.cs': '', '.dockerignore': ignored };
const solution: MemoryTree = {
  'Shop.sln':
    'Project("{0}") = "Api", "src\\Api\\Api.csproj", "{1}"\nEndProject\nProject("{0}") = "Core", "src\\Core\\Core.csproj", "{2}"\nEndProject\n',
  'src/Api/Api.csproj': csproj('<ItemGroup><ProjectReference Include="..\\Core\\Core.csproj" /></ItemGroup>'),
  'src/Core/Core.csproj': '<Project Sdk="Microsoft.NET.Sdk"/>',
  'Directory.Build.props': '<Project/>',
  'src/Api/Program.cs': '',
  '.dockerignore': ignored,
};
const dotnet = (lines: string): string =>
  `FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build\nWORKDIR /src\n${lines}\nFROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY --from=build /app .\nUSER $APP_UID\nENTRYPOINT ["dotnet", "Api.dll"]\n`;

const denoFiles: MemoryTree = {
  'deno.json': '{"imports":{"hono":"npm:hono@4"}}',
  'deno.lock': '{"version":"5","npm":{"hono@4.5.0":{}},"workspace":{"dependencies":["npm:hono@4"]}}',
  'main.ts': '',
  '.dockerignore': '.git\n',
};
const deno = (lines: string, tag = '2.1.4'): string =>
  `FROM denoland/deno:${tag}\nWORKDIR /app\n${lines}USER deno\nCMD ["deno", "run", "-A", "main.ts"]\n`;

const cases: BuildCase[] = [
  {
    name: 'cargo: compiles the dependencies with an empty program',
    files: rust,
    text: cargo('COPY . .\nRUN cargo build --release\n'),
    findings: ['COPY . .'],
    message: /`COPY \. \.` runs before `cargo build --release`: every source change compiles 1 package again\. Copy Cargo\.toml and Cargo\.lock first\./,
    applicability: 'safe',
    fixed: cargo(`COPY Cargo.toml Cargo.lock ./\n${dummy('cargo build --release')}COPY . .\nRUN cargo build --release\n`),
  },
  {
    name: 'cargo: with variables, mounts, the toolchain and the target of the build',
    files: { ...rust, 'rust-toolchain.toml': '[toolchain]\nchannel = "1.90"\n' },
    text: cargo('COPY . .\nRUN --mount=type=ssh RUSTFLAGS="-C strip=symbols" cargo build --locked --release --target x86_64-unknown-linux-musl\n'),
    findings: 1,
    fixed: cargo(
      `COPY Cargo.toml Cargo.lock rust-toolchain.toml ./\n${dummy('RUSTFLAGS="-C strip=symbols" cargo build --locked --release --target x86_64-unknown-linux-musl', '--release --target x86_64-unknown-linux-musl').replace('RUN ', 'RUN --mount=type=ssh ')}COPY . .\nRUN --mount=type=ssh RUSTFLAGS="-C strip=symbols" cargo build --locked --release --target x86_64-unknown-linux-musl\n`,
    ),
  },
  {
    name: 'cargo: behind the libraries that the build installs',
    files: rust,
    text: cargo('COPY . .\nRUN apt-get update && apt-get install -y --no-install-recommends libpq-dev && rm -rf /var/lib/apt/lists/*\nRUN cargo build --release\n'),
    findings: 1,
    fixed: cargo(
      `COPY Cargo.toml Cargo.lock ./\nRUN apt-get update && apt-get install -y --no-install-recommends libpq-dev && rm -rf /var/lib/apt/lists/*\n${dummy('cargo build --release')}COPY . .\nRUN cargo build --release\n`,
    ),
  },
  {
    name: 'cargo: a library and two programs are likely to work',
    files: { ...rust, 'src/lib.rs': '', 'src/bin/worker.rs': '' },
    text: cargo('COPY . .\nRUN cargo build --release\n'),
    findings: 1,
    applicability: 'suggested',
    fixed: cargo(
      "COPY Cargo.toml Cargo.lock ./\nRUN mkdir -p src src/bin && touch src/lib.rs && echo 'fn main() {}' | tee src/main.rs src/bin/worker.rs > /dev/null && cargo build --locked --release && cargo clean -p shop --release\nCOPY . .\nRUN cargo build --release\n",
    ),
  },
  {
    name: 'cargo: a debug build',
    files: rust,
    text: cargo('COPY . .\nRUN cargo build\n'),
    findings: 1,
    fixed: cargo(`COPY Cargo.toml Cargo.lock ./\n${dummy('cargo build', '')}COPY . .\nRUN cargo build\n`),
  },
  ...([
    ['a lockfile that is out of step', { ...rust, 'Cargo.toml': `${cargoToml}rand = "0.8"\n` }, 'RUN cargo build --release'],
    ['a build script', { ...rust, 'build.rs': '' }, 'RUN cargo build --release'],
    ['a workspace', { ...rust, 'Cargo.toml': `${cargoToml}[workspace]\nmembers = ["a"]\n`, 'a/Cargo.toml': '[package]\nname = "a"\n' }, 'RUN cargo build --release'],
    ['a package of the project', { ...rust, 'Cargo.toml': `${cargoToml}a = { path = "a" }\n`, 'a/Cargo.toml': '[package]\nname = "a"\n' }, 'RUN cargo build --release'],
    ['patches', { ...rust, 'Cargo.toml': `${cargoToml}[patch.crates-io]\nserde = { path = "serde" }\n` }, 'RUN cargo build --release'],
    ['a test build', rust, 'RUN cargo build --tests'],
    ['libraries that the same RUN installs', rust, 'RUN apt-get update && apt-get install -y libpq-dev && cargo build --release'],
    ['another folder', rust, 'RUN mkdir -p /x && cd /x && cargo build --manifest-path /src/Cargo.toml'],
    ['nothing but a download', rust, 'RUN cargo fetch'],
  ] as const).map(([name, files, run]): BuildCase => ({
    name: `cargo: says what helps with ${name}`,
    files,
    text: cargo(`COPY . .\n${run}\n`),
    findings: 1,
    message: /cargo-chef/,
    hopeless: true,
  })),
  ...([
    ['results in a cache mount', rust, 'COPY . .\nRUN --mount=type=cache,target=/src/target --mount=type=cache,target=/usr/local/cargo/registry cargo build --release && cp target/release/shop /shop'],
    ['a relative cache mount', rust, 'COPY . .\nRUN --mount=type=cache,target=target cargo build --release && cp target/release/shop /shop'],
    ['cargo-chef', rust, 'COPY recipe.json .\nRUN cargo chef cook --release\nCOPY . .\nRUN cargo build --release'],
    ['a dummy of its own', rust, "COPY Cargo.toml Cargo.lock ./\nRUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release\nCOPY . .\nRUN touch src/main.rs && cargo build --release"],
    ['a tool', rust, 'COPY . .\nRUN cargo install cargo-watch'],
    ['no dependencies', { ...rust, 'Cargo.toml': cargoToml.replace(/serde.*\n/, ''), 'Cargo.lock': 'version = 4\n[[package]]\nname = "shop"\nversion = "0.1.0"\n' }, 'COPY . .\nRUN cargo build --release'],
    ['a plan for cargo-chef', rust, 'COPY . .\nRUN cargo chef prepare'],
  ] as const).map(([name, files, lines]): BuildCase => ({
    name: `cargo: is silent with ${name}`,
    files,
    text: cargo(`${lines}\n`),
    findings: 0,
  })),
  {
    name: 'Maven: goes offline first, with the options that matter',
    files: java,
    text: maven('COPY . .\nRUN mvn -B -ntp -Pprod -DskipTests clean package\n'),
    findings: ['COPY . .'],
    message: /every source change downloads all dependencies again\. Copy pom\.xml first\./,
    applicability: 'suggested',
    fixed: maven('COPY pom.xml ./\nRUN mvn -B -ntp -Pprod dependency:go-offline\nCOPY . .\nRUN mvn -B -ntp -Pprod -DskipTests clean package\n'),
  },
  {
    name: 'Maven: with its wrapper',
    files: { ...java, ...mvnw, '.mvn/jvm.config': '' },
    text: maven('COPY . .\nRUN ./mvnw package\n', 'eclipse-temurin:21-jdk'),
    findings: 1,
    fixed: maven(
      'COPY pom.xml mvnw ./\nCOPY .mvn/wrapper/maven-wrapper.properties ./.mvn/wrapper/\nCOPY .mvn/jvm.config ./.mvn/\nRUN ./mvnw dependency:go-offline\nCOPY . .\nRUN ./mvnw package\n',
      'eclipse-temurin:21-jdk',
    ),
  },
  {
    name: 'Maven: with a wrapper that gets its permission in the image',
    files: { ...java, ...mvnw },
    text: maven('COPY . .\nRUN chmod +x mvnw && ./mvnw package\n', 'eclipse-temurin:21-jdk'),
    findings: 1,
    fixed: maven(
      'COPY pom.xml mvnw ./\nCOPY .mvn/wrapper/maven-wrapper.properties ./.mvn/wrapper/\nRUN sh ./mvnw dependency:go-offline\nCOPY . .\nRUN chmod +x mvnw && ./mvnw package\n',
      'eclipse-temurin:21-jdk',
    ),
  },
  {
    name: 'Maven: moves an explicit download',
    files: java,
    text: maven('COPY . .\nRUN mvn dependency:go-offline\nRUN mvn package\n'),
    findings: 1,
    fixed: maven('COPY pom.xml ./\nRUN mvn dependency:go-offline\nCOPY . .\nRUN mvn package\n'),
  },
  {
    name: 'Maven: settings of the project come along',
    files: { ...java, 'ci/settings.xml': '<settings/>' },
    text: maven('COPY . .\nRUN mvn -s ci/settings.xml package\n'),
    findings: 1,
    fixed: maven('COPY pom.xml ./\nCOPY ci/settings.xml ./ci/\nRUN mvn -s ci/settings.xml dependency:go-offline\nCOPY . .\nRUN mvn -s ci/settings.xml package\n'),
  },
  {
    name: 'Maven: says what helps with several modules',
    files: { ...java, 'pom.xml': pom('<modules><module>api</module></modules>'), 'api/pom.xml': pom() },
    text: maven('COPY . .\nRUN mvn package\n'),
    findings: 1,
    message: /modules need each other.*cache mount/,
    hopeless: true,
  },
  {
    name: 'Maven: says why with a jar of the project',
    files: { ...java, 'pom.xml': pom().replace('<version>1</version></dependency>', '<version>1</version><scope>system</scope></dependency>') },
    text: maven('COPY . .\nRUN mvn package\n'),
    findings: 1,
    message: /pom\.xml takes y from a file/,
    hopeless: true,
  },
  ...([
    ['a cache mount', 'COPY . .\nRUN --mount=type=cache,target=/root/.m2 mvn package'],
    ['a download before', 'COPY pom.xml .\nRUN mvn -B dependency:go-offline\nCOPY . .\nRUN mvn package'],
    ['an offline build', 'COPY . .\nRUN mvn -o package'],
    ['a clean', 'COPY . .\nRUN mvn clean'],
    ['a version', 'COPY . .\nRUN mvn -v'],
  ] as const).map(([name, lines]): BuildCase => ({
    name: `Maven: is silent with ${name}`,
    files: java,
    text: maven(`${lines}\n`),
    findings: 0,
  })),
  {
    name: 'Gradle: resolves first',
    files: gradleFiles,
    text: gradle('COPY . .\nRUN ./gradlew --no-daemon clean bootJar -x test\n'),
    findings: 1,
    applicability: 'suggested',
    fixed: gradle(
      'COPY build.gradle settings.gradle gradlew ./\nCOPY gradle/wrapper/gradle-wrapper.properties gradle/wrapper/gradle-wrapper.jar ./gradle/wrapper/\nRUN ./gradlew dependencies --no-daemon\nCOPY . .\nRUN ./gradlew --no-daemon clean bootJar -x test\n',
    ),
  },
  {
    name: 'Gradle: scripts that look at files are likely to work',
    files: { ...gradleFiles, 'build.gradle': "plugins {\n  id 'java'\n}\ndef v = file('VERSION').text\n" },
    text: gradle('COPY . .\nRUN ./gradlew build\n'),
    findings: 1,
    applicability: 'suggested',
  },
  {
    name: 'Gradle: says what helps with several projects',
    files: { ...gradleFiles, 'settings.gradle': "include 'api'\n", 'api/build.gradle': '' },
    text: gradle('COPY . .\nRUN ./gradlew build\n'),
    findings: 1,
    message: /~\/\.gradle in a cache mount/,
    hopeless: true,
  },
  ...([
    ['a cache mount', 'COPY . .\nRUN --mount=type=cache,target=/root/.gradle ./gradlew build'],
    ['an offline build', 'COPY . .\nRUN ./gradlew --offline build'],
    ['a clean', 'COPY . .\nRUN ./gradlew clean'],
    ['a download before', 'COPY build.gradle settings.gradle gradlew ./\nCOPY gradle ./gradle\nRUN ./gradlew dependencies\nCOPY . .\nRUN ./gradlew build'],
  ] as const).map(([name, lines]): BuildCase => ({
    name: `Gradle: is silent with ${name}`,
    files: gradleFiles,
    text: gradle(`${lines}\n`),
    findings: 0,
  })),
  {
    name: 'dotnet: restores first',
    files: api,
    text: dotnet('COPY . .\nRUN dotnet publish "Api.csproj" -c Release -r linux-x64 -o /app /p:UseAppHost=false\n'),
    findings: 1,
    message: /downloads all dependencies again\. Copy Api\.csproj first\./,
    applicability: 'safe',
    fixed: dotnet(
      'COPY Api.csproj ./\nRUN dotnet restore "Api.csproj" -r linux-x64 /p:UseAppHost=false\nCOPY . .\nRUN dotnet publish "Api.csproj" -c Release -r linux-x64 -o /app /p:UseAppHost=false\n',
    ),
  },
  {
    name: 'dotnet: moves the restore of a solution with all of its projects',
    files: solution,
    text: dotnet('COPY . .\nRUN dotnet restore\nRUN dotnet publish src/Api/Api.csproj --no-restore -o /app\n'),
    findings: 1,
    applicability: 'safe',
    fixed: dotnet(
      'COPY Shop.sln Directory.Build.props ./\nCOPY src/Api/Api.csproj ./src/Api/\nCOPY src/Core/Core.csproj ./src/Core/\nRUN dotnet restore\nCOPY . .\nRUN dotnet publish src/Api/Api.csproj --no-restore -o /app\n',
    ),
  },
  {
    name: 'dotnet: results of another machine may stand in the way',
    files: { ...api, '.dockerignore': '.git\n' },
    text: dotnet('COPY . .\nRUN dotnet restore\nRUN dotnet publish --no-restore -o /app\n'),
    findings: 1,
    applicability: 'suggested',
  },
  {
    name: 'dotnet: a project that is not there can\'t be copied',
    files: { ...api, 'Api.csproj': csproj('<ItemGroup><ProjectReference Include="../Core/Core.csproj" /></ItemGroup>') },
    text: dotnet('COPY . .\nRUN dotnet publish -o /app\n'),
    findings: 1,
    hopeless: true,
  },
  ...([
    ['a restore before', api, 'COPY Api.csproj .\nRUN dotnet restore\nCOPY . .\nRUN dotnet publish -o /app'],
    ['a restore of another project before', solution, 'COPY src/Api/Api.csproj src/Api/\nCOPY src/Core/Core.csproj src/Core/\nRUN dotnet restore src/Api/Api.csproj\nCOPY . .\nRUN dotnet build src/Api\nRUN dotnet publish src/Api -o /app'],
    ['a cache mount', api, 'COPY . .\nRUN --mount=type=cache,target=/root/.nuget/packages dotnet publish -o /app'],
    ['no packages', { ...api, 'Api.csproj': '<Project Sdk="Microsoft.NET.Sdk"/>' }, 'COPY . .\nRUN dotnet publish -o /app'],
    ['no restore', api, 'COPY . .\nRUN dotnet build --no-restore'],
    ['a tool', api, 'COPY . .\nRUN dotnet tool restore'],
  ] as const).map(([name, files, lines]): BuildCase => ({
    name: `dotnet: is silent with ${name}`,
    files,
    text: dotnet(`${lines}\n`),
    findings: 0,
  })),
  {
    name: 'Maven: sources that come on their own',
    files: java,
    text: maven('COPY pom.xml ./\nCOPY src ./src\nRUN mvn package\n'),
    findings: ['COPY src ./src'],
    message: /`COPY src \.\/src` runs before `mvn package`: every source change downloads all dependencies again\. Run `mvn dependency:go-offline` before it\./,
    fixed: maven('COPY pom.xml ./\nRUN mvn dependency:go-offline\nCOPY src ./src\nRUN mvn package\n'),
  },
  {
    name: 'Maven: behind the folder of its wrapper',
    files: { ...java, ...mvnw },
    text: maven('COPY pom.xml mvnw ./\nCOPY .mvn ./.mvn\n# the shop\nCOPY src ./src\nRUN ./mvnw package\n', 'eclipse-temurin:21-jdk'),
    findings: ['COPY src ./src'],
    fixed: maven('COPY pom.xml mvnw ./\nCOPY .mvn ./.mvn\nRUN ./mvnw dependency:go-offline\n# the shop\nCOPY src ./src\nRUN ./mvnw package\n', 'eclipse-temurin:21-jdk'),
  },
  {
    name: 'cargo: sources that come on their own, without the lockfile',
    files: rust,
    text: cargo('COPY Cargo.toml ./\nCOPY src ./src\nRUN cargo build --release --locked\n'),
    findings: ['COPY src ./src'],
    hopeless: true,
  },
  {
    name: 'Gradle: sources that come on their own, and a permission',
    files: gradleFiles,
    text: gradle('COPY gradlew .\nCOPY gradle gradle\nCOPY build.gradle settings.gradle ./\nCOPY src src\nRUN chmod +x ./gradlew\nRUN ./gradlew clean bootJar -x test\n'),
    findings: ['COPY src src'],
    fixed: gradle('COPY gradlew .\nCOPY gradle gradle\nCOPY build.gradle settings.gradle ./\nRUN sh ./gradlew dependencies\nCOPY src src\nRUN chmod +x ./gradlew\nRUN ./gradlew clean bootJar -x test\n'),
  },
  {
    name: 'cargo: sources that come on their own',
    files: rust,
    text: cargo('COPY Cargo.toml Cargo.lock ./\nCOPY src ./src\nRUN cargo build --release --locked\n'),
    findings: ['COPY src ./src'],
    message: /compiles 1 package again\. Run cargo build of an empty program before it\./,
    fixed: cargo(`COPY Cargo.toml Cargo.lock ./\n${dummy('cargo build --release --locked')}COPY src ./src\nRUN cargo build --release --locked\n`),
  },
  {
    name: 'dotnet: sources that come on their own, and what prepares the build behind them',
    files: { ...api, 'Controllers/Home.cs': '' },
    text: dotnet('COPY Api.csproj Program.cs ./\nCOPY Controllers ./Controllers\nRUN apt-get update && apt-get install -y clang\nRUN dotnet publish -o /app\n'),
    findings: 1,
    hopeless: true,
  },
  ...([
    ['sources that come behind', java, maven('COPY pom.xml ./\nRUN mvn dependency:go-offline\nCOPY src ./src\nRUN mvn package\n')],
    ['a folder for another place', { ...java, 'conf/x': '' }, maven('COPY pom.xml ./\nCOPY conf /etc/conf\nRUN mvn package\n')],
    ['the wrapper only', { ...java, ...mvnw }, maven('COPY pom.xml mvnw ./\nCOPY .mvn ./.mvn\nRUN ./mvnw package\n', 'eclipse-temurin:21-jdk')],
    ['a package that an empty program is compiled with', { ...rust, 'Cargo.toml': `${cargoToml}m = { path = "m" }\n`, 'm/Cargo.toml': '[package]\nname = "m"\n', 'm/src/lib.rs': '' }, cargo('RUN cargo new --bin /src\nCOPY Cargo.toml Cargo.lock ./\nCOPY m ./m\nRUN cargo build --release\nCOPY . .\nRUN cargo build --release\n')],
    ['a cache mount', java, maven('COPY pom.xml ./\nCOPY src ./src\nRUN --mount=type=cache,target=/root/.m2 mvn package\n')],
    ['a folder of another stage', java, maven('COPY pom.xml ./\nCOPY --from=web /dist ./src\nRUN mvn package\n')],
  ] as const).map(([name, files, text]): BuildCase => ({ name: `is silent with ${name}`, files, text, findings: 0 })),
  {
    name: 'Deno: installs first',
    files: denoFiles,
    text: deno('COPY . .\nRUN deno install --frozen\n'),
    findings: 1,
    message: /reinstalls 1 package\. Copy deno\.json and deno\.lock first\./,
    fixed: deno('COPY deno.json deno.lock ./\nRUN deno install --frozen\nCOPY . .\n'),
  },
  {
    name: 'Deno: installs what the configuration names before an entry point is cached',
    files: denoFiles,
    text: deno('COPY . .\nRUN deno cache --frozen main.ts\n'),
    findings: 1,
    fixed: deno('COPY deno.json deno.lock ./\nRUN deno install --frozen\nCOPY . .\nRUN deno cache --frozen main.ts\n'),
  },
  ...([
    ['imports by address', { ...denoFiles, 'deno.json': '{}' }, 'COPY . .\nRUN deno cache main.ts', '2.1.4'],
    ['Deno 1', denoFiles, 'COPY . .\nRUN deno cache main.ts', '1.46.3'],
    ['a tool', denoFiles, 'COPY . .\nRUN deno install -g -A npm:tool', '2.1.4'],
  ] as const).map(([name, files, lines, tag]): BuildCase => ({
    name: `Deno: is silent with ${name}`,
    files,
    text: deno(`${lines}\n`, tag),
    findings: 0,
  })),
]; // prettier-ignore

describe('cache/copy-before-install of builds', () => {
  it.each(cases)('$name', async (each) => {
    const { findings } = await checkCase(rule, each);
    const [finding] = findings;
    if (each.message) expect(finding?.message).toMatch(each.message);
    const fix = finding && preferredFix(finding);
    if (each.applicability) expect(fix?.applicability).toBe(each.applicability);
    if (each.hopeless) expect(fix).toBeUndefined();
  });
});
