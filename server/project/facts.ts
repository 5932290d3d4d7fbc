/** What the build context's projects are: read from manifests and lockfiles, never guessed. */
import type { DenoProject, DenoSources } from './deno/facts.ts';
import type { DotnetProject, DotnetSolution } from './dotnet/facts.ts';
import type { ElixirProject } from './elixir/facts.ts';
import type { GoCgo } from './go/cgo.ts';
import type { GradleProject } from './gradle/facts.ts';
import type { MavenProject } from './maven/facts.ts';
import type { NativeProject } from './native/facts.ts';
import type { PlugNPlay } from './node/yarn-settings.ts';
import type { PhpProject } from './php/facts.ts';
import type { PythonTool } from './python/facts.ts';
import type { RubyProject } from './ruby/facts.ts';
import type { RustProject, RustSources } from './rust/facts.ts';
import type { ScriptFile } from './shell-scripts.ts';

export type { DenoProject } from './deno/facts.ts';
export type { DotnetProject, DotnetSolution } from './dotnet/facts.ts';
export type { ElixirProject } from './elixir/facts.ts';
export type { GradleProject } from './gradle/facts.ts';
export type { MavenProject } from './maven/facts.ts';
export type { NativeProject } from './native/facts.ts';
export type { PhpProject } from './php/facts.ts';
export type { RubyProject } from './ruby/facts.ts';
export type { RustProject } from './rust/facts.ts';

export type NodePackageManager = 'npm' | 'pnpm' | 'yarn' | 'yarn-berry' | 'bun';

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Only needed for development; undefined when the lockfile does not say and it can't be derived. */
  readonly dev: boolean | undefined;
  readonly optional: boolean;
  readonly hasInstallScript: boolean;
  /** Restrictions to platforms: packages with prebuilt native code. */
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc: readonly string[];
  /** Names of what it depends on, as far as the lockfile tells. */
  readonly dependencies: readonly string[];
}

export interface Lockfile {
  /** Relative to the context. */
  readonly path: string;
  readonly manager: NodePackageManager;
  /** As the file states it: lockfileVersion 2/3, pnpm 9.0, yarn 1 or __metadata.version, bun 1; undefined for bun.lockb. */
  readonly version: string | undefined;
  /** Undefined when the packages can't be read from it (bun.lockb, broken file). */
  readonly packages: readonly LockedPackage[] | undefined;
  /**
   * Does it cover exactly the manifest's dependency ranges (what a frozen install checks)? Undefined when this
   * can't be told from the format.
   */
  readonly inStep: boolean | undefined;
  /** Why it is not in step: names of the first few dependencies missing or differing. */
  readonly differences: readonly string[];
}

