/** From a compose service to the use of a Dockerfile. */
import { asRecord, asStrings, asString, field } from '../../project/value.ts';
import { parseEnvironmentFile } from '../environment-file.ts';
import type { ContainerMount, ContainerUse, ToldUse, Values } from '../facts.ts';
import { interpolate } from '../interpolate.ts';
import type { UsesReader } from '../reader.ts';
import { readValues, scalarText } from '../values.ts';
import { asBuild } from './merge.ts';
import { joinPath } from '../paths.ts';
import type { ComposeService } from './project.ts';

/**
 * Undefined for a service that does not build, builds text of its own (`dockerfile_inline`) or something elsewhere, or
 * whose folder is not known. @throws CancelledError
 */
export async function composeUse(
  service: ComposeService,
  folder: string,
  reader: UsesReader,
): Promise<ToldUse | undefined> {
  const { fields, lookup } = service;
  if (fields['build'] === undefined) return undefined;
  const read = (text: string): string | undefined => interpolate(text, lookup);
  const text = (value: unknown): string | undefined => {
    const written = scalarText(value);
    return written === undefined ? undefined : read(written);
  };
  const build = asBuild(fields['build']);
  if (build['dockerfile_inline'] !== undefined) return undefined;
  const context = build['context'] === undefined ? folder : asString(field(build['context'], 'location'));
  if (context === undefined) return undefined;
  const name = build['dockerfile'] === undefined ? 'Dockerfile' : text(build['dockerfile']);
  const target = build['target'] === undefined ? undefined : text(build['target']);
  if (name === undefined || (build['target'] !== undefined && target === undefined)) return undefined;
  return {
    kind: 'compose',
    name: service.name,
    context,
    dockerfile: joinPath(context, name),
    target: target === '' ? undefined : target,
    args: readValues(build['args'], read),
    contexts: new Set(readValues(build['additional_contexts'], read).keys()),
    container: {
      // Variables that are not set leave nothing.
      user: (fields['user'] === undefined ? undefined : text(fields['user'])) || undefined,
      healthcheck: healthcheck(fields['healthcheck']),
      environment: await environment(service, reader),
      init: fields['init'] === true,
      command: words(fields['command'], read),
      entrypoint: words(fields['entrypoint'], read),
      mounts: mounts(fields['volumes'], read),
    },
  };
}

function healthcheck(value: unknown): ContainerUse['healthcheck'] {
  const check = asRecord(value);
  if (!check) return undefined;
  const { test } = check;
  if (check['disable'] === true || (Array.isArray(test) && test[0] === 'NONE')) return 'disabled';
  return test === undefined ? undefined : 'set';
}

/** What env_file names lies under what `environment` says. */
async function environment({ fields, lookup }: ComposeService, reader: UsesReader): Promise<Values> {
  const values = new Map<string, string | undefined>();
  for (const file of asStrings(fields['env_file']))
    for (const [name, value] of parseEnvironmentFile((await reader.text(file)) ?? ''))
      values.set(name, value);
  for (const [name, value] of readValues(fields['environment'], (text) => interpolate(text, lookup)))
    values.set(name, value);
  return values;
}

function words(value: unknown, read: (text: string) => string | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return [read(value) ?? value];
  return Array.isArray(value) ? value.flatMap((item) => scalarText(item) ?? []) : undefined;
}

function mounts(value: unknown, read: (text: string) => string | undefined): readonly ContainerMount[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown): ContainerMount[] => {
    if (typeof item === 'string') return shortMount(read(item) ?? item);
    const target = asString(field(item, 'target'));
    const kind = field(item, 'type') === 'bind' ? 'bind' : 'volume';
    return target === undefined ? [] : [{ kind, target }];
  });
}

/** `./src:/app:ro`, `data:/data`, `/data`, `C:\src:/app`. */
function shortMount(text: string): ContainerMount[] {
  const parts = text.replace(/^([a-z]):(?=[\\/])/i, '$1').split(':');
  const [source, second] = parts;
  const target = second ?? source;
  if (target === undefined || !target.startsWith('/')) return [];
  const bind = second !== undefined && /^(?:[./~\\$]|[a-z][\\/])/i.test(source ?? '');
  return [{ kind: bind ? 'bind' : 'volume', target }];
}
