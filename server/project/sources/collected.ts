import type { Listener } from '../facts.ts';
import { resolvePath } from '../paths.ts';
import type { Mount, Route } from './mounts.ts';

/** What all source files of a project together say; filled file by file. */
export class Collected {
  readonly routes: Route[] = [];
  readonly mounts: Mount[] = [];
  readonly applications = new Set<string>();
  /** Other names of routers and applications: what a module exports and another imports. */
  readonly aliases = new Map<string, string>();
  /** Routes whose full path is already known. */
  readonly healthRoutes: { path: string; file: string }[] = [];
  readonly ports: { port: number; file: string }[] = [];
  readonly runtimePaths: { path: string; file: string; how: string }[] = [];
  readonly embedded: string[] = [];
  readonly writes: { path: string; file: string }[] = [];
  readonly writesElsewhere: { path: string | undefined; file: string }[] = [];
  readonly runsPrograms = new Set<string>();
  readonly kitUses: { what: string; file: string }[] = [];
  readonly localeUses: { what: string; file: string }[] = [];
  readonly startedPrograms: { program: string | undefined; file: string }[] = [];
  findsItself = false;
  readonly compileVariables = new Set<string>();
  readonly cargoVariables = new Set<string>();
  /** Deno: as `DenoSources`. */
  readonly deno = {
    imports: [] as { specifier: string; file: string }[],
    libraries: [] as string[],
    keepsData: [] as string[],
  };
  needsCertificates = false;
  needsTimezones = false;
  bringsTimezones = false;
  readonly tlsUses: { what: string; file: string }[] = [];
  readonly timezoneUses: { zone: string | undefined; file: string }[] = [];
  readonly listeners: Listener[] = [];

  addPort(port: number | undefined, file: string): void {
    if (port === undefined || !Number.isInteger(port) || port < 1 || port > 65535) return;
    if (!this.ports.some((known) => known.port === port)) this.ports.push({ port, file });
  }

  addWrite(path: string | undefined, file: string): void {
    if (path === undefined || this.writes.some((known) => known.path === path)) return;
    this.writes.push({ path, file });
  }

  /** Everybody may write to the temporary folder and to devices: those do not count. */
  addWriteElsewhere(path: string | undefined, file: string): void {
    if (path !== undefined && /^\/(?:tmp|dev|proc)(?:\/|$)/.test(path)) return;
    if (this.writesElsewhere.some((known) => known.path === path && known.file === file)) return;
    this.writesElsewhere.push({ path, file });
  }

  /** `call` is how messages name it; `program` undefined: only the running program knows. */
  addProgram(program: string | undefined, call: string, file: string): void {
    this.runsPrograms.add(`${call} (${file})`);
    this.startedPrograms.push({ program, file });
  }

  addRead(path: string, file: string, how: string): void {
    if (!this.runtimePaths.some((known) => known.path === path)) this.runtimePaths.push({ path, file, how });
  }
}

/** A file under examination. */
export interface SourceFile {
  /** Relative to the context. */
  readonly path: string;
  readonly text: string;
}

export interface SourceScope {
  /** The project's folder; programs run with it as the working directory. */
  readonly directory: string;
  /** Does the context have this file or folder? */
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
}

/** A written path seen from a folder of the context; undefined for absolute ones and those that leave it. */
export function literalPath(from: string, written: string): string | undefined {
  if (written === '' || written.length > 300 || /^[\w+.-]+:/.test(written) || /[\0\n]/.test(written))
    return undefined;
  return resolvePath(from, written);
}

/** The part of a path or glob before its first wildcard segment. */
export function withoutWildcards(path: string): string {
  const segments = path.split('/');
  const wild = segments.findIndex((segment) => /[*?[{]/.test(segment));
  return (wild < 0 ? segments : segments.slice(0, wild)).join('/');
}
