/** Programs of .NET. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

interface ProjectOptions {
  readonly sdk?: string;
  readonly properties?: string;
  readonly items?: string;
}

const csproj = ({
  sdk = 'Microsoft.NET.Sdk.Web',
  properties = '',
  items = '',
}: ProjectOptions = {}): string =>
  `<Project Sdk="${sdk}">\n  <PropertyGroup>\n    <TargetFramework>net8.0</TargetFramework>\n${properties}  </PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include="Newtonsoft.Json" Version="13.0.3" />\n${items}  </ItemGroup>\n</Project>\n`;
const program = 'var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.Run();\n';
const ignore = { '.dockerignore': '**/bin\n**/obj\n**/.git\n**/Dockerfile*\n**/.env*\n' };
const web = (options: ProjectOptions = {}, extra: MemoryTree = {}): MemoryTree => ({
  'Shop.csproj': csproj(options),
  'Program.cs': program,
  'appsettings.json': '{}\n',
  'appsettings.Development.json': '{}\n',
  'Properties/launchSettings.json': '{}\n',
  ...ignore,
  ...extra,
});
const worker: ProjectOptions = {
  sdk: 'Microsoft.NET.Sdk.Worker',
  items: '    <PackageReference Include="Microsoft.Extensions.Hosting" Version="8.0.0" />\n',
};
const console: ProjectOptions = {
  sdk: 'Microsoft.NET.Sdk',
  properties: '    <OutputType>Exe</OutputType>\n',
};

const text = `FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY . .
RUN dotnet restore
RUN dotnet publish -c Release -o /app/publish
WORKDIR /app/publish
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]
`;
/** The program starts among its sources. */
const among = `FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /app
COPY . .
RUN dotnet publish -c Release -o out
ENTRYPOINT ["dotnet", "out/Shop.dll"]
`;

const solution = (extra: MemoryTree = {}): MemoryTree => ({
  'Shop.sln':
    'Microsoft Visual Studio Solution File, Format Version 12.00\nProject("{A}") = "Shop.Api", "src\\Shop.Api\\Shop.Api.csproj", "{1}"\nEndProject\nProject("{A}") = "Shop.Data", "src\\Shop.Data\\Shop.Data.csproj", "{2}"\nEndProject\nProject("{A}") = "Shop.Tests", "tests\\Shop.Tests\\Shop.Tests.csproj", "{3}"\nEndProject\n',
  'src/Shop.Api/Shop.Api.csproj': csproj({
    items: '    <ProjectReference Include="..\\Shop.Data\\Shop.Data.csproj" />\n',
  }),
  'src/Shop.Api/Program.cs': program,
  'src/Shop.Api/appsettings.json': '{}\n',
  'src/Shop.Data/Shop.Data.csproj': csproj({ sdk: 'Microsoft.NET.Sdk' }),
  'src/Shop.Data/Store.cs': 'class Store { }\n',
  'tests/Shop.Tests/Shop.Tests.csproj': csproj({
    sdk: 'Microsoft.NET.Sdk',
    items: '    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="17.9.0" />\n',
  }),
  ...ignore,
  ...extra,
});

