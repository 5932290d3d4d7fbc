import { readCopy } from '../../dockerfile/copies.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { Span, TextEdit } from '../../dockerfile/span.ts';
import {
  insertAfter,
  insertBefore,
  insertDirectlyBefore,
  keywordCase,
  lineStart,
  nextLine,
  startWithComments,
} from '../../edit/insert.ts';
import { copyLines } from '../../tools/install-inputs.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { lateInstalls, type LateInstall } from './copy-before-install.part.ts';
import { isSetup } from './setup-command.part.ts';
import { splitRun } from './split-run.part.ts';

export default defineRule<LateInstall>({
  id: 'cache/copy-before-install',
  severity: 'warning',
  summary: 'Source is copied before dependencies are installed',
  fix: 'suggested',
  why: `A layer is reused until something before it changes. When the source is copied first, every edit of any file makes the
builder install all dependencies again, which usually takes longer than the rest of the build. Copying the manifests and the
lockfile alone, installing, and copying the source afterwards keeps the installed layer until a dependency changes. It does not
matter where the install needs the sources anyway.`,
  fixSafety: `Safe when the install provably reads only the files that the fix copies. An install script of the project that needs its
sources (a postinstall that builds, say) makes it break, so then no fix is offered. Poetry and uv also install the project itself, and
Composer makes an autoloader of its classes and runs its scripts: the fix leaves these out at first and adds them behind the sources.
Where the manifest is a program of which not all is understood (a Gemfile, a mix.exs, a build.gradle), the fix is only suggested.
Cargo compiles the dependencies of an empty program first, whose results are removed again, because cargo would take older sources for
compiled; packages with a build script and workspaces are left to cargo-chef. \`gradle dependencies\` brings the plugins and what
Gradle needs to know about the dependencies, not every jar.`,
  equivalents: [],
  examples: [
    {
      title: 'npm',
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"^4.19.2"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"}},"node_modules/express":{"version":"4.19.2"}}}',
        'src/index.js': '',
        '.dockerignore': 'node_modules\n.git\n',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\nCMD ["node", "src/index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nUSER node\nCMD ["node", "src/index.js"]\n',
    },
    {
      title: 'Go modules',
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.25\n\nrequire github.com/gorilla/mux v1.8.1\n',
        'go.sum': 'github.com/gorilla/mux v1.8.1 h1:x\n',
        'main.go': 'package main\n\nfunc main() {}\n',
      },
      bad: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
      good: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532\nENTRYPOINT ["/shop"]\n',
    },
    {
      title: 'pip',
      files: { 'requirements.txt': 'flask==3.0.3\n', 'app.py': '', '.dockerignore': '.git\n' },
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\nUSER 10001\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nUSER 10001\nCMD ["python", "app.py"]\n',
    },
    {
      title: 'Composer',
      files: {
        'composer.json':
          '{"name":"acme/shop","require":{"slim/slim":"^4.12"},"autoload":{"psr-4":{"App\\\\":"src/"}}}',
        'composer.lock': '{"packages":[{"name":"slim/slim","version":"4.14.0"}],"packages-dev":[]}',
        'src/App.php': '<?php\n',
        '.dockerignore': 'vendor\n.git\n',
      },
      bad: 'FROM composer:2.8 AS vendor\nWORKDIR /app\nCOPY . .\nRUN composer install --no-dev --optimize-autoloader\n\nFROM php:8.4-fpm-alpine\nWORKDIR /app\nCOPY --from=vendor /app ./\nUSER www-data\n',
      good: 'FROM composer:2.8 AS vendor\nWORKDIR /app\nCOPY composer.json composer.lock ./\nRUN composer install --no-scripts --no-autoloader --no-dev --optimize-autoloader\nCOPY . .\nRUN composer dump-autoload --no-dev --optimize\n\nFROM php:8.4-fpm-alpine\nWORKDIR /app\nCOPY --from=vendor /app ./\nUSER www-data\n',
    },
    {
      title: 'Cargo',
      files: {
        'Cargo.toml':
          '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\naxum = "0.8"\n',
        'Cargo.lock':
          'version = 4\n\n[[package]]\nname = "axum"\nversion = "0.8.6"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = [\n "axum",\n]\n',
        'src/main.rs': 'fn main() {}\n',
        '.dockerignore': 'target\n.git\n',
      },
      bad: 'FROM rust:1.91 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --locked\n\nFROM gcr.io/distroless/cc-debian13:nonroot\nCOPY --from=build /src/target/release/shop /\nCMD ["/shop"]\n',
      good: 'FROM rust:1.91 AS build\nWORKDIR /src\nCOPY Cargo.toml Cargo.lock ./\nRUN mkdir -p src && echo \'fn main() {}\' > src/main.rs && cargo build --release --locked && cargo clean -p shop --release\nCOPY . .\nRUN cargo build --release --locked\n\nFROM gcr.io/distroless/cc-debian13:nonroot\nCOPY --from=build /src/target/release/shop /\nCMD ["/shop"]\n',
    },
    {
      title: 'Maven',
      files: {
        'pom.xml':
          '<project><groupId>org.example</groupId><artifactId>shop</artifactId><version>1.0</version><dependencies><dependency><groupId>io.javalin</groupId><artifactId>javalin</artifactId><version>6.3.0</version></dependency></dependencies></project>',
        'src/main/java/Shop.java': '',
        '.dockerignore': 'target\n.git\n',
      },
      bad: 'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /src\nCOPY . .\nRUN mvn -B package\n\nFROM eclipse-temurin:21-jre\nCOPY --from=build /src/target/shop-1.0.jar /shop.jar\nUSER 10001\nCMD ["java", "-jar", "/shop.jar"]\n',
      good: 'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /src\nCOPY pom.xml ./\nRUN mvn -B dependency:go-offline\nCOPY . .\nRUN mvn -B package\n\nFROM eclipse-temurin:21-jre\nCOPY --from=build /src/target/shop-1.0.jar /shop.jar\nUSER 10001\nCMD ["java", "-jar", "/shop.jar"]\n',
    },
    {
      title: '.NET',
      files: {
        'Shop.csproj':
          '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="Dapper" Version="2.1.35" /></ItemGroup></Project>',
        'Program.cs': '',
        '.dockerignore': 'bin\nobj\n.git\n',
      },
      bad: 'FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build\nWORKDIR /src\nCOPY . .\nRUN dotnet publish -c Release -o /out\n\nFROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY --from=build /out ./\nUSER $APP_UID\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
      good: 'FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build\nWORKDIR /src\nCOPY Shop.csproj ./\nRUN dotnet restore\nCOPY . .\nRUN dotnet publish -c Release -o /out\n\nFROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY --from=build /out ./\nUSER $APP_UID\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
    },
  ],
  *check({ model, facts }) {
    const seen = new Set<Instruction>();
    for (const late of lateInstalls(model, facts)) {
      // One finding for one copy: moving it behind the first install shows whether another one is left.
      if (seen.has(late.copy.instruction)) continue;
      seen.add(late.copy.instruction);
      const { instruction } = late.copy;
      const command = late.name ?? describe(late);
      yield {
        span: { start: instruction.keywordSpan.start, end: late.copy.destinationWord.span.end },
        message: `\`${copyText(late)}\` runs before \`${command}\`: every source change ${consequence(late)}. ${advice(late)}`,
        related: [{ span: late.site.command.span, message: 'dependencies are installed here' }],
        data: late,
      };
    }
  },
  fixes({ data: late }, context) {
    const fix = late && makeFix(late, context);
    return fix ? [fix] : [];
  },
});

