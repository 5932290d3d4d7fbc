import { inside } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { asText, field } from '../value.ts';
import { parseYaml } from '../yaml.ts';
import { pnpmWorkspaceFile } from './workspaces.ts';

/** With these values packages do not lie in node_modules as Node looks for them (pnpm.io/settings). */
const moving: readonly (readonly [name: string, moves: (value: string) => boolean])[] = [
  ['virtual-store-dir', (value) => !/^(?:\.\/)?node_modules\//.test(value)],
  ['modules-dir', (value) => value !== 'node_modules'],
  ['node-linker', (value) => value === 'pnp'],
  ['enable-global-virtual-store', (value) => value === 'true'],
  ['symlink', (value) => value === 'false'],
];

/**
 * The setting of pnpm by which packages lie elsewhere than in node_modules, as `name=value`: in .npmrc, or (since version
 * 10, in camel case) in pnpm-workspace.yaml.
 */
export async function packagesElsewhere(
  reader: ProjectReader,
  directory: string,
): Promise<string | undefined> {
  const npmrc = await reader.quietText(inside(directory, '.npmrc'), readLimits.configuration);
  const workspace = await reader.quietText(pnpmWorkspaceFile(directory), readLimits.configuration);
  const table = workspace === undefined ? undefined : tableOf(workspace);
  for (const [name, moves] of moving) {
    const line = npmrc?.split(/\r?\n/).find((one) => one.split('=', 1)[0]!.trim() === name);
    const value = line?.slice(line.indexOf('=') + 1).trim() ?? settingOf(table, name);
    if (value !== undefined && moves(value)) return `${name}=${value}`;
  }
  return undefined;
}

function tableOf(text: string): unknown {
  try {
    return parseYaml(text);
  } catch {
    // Whoever reads the workspace reports it.
    return undefined;
  }
}

function settingOf(table: unknown, name: string): string | undefined {
  const camelCase = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const value = field(table, camelCase);
  return typeof value === 'boolean' ? String(value) : asText(value);
}
