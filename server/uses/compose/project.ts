/** The services of a compose project: its files merged, `extends` and `include` followed. */
import { joinLocation, parentLocation } from '../../location.ts';
import { asRecord, asStrings, entriesOf, field } from '../../project/value.ts';
import type { UnknownRecord } from '../../project/value.ts';
import { parseEnvironmentFile } from '../environment-file.ts';
import { interpolate } from '../interpolate.ts';
import type { Lookup } from '../interpolate.ts';
import { joinPath } from '../paths.ts';
import type { UsesReader } from '../reader.ts';
import { parseYamlRecord } from '../yaml.ts';
import { asBuild, mergeServices } from './merge.ts';

export interface ComposeService {
  readonly name: string;
  /** Merged. `build.context` is `{ location }`, `env_file` a list of locations; the rest still holds variables. */
  readonly fields: UnknownRecord;
  readonly lookup: Lookup;
}

/** Files that refer to one another deeper than this go in a circle, or try to. */
const deepest = 5;

export class ComposeLoader {
  readonly #reader: UsesReader;
  readonly #files = new Map<string, Promise<UnknownRecord | undefined>>();

  constructor(reader: UsesReader) {
    this.#reader = reader;
  }

  /** The services of files that are given together (`-f one -f two`). @throws CancelledError */
  async services(files: readonly string[], depth = 0): Promise<readonly ComposeService[]> {
    const first = files[0];
    const folder = first === undefined ? undefined : parentLocation(first);
    if (folder === undefined || depth > deepest) return [];
    const lookup = await this.#lookup(folder);
    const merged = new Map<string, UnknownRecord>();
    const included = new Map<string, ComposeService>();
    for (const file of files) {
      const content = await this.#file(file);
      for (const paths of includes(content))
        for (const service of await this.services(anchor(paths, folder, lookup), depth + 1))
          included.set(service.name, service);
      for (const [name, raw] of entriesOf(content?.['services'])) {
        const own = await this.#extended(asRecord(raw) ?? {}, file, folder, lookup, [`${file}#${name}`]);
        const before = merged.get(name);
        merged.set(name, before ? mergeServices(before, own) : mergeServices({}, own));
      }
    }
    const own = [...merged].map(([name, fields]) => ({ name, fields, lookup }));
    return [...own, ...[...included.values()].filter(({ name }) => !merged.has(name))];
  }

  /**
   * Does the file describe whole services? Then it is used by itself, like a `docker-compose.dev.yml` beside a
   * `docker-compose.yml` for production; one that only changes services needs those it changes. @throws CancelledError
   */
  async standsAlone(file: string): Promise<boolean> {
    const services = entriesOf((await this.#file(file))?.['services']);
    return services.length > 0 && services.every(([, service]) => isWhole(asRecord(service)));
  }

  async #file(location: string): Promise<UnknownRecord | undefined> {
    let content = this.#files.get(location);
    if (!content) {
      content = this.#reader
        .text(location)
        .then((text) => (text === undefined ? undefined : parseYamlRecord(text)));
      this.#files.set(location, content);
    }
    return content;
  }

  /** What the caller's environment holds is not ours to ask: only the project's `.env` and the defaults count. */
  async #lookup(folder: string): Promise<Lookup> {
    const values = parseEnvironmentFile((await this.#reader.text(joinLocation(folder, '.env'))) ?? '');
    return (name) => (values.has(name) ? { value: values.get(name) } : undefined);
  }

  /** The service with what it `extends` under it; `seen` ends circles. */
  async #extended(
    service: UnknownRecord,
    file: string,
    folder: string,
    lookup: Lookup,
    seen: readonly string[],
  ): Promise<UnknownRecord> {
    const own = anchored(service, folder, lookup);
    const { extends: parent } = service;
    const name = typeof parent === 'string' ? parent : field(parent, 'service');
    if (typeof name !== 'string' || seen.length > deepest) return own;
    const written = field(parent, 'file');
    const path = typeof written === 'string' ? interpolate(written, lookup) : undefined;
    if (written !== undefined && path === undefined) return own;
    const source = path === undefined ? file : joinPath(folder, path);
    const base = asRecord(field(field(await this.#file(source), 'services'), name));
    const key = `${source}#${name}`;
    if (!base || seen.includes(key)) return own;
    const from = parentLocation(source) ?? folder;
    return mergeServices(await this.#extended(base, source, from, lookup, [...seen, key]), own);
  }
}

function isWhole(service: UnknownRecord | undefined): boolean {
  if (!service) return false;
  const { build } = service;
  return (
    typeof build === 'string' ||
    field(build, 'context') !== undefined ||
    'image' in service ||
    'extends' in service
  );
}

/** Paths that are relative to the file they stand in, as locations: after a merge nobody knows where they stood. */
function anchored(service: UnknownRecord, folder: string, lookup: Lookup): UnknownRecord {
  const result: Record<string, unknown> = { ...service };
  if ('build' in service) {
    const build = asBuild(service['build']);
    const { context } = build;
    if (context !== undefined) {
      const path = typeof context === 'string' ? interpolate(context, lookup) : undefined;
      result['build'] = { ...build, context: { location: contextLocation(folder, path) } };
    }
  }
  const environmentFiles = asStrings(service['env_file']);
  const described = Array.isArray(service['env_file']) ? (service['env_file'] as unknown[]) : [];
  const files = [...environmentFiles, ...described.flatMap((one) => asStrings(field(one, 'path')))];
  if (files.length > 0) result['env_file'] = anchor(files, folder, lookup);
  return result;
}

const remote = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i;

/** Undefined for an unknown folder, and for what is elsewhere: a repository, an archive. */
function contextLocation(folder: string, path: string | undefined): string | undefined {
  return path === undefined || remote.test(path) ? undefined : joinPath(folder, path);
}

function anchor(paths: readonly string[], folder: string, lookup: Lookup): string[] {
  return paths.flatMap((path) => {
    const known = interpolate(path, lookup);
    return known === undefined ? [] : [joinPath(folder, known)];
  });
}

/** The files of each entry of `include`, which are given together. */
function includes(content: UnknownRecord | undefined): (readonly string[])[] {
  const list = content?.['include'];
  if (!Array.isArray(list)) return [];
  return list.map((one: unknown) => asStrings(typeof one === 'string' ? one : field(one, 'path')));
}
