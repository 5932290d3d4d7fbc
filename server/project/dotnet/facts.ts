import type { AskedVersion, DependencyLock } from '../dependencies.ts';

/** A project file of .NET (csproj, fsproj, vbproj); a folder may have several. */
export interface DotnetProject {
  readonly kind: 'dotnet';
  readonly directory: string;
  /** The project file, relative to the context. */
  readonly manifest: string;
  readonly language: 'C#' | 'F#' | 'Visual Basic';
  /** `Microsoft.NET.Sdk.Web`; undefined for a project of the old format, which the dotnet command can't build. */
  readonly sdk: string | undefined;
  /** As written, several where it builds for several: `net8.0`. Empty when they come from elsewhere. */
  readonly targetFrameworks: readonly string[];
  /** `Exe`, `WinExe`, `Library`; what the SDK makes of it where the project does not say. */
  readonly outputType: string;
  /** Name of the built file without its ending; undefined when it is computed. */
  readonly assemblyName: string | undefined;
  readonly packages: readonly DotnetPackage[];
  /** Projects that it builds with. */
  readonly references: readonly DotnetReference[];
  /** It holds tests. */
  readonly isTest: boolean;
  readonly publishAot: boolean;
  readonly publishTrimmed: boolean;
  readonly singleFile: boolean;
  /** Undefined when it does not say. */
  readonly selfContained: boolean | undefined;
  readonly runtimeIdentifier: string | undefined;
  /** Runs without ICU. */
  readonly invariantGlobalization: boolean;
  /** packages.lock.json of the project. */
  readonly lock: DependencyLock | undefined;
  /** A restore keeps to the lockfile or fails, by the project's own settings: always, sometimes (a condition), or not. */
  readonly lockedMode: 'always' | 'sometimes' | 'never';
  /** It asks for a lockfile, whether or not there is one. */
  readonly wantsLock: boolean;
  /**
   * Other files that a restore reads, and that exist: Directory.Build.props and its kin, Directory.Packages.props,
   * global.json, nuget.config, what it imports.
   */
  readonly installFiles: readonly string[];
  /** Why a restore may need more than these files; undefined when nothing says so. */
  readonly needsFiles: string | undefined;
  /** The SDK of global.json. */
  readonly sdkVersion: AskedVersion | undefined;
  /** nuget.config with a literal password. */
  readonly credentialFile: string | undefined;
  /** aspnetcore, worker, blazor-webassembly, azure-functions. */
  readonly frameworks: readonly string[];
}

export interface DotnetPackage {
  readonly name: string;
  /** As written, here or in Directory.Packages.props; undefined when it is computed. */
  readonly version: string | undefined;
}

export interface DotnetReference {
  /** Relative to the context; undefined when it lies outside, or the path is computed. */
  readonly path: string | undefined;
  /** As the project file has it. */
  readonly written: string;
}

/** A solution: a list of projects. */
export interface DotnetSolution {
  readonly kind: 'dotnet-solution';
  readonly directory: string;
  /** The .sln or .slnx file, relative to the context. */
  readonly manifest: string;
  /** Paths of its project files relative to the context, whether or not they exist. */
  readonly projects: readonly string[];
  /** Those that lie outside of the context, as written. */
  readonly outside: readonly string[];
}
