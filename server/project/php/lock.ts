/** composer.lock. */
import { digest } from '../digest.ts';
import { asRecord, asString, asStrings, asStringRecord, entriesOf, field } from '../value.ts';
import { satisfiesComposer } from './constraint.ts';

export interface ComposerLock {
  readonly packages: number;
  readonly developmentPackages: number;
  readonly inStep: boolean | undefined;
  readonly differences: readonly string[];
  /** Packages of the type `composer-plugin`. */
  readonly plugins: readonly string[];
}

/** @throws SyntaxError when the text is no JSON. */
export function readComposerLock(text: string, manifest: unknown): ComposerLock {
  const lock: unknown = JSON.parse(text);
  const locked = ['packages', 'packages-dev'].flatMap((part) => listOf(field(lock, part)));
  const versions = new Map(locked.map((entry) => [nameOf(entry), asString(field(entry, 'version')) ?? '']));
  const given = new Set(
    locked.flatMap((entry) =>
      ['replace', 'provide'].flatMap((part) => Object.keys(asStringRecord(field(entry, part)))),
    ),
  );
  for (const part of ['replace', 'provide'])
    for (const [name] of entriesOf(field(manifest, part))) given.add(name.toLowerCase());
  const differences: string[] = [];
  let isSure = true;
  for (const [written, constraint] of ['require', 'require-dev'].flatMap((part) =>
    Object.entries(asStringRecord(field(manifest, part))),
  )) {
    const name = written.toLowerCase();
    if (isPlatform(name) || given.has(name)) continue;
    const version = versions.get(name);
    const fits = version === undefined ? false : satisfiesComposer(version, constraint);
    if (fits === false) differences.push(written);
    else if (fits === undefined) isSure = false;
  }
  const sameContent = asString(field(lock, 'content-hash')) === contentHash(manifest);
  return {
    packages: locked.length,
    developmentPackages: listOf(field(lock, 'packages-dev')).length,
    inStep: sameContent ? true : differences.length > 0 ? false : isSure ? true : undefined,
    differences: sameContent ? [] : differences,
    plugins: locked.filter((entry) => asString(field(entry, 'type')) === 'composer-plugin').map(nameOf),
  };
}

/** `php`, `ext-json`, `lib-curl`, `composer-plugin-api`: not packages but what the platform has. */
export function isPlatform(name: string): boolean {
  return /^(?:php(?:-(?:64bit|ipv6|zts|debug))?|hhvm|(?:ext|lib)-[^/]+|composer(?:-(?:plugin|runtime)-api)?)$/i.test(
    name,
  );
}

const relevantKeys = [
  'name', 'version', 'require', 'require-dev', 'conflict', 'replace', 'provide', 'minimum-stability', 'prefer-stable',
  'repositories', 'extra',
]; // prettier-ignore

/** Composer/Package/Locker.php: MD5 of the parts that decide about packages, as PHP writes JSON. */
function contentHash(manifest: unknown): string | undefined {
  const content: Record<string, unknown> = {};
  for (const key of relevantKeys) {
    const value = field(manifest, key);
    if (value !== undefined && value !== null) content[key] = value;
  }
  const platform = field(field(manifest, 'config'), 'platform');
  if (platform !== undefined && platform !== null) content['config'] = { platform };
  const sorted = Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
  const json = phpJson(sorted);
  return json === undefined ? undefined : digest.md5(json);
}

/** `json_encode`: slashes and everything beyond ASCII escaped, an empty object as a list. Undefined for fractions. */
function phpJson(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
  if (typeof value === 'string') return quoted(value);
  const record = asRecord(value);
  if (!record && !Array.isArray(value)) return JSON.stringify(value);
  const keys = record ? Object.keys(record) : [];
  // Arrays of PHP: an object whose keys are 0, 1, 2 … is a list.
  if (!record || keys.every((key, i) => key === String(i))) {
    const items = (record ? Object.values(record) : (value as readonly unknown[])).map(phpJson);
    return items.includes(undefined) ? undefined : `[${items.join(',')}]`;
  }
  const fields = keys.map((key) => {
    const text = phpJson(record[key]);
    return text === undefined ? undefined : `${quoted(key)}:${text}`;
  });
  return fields.includes(undefined) ? undefined : `{${fields.join(',')}}`;
}

function quoted(text: string): string {
  return JSON.stringify(text)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function nameOf(entry: unknown): string {
  return (asStrings(field(entry, 'name'))[0] ?? '').toLowerCase();
}
