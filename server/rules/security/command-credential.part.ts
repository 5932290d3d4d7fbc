/** Credentials that commands are given in the open, by what each program does with its words. Sources: the tools' manuals. */
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { downloadCommand } from '../../tools/download.ts';
import { parseOptions, type ParsedOptions } from '../../tools/options.ts';
import { canBeCredential, isCredentialName, isPlaceholder, isWeak } from './credential.part.ts';

export interface CommandCredential {
  readonly span: Span;
  /** `the password for \`curl -u\``. */
  readonly what: string;
  /** The password of an account in the image. */
  readonly account?: true;
}

/** What a command shows of passwords and tokens; words that only the build knows are none. */
export function commandCredentials(command: ShellCommand): CommandCredential[] {
  const special = readers[command.name]?.(command) ?? [];
  return [...special, ...assigned(command), ...generalOptions(command)];
}

type Reader = (command: ShellCommand) => CommandCredential[];

const login: Reader = (command) => {
  const options = parseOptions(command, new Set(['-u', '--username', '-p', '--password']));
  if (!options.operands.some(({ value }) => value === 'login')) return [];
  return told(command, valuesOf(options, '-p', '--password'), 'the password for', 'login');
};

const config: Reader = (command) => {
  const words = command.args.filter(({ value }) => !value.startsWith('-'));
  const at = words.findIndex(({ value }) => /^(?:config|configure)$/.test(value));
  if (at < 0) return [];
  const [key, ...values] = words.slice(at + 1).filter(({ value }, i) => i > 0 || value !== 'set');
  const secret = values.at(-1);
  if (!key || !secret || !configKeys.some((pattern) => pattern.test(key.value))) return [];
  return told(command, [{ word: secret, value: secret.value }], 'what', 'config stores');
};

/** Settings of npm, Yarn, Composer, Poetry, Bundler, aws and pip whose value is a credential. */
const configKeys: readonly RegExp[] = [
  /:_(?:authToken|auth|password)$|^npmAuth(?:Token|Ident)$/,
  /^(?:http-basic|github-oauth|gitlab-oauth|gitlab-token|bearer|bitbucket-oauth|pypi-token)\./,
  /^aws_(?:secret_access_key|session_token)$/,
];

const bundle: Reader = (command) => {
  const words = command.args.filter(({ value }) => !value.startsWith('-'));
  if (words[0]?.value !== 'config') return [];
  const [host, secret] = words.slice(1).filter(({ value }, i) => i > 0 || value !== 'set');
  if (!host || !secret || !/^(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)+/.test(host.value)) return [];
  return /^[^:/]+:[^:/]+$/.test(secret.value) || /^\w{20,}$/.test(secret.value)
    ? told(command, [{ word: secret, value: secret.value }], 'what', 'config stores')
    : [];
};

const transfer: Reader = (command) => {
  const download = downloadCommand(command);
  if (!download) return [];
  const { options, tool } = download;
  if (tool === 'wget')
    return [
      ...told(command, valuesOf(options, '--password', '--http-password', '--ftp-password', '--proxy-password'), 'the password for', ''),
      ...headers(command, valuesOf(options, '--header')),
    ];
  const users = valuesOf(options, '-u', '--user', '-U', '--proxy-user').filter(({ value }) => /:./.test(value));
  const passwords = users.map(({ word, value }) => ({ word, value: value.slice(value.indexOf(':') + 1) }));
  return [
    ...told(command, passwords, 'the password for', '-u'),
    ...told(command, valuesOf(options, '--oauth2-bearer'), 'the token for', ''),
    ...headers(command, valuesOf(options, '-H', '--header')),
  ];
}; // prettier-ignore

function headers(command: ShellCommand, values: readonly OptionValue[]): CommandCredential[] {
  const pattern =
    /^(?:(?:proxy-)?authorization:\s*(?:bearer|token|basic|bot)\s+|(?:private-token|job-token|deploy-token|circle-token|x-[\w-]*(?:token|api-?key|apikey)|api-key|apikey)\s*:\s*)(\S{8,})\s*$/i;
  return values.flatMap(({ word, value }) => {
    const secret = pattern.exec(value)?.[1];
    return secret === undefined
      ? []
      : told(command, [{ word, value: secret }], 'the credential that', 'sends');
  });
}

const chpasswd: Reader = (command) => {
  const source = /^(?:echo|printf)$/.test(command.pipedFrom?.name ?? '') ? command.pipedFrom!.args : [];
  const here = command.redirects.flatMap(({ operator, target }) => (operator === '<<<' && target ? [target] : []));
  return [...source, ...here]
    .filter((word) => word.literal && /^[^:\s]+:[^\s*!x]/.test(word.value))
    .map(({ span }) => ({ span, what: '`chpasswd`', account: true }));
}; // prettier-ignore

const passwd: Reader = ({ pipedFrom }) => {
  if (!pipedFrom || !/^(?:echo|printf)$/.test(pipedFrom.name)) return [];
  const secret = pipedFrom.args.find(({ value }) => !value.startsWith('-'));
  return secret?.literal ? [{ span: secret.span, what: '`passwd`', account: true }] : [];
};

