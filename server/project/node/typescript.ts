import { parse } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import type { TypeScriptConfig } from '../facts.ts';
import { folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { asString, asStrings, field } from '../value.ts';

/** How many files an `extends` chain may have before we stop following it. */
const maxExtends = 10;

interface Options {
  outDir?: string | undefined;
  rootDir?: string | undefined;
  noEmit?: boolean | undefined;
}

/**
 * Reads a tsconfig with what it extends inside the context. Options of a base that lies in a package are not
 * known. `emitsTo` is a folder the command line sets (`--outDir`), relative to the project.
 */
export async function readTypeScriptConfig(
  reader: ProjectReader,
  path: string,
  emitsTo?: string,
): Promise<TypeScriptConfig | undefined> {
  if (!reader.isFile(path)) return undefined;
  const chain: string[] = [];
  const options = await readOptions(reader, path, folderOf(path), chain);
  if (options === undefined) return undefined;
  return {
    path,
    outDir: emitsTo ?? options.outDir,
    rootDir: options.rootDir,
    noEmit: options.noEmit === true,
    extends: chain.slice(1),
  };
}

async function readOptions(
  reader: ProjectReader,
  path: string,
  configDirectory: string,
  chain: string[],
): Promise<Options | undefined> {
  if (chain.includes(path) || chain.length > maxExtends) return {};
  const text = await reader.text(path, readLimits.configuration);
  if (text === undefined) return undefined;
  const errors: ParseError[] = [];
  const json: unknown = parse(text, errors, { allowTrailingComma: true });
  // The parser recovers from small mistakes; the compiler does as well, so what could be read counts.
  if (errors.length > 0) reader.problem(path, `${path} has JSON errors`);
  chain.push(path);

  const options: Options = {};
  for (const base of asStrings(field(json, 'extends'))) {
    const target = locate(reader, folderOf(path), base);
    if (target !== undefined)
      Object.assign(options, await readOptions(reader, target, configDirectory, chain));
  }
  const own = field(json, 'compilerOptions');
  const folder = (name: string): string | undefined => {
    const written = asString(field(own, name));
    if (written === undefined) return undefined;
    return written.startsWith('${configDir}')
      ? resolvePath(configDirectory, '.' + written.slice('${configDir}'.length))
      : resolvePath(folderOf(path), written);
  };
  if (field(own, 'outDir') !== undefined) options.outDir = folder('outDir');
  if (field(own, 'rootDir') !== undefined) options.rootDir = folder('rootDir');
  const noEmit = field(own, 'noEmit');
  if (typeof noEmit === 'boolean') options.noEmit = noEmit;
  return options;
}

/** `extends` names a file (with or without .json) relative to its own folder; anything else is a package. */
function locate(reader: ProjectReader, folder: string, base: string): string | undefined {
  if (!base.startsWith('.')) return undefined;
  const path = resolvePath(folder, base);
  if (path === undefined) return undefined;
  return [path, `${path}.json`].find((candidate) => reader.isFile(candidate));
}

/** The config a build uses: what `tsc -p X` names, nest's tsconfig.build.json, else tsconfig.json. */
export function chooseTypeScriptConfig(
  reader: ProjectReader,
  directory: string,
  buildScript: string | undefined,
  isNest: boolean,
): { path: string; emitsTo: string | undefined } {
  const command = /(?:^|[\s;&|(/])tsc(?![\w-])([^;&|]*)/.exec(buildScript ?? '')?.[1] ?? '';
  const written = optionOf(command, '(?:-p|--project|-b|--build)');
  const outDir = optionOf(command, '--outDir');
  const emitsTo = outDir === undefined ? undefined : resolvePath(directory, outDir);
  const named = written === undefined ? undefined : resolvePath(directory, written);
  const candidates =
    named === undefined
      ? [...(isNest ? [inside(directory, 'tsconfig.build.json')] : []), inside(directory, 'tsconfig.json')]
      : [named, inside(named, 'tsconfig.json')];
  const path = candidates.find((candidate) => reader.isFile(candidate)) ?? inside(directory, 'tsconfig.json');
  return { path, emitsTo };
}

function optionOf(command: string, option: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${option}(?:=|\\s+)["']?([^\\s"'-][^\\s"']*)`, 'i').exec(command);
  return match?.[1];
}
