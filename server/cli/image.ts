/** `image`: what is known about a base image. */
import type { ImageFact, ImageFacts, ImageSize } from '../images/facts.ts';
import { formatSaving, formatSize } from '../images/format.ts';
import { defaultPlatform } from '../images/live-overlay.ts';
import { parseReference } from '../images/reference.ts';
import { formatPlatform, parsePlatform } from '../registry/platform.ts';
import type { ImageCommand } from './arguments.ts';
import { imagesOf } from './images.ts';
import { exitCodes, UsageError } from './io.ts';
import type { CliIo } from './io.ts';

export async function runImage(io: CliIo, command: ImageCommand): Promise<number> {
  const { references, json, offline } = command;
  const wrong = references.find((reference) => parseReference(reference) === undefined);
  if (wrong !== undefined) throw new UsageError(`${wrong} is not the name of an image.`);
  const platform = command.platform === undefined ? defaultPlatform : parsePlatform(command.platform);
  if (!platform)
    throw new UsageError(`--platform ${command.platform}: write OS/ARCHITECTURE, such as linux/arm64.`);
  const images = imagesOf(io, { offline, quick: false });
  const learned = images.learn(references, { platform: formatPlatform(platform) });
  const siblings = references.flatMap((reference) => siblingsOf(reference, images.facts(platform)));
  await images.learn(
    siblings.slice(0, maximumSiblings).map(({ name }) => name),
    { platform: formatPlatform(platform) },
  );
  await learned;
  const facts = images.facts(platform);
  if (json) {
    const answers = references.map((reference) =>
      asJson(reference, facts, images.trouble(reference, platform)),
    );
    io.stdout.write(`${JSON.stringify(answers.length === 1 ? answers[0] : answers, undefined, 2)}\n`);
  }
  let code: number = exitCodes.ok;
  for (const reference of references) {
    const fact = facts.lookup(reference);
    const trouble = images.trouble(reference, platform);
    if (!fact) {
      const why = trouble === undefined ? '' : ` ${trouble}`;
      io.stderr.write(`${reference} is not in the table of ${facts.compiled}.${why}\n`);
      code = exitCodes.findings;
    } else if (!json) io.stdout.write(asText(fact, facts.siblings(fact), facts.compiled));
  }
  return code;
}

/** Of all images asked about. Each costs a registry a few requests. */
const maximumSiblings = 8;

function siblingsOf(reference: string, facts: ImageFacts): readonly ImageFact[] {
  const fact = facts.lookup(reference);
  return fact ? facts.siblings(fact).slice(0, 4) : [];
}

function asJson(reference: string, facts: ImageFacts, trouble: string | undefined) {
  const fact = facts.lookup(reference);
  const siblings = fact ? facts.siblings(fact) : [];
  return {
    reference,
    ...(fact ? toJson(fact) : { name: null }),
    tableOf: facts.compiled,
    registry: trouble ?? null,
    siblings: siblings.map((sibling) => ({ ...toJson(sibling), savesBytes: saving(fact, sibling) })),
  };
}

/** Every known field, null where nothing is known, so that the keys are always the same. */
function toJson(fact: ImageFact) {
  return {
    name: fact.name,
    aliases: fact.aliases,
    compressed: fact.compressed ?? null,
    onDisk: fact.onDisk ?? null,
    architectures: fact.architectures,
    distro: fact.distro
      ? {
          family: fact.distro.family,
          version: fact.distro.version ?? null,
          codename: fact.distro.codename ?? null,
        }
      : null,
    distroEol: fact.distroEol ?? null,
    distroLtsEol: fact.distroLtsEol ?? null,
    libc: fact.libc ?? null,
    packageManager: fact.packageManager ?? null,
    shell: fact.shell ?? null,
    shellName: fact.shellName ?? null,
    defaultUser: fact.defaultUser ?? null,
    nonRootUser: fact.nonRootUser ?? null,
    tools: fact.tools,
    runtime: fact.runtime
      ? {
          name: fact.runtime.name,
          version: fact.runtime.version ?? null,
          eol: fact.runtime.eol ?? null,
        }
      : null,
    note: fact.note ?? null,
    digest: fact.digest ?? null,
    created: fact.created ?? null,
    entrypoint: fact.entrypoint ?? null,
    exposedPorts: fact.exposedPorts ?? null,
  };
}

function saving(fact: ImageFact | undefined, sibling: ImageFact): number | null {
  return fact?.onDisk && sibling.onDisk ? fact.onDisk.bytes - sibling.onDisk.bytes : null;
}

function asText(fact: ImageFact, siblings: readonly ImageFact[], compiled: string): string {
  const { distro, runtime, defaultUser, nonRootUser } = fact;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['on disk', described(fact.onDisk)],
    ['pull', described(fact.compressed)],
    [
      'distribution',
      distro &&
        [distro.family, distro.version, distro.codename && `(${distro.codename})`].filter(Boolean).join(' '),
    ],
    ['supported until', fact.distroLtsEol ?? fact.distroEol],
    [
      'runtime',
      runtime &&
        [runtime.name, runtime.version, runtime.eol && `(ends ${runtime.eol})`].filter(Boolean).join(' '),
    ],
    ['libc', fact.libc],
    ['packages', fact.packageManager],
    ['shell', fact.shell === false ? 'none' : fact.shellName],
    ['runs as', defaultUser && (defaultUser.name ?? String(defaultUser.uid))],
    [
      'other user',
      nonRootUser &&
        [nonRootUser.name, nonRootUser.uid !== undefined && `(uid ${nonRootUser.uid})`]
          .filter(Boolean)
          .join(' '),
    ],
    ['tools', fact.tools.join(', ') || undefined],
    ['platforms', fact.architectures.join(', ') || undefined],
    ['digest', fact.digest],
    ['built', fact.created],
    ['note', fact.note],
    ...siblings.map((sibling, i) => [i === 0 ? 'smaller' : '', siblingText(fact, sibling)] as const),
    ['table of', compiled],
  ];
  const known = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(16)}${value}`],
  );
  return `${fact.name}\n${known.join('\n')}\n`;
}

function described(size: ImageSize | undefined): string | undefined {
  return size && `${formatSize(size)} (${size.kind}, ${size.source} of ${size.date})`;
}

function siblingText(fact: ImageFact, sibling: ImageFact): string {
  const size = formatSize(sibling.onDisk);
  const less =
    fact.onDisk && sibling.onDisk ? formatSaving(fact.onDisk.bytes, sibling.onDisk.bytes) : undefined;
  return [sibling.name, size, less && `(${less})`].filter(Boolean).join(' ');
}
