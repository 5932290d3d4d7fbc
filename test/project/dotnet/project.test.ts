import { describe, expect, it } from 'vitest';
import type { DotnetProject } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

const web = (body = ''): string =>
  `<Project Sdk="Microsoft.NET.Sdk.Web">\r\n  <PropertyGroup>\r\n    <TargetFramework>net8.0</TargetFramework>\r\n  </PropertyGroup>\r\n${body}</Project>\r\n`;
const dotnetOf = async (tree: MemoryTree, directory = ''): Promise<DotnetProject> =>
  (await projectOf(tree)).find('dotnet', directory)!;

describe('project files', () => {
  it('of a web application in a solution', async () => {
    const facts = await projectOf({
      'Shop.sln':
        'Microsoft Visual Studio Solution File, Format Version 12.00\r\nProject("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Shop.Api", "src\\Shop.Api\\Shop.Api.csproj", "{1}"\r\nEndProject\r\nProject("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{2}"\r\nEndProject\r\nProject("{F2A71F9B-5D33-465A-A702-920D77279786}") = "Core", "src/Core/Core.fsproj", "{3}"\r\nEndProject\r\nProject("{0}") = "Far", "..\\Far\\Far.csproj", "{4}"\r\nEndProject\r\n',
      'src/Shop.Api/Shop.Api.csproj': `\uFEFF${web('<ItemGroup><PackageReference Include="Dapper" Version="2.1.35" /><PackageReference Include="Npgsql"><Version>8.0.3</Version></PackageReference><ProjectReference Include="..\\Core\\Core.fsproj" /></ItemGroup>')}`,
      'src/Core/Core.fsproj':
        '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFrameworks>net8.0;netstandard2.0</TargetFrameworks></PropertyGroup></Project>',
      'global.json': '{ // pinned\n "sdk": { "version": "8.0.400" } }',
      'nuget.config': '<configuration/>',
      'Directory.Build.props':
        '<Project><PropertyGroup><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup></Project>',
    });
    expect(facts.find('dotnet', 'src/Shop.Api')).toMatchObject({
      language: 'C#',
      sdk: 'Microsoft.NET.Sdk.Web',
      targetFrameworks: ['net8.0'],
      outputType: 'Exe',
      assemblyName: 'Shop.Api',
      packages: [
        { name: 'Dapper', version: '2.1.35' },
        { name: 'Npgsql', version: '8.0.3' },
      ],
      references: [{ path: 'src/Core/Core.fsproj', written: '..\\Core\\Core.fsproj' }],
      installFiles: ['Directory.Build.props', 'global.json', 'nuget.config'],
      sdkVersion: { source: 'global.json', version: '8.0.400' },
      invariantGlobalization: true,
      frameworks: ['aspnetcore'],
      lock: undefined,
      lockedMode: 'never',
      needsFiles: undefined,
      isTest: false,
    });
    expect(facts.find('dotnet', 'src/Core')).toMatchObject({
      language: 'F#',
      targetFrameworks: ['net8.0', 'netstandard2.0'],
      outputType: 'Library',
    });
    expect(facts.find('dotnet-solution', '')).toEqual({
      kind: 'dotnet-solution',
      directory: '',
      manifest: 'Shop.sln',
      projects: ['src/Shop.Api/Shop.Api.csproj', 'src/Core/Core.fsproj'],
      outside: ['..\\Far\\Far.csproj'],
    });
  });
  it.each<[string, string, Partial<DotnetProject>]>([
    ['properties of each other', '<PropertyGroup><Product>Shop</Product><AssemblyName>$(Product).Host</AssemblyName></PropertyGroup>', { assemblyName: 'Shop.Host' }],
    ['a computed name', '<PropertyGroup><AssemblyName>$(MSBuildProjectName).X</AssemblyName></PropertyGroup>', { assemblyName: undefined }],
    ['a circle', '<PropertyGroup><A>$(B)</A><B>$(A)</B><AssemblyName>$(A)</AssemblyName></PropertyGroup>', { assemblyName: undefined }],
    ['ahead-of-time compilation', '<PropertyGroup><PublishAot>True</PublishAot><SelfContained>false</SelfContained><RuntimeIdentifier>linux-x64</RuntimeIdentifier></PropertyGroup>', { publishAot: true, selfContained: false, runtimeIdentifier: 'linux-x64' }],
    ['a locked restore', '<PropertyGroup><RestoreLockedMode>true</RestoreLockedMode><RestorePackagesWithLockFile>true</RestorePackagesWithLockFile></PropertyGroup>', { lockedMode: 'always', wantsLock: true }],
    ['a locked restore in CI', `<PropertyGroup Condition="'$(CI)' == 'true'"><RestoreLockedMode>true</RestoreLockedMode></PropertyGroup>`, { lockedMode: 'sometimes' }],
    ['a condition around', `<Choose><When Condition="true"><PropertyGroup><PublishAot>true</PublishAot></PropertyGroup></When></Choose>`, { publishAot: false }],
    ['tests', '<ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk" Version="17.0.0" /></ItemGroup>', { isTest: true }],
    ['an import that is not known', '<Import Project="$(Tools)\\x.props" />', { needsFiles: 'Api.csproj imports $(Tools)\\x.props' }],
    ['an import of the SDK', '<Import Project="$(MSBuildToolsPath)\\Microsoft.CSharp.targets" />', { needsFiles: undefined }],
    ['references by pattern', '<ItemGroup><ProjectReference Include="..\\**\\*.csproj" /></ItemGroup>', { references: [{ path: undefined, written: '..\\**\\*.csproj' }] }],
    ['a file that it reads', '<PropertyGroup><Version>$([System.IO.File]::ReadAllText(VERSION))</Version></PropertyGroup>', { needsFiles: 'Api.csproj reads other files' }],
  ])('with %s', async (_name, body, expected) => {
    expect(await dotnetOf({ 'Api.csproj': web(body) })).toMatchObject(expected);
  }); // prettier-ignore
  it('take versions and files from around', async () => {
    const project = await dotnetOf(
      {
        'src/Api/Api.csproj': web(
          '<ItemGroup><PackageReference Include="Serilog" /></ItemGroup><Import Project="..\\..\\build\\common.props" />',
        ),
        'src/Directory.Build.props':
          "<Project><Import Project=\"$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))\" /></Project>",
        'Directory.Build.props':
          '<Project><PropertyGroup><SerilogVersion>4.0.0</SerilogVersion></PropertyGroup></Project>',
        'Directory.Packages.props':
          '<Project><ItemGroup><PackageVersion Include="Serilog" Version="$(SerilogVersion)" /></ItemGroup></Project>',
        'Directory.Build.targets': '<Project/>',
        'build/common.props': '<Project/>',
        'Directory.Build.rsp': '',
        'NuGet.Config':
          '<configuration><packageSourceCredentials><feed><add key="Username" value="u"/><add key="ClearTextPassword" value="hunter2"/></feed></packageSourceCredentials></configuration>',
      },
      'src/Api',
    );
    expect(project.packages).toEqual([{ name: 'Serilog', version: '4.0.0' }]);
    expect(project.installFiles).toEqual([
      'Directory.Build.props',
      'src/Directory.Build.props',
      'Directory.Packages.props',
      'build/common.props',
      'Directory.Build.targets',
      'Directory.Build.rsp',
      'NuGet.Config',
    ]);
    expect(project.credentialFile).toBe('NuGet.Config');
  });
  it('know package sources that are folders', async () => {
    const project = await dotnetOf({
      'Api.csproj': web(),
      'nuget.config':
        '<configuration><packageSources><clear /><add key="nuget" value="https://api.nuget.org/v3/index.json" /><add key="here" value="./packages" /></packageSources></configuration>',
    });
    expect(project.needsFiles).toBe('nuget.config has the package source ./packages');
  });
  it('do not take a variable for a password', async () => {
    const project = await dotnetOf({
      'Api.csproj': web(),
      'nuget.config':
        '<configuration><packageSourceCredentials><feed><add key="ClearTextPassword" value="%TOKEN%"/></feed></packageSourceCredentials></configuration>',
    });
    expect(project.credentialFile).toBeUndefined();
  });
  it.each([
    ['broken XML', '<Project><PropertyGroup>'],
    ['another document', '<Wix/>'],
    [
      'imports in a circle',
      '<Project><Import Project="Api.csproj"/><Import Project="other.props"/></Project>',
    ],
    [
      'properties that multiply',
      `<Project><PropertyGroup>${Array.from({ length: 30 }, (_, i) => `<P${i}>${`$(P${i + 1})`.repeat(100)}</P${i}>`).join('')}<P30>x</P30><AssemblyName>$(P0)</AssemblyName></PropertyGroup></Project>`,
    ],
  ])('%s is answered quickly', async (_name, text) => {
    const facts = await projectOf({
      'Api.csproj': text,
      'other.props': '<Project><Import Project="other.props"/></Project>',
      'Other/Other.csproj': web(),
    });
    expect(facts.find('dotnet', 'Other')).toBeDefined();
  });
});