export interface NodeProject {
  readonly kind: 'node';
  /** Folder relative to the context ('' for the context itself). */
  readonly directory: string;
  /** `package.json` relative to the context. */
  readonly manifest: string;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly private: boolean;
  readonly type: 'module' | 'commonjs';
  readonly main: string | undefined;
  /** Files that `exports` leads programs to, as written. */
  readonly exportTargets?: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  /** The field `files`: what belongs to the package when it is packed or deployed. */
  readonly files?: readonly string[] | undefined;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  /** `pnpm@9.1.0` as written, without the hash. */
  readonly packageManagerField: string | undefined;
  /** By packageManager field, then lockfile, then npm. */
  readonly packageManager: NodePackageManager;
  /** Every lockfile found in its folder, the one of `packageManager` first. */
  readonly lockfiles: readonly Lockfile[];
  /** The lockfile `packageManager` uses, if it exists (also one of an enclosing workspace root). */
  readonly lockfile: Lockfile | undefined;
  /** Workspace members' folders relative to the context (expanded from the patterns), when this is a root. */
  readonly workspaces: readonly string[];
  /** The root's folder when this is a member of a workspace. */
  readonly workspaceRoot: string | undefined;
  /** Content of .nvmrc or .node-version, trimmed. */
  readonly nodeVersionFile: { readonly path: string; readonly version: string } | undefined;
  /** Files beside the manifest that an install reads, and that exist: .npmrc, .yarnrc.yml, .pnpmfile.cjs, pnpm-workspace.yaml, bunfig.toml, patches/, .yarn/releases, .yarn/patches … Relative to the context. */
  readonly installFiles: readonly string[];
  /** Does .npmrc (or .yarnrc.yml) hold a literal credential? Path of the file that does. */
  readonly credentialFile: string | undefined;
  /** Lifecycle scripts that `install` runs in this package itself: preinstall, install, postinstall, prepare … */
  readonly installScripts: readonly { readonly name: string; readonly command: string }[];
  /** Yarn berry: `node-modules`, `pnp` or `pnpm`; undefined otherwise. */
  readonly nodeLinker: string | undefined;
  /** Missing unless the linker is `pnp`. */
  readonly plugNPlay?: PlugNPlay | undefined;
  /** pnpm: the setting (`name=value`) by which packages lie elsewhere than in node_modules; missing when there is none. */
  readonly packagesElsewhere?: string | undefined;
  /** node_modules present in the folder on this machine, with the bytes of development-only packages where measurable. */
  readonly hasNodeModules: boolean;
  readonly typescript: TypeScriptConfig | undefined;
  /** What the `build` script makes; undefined when there is none. */
  readonly build: BuildFacts | undefined;
  /** What other scripts make that build something. */
  readonly otherBuilds?: readonly BuildFacts[];
  /** The servers that the build's tool brings along; missing when it has none. */
  readonly site?: SiteFacts | undefined;
  /** Missing when the project does not use Next.js. */
  readonly next?: NextFacts | undefined;
  /** Native code among production packages, by name; undefined when no lockfile says. */
  readonly nativeProduction: readonly NativePackage[] | undefined;
  readonly prisma: { readonly schema: string } | undefined;
  /** Frameworks recognised by dependency and configuration file: next, nuxt, vite, nest, express … */
  readonly frameworks: readonly string[];
}

/** What a build script builds, read from its commands and from literal settings of the tools' configuration. */
export interface BuildFacts {
  /** Its name in package.json. */
  readonly script: string;
  /** The tool that makes the result; `unknown` when no command of the script is known. */
  readonly tool:
    | 'tsc' | 'nest' | 'vite' | 'next' | 'esbuild' | 'tsup' | 'webpack' | 'rollup' | 'swc' | 'react-scripts' | 'ng'
    | 'vue-cli-service' | 'astro' | 'nuxt' | 'remix' | 'babel' | 'parcel' | 'bun' | 'gatsby' | 'docusaurus' | 'vitepress' | 'unknown'; // prettier-ignore
  /** Folder of the result relative to the project; undefined when it is not certain. */
  readonly output: string | undefined;
  /** A program that Node runs, or files for a browser; undefined when it is not certain. */
  readonly kind: 'server' | 'front-end' | undefined;
  /** Programs in the script that are neither a known build tool nor a known helper. */
  readonly others: readonly string[];
  /** Further folders that it writes; none when missing. */
  readonly beside?: readonly string[];
  /** What the result is made for, where the framework has adapters: a package's name, or a preset of Nitro. */
  readonly adapter?: string;
}

/** What the tool's own servers do with the site, from its configuration. */
export interface SiteFacts {
  /** The path that the site lives under, `/` or `/shop/`; undefined when not certain. */
  readonly base: string | undefined;
  /** Where the development server listens; undefined when not certain. */
  readonly developmentPort: number | undefined;
  /** Where the server for a built site listens; undefined when not certain, or when there is none. */
  readonly previewPort: number | undefined;
  /** The file (relative to the project) by which these servers hand requests on to others or change answers. */
  readonly handsOn: string | undefined;
  /** Unknown paths get index.html; undefined when not certain. */
  readonly fallback: boolean | undefined;
  /** Why the built site may be another one than the development server shows: a sentence without its end. */
  readonly developmentDiffers: string | undefined;
}

