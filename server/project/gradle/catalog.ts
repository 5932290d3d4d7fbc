/** gradle/libs.versions.toml. https://docs.gradle.org/current/userguide/version_catalogs.html */
import { readToml, type TomlResult } from '../toml.ts';
import { asString, entriesOf, field } from '../value.ts';
import type { GradlePlugin } from './facts.ts';

/** The catalog's plugins by the name that scripts use: `spring.boot` for `spring-boot`. */
export function readCatalog(text: string): TomlResult<ReadonlyMap<string, GradlePlugin>> {
  const parsed = readToml(text);
  if (!parsed.ok) return parsed;
  const versions = field(parsed.value, 'versions');
  const plugins = entriesOf(field(parsed.value, 'plugins')).flatMap(([alias, value]) => {
    const short = asString(value)?.split(':');
    const id = short?.[0] ?? asString(field(value, 'id'));
    const version = field(value, 'version');
    const reference = asString(field(version, 'ref'));
    const written =
      short?.[1] ??
      asString(version) ??
      (reference === undefined ? undefined : asString(field(versions, reference)));
    return id === undefined ? [] : [[alias.replace(/[-_]/g, '.'), { id, version: written }] as const];
  });
  return { ok: true, value: new Map(plugins) };
}
