import { parentLocation } from '../../location.ts';
import { joinPath } from '../paths.ts';
import type { ToldUse } from '../facts.ts';
import type { BakeTarget, BakeValue } from './targets.ts';

/**
 * What a bake target builds. Undefined for a target with text of its own, with a context elsewhere, or where a name is
 * computed. Paths are relative to the folder in which bake is started, which is taken to be that of its file.
 * Source: https://docs.docker.com/build/bake/reference/#target
 */
export function bakeUse({ name, fields }: BakeTarget, file: string): ToldUse | undefined {
  const folder = parentLocation(file);
  if (folder === undefined || fields.has('dockerfile-inline')) return undefined;
  const context = text(fields, 'context', '.');
  const dockerfile = text(fields, 'dockerfile', 'Dockerfile');
  const target = text(fields, 'target', '');
  if (context === undefined || dockerfile === undefined || target === undefined) return undefined;
  if (/:\/\/|^git@/.test(context) || context.startsWith('target:')) return undefined;
  const location = joinPath(folder, context);
  return {
    kind: 'bake',
    name,
    context: location,
    dockerfile: joinPath(location, dockerfile),
    target: target === '' ? undefined : target,
    args: values(fields.get('args')),
    contexts: new Set(values(fields.get('contexts')).keys()),
    container: undefined,
  };
}

/** Undefined when the field is there but can't be known. */
function text(fields: BakeTarget['fields'], name: string, otherwise: string): string | undefined {
  if (!fields.has(name)) return otherwise;
  const value = fields.get(name);
  return typeof value === 'string' ? value : undefined;
}

function values(value: BakeValue): ReadonlyMap<string, string | undefined> {
  return value instanceof Map
    ? new Map(
        [...(value as ReadonlyMap<string, BakeValue>)].map(([key, item]) => [
          key,
          typeof item === 'string' ? item : undefined,
        ]),
      )
    : new Map();
}