export interface NextFacts {
  /** Relative to the context; undefined when there is none. */
  readonly config: string | undefined;
  /** `standalone`, `export`; undefined when it is not set, or not as a literal. */
  readonly output: string | undefined;
  readonly outputIsCertain: boolean;
  /** Relative to the project; undefined when not certain. */
  readonly distDir: string | undefined;
  /** The folder that traced files are relative to is another one. */
  readonly movesTracing: boolean;
  /** `serverRuntimeConfig` and its like, which are read when the server starts. */
  readonly readsAtStart: boolean;
  /** Modules that the configuration imports, as written. */
  readonly imports: readonly string[];
}

export interface NativePackage {
  readonly name: string;
  /** install-script: compiles or downloads on install; platform: prebuilt per platform; known: in our list. */
  readonly evidence: 'install-script' | 'platform' | 'known';
  /** Known to ship musl builds or to need no libc, so that Alpine is fine. */
  readonly musl: boolean;
}

export interface TypeScriptConfig {
  /** Relative to the context. */
  readonly path: string;
  /** Relative to the context; undefined when not set (emits beside the sources) or unreadable. */
  readonly outDir: string | undefined;
  readonly rootDir: string | undefined;
  readonly noEmit: boolean;
  /** tsconfig files it extends, relative to the context. */
  readonly extends: readonly string[];
}

export interface PythonProject {
  readonly kind: 'python';
  readonly directory: string;
  readonly manager: 'pip' | 'pipenv' | 'poetry' | 'uv' | 'pyproject';
  /** requirements*.txt found, with the files they include by -r/-c, relative to the context. */
  readonly requirements: readonly RequirementsFile[];
  readonly manifest: string | undefined;
  readonly lockfile: string | undefined;
  /** .python-version, runtime.txt or requires-python, as written. */
  readonly pythonVersion: { readonly source: string; readonly version: string } | undefined;
  readonly frameworks: readonly string[];
  /** What each package manager beside pip finds here: a folder may have a lockfile of one and a Pipfile of another. */
  readonly tools: readonly PythonTool[];
}

export interface RequirementsFile {
  readonly path: string;
  /** Lower-case names, normalised by PEP 503. */
  readonly packages: readonly string[];
  /** Files it includes (-r, -c), relative to the context, transitively. */
  readonly includes: readonly string[];
  /** Has `-e .`, `.`, a relative path or `file:`: the install needs the sources. */
  readonly needsSources: boolean;
}

export interface GoProject {
  readonly kind: 'go';
  readonly directory: string;
  readonly manifest: string;
  readonly module: string | undefined;
  /** `go 1.22` directive. */
  readonly goVersion: string | undefined;
  readonly sum: string | undefined;
  readonly work: string | undefined;
  readonly vendored: boolean;
  /** Local `replace x => ../y` targets, relative to the context; undefined entries lie outside of it. */
  readonly localReplaces: readonly string[];
  /** Folders with `package main`, relative to the context. */
  readonly mains: readonly string[];
  /** True when a source file says `import "C"`, or a dependency known to need cgo is required. */
  readonly usesCgo: boolean;
  readonly cgoReason: string | undefined;
  /**
   * Imports of packages that link the C library where cgo is on (net, os/user, and what builds on them), one of each
   * folder, relative to the context; tests left out.
   */
  readonly networkImports: readonly { readonly name: string; readonly file: string }[];
  readonly requires: readonly string[];
  /** Those that the module's own packages import, tests included. */
  readonly direct: readonly string[];
  /** Modules that `replace` puts in the place of others; missing: not looked for. */
  readonly replacements?: readonly string[];
  /** What the module's own files say about the C library; missing: not looked for. */
  readonly cgo?: GoCgo;
}

export type Project =
  | NodeProject | PythonProject | GoProject | PhpProject | RubyProject | ElixirProject | RustProject | MavenProject | GradleProject
  | DotnetProject | DotnetSolution | DenoProject | NativeProject; // prettier-ignore
export type ProjectKind = Project['kind'];
export type ProjectOf<Kind extends ProjectKind> = Extract<Project, { readonly kind: Kind }>;

