/**
 * The Dockerfile of a development container. Source: https://containers.dev/implementors/json_reference/
 */
import { parse } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { parentLocation } from '../location.ts';
import { asRecord, asString, field } from '../project/value.ts';
import { joinPath } from './paths.ts';
import type { ToldUse } from './facts.ts';
import { readValues } from './values.ts';

/** Paths with a variable of the editor's (`${localWorkspaceFolder}`) are not known. Never throws. */
export function devcontainerUse(text: string, file: string): ToldUse | undefined {
  const errors: ParseError[] = [];
  const root = asRecord(parse(text, errors, { allowTrailingComma: true }) as unknown);
  const folder = parentLocation(file);
  if (!root || folder === undefined) return undefined;
  const build = asRecord(root['build']);
  const known = (value: unknown): string | undefined => {
    const written = asString(value);
    return written?.includes('${') === true ? undefined : written;
  };
  const dockerfile = known(build?.['dockerfile'] ?? root['dockerFile']);
  if (dockerfile === undefined) return undefined;
  const written = field(build, 'context') ?? root['context'];
  const context = written === undefined ? '.' : known(written);
  const target = build?.['target'] === undefined ? undefined : known(build['target']);
  if (context === undefined) return undefined;
  return {
    kind: 'devcontainer',
    name: asString(root['name']),
    context: joinPath(folder, context),
    dockerfile: joinPath(folder, dockerfile),
    target,
    args: readValues(build?.['args'], (value) => (value.includes('${') ? undefined : value)),
    contexts: new Set(),
    container: {
      user: known(root['containerUser']),
      healthcheck: undefined,
      environment: readValues(root['containerEnv'], (value) => (value.includes('${') ? undefined : value)),
      init: root['init'] === true,
      // A dev container is kept alive by the editor unless told otherwise.
      command: root['overrideCommand'] === false ? undefined : ['sleep infinity'],
      entrypoint: undefined,
      mounts: [],
    },
  };
}