describe('packages.lock.json', () => {
  const lock = (requested: string): string =>
    json({ version: 1, dependencies: { 'net8.0': { Dapper: { type: 'Direct', requested, resolved: '2.1.35' }, Inner: { type: 'Transitive' }, core: { type: 'Project' } } } }); // prettier-ignore
  const body = '<ItemGroup><PackageReference Include="Dapper" Version="2.1.35" /></ItemGroup>';
  it.each<[string, string, string, boolean | undefined, number | undefined]>([
    ['may fit', body, lock('[2.1.35, )'), undefined, 2],
    ['has another version', body, lock('[2.1.0, )'), false, 2],
    ['lacks a package', body.replace('Dapper', 'Npgsql'), lock('[2.1.35, )'), false, 2],
    ['has a range', body.replace('2.1.35', '[2.0,3.0)'), lock('[2.0.0, 3.0.0)'), undefined, 2],
    ['is of another kind', body, '[]', undefined, undefined],
    ['is broken', body, '{', undefined, undefined],
  ])('%s', async (_name, references, text, inStep, packages) => {
    const project = await dotnetOf({ 'Api.csproj': web(references), 'packages.lock.json': text });
    expect(project.lock).toMatchObject({ path: 'packages.lock.json', inStep, packages });
  });
});

it('reads solutions in XML', async () => {
  const facts = await projectOf({
    'Shop.slnx':
      '<Solution><Folder Name="/src/"><Project Path="src/Api/Api.csproj" /></Folder><Project Path="Tool.csproj" /></Solution>',
    'Broken.slnx': '<Solution>',
  });
  const solutions = facts.projects.flatMap((project) =>
    project.kind === 'dotnet-solution' ? [project] : [],
  );
  expect(solutions.map(({ projects }) => projects)).toEqual([['Tool.csproj', 'src/Api/Api.csproj']]);
  expect(facts.problems.map(({ path }) => path)).toEqual(['Broken.slnx']);
});