function describe({ site }: LateInstall): string {
  const { command } = site;
  const words = command.words.map((word) => word.raw);
  return words.length > 6 ? `${words.slice(0, 5).join(' ')} …` : words.join(' ');
}

function copyText({ copy }: LateInstall): string {
  const sources = copy.sources.map((source) => source.word.raw);
  return [copy.keyword, ...sources.slice(0, 3), copy.destinationWord.raw].join(' ');
}

function consequence({ packages, work }: LateInstall): string {
  const again = work === 'reinstalls' ? '' : ' again';
  if (packages === undefined) return `${work} all dependencies${again}`;
  return `${work} ${packages} ${packages === 1 ? 'package' : 'packages'}${again}`;
}

function advice(late: LateInstall): string {
  const { inputs, manifest } = late;
  if (!inputs) return `Copy ${manifest.path}${companion(late)} first.`;
  if (inputs.instead) return inputs.instead;
  if (inputs.needsSources)
    return `Copying the manifests first does not help yet: ${inputs.needsSources}, which needs the sources.`;
  return `Copy ${listPaths(inputs.paths)} first.`;
}

/** What belongs to a manifest of a project that is not known. */
function companion({ lockName }: LateInstall): string {
  return lockName === undefined ? '' : ` and ${lockName}`;
}

