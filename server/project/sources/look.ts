import type { SourceFacts } from '../facts.ts';
import { fileNameOf, isWithin, relativeTo } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { buildOnlyFiles } from './build-files.ts';
import { readC } from './c.ts';
import { findCalls } from './calls.ts';
import { Collected } from './collected.ts';
import type { SourceScope } from './collected.ts';
import { isDotnetSource, readDotnet } from './dotnet.ts';
import { readGo } from './go.ts';
import { readNest } from './javascript-nest.ts';
import type { NestFacts } from './javascript-nest.ts';
import { isJavaSource, readJava } from './java.ts';
import { readJavaScript } from './javascript.ts';
import { joinUrl, resolveHealthRoutes } from './mounts.ts';
import { nextRoutes } from './next-routes.ts';
import { readPhp } from './php.ts';
import { readPrismaSchema } from './prisma.ts';
import { readPython } from './python.ts';
import { readRuby } from './ruby.ts';
import { readRust } from './rust.ts';
import { tokenize } from './tokens.ts';

/** How many source files of one project are read at most; frameworks with a class in every file have many small ones. */
const maxFiles = 300;
const maxSmallFiles = 1500;

const extensions = {
  node: /\.(?:[cm]?[jt]s|tsx|jsx|prisma)$/,
  deno: /\.(?:[cm]?[jt]s|tsx|jsx)$/,
  python: /\.py$/,
  go: /\.go$/,
  rust: /\.rs$/,
  php: /\.(?:php|phtml|inc)$/,
  ruby: /\.(?:rb|ru)$/,
  native: /\.(?:c|cc|cpp|cxx|c\+\+|C|h|hh|hpp|hxx|inl|ipp)$/,
  maven: undefined,
  gradle: undefined,
  dotnet: undefined,
} as const;
/** Folders whose files are no part of the running program: tests, documentation, results of a build. */
const skippedFolders =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|specs|e2e|cypress|playwright|fixtures|mocks|testdata|examples?|docs?|scripts|node_modules|vendor|dist|build|out|coverage|_fresh|\.[^/]+)\//;
const skippedFiles =
  /(?:\.(?:test|spec|stories|d)\.[cm]?[jt]sx?|\.config\.[cm]?[jt]s|_test\.go|\.min\.js)$|^(?:test_.*|.*_test|conftest)\.py$/;

/** PHP, Ruby: what prepares databases, works for developers or belongs to a build, and is not what a container serves. */
const notServing =
  /(?:^|\/)(?:database\/(?:migrations|factories|seeders|seeds)|db\/(?:migrate|seeds|fixtures)|lib\/tasks|migrations|config\/environments\/(?:development|test)\.rb|(?:lang|translations|storage|var\/cache|bootstrap\/cache|coverage)\/)|(?:^|\/)(?:Vagrantfile|Gemfile|Guardfile|seeds\.rb|schema\.rb|_ide_helper[\w.]*\.php|rector\.php|\.php-cs-fixer[\w.]*\.php|phpstan[\w.-]*\.php|[\w.]+_(?:spec|test)\.rb|\w+Test\.php)$/;

