/** The text of a configuration file → settings and problems. */
import { settingDescriptions } from '../../shared/settings.ts';
import type { SettingDescription } from '../../shared/settings.ts';
import { nearestName } from '../dockerfile/nearest.ts';
import type { Span } from '../dockerfile/span.ts';
import { isForeignName, ruleNames, rulesNamed } from '../engine/rule-names.ts';
import type { ConfigProblem, ProjectConfig, ReadConfig } from './config.ts';
import { parseConfig } from './tree.ts';
import type { ConfigEntry, ConfigNode } from './tree.ts';

/** The settings that a project may make, by their key in the file. */
const known: ReadonlyMap<string, SettingDescription> = new Map(
  settingDescriptions.filter(({ inProject }) => inProject).map((setting) => [setting.path, setting]),
);

/** Never throws. What is wrong is left out and has a problem; the rest counts, unless the file can't be read at all. */
export function readConfig(text: string, format: 'yaml' | 'json'): ReadConfig {
  const parsed = parseConfig(text, format);
  if (!parsed.ok) {
    const { message, span } = parsed;
    return { config: {}, problems: [{ severity: 'error', message, span: inside(span, text) }] };
  }
  const reader = new Reader();
  const config = parsed.root ? reader.settings(parsed.root) : {};
  return { config, problems: reader.problems.sort((a, b) => a.span.start - b.span.start) };
}

class Reader {
  readonly problems: ConfigProblem[] = [];

  settings(root: ConfigNode): ProjectConfig {
    if (root.kind !== 'map') {
      this.#problem(root.span, 'This must be settings by name, such as `rules`.');
      return {};
    }
    const config: Record<string, unknown> = {};
    for (const { key, keySpan, value } of this.#distinct(root.entries)) {
      const setting = known.get(key);
      if (!setting) {
        this.#problem(keySpan, `There is no setting \`${key}\` for projects.${hint(key, known.keys())}`);
        continue;
      }
      const read = this.#value(value, setting.schema, key);
      if (read !== undefined) config[setting.key] = read;
    }
    return config;
  }

  /** What of the value fits the schema (of those that settings.ts uses); undefined when nothing does. */
  #value(node: ConfigNode, schema: SettingDescription['schema'], name: string): unknown {
    const { type } = schema;
    if (type === 'object') return this.#map(node, schema, name);
    if (type === 'array') {
      if (node.kind !== 'list') return this.#wrong(node, `\`${name}\` must be a list.`);
      const items = schema['items'] as SettingDescription['schema'];
      return node.items.map((item) => this.#value(item, items, name)).filter((item) => item !== undefined);
    }
    const value = node.kind === 'scalar' ? node.value : undefined;
    const allowed = schema['enum'] as readonly string[] | undefined;
    if (allowed) {
      if (typeof value === 'string' && allowed.includes(value)) return value;
      const near = typeof value === 'string' ? hint(value, allowed) : '';
      return this.#wrong(node, `\`${name}\` must be one of ${allowed.join(', ')}.${near}`);
    }
    if (typeof value !== type) return this.#wrong(node, `\`${name}\` must be ${article(String(type))}.`);
    return value;
  }

  #map(node: ConfigNode, schema: SettingDescription['schema'], name: string): unknown {
    if (node.kind !== 'map') return this.#wrong(node, `\`${name}\` must be values by name.`);
    const values = schema['additionalProperties'] as SettingDescription['schema'];
    const result: Record<string, unknown> = {};
    for (const { key, keySpan, value } of this.#distinct(node.entries)) {
      if (name === 'rules' && !this.#isRule(key, keySpan)) continue;
      const read = this.#value(value, values, key);
      if (read !== undefined) result[key] = read;
    }
    return result;
  }

  #isRule(name: string, span: Span): boolean {
    if (rulesNamed(name).length > 0) return true;
    if (!isForeignName(name)) this.#problem(span, `There is no rule \`${name}\`.${hint(name, ruleNames())}`);
    return false;
  }

  /** Of two with one name the later one counts, as everywhere in JSON; YAML has an error of its own for it. */
  #distinct(entries: readonly ConfigEntry[]): ConfigEntry[] {
    const last = new Map(entries.map((entry) => [entry.key, entry]));
    for (const entry of entries)
      if (last.get(entry.key) !== entry)
        this.#problem(entry.keySpan, `\`${entry.key}\` is set again below; this one does not count.`);
    return [...last.values()];
  }

  #wrong(node: ConfigNode, message: string): undefined {
    this.#problem(node.span, message);
  }

  #problem(span: Span, message: string): void {
    this.problems.push({ severity: 'warning', message, span });
  }
}

function hint(name: string, names: Iterable<string>): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? '' : ` Did you mean \`${nearest}\`?`;
}

function article(type: string): string {
  return type === 'string' ? 'a text' : type === 'boolean' ? 'true or false' : `a ${type}`;
}

function inside({ start, end }: Span, text: string): Span {
  const from = Math.min(Math.max(start, 0), text.length);
  return { start: from, end: Math.min(Math.max(end, from), text.length) };
}
