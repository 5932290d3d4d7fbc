/** `image`: what is known about a base image. */
import type { ImageFact, ImageSize } from '../images/facts.ts';
import { formatSaving, formatSize } from '../images/format.ts';
import { parseReference } from '../images/reference.ts';
import { embeddedImages } from '../images/table.ts';
import { exitCodes, UsageError } from './io.ts';
import type { CliIo } from './io.ts';

export function runImage(io: CliIo, reference: string, json: boolean): number {
  if (parseReference(reference) === undefined)
    throw new UsageError(`${reference} is not the name of an image.`);
  const images = embeddedImages();
  const fact = images.lookup(reference);
  const siblings = fact ? images.siblings(fact) : [];
  if (json) {
    const answer = { reference, ...(fact ? toJson(fact) : { name: null }), tableOf: images.compiled };
    const smaller = siblings.map((sibling) => ({ ...toJson(sibling), savesBytes: saving(fact, sibling) }));
    io.stdout.write(`${JSON.stringify({ ...answer, siblings: smaller }, undefined, 2)}\n`);
  } else if (fact) io.stdout.write(asText(fact, siblings, images.compiled));
  if (fact) return exitCodes.ok;
  io.stderr.write(`${reference} is not in the table of ${images.compiled}.\n`);
  return exitCodes.findings;
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