function listPaths(paths: readonly string[]): string {
  if (paths.length > 4) return `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more`;
  return paths.length === 1 ? paths[0]! : `${paths.slice(0, -1).join(', ')} and ${paths.at(-1)!}`;
}

function makeFix(late: LateInstall, context: RuleContext): Fix | undefined {
  const { inputs, copy, site } = late;
  const { model, facts } = context;
  if (!late.possible || !inputs || inputs.needsSources || inputs.instead || copy.target === undefined || copy.sources.length !== 1)
    return undefined;
  // Words behind a # have to become a comment first.
  if (copy.instruction.words.some((word) => word.raw.startsWith('#'))) return undefined;
  const contextRoot = copy.sources[0]!.path === '.' ? '' : copy.sources[0]!.path;
  if (!inputs.paths.every((path) => contextRoot === '' || path.startsWith(`${contextRoot}/`)))
    return undefined;
  if (inputs.paths.some((path) => facts.context.isIgnored(path))) return undefined;
  const flags = copy.instruction.flags
    .map((flag) => model.text.slice(flag.span.start, flag.span.end))
    .join(' ');
  const lines = copyLines(inputs.paths, {
    contextRoot,
    imageRoot: copy.target,
    // A relative copy into the base image's own, unknown folder shares that folder with the manifests.
    workdir: copy.instruction.state.workdir ?? (copy.destination === undefined ? '/' : undefined),
    keyword: keywordCase(model, 'COPY'),
    flags,
    context: facts.context,
  });
  const title = `Copy ${listPaths(inputs.paths)} before ${late.downloadName ?? late.download ?? changed(late)}`;
  const edits =
    late.download === undefined
      ? moveCopyDown(late, lines, context)
      : addDownload(late, late.download, lines, context);
  const isSure = site.command.exact && inputs.doubt === undefined;
  return edits && { title, applicability: isSure ? 'safe' : 'suggested', preferred: inputs.doubt === undefined, edits };
} // prettier-ignore

/** The command that is then behind the manifests. */
function changed(late: LateInstall): string {
  const option = late.early?.option;
  return option === undefined ? describe(late) : `${describe(late)} ${option}`;
}

/** Manifests and download go in front of the copy, or the copy moves behind a WORKDIR that the download needs. */
function addDownload(
  late: LateInstall,
  download: string,
  lines: readonly string[],
  context: RuleContext,
): TextEdit[] | undefined {
  const { model } = context;
  const { copy, site } = late;
  const run = [keywordCase(model, 'RUN'), ...keptFlags(site, model), download].join(' ');
  const between = site.stage.instructions.filter(
    ({ index }) => copy.instruction.index < index && index < site.instruction.index,
  );
  // What prepares the stage for the install prepares it for the download.
  const prepares = between.some(
    (instruction) => preparing.has(instruction.keyword) && needsNoSource(instruction, context),
  );
  if (copy.instruction.state.workdir === site.directory && !prepares)
    return [insertDirectlyBefore(model, copy.instruction, [...lines, run])];
  const block = movableCopy(late, context);
  if (!block || site.instruction.state.workdir !== site.directory) return undefined;
  return [
    { span: block.span, newText: lines.map((line) => block.indentation + line + model.eol).join('') },
    insertBefore(model, site.instruction, [run, block.text]),
  ];
}