const cases: PlanCase[] = [
  { name: 'web', files: web(), text },
  {
    name: 'web-among-sources',
    files: web({}, { 'wwwroot/site.css': '', 'Data/Seed.cs': '', 'Data/seed.json': '[]' }),
    text: among,
  },
  {
    name: 'port-before-the-folder',
    files: web(),
    text: 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nWORKDIR /build\nCOPY . /app\nRUN dotnet publish /app/Shop.csproj -c Release -o /app/out\nEXPOSE 8080\nRUN mkdir -p /data\nWORKDIR /app\nVOLUME /data\nENTRYPOINT ["dotnet", "out/Shop.dll"]\n',
  },
  {
    name: 'publish-into-the-sources',
    files: web({}, { 'wwwroot/site.css': '', 'templates/mail.html': '' }),
    text: among.replace('-o out', '-o .').replace('out/', ''),
  },
  { name: 'worker', files: web(worker), text },
  {
    name: 'console-with-unknown-package',
    files: web({ ...console, items: '    <PackageReference Include="Acme.Server" Version="1.0.0" />\n' }),
    text,
  },
  {
    name: 'class-library-with-asp-net',
    files: web({ ...console, items: '    <FrameworkReference Include="Microsoft.AspNetCore.App" />\n' }),
    text,
  },
  {
    name: 'alpine',
    files: web(),
    text: text.replace('sdk:8.0', 'sdk:8.0-alpine'),
  },
  {
    name: 'alpine-invariant',
    files: web({ properties: '    <InvariantGlobalization>true</InvariantGlobalization>\n' }),
    text: text.replace('sdk:8.0', 'sdk:8.0-alpine'),
  },
  { name: 'alpine-of-a-release', files: web(), text: text.replace('sdk:8.0', 'sdk:8.0.403-alpine3.20') },
  { name: 'jammy', files: web(), text: text.replace('sdk:8.0', 'sdk:8.0-jammy') },
  { name: 'patch-of-the-sdk', files: web(), text: text.replace('sdk:8.0', 'sdk:8.0.403') },
  {
    name: 'version-in-an-argument',
    files: web(),
    text: `ARG DOTNET=8.0\n${text.replace('sdk:8.0', 'sdk:${DOTNET}')}`,
  },
  {
    name: 'solution',
    files: solution(),
    text: `FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /source
COPY . .
RUN dotnet restore Shop.sln
RUN dotnet test --no-restore
RUN dotnet publish src/Shop.Api/Shop.Api.csproj -c Release --no-restore -o /out
ENV ASPNETCORE_URLS=http://+:5000
EXPOSE 5000
WORKDIR /out
CMD ["dotnet", "Shop.Api.dll"]
`,
  },
  {
    name: 'project-files-first',
    files: solution(),
    text: `FROM mcr.microsoft.com/dotnet/sdk:8.0 AS api
WORKDIR /source
# What a restore reads
COPY Shop.sln .
COPY src/Shop.Api/*.csproj src/Shop.Api/
COPY src/Shop.Data/*.csproj src/Shop.Data/
COPY tests/Shop.Tests/*.csproj tests/Shop.Tests/
RUN dotnet restore
# Everything else
COPY . .
WORKDIR /source/src/Shop.Api
RUN dotnet publish -c Release --no-restore
LABEL org.opencontainers.image.title="shop"
ENTRYPOINT ["dotnet", "bin/Release/net8.0/publish/Shop.Api.dll"]
`,
  },
  {
    name: 'native',
    files: web({ properties: '    <PublishAot>true</PublishAot>\n' }),
    text: text
      .replace(
        'WORKDIR /src',
        'RUN apt-get update && apt-get install -y clang zlib1g-dev && rm -rf /var/lib/apt/lists/*\nWORKDIR /src',
      )
      .replace('["dotnet", "Shop.dll"]', '["./Shop"]'),
  },
  {
    name: 'self-contained',
    files: web(),
    text: text
      .replace('publish -c', 'publish -r linux-x64 --self-contained true -c')
      .replace('["dotnet", "Shop.dll"]', '["./Shop"]'),
  },
  {
    name: 'health-check-with-curl',
    files: web(),
    text: text.replace(
      'ENTRYPOINT',
      'HEALTHCHECK --interval=30s CMD curl -f http://localhost:8080/health || exit 1\nENTRYPOINT',
    ),
  },
  {
    name: 'user-of-the-image',
    files: web(),
    text: text.replace('ENTRYPOINT', 'USER $APP_UID\nENTRYPOINT'),
  },
  {
    name: 'own-user',
    files: web(),
    text: text.replace(
      'ENTRYPOINT',
      'RUN useradd --system shop && chown -R shop /app/publish\nUSER shop\nENTRYPOINT',
    ),
  },
  {
    name: 'start-script',
    files: web({}, { 'entrypoint.sh': '#!/bin/sh\nset -e\ncd /app/publish\nexec dotnet Shop.dll "$@"\n' }),
    text: text
      .replace('RUN dotnet restore', 'RUN chmod +x entrypoint.sh\nRUN dotnet restore')
      .replace('["dotnet", "Shop.dll"]', '["/src/entrypoint.sh"]'),
  },
  {
    name: 'system-packages',
    files: web(),
    text: text.replace(
      'WORKDIR /src',
      'RUN apt-get update && apt-get install -y --no-install-recommends libgdiplus git && rm -rf /var/lib/apt/lists/*\nWORKDIR /src',
    ),
  },
  {
    name: 'shell-form',
    files: web(),
    text: text.replace(
      'ENTRYPOINT ["dotnet", "Shop.dll"]',
      'CMD ASPNETCORE_URLS=http://*:$PORT dotnet Shop.dll',
    ),
  },
  {
    name: 'host-and-command',
    files: web(),
    text: text.replace('ENTRYPOINT ["dotnet", "Shop.dll"]', 'ENTRYPOINT ["dotnet"]\nCMD ["Shop.dll"]'),
  },
  { name: 'name-of-the-past', files: web(), text: text.replace(/FROM \S+/, 'FROM microsoft/dotnet:2.2-sdk') },
  { name: 'tag-of-a-processor', files: web(), text: text.replace('sdk:8.0', 'sdk:8.0-bookworm-slim-amd64') },
  { name: 'old-release', files: web(), text: text.replace('sdk:8.0', 'sdk:6.0') },
  {
    name: 'crlf',
    files: web(),
    text: text.replaceAll('\n', '\r\n'),
  },
  {
    name: 'starts-programs',
    files: web(
      {},
      {
        'Thumbs.cs':
          'class Thumbs { void Make() { Process.Start("curl", "-o x"); Process.Start("ffmpeg", "-i x"); } }\n',
      },
    ),
    text: text.replace(
      'WORKDIR /src',
      'RUN apt-get update && apt-get install -y ffmpeg && rm -rf /var/lib/apt/lists/*\nWORKDIR /src',
    ),
  },
  {
    name: 'starts-git',
    files: web({}, { 'Log.cs': 'class Log { void Read() { Process.Start("git", "log"); } }\n' }),
    text,
  },
  {
    name: 'database-in-a-file',
    files: web(
      {},
      { 'Store.cs': 'class Store { void Open() { options.UseSqlite("Data Source=shop.db"); } }\n' },
    ),
    text,
  },
  {
    name: 'views-compiled-at-run-time',
    files: web(
      {
        items:
          '    <PackageReference Include="Microsoft.AspNetCore.Mvc.Razor.RuntimeCompilation" Version="8.0.0" />\n',
      },
      { 'Views/Home/Index.cshtml': '<p></p>', 'deploy.sh': 'echo\n' },
    ),
    text: among,
  },
  {
    name: 'artifacts-path',
    files: web(),
    text: text
      .replace('-o /app/publish', '--artifacts-path /artifacts')
      .replace('WORKDIR /app/publish', 'WORKDIR /artifacts/publish/Shop/release'),
  },
  {
    name: 'publish-folder-as-property',
    files: web(),
    text: text.replace('-o /app/publish', '-p:PublishDir=../app/publish/'),
  },
  {
    name: 'folder-in-an-argument',
    files: web(),
    text: text
      .replace('WORKDIR /src', 'ARG CONFIGURATION=Release\nARG OUTPUT=/app/publish\nWORKDIR /src')
      .replace('-c Release -o /app/publish', '-c $CONFIGURATION -o $OUTPUT'),
  },
  {
    name: 'digest',
    files: web(),
    text: text.replace('sdk:8.0', `sdk:8.0@sha256:${'a'.repeat(64)}`),
  },
  {
    name: 'copies-elsewhere',
    files: web({}, { 'certs/ca.crt': 'x', 'templates/mail.html': 'x', 'NuGet.Config': '<configuration />' }),
    text: text.replace(
      'COPY . .',
      'COPY certs/ca.crt /usr/local/share/ca-certificates/\nRUN update-ca-certificates\nCOPY templates/ /templates/\nCOPY NuGet.Config /root/.nuget/NuGet/\nCOPY . .',
    ),
  },
  {
    name: 'two-programs',
    files: {
      ...solution(),
      'src/Shop.Jobs/Shop.Jobs.csproj': csproj(worker),
      'src/Shop.Jobs/Program.cs': 'host.Run();\n',
      'start.sh': '#!/bin/sh\ndotnet /out/jobs/Shop.Jobs.dll &\nexec dotnet /out/api/Shop.Api.dll\n',
    },
    text: 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nWORKDIR /source\nCOPY . .\nRUN dotnet publish src/Shop.Api -c Release -o /out/api && dotnet publish src/Shop.Jobs -c Release -o /out/jobs\nCOPY --chmod=755 start.sh /\nWORKDIR /out/api\nCMD ["/start.sh"]\n',
  },
  {
    name: 'variables-of-the-build',
    files: web(),
    text: text.replace(
      'WORKDIR /src',
      'ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 ASPNETCORE_ENVIRONMENT=Production\nENV NUGET_PACKAGES=/packages\nWORKDIR /src',
    ),
  },
  // What can't be told, or does not fit.
  {
    name: 'run',
    files: web(),
    text: 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nWORKDIR /app\nCOPY . .\nRUN dotnet build -c Release\nCMD ["dotnet", "run"]\n',
  },
  {
    name: 'build-only',
    files: web(),
    text: among
      .replace('publish -c Release -o out', 'build -c Release')
      .replace('out/', 'bin/Release/net8.0/'),
  },
  {
    name: 'result-of-the-build',
    files: web(),
    text: among.replace(' -o out', '').replace('out/', 'bin/Release/net8.0/'),
  },
  { name: 'other-program', files: web(), text: text.replace('Shop.dll', 'Store.dll') },
  {
    name: 'migrations-at-start',
    files: web(),
    text: text.replace(
      'ENTRYPOINT ["dotnet", "Shop.dll"]',
      'CMD dotnet ef database update && dotnet Shop.dll',
    ),
  },
  { name: 'browser-program', files: web({ sdk: 'Microsoft.NET.Sdk.BlazorWebAssembly' }), text },
  {
    name: 'development-certificate',
    files: web(),
    text: text.replace('RUN dotnet restore', 'RUN dotnet dev-certs https\nRUN dotnet restore'),
  },
  { name: 'no-project', files: { 'Program.cs': program, ...ignore }, text },
  { name: 'no-command', files: web(), text: text.replace('ENTRYPOINT ["dotnet", "Shop.dll"]\n', '') },
  {
    name: 'another-image',
    files: web(),
    text: text.replace('mcr.microsoft.com/dotnet/sdk:8.0', 'registry.example.org/dotnet-build:8'),
  },
  // Built outside: the SDK is only a heavy base.
  {
    name: 'built-outside',
    files: { 'publish/Shop.dll': '', 'publish/appsettings.json': '{}', ...ignore },
    text: 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nWORKDIR /app\nCOPY publish/ .\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
  },
];

goldenTests('dotnet', cases);
