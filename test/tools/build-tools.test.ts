import { describe, expect, it } from 'vitest';
import { cargoCommand, cargoProfile } from '../../server/tools/cargo.ts';
import { denoCommand } from '../../server/tools/deno.ts';
import { dotnetCommand } from '../../server/tools/dotnet.ts';
import { gradleCommand } from '../../server/tools/gradle.ts';
import { mavenCommand } from '../../server/tools/maven.ts';
import { firstCommand } from './commands.ts';

const values = (words: readonly { readonly value: string }[] | undefined): string[] | undefined =>
  words?.map(({ value }) => value);

describe('cargo', () => {
  it.each([
    ['cargo build --release --bin shop', 'build', [], 'release'],
    ['cargo b -r', 'build', [], 'release'],
    ['cargo +nightly build', 'build', [], 'debug'],
    ['cargo --color always rustc --profile bench -- -C lto', 'rustc', [], 'release'],
    ['cargo build --profile dist', 'build', [], 'dist'],
    ['cargo chef cook --release --recipe-path recipe.json', 'chef', ['cook'], 'release'],
    ['FOO=1 cargo install --path .', 'install', [], 'debug'],
  ])('%s', (line, subcommand, operands, profile) => {
    const cargo = cargoCommand(firstCommand(line))!;
    expect([cargo.subcommand, values(cargo.operands), cargoProfile(cargo)]).toEqual([subcommand, operands, profile]); // prettier-ignore
  });
  it.each(['cargo', 'cargo --version', 'cargo "$verb"', 'rustc x.rs'])('not: %s', (line) => {
    expect(cargoCommand(firstCommand(line))).toBeUndefined();
  });
});

describe('Maven', () => {
  it.each<[string, boolean, string[], Record<string, string | undefined>]>([
    ['mvn -B -DskipTests clean package', false, ['clean', 'package'], { '-D': 'skipTests' }],
    ['./mvnw package -pl api -am -P prod', true, ['package'], { '-pl': 'api', '-P': 'prod' }],
    ['sh ./mvnw -s settings.xml verify', true, ['verify'], { '-s': 'settings.xml' }],
    ['mvn -f api/pom.xml -Pprod,fast -T1C install', false, ['install'], { '-f': 'api/pom.xml', '-P': 'prod,fast', '-T': '1C' }],
    ['mvn --file=api -D a=b package', false, ['package'], { '--file': 'api', '-D': 'a=b' }],
  ])('%s', (line, isWrapper, goals, options) => {
    const maven = mavenCommand(firstCommand(line))!;
    expect([maven.isWrapper, values(maven.operands)]).toEqual([isWrapper, goals]);
    for (const [name, value] of Object.entries(options)) expect(maven.value(name)).toBe(value);
  }); // prettier-ignore
  it.each(['sh build.sh', 'java -jar mvn.jar', 'sh'])('not: %s', (line) => {
    expect(mavenCommand(firstCommand(line))).toBeUndefined();
  });
});

describe('Gradle', () => {
  it.each<[string, boolean, string[]]>([
    ['gradle build --no-daemon -x test', false, ['build']],
    ['./gradlew :app:bootJar -Pversion=1 -p sub --console plain', true, [':app:bootJar']],
    ['bash gradlew clean build', true, ['clean', 'build']],
  ])('%s', (line, isWrapper, tasks) => {
    const gradle = gradleCommand(firstCommand(line))!;
    expect([gradle.isWrapper, values(gradle.operands)]).toEqual([isWrapper, tasks]);
  });
});

describe('dotnet', () => {
  it.each<[string, string, string[], Record<string, string | undefined>]>([
    ['dotnet publish "Api.csproj" -c Release -o /app/publish /p:UseAppHost=false', 'publish', ['Api.csproj'], { '--configuration': 'Release', '--output': '/app/publish', '-p': 'UseAppHost=false' }],
    ['dotnet restore -r linux-x64 --locked-mode', 'restore', [], { '--runtime': 'linux-x64', '--locked-mode': undefined }],
    ['dotnet build /src/Api/Api.csproj -p A=B --self-contained false', 'build', ['/src/Api/Api.csproj'], { '-p': 'A=B', '--self-contained': 'false' }],
    ['dotnet publish --self-contained -a $TARGETARCH src', 'publish', ['src'], { '--arch': '$TARGETARCH' }],
    ['dotnet run --project Api -- --port 1', 'run', [], { '--project': 'Api' }],
    ['dotnet publish -o:/out --os:linux', 'publish', [], { '--output': '/out', '--os': 'linux' }],
  ])('%s', (line, subcommand, operands, options) => {
    const dotnet = dotnetCommand(firstCommand(line))!;
    expect([dotnet.subcommand, values(dotnet.operands)]).toEqual([subcommand, operands]);
    for (const [name, value] of Object.entries(options)) {
      expect(dotnet.has(name)).toBe(true);
      expect(dotnet.value(name)).toBe(value);
    }
  }); // prettier-ignore
  it('reads properties', () => {
    const dotnet = dotnetCommand(firstCommand('dotnet build "-p:A=1;b=2" /property:C="x y" --property:A=3'))!;
    expect([dotnet.property('a'), dotnet.property('C'), dotnet.property('D')]).toEqual([
      '3',
      'x y',
      undefined,
    ]);
  });
  it.each(['dotnet Api.dll', 'dotnet --info', 'dotnet "$x"', 'nuget restore'])('not: %s', (line) => {
    expect(dotnetCommand(firstCommand(line))).toBeUndefined();
  });
});

describe('Deno', () => {
  it.each<[string, string, string[]]>([
    ['deno cache --lock=deno.lock main.ts', 'cache', ['main.ts']],
    ['deno install --frozen', 'install', []],
    ['deno i', 'install', []],
    ['deno install --entrypoint main.ts', 'install', ['main.ts']],
    ['deno compile -A -o app main.ts', 'compile', ['main.ts']],
  ])('%s', (line, subcommand, operands) => {
    const deno = denoCommand(firstCommand(line))!;
    expect([deno.subcommand, values(deno.operands)]).toEqual([subcommand, operands]);
  });
});