const preparing: ReadonlySet<string> = new Set(['RUN', 'ENV', 'ARG', 'USER']);

/** Mounts and the network of the install's RUN: secrets, keys and caches are needed for the download too. */
function keptFlags(site: LateInstall['site'], model: RuleContext['model']): string[] {
  return site.instruction.flags.map(({ span }) => model.text.slice(span.start, span.end));
}

/** The manifests take the copy's place, and the copy comes behind the install. */
function moveCopyDown(
  late: LateInstall,
  lines: readonly string[],
  context: RuleContext,
): TextEdit[] | undefined {
  const { model } = context;
  const block = movableCopy(late, context);
  const split = block && splitRun(late.site, model);
  if (!block || !split) return undefined;
  const { edits = [], afterwards } = late.early ?? {};
  const behind = [
    block.text,
    ...(afterwards === undefined ? [] : [split.again(afterwards)]),
    ...(split.rest === undefined ? [] : [split.rest]),
  ];
  // Whoever keeps instructions apart with an empty line finds them apart again.
  const isApart = block.indentation === '' && /^[ \t]*\r?\n/.test(model.text.slice(block.span.end));
  return [
    { span: block.span, newText: lines.map((line) => block.indentation + line + model.eol).join('') },
    ...edits,
    ...split.edits,
    insertAfter(model, late.site.instruction, isApart ? ['', ...behind] : behind),
  ];
}

/** The copy with its comments, when nothing between it and the install needs the sources. */
function movableCopy(
  { copy, site }: LateInstall,
  context: RuleContext,
): { span: Span; text: string; indentation: string } | undefined {
  const { model } = context;
  const { text } = model;
  const absolute = copy.destinationWord.value.startsWith('/');
  const between = site.stage.instructions.filter(
    ({ index }) => copy.instruction.index < index && index < site.instruction.index,
  );
  const isFree = (instruction: Instruction): boolean =>
    (absolute && instruction.keyword === 'WORKDIR') ||
    needsNoSource(instruction, context) ||
    copiesElsewhere(instruction, copy.target);
  if (!between.every(isFree)) return undefined;
  const start = startWithComments(model, copy.instruction);
  const end = nextLine(text, copy.instruction.span.end);
  return {
    span: { start, end },
    text: text.slice(start, end).trim(),
    indentation: text.slice(lineStart(text, copy.instruction.span.start), copy.instruction.span.start),
  };
}

/** A copy of a tool (`/usr/bin/composer`) to a place that the sources do not reach. */
function copiesElsewhere(instruction: Instruction, target: string | undefined): boolean {
  const other = readCopy(instruction)?.target;
  if (other === undefined || target === undefined || target === '/') return false;
  return !`${other}/`.startsWith(`${target}/`) && !`${target}/`.startsWith(`${other}/`);
}

/** May the instruction run before the sources are there? */
function needsNoSource(instruction: Instruction, { model }: RuleContext): boolean {
  switch (instruction.keyword) {
    case 'ARG':
    case 'ENV':
    case 'LABEL':
    case 'EXPOSE':
    case 'STOPSIGNAL':
    case 'USER':
      return true;
    case 'RUN': {
      const script = shellOf(instruction, model);
      return script !== undefined && script.errors.length === 0 && script.commands.every(isSetup);
    }
    // Another WORKDIR would change where a relative copy goes; another COPY may lie over it.
    default:
      return false;
  }
}
