/** Final stages on more than the program needs. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const ignore = { '.dockerignore': '.git\ntarget\nbuild\nbin\nobj\nnode_modules\ndist\n.env*\n*.log\n' };
const maven = (dependency = ''): MemoryTree => ({
  'pom.xml': `<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>shop</artifactId><version>1.0</version><dependencies>${dependency}</dependencies></project>`,
  'src/main/java/Shop.java': 'class Shop {}\n',
  ...ignore,
});
const java = (base: string, rest = 'EXPOSE 8080\nENTRYPOINT ["java", "-jar", "/app/app.jar"]\n'): string =>
  `FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /src\nCOPY pom.xml ./\nRUN mvn -B dependency:go-offline\nCOPY . .\nRUN mvn -B package\n\nFROM ${base}\nWORKDIR /app\nCOPY --from=build /src/target/*.jar app.jar\n${rest}`;
const dotnet: MemoryTree = {
  'Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>',
  'Program.cs': '',
  ...ignore,
}; // prettier-ignore
const published = (base: string, start: string): string =>
  `FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nWORKDIR /src\nCOPY Shop.csproj ./\nRUN dotnet restore\nCOPY . .\nRUN dotnet publish -c Release -o /out --no-restore\n\nFROM ${base}\nWORKDIR /app\nCOPY --from=build /out ./\n${start}\n`;
const site: MemoryTree = {
  'package.json': '{"name":"site","scripts":{"build":"vite build"},"devDependencies":{"vite":"^6.0.0"}}',
  'package-lock.json':
    '{"name":"site","lockfileVersion":3,"packages":{"":{"name":"site","devDependencies":{"vite":"^6.0.0"}},"node_modules/vite":{"version":"6.0.0","dev":true}}}',
  'index.html': '',
  'nginx.conf': 'server {}\n',
  ...ignore,
};
const served = (base: string, rest = 'EXPOSE 80\n'): string =>
  `FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM ${base}\nCOPY --from=build /app/dist /usr/share/nginx/html\n${rest}`;

const cases: PlanCase[] = [
  { name: 'jdk', files: maven(), text: java('eclipse-temurin:21-jdk') },
  { name: 'jdk-by-default', files: maven(), text: java('eclipse-temurin:21') },
  { name: 'jdk-on-alpine', files: maven(), text: java('eclipse-temurin:21-jdk-alpine', 'RUN addgroup -S shop && adduser -S shop -G shop\nUSER shop\nCMD java -jar app.jar\n') },
  { name: 'jdk-of-a-release', files: maven(), text: java('eclipse-temurin:17.0.9_9-jdk-jammy') },
  { name: 'jre-already', files: maven(), text: java('eclipse-temurin:21-jre') },
  { name: 'jdk-from-an-argument', files: maven(), text: `ARG JAVA=21\n${java('eclipse-temurin:${JAVA}-jdk')}` },
  { name: 'openjdk', files: maven(), text: java('openjdk:17-jdk-slim') },
  { name: 'openjdk-of-a-release', files: maven(), text: java('openjdk:17.0.1-jdk-slim') },
  { name: 'openjdk-with-packages', files: maven(), text: java('openjdk:17-jdk-slim', 'RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nCMD ["java", "-jar", "app.jar"]\n') },
  { name: 'maven-as-the-base', files: maven(), text: java('maven:3.9-eclipse-temurin-21') },
  {
    name: 'jdk-for-a-fetched-server',
    files: maven(),
    text: java('eclipse-temurin:21-jdk', 'COPY --from=server /resin ./\nCMD ["java", "-jar", "lib/resin.jar", "console"]\n').replace('FROM eclipse', 'FROM curlimages/curl:8.17.0 AS server\nRUN curl -fsSL https://example.com/resin.tar.gz | tar xz -C /resin\n\nFROM eclipse'),
  },
  { name: 'jdk-tools-at-start', files: maven(), text: java('eclipse-temurin:21-jdk', 'CMD ["jshell"]\n') },
  { name: 'corretto', files: maven(), text: java('amazoncorretto:21') },
  { name: 'corretto-on-alpine', files: maven(), text: java('amazoncorretto:21-alpine') },
  { name: 'jdk-for-its-compiler', files: { ...maven(), 'src/main/java/Shop.java': 'import javax.tools.ToolProvider;\nclass Shop { Object c = ToolProvider.getSystemJavaCompiler(); }\n' }, text: java('eclipse-temurin:21-jdk') },
  { name: 'jdk-for-a-debugger', files: maven(), text: java('eclipse-temurin:21-jdk', 'CMD ["java", "-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005", "-jar", "app.jar"]\n') },
  { name: 'jdk-tools-in-the-stage', files: maven(), text: java('eclipse-temurin:21-jdk', 'RUN jar -xf app.jar\nCMD ["java", "-jar", "app.jar"]\n') },
  { name: 'jdk-for-an-agent', files: maven('<dependency><groupId>net.bytebuddy</groupId><artifactId>byte-buddy-agent</artifactId><version>1.14.0</version></dependency>'), text: java('eclipse-temurin:21-jdk') },
  { name: 'jdk-started-by-a-script', files: { ...maven(), 'start.sh': '#!/bin/sh\nexec java -jar app.jar\n' }, text: java('eclipse-temurin:21-jdk', 'COPY start.sh ./\nENTRYPOINT ["./start.sh"]\n') },
  { name: 'jdk-for-a-jar-of-the-context', files: { ...maven(), 'target/shop-1.0.jar': '' }, text: 'FROM eclipse-temurin:21-jdk-alpine\nWORKDIR /app\nARG JAR_FILE=target/*.jar\nCOPY ${JAR_FILE} app.jar\nEXPOSE 8080\nENTRYPOINT ["java", "-jar", "app.jar"]\n' },
  { name: 'openjdk-for-a-jar-of-the-context', files: { ...maven(), 'build/libs/shop-1.0.jar': '' }, text: 'FROM openjdk:17\nVOLUME /tmp\nADD build/libs/*.jar app.jar\nENTRYPOINT ["java", "-jar", "/app.jar"]\n' },
  { name: 'jdk-for-sources-of-the-context', files: { 'Shop.java': '' }, text: 'FROM eclipse-temurin:21-jdk\nWORKDIR /app\nCOPY Shop.java .\nCMD ["java", "Shop.java"]\n' },
  { name: 'dotnet-sdk', files: dotnet, text: published('mcr.microsoft.com/dotnet/sdk:10.0', 'ENTRYPOINT ["dotnet", "Shop.dll"]') },
  {
    name: 'dotnet-sdk-with-a-health-check',
    files: dotnet,
    text: published('mcr.microsoft.com/dotnet/sdk:10.0', 'HEALTHCHECK CMD curl -f http://localhost:8080/health || exit 1\nENTRYPOINT ["dotnet", "Shop.dll"]'),
  },
  { name: 'dotnet-sdk-of-a-release', files: dotnet, text: published('mcr.microsoft.com/dotnet/sdk:10.0.100', 'ENTRYPOINT ["dotnet", "Shop.dll"]') },
  { name: 'dotnet-watch', files: dotnet, text: published('mcr.microsoft.com/dotnet/sdk:10.0', 'ENTRYPOINT ["dotnet", "watch"]') },
  { name: 'nginx', files: site, text: served('nginx:latest') },
  { name: 'nginx-with-a-server', files: site, text: served('nginx', 'COPY nginx.conf /etc/nginx/conf.d/default.conf\nEXPOSE 80\nCMD ["nginx", "-g", "daemon off;"]\n') },
  { name: 'nginx-with-its-own-settings', files: site, text: served('nginx', 'COPY nginx.conf /etc/nginx/nginx.conf\nEXPOSE 80\n') },
  { name: 'nginx-with-packages', files: site, text: served('nginx', 'RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*\n') },
]; // prettier-ignore

goldenTests('in-place-base', cases);