/** Looks at a project's source files. `others` are the folders of other projects inside it, which are left out; `scripts` those of package.json. */
export async function lookAtSources(
  reader: ProjectReader,
  kind: keyof typeof extensions,
  directory: string,
  others: readonly string[],
  frameworks: readonly string[],
  scripts: Readonly<Record<string, string>> = {},
): Promise<SourceFacts> {
  const { context } = reader;
  const forBuilds = buildOnlyFiles(scripts, directory);
  const candidates = context.entries.filter((entry) => {
    if (entry.type !== 'file' || !isWithin(directory, entry.path)) return false;
    if (forBuilds.has(entry.path)) return false;
    if (others.some((other) => other !== directory && isWithin(other, entry.path))) return false;
    const relative = relativeTo(directory, entry.path);
    const ending = extensions[kind];
    if ((kind === 'php' || kind === 'ruby') && notServing.test(relative)) return false;
    if (kind === 'dotnet') return isDotnetSource(relative);
    if (ending === undefined) return isJavaSource(relative);
    return (
      ending.test(relative) && !skippedFolders.test(relative) && !skippedFiles.test(fileNameOf(relative))
    );
  });
  const chosen = candidates
    .filter((entry) => entry.size <= readLimits.source)
    .slice(0, kind === 'php' || kind === 'ruby' ? maxSmallFiles : maxFiles);
  const scope: SourceScope = {
    directory,
    exists: (path) => context.has(path) === true,
    isDirectory: (path) => context.entry(path)?.type === 'directory',
  };
  const into = new Collected();
  const nest: NestFacts = { routes: [], prefix: undefined };
  for (const { path } of chosen) {
    const text = await reader.quietText(path, readLimits.source);
    if (text === undefined) continue;
    const file = { path, text };
    if (path.endsWith('.prisma')) readPrismaSchema(file, into);
    else if (kind === 'node' || kind === 'deno') {
      readJavaScript(file, scope, into);
      if (frameworks.includes('nest')) {
        const tokens = tokenize(text, 'javascript');
        readNest(file, tokens, findCalls(tokens), nest);
      }
      if (frameworks.includes('next')) into.healthRoutes.push(...nextRoutes(file, directory));
    } else if (kind === 'python') readPython(file, scope, into);
    else if (kind === 'php') readPhp(file, scope, into);
    else if (kind === 'ruby') readRuby(file, scope, into);
    else if (kind === 'rust') readRust(file, scope, into);
    else if (kind === 'native') readC(file, scope, into);
    else if (kind === 'maven' || kind === 'gradle') readJava(file, scope, into);
    else if (kind === 'dotnet') readDotnet(file, into);
    else readGo(file, scope, into);
  }
  return {
    complete: context.complete && chosen.length === candidates.length,
    healthRoutes: [...healthRoutesOf(into), ...nestRoutes(nest)],
    ports: into.ports,
    runtimePaths: into.runtimePaths,
    embedded: [...new Set(into.embedded)],
    writes: into.writes,
    writesElsewhere: into.writesElsewhere,
    runsPrograms: [...into.runsPrograms].sort(),
    startedPrograms: into.startedPrograms,
    ...(into.kitUses.length > 0 && { kitUses: into.kitUses }),
    ...(into.localeUses.length > 0 && { localeUses: into.localeUses }),
    ...(kind === 'deno' && { deno: into.deno }),
    ...(kind === 'rust' && {
      rust: {
        findsItself: into.findsItself,
        compileVariables: [...into.compileVariables].sort(),
        cargoVariables: [...into.cargoVariables].sort(),
      },
    }),
    needsCertificates: into.needsCertificates,
    needsTimezones: into.needsTimezones && !into.bringsTimezones,
    bringsTimezones: into.bringsTimezones,
    tlsUses: into.tlsUses,
    timezoneUses: into.bringsTimezones ? [] : into.timezoneUses,
    listeners: into.listeners,
  };
}

/** A name that several files use for one router leads to where it was made. */
function healthRoutesOf(into: Collected): SourceFacts['healthRoutes'] {
  const canonical = (key: string): string => {
    let current = key;
    for (let i = 0; i < 10; i++) {
      const hash = current.indexOf('#');
      const [name, suffix] = current.slice(hash + 1).split(' ') as [string, string | undefined];
      const target =
        into.aliases.get(current.slice(0, hash + 1) + name) ??
        throughModule(into, current.slice(0, hash + 1), name);
      if (target === undefined || into.applications.has(current)) return current;
      current = suffix === undefined ? target : `${target} ${suffix}`;
    }
    return current;
  };
  const routes = into.routes.map((route) => ({ ...route, owner: canonical(route.owner) }));
  const mounts = into.mounts.map((mount) => ({
    ...mount,
    child: canonical(mount.child),
    parent: canonical(mount.parent),
  }));
  const plain = into.healthRoutes.map(({ path, file }) => ({ owner: 'known', path, file }));
  return resolveHealthRoutes([...routes, ...plain], mounts, new Set([...into.applications, 'known']));
}

/** Python: `health.router` where `health` is an imported module. */
function throughModule(into: Collected, file: string, name: string): string | undefined {
  const dot = name.indexOf('.');
  const target = dot < 0 ? undefined : into.aliases.get(`${file}${name.slice(0, dot)}.`);
  return target === undefined ? undefined : target + name.slice(dot + 1);
}

function nestRoutes(nest: NestFacts): SourceFacts['healthRoutes'] {
  const { prefix } = nest;
  if (prefix === null) return [];
  return nest.routes.map(({ path, file }) => ({ path: joinUrl(prefix ?? '', path), file }));
}
