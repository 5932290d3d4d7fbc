import type { Instruction } from '../../dockerfile/model.ts';
import { defineRule } from '../rule.ts';
import { lateInstalls, type LateInstall } from './copy-before-install.part.ts';
import { makeFix } from './late-install-fix.part.ts';
import { advice, consequence, copyText, describe } from './late-install-text.part.ts';

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
compiled; packages with a build script and workspaces are left to cargo-chef. \`mvn dependency:go-offline\` and \`gradle dependencies\` are
only suggested, because they also look at plugins that the build may do without; the latter brings the plugins and what
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
        message: `\`${copyText(late.copy)}\` runs before \`${command}\`: every source change ${consequence(late)}. ${advice(late)}`,
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