/** What a bounded look at the source files showed. Everything is "found", never "proved absent", unless `complete`. */
export interface SourceFacts {
  /** False when files were skipped for size or number. */
  readonly complete: boolean;
  /** Health routes by file, best first: path, method GET, and the port if the file says so. */
  readonly healthRoutes: readonly { readonly path: string; readonly file: string }[];
  /** Ports the program listens on by literal or default (`process.env.PORT || 8080`). */
  readonly ports: readonly { readonly port: number; readonly file: string }[];
  /** Paths (relative to the context) that the program opens at run time, by literal: templates, static, views, public. */
  readonly runtimePaths: readonly { readonly path: string; readonly file: string; readonly how: string }[];
  /** go:embed patterns: those need not be copied. */
  readonly embedded: readonly string[];
  /** The program writes to these relative paths; where only the beginning of a path is known, it is that folder. */
  readonly writes: readonly { readonly path: string; readonly file: string }[];
  /** It also writes elsewhere: to absolute paths, or (undefined) to places that only the running program knows. */
  readonly writesElsewhere: readonly { readonly path: string | undefined; readonly file: string }[];
  /** The program runs other programs (child_process, os/exec, subprocess): shell-less bases are unsure. */
  readonly runsPrograms: readonly string[];
  /** What it uses of a development kit when it runs (Java: compiler, attach API); missing when nothing was found. */
  readonly kitUses?: readonly { readonly what: string; readonly file: string }[];
  /** What it does by the country of the container's own locale (Java); missing when nothing was found. */
  readonly localeUses?: readonly { readonly what: string; readonly file: string }[];
  /** The same as far as the calls are looked into (Go, Rust), by name or path; undefined: a name that only the running program knows. */
  readonly startedPrograms?: readonly { readonly program: string | undefined; readonly file: string }[];
  /** What a program asks of Deno; missing for others. */
  readonly deno?: DenoSources;
  /** Rust: what the program knows of its own build. */
  readonly rust?: RustSources;
  /** Opens TLS connections or uses time zones (Go): scratch would miss certificates or zone data. */
  readonly needsCertificates: boolean;
  readonly needsTimezones: boolean;
  /** It has the zones in itself (Go: `import _ "time/tzdata"`). */
  readonly bringsTimezones: boolean;
  /** What shows for sure that it opens TLS connections (Go): addresses with https, modules of services. */
  readonly tlsUses: readonly { readonly what: string; readonly file: string }[];
  /** Zones that it loads by name (Go) and does not bring along; undefined: a name that only the running program knows. */
  readonly timezoneUses: readonly { readonly zone: string | undefined; readonly file: string }[];
  /** Where it listens. */
  readonly listeners: readonly Listener[];
  /**
   * Files of a front end that name something above the project's folder, so that its build may need more than that folder;
   * undefined: not known, or not a front end.
   */
  readonly reachesOutside?: readonly string[] | undefined;
}

/** A call that makes the program listen. */
export interface Listener {
  /** `app.run`, `server.listen` */
  readonly call: string;
  readonly file: string;
  /** The host by literal, or the one that the call takes without one; '' is every address; undefined: not known. */
  readonly host: string | undefined;
  /** No host is given. */
  readonly byDefault: boolean;
  readonly port: number | undefined;
  /** Flask's own server, which is for development; `application` is the variable that holds it. */
  readonly flask?: { readonly application: string };
}

/** A file that should tell us something but can't be used; shown as part of messages, never as a crash. */
export interface ProjectProblem {
  readonly path: string;
  /** `package.json can't be parsed: …` */
  readonly message: string;
}

export interface ProjectFacts {
  /** False when no context was there to read. */
  readonly known: boolean;
  readonly projects: readonly Project[];
  readonly problems: readonly ProjectProblem[];
  node(directory: string): NodeProject | undefined;
  python(directory: string): PythonProject | undefined;
  go(directory: string): GoProject | undefined;
  /** The project of this kind in exactly this folder. */
  find<Kind extends ProjectKind>(kind: Kind, directory: string): ProjectOf<Kind> | undefined;
  /** Source facts of the project in this folder. */
  sources(directory: string): SourceFacts | undefined;
  /** The shell script at a path relative to the context; undefined: none is there, or it was not read. */
  script(path: string): ScriptFile | undefined;
  /** Locations of every file and folder that was read, for file watching. */
  readonly read: readonly string[];
}
