import type { DependencyLock } from '../dependencies.ts';
import { fileNameOf, folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import type { DotnetPackage, DotnetProject, DotnetReference, DotnetSolution } from './facts.ts';
import { readNugetLock } from './lock.ts';
import { readBuildFile } from './msbuild.ts';
import { Properties } from './properties.ts';
import { readSolution } from './solution.ts';
import {
  folderSource,
  hasCredential,
  nearestAbove,
  nugetConfigurations,
  sdkVersionOf,
} from './surroundings.ts';

const projectFile = /\.(cs|fs|vb)proj$/;

export const isDotnetProject = (path: string): boolean => projectFile.test(path);
export const isSolution = (path: string): boolean => /\.slnx?$/.test(path);

/** Reads every solution among the manifests (paths). */
export async function readSolutions(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly DotnetSolution[]> {
  const found: DotnetSolution[] = [];
  for (const path of manifestPaths) {
    const solution = await readSolution(reader, path);
    if (solution) found.push(solution);
  }
  return found;
}

/** Reads every project file among the manifests (paths). */
export async function readDotnetProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly DotnetProject[]> {
  const found: DotnetProject[] = [];
  for (const path of manifestPaths) {
    const project = await readProject(reader, path);
    if (project) found.push(project);
  }
  return found;
}

async function readProject(reader: ProjectReader, path: string): Promise<DotnetProject | undefined> {
  const text = await reader.text(path, readLimits.manifest);
  if (text === undefined) return undefined;
  const result = readBuildFile(text);
  if (!result.ok) {
    reader.problem(path, `${path} can't be parsed: ${result.reason}`);
    return undefined;
  }
  const { file: own } = result;
  const directory = folderOf(path);
  const around = await Properties.around(reader, path, own);
  const sdkFile = nearestAbove(reader, directory, 'global.json');
  const configurations = nugetConfigurations(reader, directory);
  const packages = packagesOf(around);
  const lock = await lockOf(reader, directory, around, packages);
  const sdk = own.sdk ?? around.sdk;
  const name = fileNameOf(path).replace(projectFile, '');
  const frameworkNames = around.text('TargetFrameworks') ?? around.text('TargetFramework');
  const credentials: string[] = [];
  let local: string | undefined;
  for (const file of configurations) {
    if (await hasCredential(reader, file)) credentials.push(file);
    const folder = await folderSource(reader, file);
    if (folder !== undefined) local ??= `${file} has the package source ${folder}`;
  }
  return {
    kind: 'dotnet',
    directory,
    manifest: path,
    language: ({ cs: 'C#', fs: 'F#', vb: 'Visual Basic' } as const)[
      projectFile.exec(path)![1] as 'cs' | 'fs' | 'vb'
    ],
    sdk,
    targetFrameworks: (frameworkNames ?? '')
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    outputType:
      around.text('OutputType') ??
      (/^Microsoft\.NET\.Sdk\.(?:Web|Worker|BlazorWebAssembly)$/.test(sdk ?? '') ? 'Exe' : 'Library'),
    assemblyName: around.has('AssemblyName') ? around.text('AssemblyName') : name,
    packages,
    references: own.references.map((written) => referenceOf(directory, written)),
    isTest:
      around.flag('IsTestProject') === true ||
      packages.some((one) => one.name === 'Microsoft.NET.Test.Sdk') ||
      sdk === 'MSTest.Sdk',
    publishAot: around.flag('PublishAot') === true,
    publishTrimmed: around.flag('PublishTrimmed') === true,
    singleFile: around.flag('PublishSingleFile') === true,
    selfContained: around.flag('SelfContained'),
    runtimeIdentifier: around.text('RuntimeIdentifier'),
    invariantGlobalization: around.flag('InvariantGlobalization') === true,
    lock,
    lockedMode:
      around.flag('RestoreLockedMode') === true
        ? 'always'
        : around.isConditional('RestoreLockedMode')
          ? 'sometimes'
          : 'never',
    wantsLock: around.flag('RestorePackagesWithLockFile') === true,
    installFiles: [
      ...new Set([...around.files, ...(sdkFile === undefined ? [] : [sdkFile]), ...configurations]),
    ],
    needsFiles:
      around.unresolved ??
      local ??
      (/\[(?:System|MSBuild)(?:\.IO\.\w+)?\]::(?:ReadAll|GetFiles|EnumerateFiles)/.test(text)
        ? `${path} reads other files`
        : undefined),
    sdkVersion: await sdkVersionOf(reader, sdkFile),
    credentialFile: credentials[0],
    frameworks: frameworksOf(sdk, around.frameworkReferences, packages),
  };
}

/** With the versions of Directory.Packages.props. */
function packagesOf(around: Properties): readonly DotnetPackage[] {
  return around.packages.map(({ name, version }) => {
    const central = around.versions.find((one) => one.name.toLowerCase() === name.toLowerCase());
    return { name, version: around.expand(version ?? central?.version) };
  });
}

function referenceOf(directory: string, written: string): DotnetReference {
  // What is computed or a pattern is no path.
  const isPath = !/[$@%*?]/.test(written);
  return { path: isPath ? resolvePath(directory, written) : undefined, written };
}

async function lockOf(
  reader: ProjectReader,
  directory: string,
  around: Properties,
  packages: readonly DotnetPackage[],
): Promise<DependencyLock | undefined> {
  const name = around.text('NuGetLockFilePath');
  const path = name === undefined ? inside(directory, 'packages.lock.json') : resolvePath(directory, name);
  if (path === undefined || !reader.isFile(path)) return undefined;
  const unread: DependencyLock = { path, packages: undefined, inStep: undefined, differences: [] };
  const text = await reader.text(path, readLimits.lockfile);
  if (text === undefined) return unread;
  const result = readNugetLock(path, text, packages);
  if (result.ok) return result.lock;
  reader.problem(path, `${path} can't be parsed: ${result.reason}`);
  return unread;
}

function frameworksOf(
  sdk: string | undefined,
  references: readonly string[],
  packages: readonly DotnetPackage[],
): readonly string[] {
  const found: string[] = [];
  if (sdk === 'Microsoft.NET.Sdk.Web' || references.includes('Microsoft.AspNetCore.App'))
    found.push('aspnetcore');
  if (sdk === 'Microsoft.NET.Sdk.Worker') found.push('worker');
  if (sdk === 'Microsoft.NET.Sdk.BlazorWebAssembly') found.push('blazor-webassembly');
  if (packages.some(({ name }) => name.startsWith('Microsoft.Azure.Functions.Worker')))
    found.push('azure-functions');
  return found;
}
