/** Files around a project that MSBuild and NuGet read without being told. */
import type { AskedVersion } from '../dependencies.ts';
import { folderOf, inside } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { asString, field } from '../value.ts';
import { attributeOf, childrenOf, elementAt, elementsIn, readXml } from '../xml.ts';
import { parse } from 'jsonc-parser';

/** The nearest file of this name, in the folder or above it in the context. */
export function nearestAbove(reader: ProjectReader, directory: string, name: string): string | undefined {
  for (let folder = directory; ; folder = folderOf(folder)) {
    const path = inside(folder, name);
    if (reader.isFile(path)) return path;
    if (folder === '') return undefined;
  }
}

/** NuGet reads the configuration of every folder above, under these three names. */
const configurationNames = ['nuget.config', 'NuGet.config', 'NuGet.Config'] as const;

export function nugetConfigurations(reader: ProjectReader, directory: string): readonly string[] {
  const found: string[] = [];
  for (let folder = directory; ; folder = folderOf(folder)) {
    const path = configurationNames.map((name) => inside(folder, name)).find((one) => reader.isFile(one));
    if (path !== undefined) found.push(path);
    if (folder === '') return found;
  }
}

/** Does the configuration hold a password that is no variable (`%TOKEN%`)? */
export async function hasCredential(reader: ProjectReader, path: string): Promise<boolean> {
  const result = readXml((await reader.quietText(path, readLimits.configuration)) ?? '');
  if (!result.ok) return false;
  const sources = elementsIn(elementAt(result.root, 'packageSourceCredentials'));
  return sources
    .flatMap((source) => childrenOf(source, 'add'))
    .some((entry) => {
      const value = attributeOf(entry, 'value') ?? '';
      return /password$/i.test(attributeOf(entry, 'key') ?? '') && value !== '' && !/^%[^%]+%$/.test(value);
    });
}

/** A package source that is a folder of the project, as written. */
export async function folderSource(reader: ProjectReader, path: string): Promise<string | undefined> {
  const result = readXml((await reader.quietText(path, readLimits.configuration)) ?? '');
  if (!result.ok) return undefined;
  return childrenOf(elementAt(result.root, 'packageSources'), 'add')
    .map((entry) => attributeOf(entry, 'value') ?? '')
    .find((value) => value !== '' && !/^(?:[a-z]+:|%|\/)/i.test(value));
}

/** The SDK that global.json asks for. */
export async function sdkVersionOf(
  reader: ProjectReader,
  path: string | undefined,
): Promise<AskedVersion | undefined> {
  if (path === undefined) return undefined;
  const text = await reader.text(path, readLimits.configuration);
  const version = asString(field(field(parse(text ?? ''), 'sdk'), 'version'));
  return version === undefined ? undefined : { source: path, version };
}
