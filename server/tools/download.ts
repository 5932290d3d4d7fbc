/** curl and wget: what they fetch, and whether a script checks what it fetched. Sources: curl(1), wget(1). */
import type { ShellCommand, ShellScript, ShellWord } from '../dockerfile/shell.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

export interface Download {
  readonly tool: 'curl' | 'wget';
  readonly command: ShellCommand;
  /** What is fetched; curl takes a name without a scheme for `http://`, and wget too. */
  readonly urls: readonly ShellWord[];
  readonly options: ParsedOptions;
}

const valueOptions: Readonly<Record<Download['tool'], ReadonlySet<string>>> = {
  curl: new Set([
    '-A', '-b', '-c', '-C', '-d', '-D', '-e', '-E', '-F', '-H', '-K', '-m', '-o', '-P', '-Q', '-r', '-t', '-T', '-u', '-U', '-w', '-x', '-X', '-y', '-Y', '-z',
    '--cacert', '--capath', '--cert', '--cert-type', '--ciphers', '--config', '--connect-timeout', '--connect-to', '--continue-at', '--cookie',
    '--cookie-jar', '--data', '--data-ascii', '--data-binary', '--data-raw', '--data-urlencode', '--dump-header', '--form', '--header', '--interface',
    '--json', '--keepalive-time', '--key', '--limit-rate', '--max-filesize', '--max-redirs', '--max-time', '--netrc-file', '--noproxy', '--oauth2-bearer',
    '--output', '--output-dir', '--parallel-max', '--pass', '--pinnedpubkey', '--proto', '--proto-default', '--proto-redir', '--proxy', '--proxy-user',
    '--quote', '--range', '--referer', '--request', '--resolve', '--retry', '--retry-delay', '--retry-max-time', '--speed-limit', '--speed-time',
    '--stderr', '--time-cond', '--tls-max', '--tls13-ciphers', '--trace', '--unix-socket', '--upload-file', '--url', '--user', '--user-agent', '--write-out',
  ]),
  wget: new Set([
    '-a', '-A', '-B', '-D', '-e', '-i', '-I', '-l', '-o', '-O', '-P', '-Q', '-R', '-t', '-T', '-U', '-w', '-X',
    '--accept', '--append-output', '--body-data', '--body-file', '--ca-certificate', '--ca-directory', '--certificate', '--connect-timeout',
    '--cut-dirs', '--directory-prefix', '--dns-timeout', '--execute', '--header', '--http-password', '--http-user', '--input-file', '--level',
    '--limit-rate', '--load-cookies', '--max-redirect', '--method', '--output-document', '--output-file', '--password', '--post-data', '--post-file',
    '--private-key', '--progress', '--proxy-password', '--proxy-user', '--read-timeout', '--referer', '--reject', '--save-cookies', '--secure-protocol',
    '--timeout', '--tries', '--user', '--user-agent', '--wait', '--waitretry',
  ]),
}; // prettier-ignore

/** Undefined when the command is neither curl nor wget. */
export function downloadCommand(command: ShellCommand): Download | undefined {
  const { name } = command;
  if (name !== 'curl' && name !== 'wget') return undefined;
  const options = parseOptions(command, valueOptions[name]);
  const named = options.words('--url').filter(({ value }) => value !== '--url');
  return { tool: name, command, urls: [...options.operands, ...named], options };
}

/** Hosts that only the build itself, or a network of one's own, can reach. */
const privateHost =
  /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|169\.254(?:\.\d+){2}|\[.*\]|[^.]*)$|\.(?:local|localhost|internal|intranet|lan|corp|home|svc|test|cluster\.local)$/i;

/** Is it a host of the build itself or of a private network: an address, a name without dot, `.internal` … */
export function isPrivateHost(host: string): boolean {
  return privateHost.test(host);
}

export interface UrlParts {
  /** Lower case; undefined where none is written. */
  readonly scheme: string | undefined;
  /** Lower case, without user and port. */
  readonly host: string;
  readonly port: string | undefined;
  readonly path: string;
}

/** The parts of a URL as far as its host is written out; undefined when a variable hides it. */
export function urlParts(text: string): UrlParts | undefined {
  const match =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^\s/@]*@)?(\[[0-9a-f:]+\]|[\w.-]+)(?::(\d+))?(?=$|[/?#])(.*)$/is.exec(
      text,
    );
  if (!match) return undefined;
  const [, scheme, host, port, path] = match;
  return { scheme: scheme?.toLowerCase(), host: host!.toLowerCase(), port, path: path! };
}

/** Does something in the script compare a checksum, or check a signature? */
export function checksContent({ commands }: Pick<ShellScript, 'commands'>): boolean {
  return commands.some(({ name, args }) => {
    if (/^(?:sha\d+sum|shasum|b2sum|b3sum|md5sum|gpgv|minisign|cosign|slsa-verifier|signify)$/.test(name))
      return true;
    const values = args.map(({ value }) => value);
    if (name === 'gpg' || name === 'gpg2') return values.includes('--verify') || values.includes('--decrypt');
    if (name === 'openssl') return values[0] === 'dgst';
    if (name === 'gh') return values[0] === 'attestation';
    return false;
  });
}
