/** Downloads over plain http. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { downloadCommand, isPrivateHost, urlParts } from '../../tools/download.ts';

export interface PlainHttp {
  /** The URL's word. */
  readonly span: Span;
  readonly host: string;
  /** The host is known to serve the same over https. */
  readonly known: boolean;
  /** What fetches it; ADD and the package managers bring the authorities that https needs. */
  readonly tool: string;
  /** Where `http` stands, or an empty span where a scheme would stand; undefined where the text has it in another way. */
  readonly scheme: Span | undefined;
}

/** Hosts of which it is known that they serve their files over https. */
const knownHosts =
  /^(?:(?:raw|gist|objects|release-assets)\.githubusercontent\.com|(?:(?:www|codeload|api|gist)\.)?github\.com|gitlab\.com|bitbucket\.org|registry\.npmjs\.org|registry\.npmmirror\.com|registry\.yarnpkg\.com|dl\.yarnpkg\.com|(?:www\.)?pypi\.org|files\.pythonhosted\.org|bootstrap\.pypa\.io|(?:www\.)?python\.org|mirrors\.aliyun\.com|pypi\.tuna\.tsinghua\.edu\.cn|mirrors\.tuna\.tsinghua\.edu\.cn|mirrors\.ustc\.edu\.cn|dl\.google\.com|packages\.cloud\.google\.com|(?:[\w-]+\.)?storage\.googleapis\.com|s3(?:[.-][\w-]+)?\.amazonaws\.com|[\w-]+\.s3(?:[.-][\w-]+)?\.amazonaws\.com|repo1?\.maven\.org|repo\.maven\.apache\.org|(?:www|archive|downloads|dlcdn)\.apache\.org|nodejs\.org|(?:deb|rpm)\.nodesource\.com|(?:get|download)\.docker\.com|rubygems\.org|(?:static\.)?crates\.io|static\.rust-lang\.org|sh\.rustup\.rs|(?:www\.)?golang\.org|go\.dev|proxy\.golang\.org|packages\.microsoft\.com|apt\.postgresql\.org|(?:www|ftp)\.postgresql\.org|nginx\.org|(?:dev|repo|cdn)\.mysql\.com|ftp\.gnu\.org|(?:downloads|download)\.sourceforge\.net|sourceforge\.net|curl\.se|www\.openssl\.org|zlib\.net|cmake\.org|getcomposer\.org|repo\.packagist\.org|pecl\.php\.net|pear\.php\.net|www\.php\.net|repo\.anaconda\.com|download\.oracle\.com|services\.gradle\.org|archive\.org)$/;

/** What the commands of a RUN fetch, or are told to fetch from, over http. */
export function plainHttpIn(command: ShellCommand, model: DockerfileModel): PlainHttp[] {
  const download = downloadCommand(command);
  // A name without a scheme is http for both.
  if (download) return download.urls.flatMap((word) => plain(word, download.tool, model, true));
  const { name, args } = command;
  if (name === 'git' && args.some(({ value }) => value === 'clone' || value === 'fetch'))
    return args.flatMap((word) => plain(word, 'git', model, false));
  if (/^(?:pip[\d.]*|python[\d.]*|uv|npm|pnpm|yarn|yarnpkg|bun|cnpm|gem)$/.test(name)) {
    const about =
      name === 'npm' || name.startsWith('yarn') || name === 'pnpm'
        ? /registry/
        : /^-i$|index-url|^--(?:index|default-index|source|find-links)\b|^-f$/;
    return args.flatMap((word, i) =>
      about.test(word.value.replace(/https?:.*$/, '')) || about.test(args[i - 1]?.value ?? '')
        ? plain(word, name, model, false)
        : [],
    );
  }
  return [];
}

/** `ADD http://…` without a checksum. */
export function plainHttpAdd(instruction: Instruction, model: DockerfileModel): PlainHttp[] {
  const copy = instruction.keyword === 'ADD' ? readCopy(instruction) : undefined;
  if (!copy || instruction.flags.some(({ name }) => name === 'checksum')) return [];
  return copy.sources
    .filter(({ remote }) => remote)
    .flatMap(({ word, path }) => plain({ value: path, span: word.span }, 'ADD', model, false));
}

function plain(
  { value, span }: Pick<ShellWord, 'value' | 'span'>,
  tool: string,
  { text }: DockerfileModel,
  bare: boolean,
): PlainHttp[] {
  const at = value.search(/http:\/\//i);
  const url = urlParts(at < 0 ? value : value.slice(at));
  if (!url || (at < 0 && (!bare || url.scheme !== undefined || !/^[\w-]+(?:\.[\w-]+)+\//.test(value))))
    return [];
  // A port of its own is mostly a server of one's own.
  if (isPrivateHost(url.host) || (url.port !== undefined && url.port !== '80')) return [];
  const written = text.slice(span.start, span.end);
  const offset = at < 0 ? (written.startsWith(value) ? 0 : -1) : written.search(/http:\/\//i);
  const scheme =
    offset < 0 ? undefined : { start: span.start + offset, end: span.start + offset + (at < 0 ? 0 : 4) };
  return [{ span, host: url.host, known: knownHosts.test(url.host) && url.port === undefined, tool, scheme }];
}
