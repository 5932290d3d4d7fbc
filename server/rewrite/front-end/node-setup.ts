/** Node in an image of another ecosystem, brought there to build a front end. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import type { ImageFact } from '../../images/facts.ts';
import { lookupRoot } from '../../images/root.ts';
import { splitTag } from '../../images/tag.ts';
import type { Facts } from '../../rules/rule.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { isBuildPackage } from '../node/system-packages.ts';

/** System packages that are Node, or that come with it. */
const nodePackages: ReadonlySet<string> = new Set([
  'nodejs', 'nodejs-current', 'nodejs-lts', 'node', 'npm', 'nodejs-npm', 'yarn', 'yarnpkg', 'pnpm',
]); // prettier-ignore

export function isNodePackage(name: string): boolean {
  return nodePackages.has(name) || /^node-[a-z]/.test(name);
}

/** The script and the lists of NodeSource: `deb.nodesource.com/setup_20.x`, `…/node_20.x`. */
const nodeSource = /(?:deb|rpm)\.nodesource\.com\/(?:setup_|node_|pub_)([a-z0-9]+)(?:\.x)?/;

/** Node's release in the official packages, by release of the distribution (packages.debian.org, pkgs.alpinelinux.org). */
const packagedVersions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: { '10': '10', '11': '12', '12': '18', '13': '20' },
  ubuntu: { '20.04': '10', '22.04': '12', '24.04': '18' },
  alpine: { '3.15': '16', '3.16': '16', '3.17': '18', '3.18': '18', '3.19': '20', '3.20': '20', '3.21': '22', '3.22': '22', '3.23': '24', '3.24': '24' },
}; // prettier-ignore

/** Does the command prepare the system for Node alone? Its whole link can go with Node. */
export function isNodeSetup(command: ShellCommand): boolean {
  if (command.words.some(({ value }) => /nodesource/.test(value))) return true;
  if (command.redirects.some(({ target }) => /nodesource/.test(target?.value ?? ''))) return true;
  if (command.pipedFrom && isNodeSetup(command.pipedFrom)) return true;
  if (command.name === 'corepack') return true;
  const isGlobal = command.args.some(({ value }) => /^(?:-g|--global|global)$/.test(value));
  return /^(?:npm|yarn|pnpm)$/.test(command.name) && isGlobal;
}

export interface NodeImage {
  readonly image: string;
  /** Where its version comes from, as the user reads it. */
  readonly because: string;
}

/** The image for the front end's stage, or why it is not certain: a complete sentence. Undefined: Node is the image's own. */
export function nodeImage(
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
): NodeImage | string | undefined {
  const base = lookupRoot(stage, facts.images);
  const commands = stage.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? []);
  const installs = commands.some((command) =>
    systemCommand(command)?.packages.some((word) => nodePackages.has(packageName(word))),
  );
  const source = commands.flatMap(({ words }) => words.flatMap(({ value }) => nodeSource.exec(value)?.[1] ?? [])); // prettier-ignore
  if (!installs && source.length === 0) {
    return base && base.runtime?.name !== 'node' && base.repository !== 'node'
      ? 'How Node gets into the image, and in which version, is not certain.'
      : undefined;
  }
  const [named] = source;
  const version = named ?? packagedVersion(base);
  if (version === undefined || !/^(?:\d+|lts|current)$/.test(version))
    return 'Which version of Node the system packages bring is not known.';
  return {
    image: `node:${version}${variant(base, commands)}`,
    because: named === undefined ? `the version of ${base!.distro!.family}'s packages` : 'as from NodeSource',
  };
}

function packagedVersion(base: ImageFact | undefined): string | undefined {
  const { family, version } = base?.distro ?? {};
  const table = family === undefined ? undefined : packagedVersions[family];
  // The tag follows Alpine's releases, each of which has the long-term release of its time.
  if (family === 'alpine' && version === undefined) return 'lts';
  if (!table || version === undefined) return undefined;
  return table[version] ?? table[version.split('.').slice(0, 2).join('.')];
}

/** With the tools that installs of the user's image find. */
function variant(base: ImageFact | undefined, commands: readonly ShellCommand[]): string {
  if (base?.libc === 'musl') return '-alpine';
  const isSlim = base !== undefined && splitTag(base.tag).words.includes('slim');
  const hasTools = commands.some((command) =>
    systemCommand(command)?.packages.some((word) => isBuildPackage(packageName(word))),
  );
  return isSlim && !hasTools ? '-slim' : '';
}
