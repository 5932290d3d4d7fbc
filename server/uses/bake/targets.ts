/** The targets of a bake file, from HCL or JSON, with what they inherit. */
import { asRecord, entriesOf } from '../../project/value.ts';
import { scalarText } from '../values.ts';
import { parseHcl } from './hcl.ts';
import type { HclValue } from './hcl.ts';

/** Fields as written: text, lists of text, maps of text; undefined for what only bake can compute. */
export type BakeValue = string | readonly BakeValue[] | ReadonlyMap<string, BakeValue> | undefined;

export interface BakeTarget {
  readonly name: string;
  readonly fields: ReadonlyMap<string, BakeValue>;
}

interface BakeFile {
  readonly targets: Map<string, Map<string, BakeValue>>;
}

/** The targets of files that are given together, later ones on top; each with what it inherits. Never throws. */
export function bakeTargets(
  texts: readonly { readonly text: string; readonly json: boolean }[],
): readonly BakeTarget[] {
  const merged: BakeFile['targets'] = new Map();
  for (const { text, json } of texts)
    for (const [name, fields] of (json ? readJson(text) : readHcl(text)).targets)
      merged.set(name, mergeFields(merged.get(name) ?? new Map(), fields));
  return [...merged.keys()].map((name) => ({ name, fields: inherited(name, merged, []) }));
}

function inherited(
  name: string,
  targets: BakeFile['targets'],
  seen: readonly string[],
): Map<string, BakeValue> {
  const own = targets.get(name) ?? new Map<string, BakeValue>();
  const parents = own.get('inherits');
  let result = new Map<string, BakeValue>();
  for (const parent of Array.isArray(parents) ? (parents as readonly BakeValue[]) : [])
    if (typeof parent === 'string' && !seen.includes(parent) && parent !== name)
      result = mergeFields(result, inherited(parent, targets, [...seen, name]));
  return mergeFields(result, own);
}

/** Maps (args, contexts) are merged by key, everything else is replaced. */
function mergeFields(
  base: ReadonlyMap<string, BakeValue>,
  over: ReadonlyMap<string, BakeValue>,
): Map<string, BakeValue> {
  const result = new Map(base);
  for (const [field, value] of over) {
    const before = base.get(field);
    result.set(field, before instanceof Map && value instanceof Map ? new Map([...before, ...value]) : value);
  }
  return result;
}

function readHcl(text: string): BakeFile {
  const blocks = parseHcl(text);
  const variables = new Map<string, HclValue>();
  for (const { type, label, attributes } of blocks)
    if (type === 'variable' && label !== undefined)
      variables.set(label, attributes.get('default') ?? { kind: 'unknown' });
  const targets: BakeFile['targets'] = new Map();
  for (const { type, label, attributes } of blocks)
    if (type === 'target' && label !== undefined && !attributes.has('matrix'))
      targets.set(
        label,
        new Map([...attributes].map(([name, value]) => [name, resolve(value, variables, 0)])),
      );
  return { targets };
}

/** Variables that refer to one another deeper than this go in a circle; nothing in a bake file is nested as deep. */
const deepest = 20;

function resolve(value: HclValue, variables: ReadonlyMap<string, HclValue>, depth: number): BakeValue {
  switch (value.kind) {
    case 'text':
      return value.template ? fill(value.text, variables, depth) : value.text;
    case 'name': {
      const variable = variables.get(value.name);
      return variable && depth < deepest ? resolve(variable, variables, depth + 1) : undefined;
    }
    case 'list':
      return value.items.map((item) => resolve(item, variables, depth));
    case 'object':
      return new Map([...value.entries].map(([key, item]) => [key, resolve(item, variables, depth)]));
    default:
      return undefined;
  }
}

/** `${NAME}` in a text; anything else between the braces is bake's to compute. */
function fill(text: string, variables: ReadonlyMap<string, HclValue>, depth: number): string | undefined {
  let known = true;
  const filled = text.replace(/\$\{([^}]*)\}/g, (_, expression: string) => {
    const name = expression.trim();
    const value = variables.has(name) ? resolve({ kind: 'name', name }, variables, depth + 1) : undefined;
    if (typeof value !== 'string') known = false;
    return typeof value === 'string' ? value : '';
  });
  return known ? filled : undefined;
}

function readJson(text: string): BakeFile {
  const targets: BakeFile['targets'] = new Map();
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return { targets };
  }
  const variables = new Map<string, HclValue>();
  for (const [name, one] of entriesOf(asRecord(root)?.['variable'])) {
    const value = scalarText(asRecord(one)?.['default']);
    variables.set(
      name,
      value === undefined ? { kind: 'unknown' } : { kind: 'text', text: value, template: false },
    );
  }
  const read = (value: unknown, depth: number): BakeValue => {
    if (depth > deepest) return undefined;
    if (Array.isArray(value)) return value.map((item) => read(item, depth + 1));
    const record = asRecord(value);
    if (record) return new Map(Object.entries(record).map(([key, item]) => [key, read(item, depth + 1)]));
    const written = scalarText(value);
    return written === undefined ? undefined : fill(written, variables, 0);
  };
  for (const [name, one] of entriesOf(asRecord(root)?.['target'])) {
    const fields = read(one, 0);
    if (fields instanceof Map && !fields.has('matrix')) targets.set(name, fields as Map<string, BakeValue>);
  }
  return { targets };
}