const account: Reader = (command) => {
  const options = parseOptions(command, new Set(['-p', '--password', '-u', '-g', '-G', '-d', '-s', '-c', '-k', '-K', '-b', '-e', '-f', '--uid', '--gid', '--groups', '--home', '--shell', '--comment', '--home-dir']));
  return valuesOf(options, '-p', '--password')
    .filter(({ word, value }) => word.literal && !/^(?:[*!x]*)$/.test(value))
    .map(({ word }) => ({ span: word.span, what: `\`${command.name} -p\``, account: true }));
}; // prettier-ignore

const readers: Readonly<Record<string, Reader | undefined>> = {
  curl: transfer,
  wget: transfer,
  docker: login,
  podman: login,
  buildah: login,
  skopeo: login,
  helm: login,
  az: login,
  npm: config,
  pnpm: config,
  yarn: config,
  composer: config,
  poetry: config,
  aws: config,
  bundle,
  chpasswd,
  passwd,
  useradd: account,
  usermod: account,
  sshpass: (command) =>
    told(command, valuesOf(parseOptions(command, new Set(['-p'])), '-p'), 'the password for', '-p'),
  openssl: (command) => {
    const options = parseOptions(command, new Set(['-salt', '-in']));
    const [verb, secret] = options.operands;
    if (verb?.value !== 'passwd' || !secret?.literal || options.has('-stdin')) return [];
    return [{ span: secret.span, what: '`openssl passwd`', account: true }];
  },
  htpasswd: (command) => {
    const options = parseOptions(command, new Set(['-C', '-r']));
    const secret = options.operands.at(-1);
    if (!options.has('-b') || options.operands.length < 2 || !secret?.literal) return [];
    return [{ span: secret.span, what: '`htpasswd`', account: true }];
  },
};

/** `NPM_TOKEN=… npm ci` and `export DB_PASSWORD=…`: a build is mostly given something made up, so only what looks generated. */
function assigned({ assignments }: ShellCommand): CommandCredential[] {
  return assignments.flatMap(({ name, value }) =>
    value?.literal && isCredentialName(name) && canBeCredential(value.value) && looksGenerated(value.value)
      ? [{ span: value.span, what: `the value of ${name}` }]
      : [],
  );
}

const secretOption =
  /^--?(?:[\w-]*[-_])?(?:pass(?:word|wd|phrase)|token|secret|api-?key|secret-?key|access-?key)$/i;

/** `--token=…`, `--password …` of any program. */
function generalOptions({ name, args }: ShellCommand): CommandCredential[] {
  if (readers[name]) return [];
  return args.flatMap((word, i): CommandCredential[] => {
    const equals = word.value.indexOf('=');
    const option = equals < 0 ? word.value : word.value.slice(0, equals);
    if (!secretOption.test(option)) return [];
    const holder = equals < 0 ? args[i + 1] : word;
    const value = equals < 0 ? (holder?.value ?? '') : word.value.slice(equals + 1);
    if (!holder?.literal || value.startsWith('-') || !isStrong(value)) return [];
    return [{ span: holder.span, what: `the value of ${option}` }];
  });
}

function isStrong(value: string): boolean {
  if (!/^[^\s/=,:]{8,}$/.test(value) || !/\d/.test(value) || !/[a-z]/i.test(value)) return false;
  return canBeCredential(value) && !isWeak(value) && !isPlaceholder(value);
}

function looksGenerated(value: string): boolean {
  if (
    !/^[\w+/=.~!@#%^&*-]{16,}$/.test(value) ||
    (value.match(/\d/g) ?? []).length < 3 ||
    !/[a-z]/i.test(value)
  )
    return false;
  return !/secret|token|passw|dummy|build|fake|change|test|example|placeholder|django|insecure|random|not[-_]|(.)\1{4}|1234567/i.test(
    value,
  );
}

interface OptionValue {
  readonly word: ShellWord;
  readonly value: string;
}

/** Values of the options with the words they stand in: `-u a:b`, `-ua:b`, `--user=a:b`. */
function valuesOf(options: ParsedOptions, ...names: string[]): OptionValue[] {
  const words = options.words(...names);
  return words.flatMap((word, i) => {
    if (names.includes(word.value)) return [];
    if (names.includes(words[i - 1]?.value ?? '')) return [{ word, value: word.value }];
    return [{ word, value: word.value.replace(/^(?:--[\w-]+=|-[a-zA-Z])/, '') }];
  });
}

function told(
  { name }: ShellCommand,
  values: readonly OptionValue[],
  before: string,
  behind: string,
): CommandCredential[] {
  return (
    values
      .filter(({ word, value }) => word.literal && canBeCredential(value) && !isWeak(value))
      // In single quotes, for the program to fill in.
      .filter(({ value }) => !/^\$\w|\$\{/.test(value))
      .map(({ word }) => ({ span: word.span, what: `${before} \`${name}${sentence(behind)}` }))
  );
}

/** An option belongs into the code, a verb behind it. */
function sentence(behind: string): string {
  if (behind === '') return '`';
  return /^-|^login$/.test(behind) ? ` ${behind}\`` : `\` ${behind}`;
}
