/** Writes the table as text. server/images/decode.ts documents the format and reads it. */
import type { SourceAccount, SourceImage, SourceSize } from './source.ts';

/** Collects equal texts once and gives their line number. */
class Lines {
  readonly #numbers = new Map<string, number>();

  add(text: string): string {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return String(number);
  }

  toString(): string {
    return [...this.#numbers.keys()].join('\n');
  }
}

const kinds = { exact: 'e', rounded: 'r', derived: 'd' } as const;

export const tableFile = 'server/images/table.generated.ts';
/** It is part of every build, the one for the web too. */
const maximumBytes = 80_000;

/** The whole TypeScript module. @throws when a text holds a character that the format needs for itself, and when it is too large. */
export function encodeTable(images: readonly SourceImage[]): string {
  const text = encode(images);
  const bytes = Buffer.byteLength(text);
  if (bytes >= maximumBytes)
    throw new Error(`${tableFile} would have ${bytes} bytes, the limit is ${maximumBytes}`);
  return text;
}

function encode(images: readonly SourceImage[]): string {
  const lists = { distros: new Lines(), profiles: new Lines(), architectures: new Lines(), runtimes: new Lines(), notes: new Lines(), repositories: new Lines() }; // prettier-ignore
  for (const image of images) lists.repositories.add(image.repository);
  const rows: string[] = [];
  let previous = '';
  for (const image of images) {
    const repository = lists.repositories.add(image.repository);
    const { distro, runtime } = image;
    const distroLine = distro === undefined ? '' : lists.distros.add(cells(distro.family, distro.version, distro.codename, image.distroEol, image.distroLtsEol)); // prettier-ignore
    const profile = lists.profiles.add(
      cells(
        distroLine,
        image.libc,
        image.packageManager,
        image.shell === undefined ? '?' : image.shell ? (image.shellName ?? 'sh') : '',
        account(image.defaultUser),
        account(image.nonRootUser),
        image.toolsKnown ? image.tools.join(',') : '?',
      ),
    );
    const siblings = image.smallerSiblings.map((name) => sibling(name, image.repository, lists.repositories));
    rows.push(
      cells(
        repository === previous ? '' : repository,
        image.tag,
        image.aliases.join(','),
        size(image.compressed),
        size(image.onDisk),
        profile,
        image.architectures.length === 0
          ? ''
          : lists.architectures.add(image.architectures.map(platform).sort().join(',')),
        runtime === undefined ? '' : lists.runtimes.add(cells(runtime.name, runtime.version, runtime.eol)),
        siblings.join(','),
        image.note === undefined ? '' : lists.notes.add(image.note),
        isUnmaintained(image.note) ? 'x' : '',
      ).replace(/\|+$/, ''),
    );
    previous = repository;
  }
  const compiled =
    images
      .map((image) => image.lookedUp ?? '')
      .sort()
      .at(-1) ?? '';
  return [
    '// Generated from scripts/image-table/images.jsonl by scripts/generate-image-table.ts; do not edit.',
    '// The format is described in decode.ts.',
    '',
    '/** The last day anything in the table was looked up. */',
    `export const compiled = '${compiled}';`,
    ...Object.entries({ ...lists, rows: rows.join('\n') }).map(([name, text]) => literal(name, String(text))),
    '',
  ].join('\n');
}

function literal(name: string, text: string): string {
  return `\nexport const ${name} = \`\n${text.replace(/[`\\]|\$\{/g, '\\$&')}\`;`;
}

function cells(...values: (string | undefined)[]): string {
  for (const value of values) {
    if (/[|\n]/.test(value ?? '')) throw new Error(`a cell holds a separator: ${value}`);
  }
  return values.map((value) => value ?? '').join('|');
}

function account(user: SourceAccount | undefined): string {
  return user === undefined ? '' : `${user.name}:${user.uid}`;
}

function size(figure: SourceSize | undefined): string {
  return figure === undefined ? '' : `${kinds[figure.kind]}${figure.bytes}@${figure.date ?? ''}`;
}

/** `:22-slim` within the repository, else the repository's line number first. A name without a tag is `latest`. */
function sibling(name: string, repository: string, repositories: Lines): string {
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const other = colon < 0 ? name : name.slice(0, colon);
  const tag = colon < 0 ? 'latest' : name.slice(colon + 1);
  return `${other === repository ? '' : repositories.add(other)}:${tag}`;
}

/** Docker Hub's folder names as platforms: arm64v8 is linux/arm64. */
function platform(architecture: string): string {
  const known: Readonly<Record<string, string>> = { arm64v8: 'arm64', i386: '386' };
  const arm = /^arm32(v\d)$/.exec(architecture);
  return arm === null ? (known[architecture] ?? architecture) : `arm/${arm[1] ?? ''}`;
}

/** True when the note says that the image is not kept up any more. */
function isUnmaintained(note: string | undefined): boolean {
  return /\b(?:deprecated|no longer rebuilt|no longer maintained|unmaintained)\b/.test(note ?? '');
}
