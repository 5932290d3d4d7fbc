/** Options, settings and variables that turn off the check of certificates or signatures. Sources: the tools' manuals. */
import type { Instruction } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { downloadCommand, isPrivateHost, urlParts } from '../../tools/download.ts';
import { packageName, systemCommand, systemFamily } from '../../tools/system.ts';

export interface Unchecked {
  readonly span: Span;
  /** As a message names it: `curl -k`. */
  readonly name: string;
  readonly kind: 'certificate' | 'signature';
  /** Hosts that it is about, where they are known. */
  readonly hosts: readonly string[];
  /** What to do in place of it, where that is not simply to leave it out. */
  readonly instead?: string;
}

/** What a command's own words turn off. */
export function uncheckedOptions(command: ShellCommand): Unchecked[] {
  return [
    ...transfers(command),
    ...systemPackages(command),
    ...languagePackages(command),
    ...settings(command),
  ];
}

function found(
  command: ShellCommand,
  words: readonly ShellWord[],
  kind: Unchecked['kind'],
  more: Partial<Unchecked> = {},
): Unchecked[] {
  return words.slice(0, 1).map((word) => ({
    span: word.span,
    name: `\`${command.name} ${more.name ?? word.value}\``,
    kind,
    hosts: more.hosts ?? [],
    ...(more.instead !== undefined && { instead: more.instead }),
  }));
}

function matching({ args }: ShellCommand, pattern: RegExp): ShellWord[] {
  return args.filter(({ value }) => pattern.test(value));
}

/** curl, wget and what else fetches files. */
function transfers(command: ShellCommand): Unchecked[] {
  const { name } = command;
  const download = downloadCommand(command);
  if (download) {
    const hosts = download.urls.flatMap(({ value }) => urlParts(value)?.host ?? []);
    // Nobody stands between the build and itself.
    if (hosts.length > 0 && hosts.every((host) => /^(?:localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(host)))
      return [];
    const names =
      download.tool === 'curl'
        ? (['-k', '--insecure', '--proxy-insecure'] as const)
        : (['--no-check-certificate'] as const);
    const used = names.find((option) => download.options.has(option));
    return used === undefined
      ? []
      : found(command, download.options.words(used), 'certificate', { name: used, hosts });
  }
  const pattern = otherTransfers[name];
  return pattern ? found(command, matching(command, pattern), 'certificate') : [];
}

const otherTransfers: Readonly<Record<string, RegExp | undefined>> = {
  aria2c: /^--check-certificate=false$/,
  aws: /^--no-verify-ssl$/,
  git: /^http\.(?:\S+\.)?sslVerify=(?:false|0)$/i,
  helm: /^--insecure-skip-tls-verify$/,
  http: /^--verify[= ](?:no|false)$/,
  https: /^--verify[= ](?:no|false)$/,
  kubectl: /^--insecure-skip-tls-verify(?:=true)?$/,
  svn: /^--trust-server-cert(?:-failures=.*)?$/,
};

function systemPackages(command: ShellCommand): Unchecked[] {
  const { name } = command;
  if (name === 'rpm')
    return found(
      command,
      matching(command, /^--(?:nosignature|nodigest|noverify|nofiledigest)$/),
      'signature',
    );
  if (name === 'yum-config-manager')
    return found(command, matching(command, /(?:^|[.=])sslverify=(?:0|false|no)$/i), 'certificate');
  const system = systemCommand(command);
  if (!system) return [];
  // A package that the build made or the context brought has no signature of a distribution.
  const own =
    system.packages.length > 0 &&
    system.packages.every((word) =>
      /^[./].*\.(?:apk|deb|rpm)$|^[^:]*\/\S+\.(?:apk|deb|rpm)$/.test(packageName(word)),
    );
  const family = systemFamily(system.tool);
  if (family === 'apk')
    return own
      ? []
      : found(command, matching(command, /^--allow-untrusted$/), 'signature', {
          instead: 'Put the key of the repository into /etc/apk/keys',
        });
  if (family === 'apt')
    return [
      ...found(
        command,
        matching(
          command,
          /^(?:--allow-unauthenticated|--allow-insecure-repositories|(?:-o)?(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)=(?:true|1|yes))$/i,
        ),
        'signature',
        { instead: 'Install the key of the repository, and name it with signed-by' },
      ),
      ...found(command, matching(command, /^--force-yes$/), 'signature', {
        instead: 'Use -y, and --allow-downgrades where an older version is meant',
      }),
      ...found(
        command,
        matching(command, /^(?:-o)?Acquire::https(?:::\S+)?::Verify-(?:Peer|Host)=(?:false|0|no)$/i),
        'certificate',
        { instead: 'Install ca-certificates, or the own authority, first' },
      ),
    ];
  const signature =
    /^--(?:nogpgcheck|no-gpgchecks?|no-gpg-checks?|setopt=(?:\S+\.)?gpgcheck=(?:0|false|no))$/;
  return [
    ...(own
      ? []
      : found(command, matching(command, signature), 'signature', {
          instead: 'Import the key of the repository with rpm --import',
        })),
    ...found(command, matching(command, /(?:^|[.=])sslverify=(?:0|false|no)$/i), 'certificate'),
  ];
}

/** pip, npm and their like. */
function languagePackages(command: ShellCommand): Unchecked[] {
  const { name, args } = command;
  if (/^(?:pip[\d.]*|python[\d.]*|uv|pipenv|poetry)$/.test(name)) {
    const at = args.findIndex(({ value }) => /^--(?:trusted-host|allow-insecure-host)(?:=|$)/.test(value));
    const word = args[at];
    if (!word) return [];
    const option = word.value.replace(/=.*$/, '');
    const hosts = args.flatMap(({ value }, i) => {
      if (value === option) return args[i + 1]?.value ?? [];
      return value.startsWith(`${option}=`) ? value.slice(option.length + 1) : [];
    });
    if (hosts.some((host) => /^(?:localhost|127\.)/.test(host))) return [];
    const names = hosts.map((host) => host.replace(/:\d+$/, ''));
    return found(command, [word], 'certificate', {
      name: option,
      hosts: names,
      ...(names.every(isPrivateHost) && { instead: 'Give it the authority of the server with --cert' }),
    });
  }
  if (/^(?:npm|pnpm|yarn|yarnpkg|bun)$/.test(name))
    return found(command, matching(command, /^--(?:strict-ssl=false|no-strict-ssl)$/), 'certificate');
  if (/^(?:conda|mamba|micromamba)$/.test(name))
    return found(command, matching(command, /^(?:-k|--insecure)$/), 'certificate');
  return name === 'go' ? found(command, matching(command, /^--?insecure$/), 'certificate') : [];
}

/** `… config … KEY VALUE`, by the name of the setting. */
const settingPatterns: readonly { readonly tools: RegExp; readonly line: RegExp }[] = [
  {
    tools: /^(?:npm|pnpm|yarn|yarnpkg)$/,
    line: /\bstrict-ssl[ =](?:false|0)\b|\benableStrictSsl[ =]false\b/,
  },
  { tools: /^git$/, line: /\bhttp\.(?:\S+\.)?sslverify (?:false|0)\b/i },
  { tools: /^pip[\d.]*$/, line: /\b(?:global|install|user|site)\.trusted-host \S/ },
  { tools: /^composer$/, line: /\bsecure-http (?:false|0)\b|\bdisable-tls (?:true|1)\b/ },
  { tools: /^(?:conda|mamba)$/, line: /\bssl_verify (?:false|no|0)\b/i },
  { tools: /^bundle$/, line: /\bssl_verify_mode(?: |=)(?:0|none)\b/i },
  { tools: /^poetry$/, line: /\bcertificates\.\S+\.cert false\b/ },
  { tools: /^(?:dnf|yum|tdnf)$/, line: /\bconfig-manager\b.*\bsslverify=(?:0|false|no)\b/i },
];

function settings(command: ShellCommand): Unchecked[] {
  const { name, args } = command;
  const at = args.findIndex(({ value }) => value === 'config' || value === 'config-manager');
  if (at < 0) return [];
  const line = args.map(({ value }) => value).join(' ');
  if (!settingPatterns.some((one) => one.tools.test(name) && one.line.test(line))) return [];
  const key = args
    .slice(at + 1)
    .find(({ value }) => /ssl|trusted-host|secure-http|disable-tls|\.cert$/i.test(value));
  // dnf's --setopt is told as an option.
  return key && !key.value.startsWith('--setopt') && !/(?:^|\.)sslverify=/.test(key.value)
    ? found(command, [key], 'certificate', { name: `config ${key.value.replace(/=.*$/, '')}` })
    : [];
}

/** Variables whose value turns the check of certificates off. */
const variables: Readonly<Record<string, RegExp | undefined>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
  PYTHONHTTPSVERIFY: /^0$/,
  GIT_SSL_NO_VERIFY: /^(?!$|0$|false$|no$|off$)/i,
  NPM_CONFIG_STRICT_SSL: /^(?:false|0)$/i,
  YARN_ENABLE_STRICT_SSL: /^(?:false|0)$/i,
  YARN_STRICT_SSL: /^(?:false|0)$/i,
  PIP_TRUSTED_HOST: /^(?!$|localhost|127\.)/,
  UV_INSECURE_HOST: /^(?!$|localhost|127\.)/,
  CONDA_SSL_VERIFY: /^(?:false|no|0)$/i,
  BUNDLE_SSL_VERIFY_MODE: /^(?:0|none)$/i,
};

export function uncheckedVariable(name: string, value: string, span: Span): Unchecked[] {
  if (!variables[name.toUpperCase()]?.test(value)) return [];
  return [
    {
      span,
      name: `\`${name}${/^\w{1,5}$/.test(value) ? `=${value}` : ''}\``,
      kind: 'certificate',
      hosts: [],
    },
  ];
}

/** What a RUN writes into the settings of package managers. */
const writtenSettings: readonly { readonly pattern: RegExp; readonly name: string; readonly kind: Unchecked['kind']; readonly instead?: string }[] = [
  { pattern: /\[[^[\]\n]{0,200}\btrusted=yes\b[^[\]\n]{0,200}\](?!\s*(?:file|copy|cdrom):)/g, name: '`[trusted=yes]` in a source of apt', kind: 'signature', instead: 'Install the key of the repository, and name it with signed-by' },
  { pattern: /(?<![\w-])gpgcheck\s{0,3}=\s{0,3}(?:0|false|no)\b(?!\/)/gi, name: '`gpgcheck=0` in a repository of rpm packages', kind: 'signature', instead: 'Name the key of the repository with gpgkey' },
  { pattern: /(?<![\w-])gpgcheck\s{0,3}=\s{0,3}(?:0|false|no)(?=\/[gi]{0,2}['" ])/gi, name: '`gpgcheck=0` in a repository of rpm packages', kind: 'signature', instead: 'Name the key of the repository with gpgkey' },
  { pattern: /(?<![\w.-])check_certificate\s{0,3}=\s{0,3}off\b/gi, name: '`check_certificate = off` for wget', kind: 'certificate' },
]; // prettier-ignore

export function uncheckedText(
  instruction: Instruction,
  bodies: readonly { text: string; at: number }[],
): Unchecked[] {
  const { args } = instruction;
  const texts = [
    { text: args.text, spanOf: (start: number, end: number) => args.spanOf(start, end) },
    ...bodies.map(({ text, at }) => ({
      text,
      spanOf: (start: number, end: number) => ({ start: at + start, end: at + end }),
    })),
  ];
  return texts.flatMap(({ text, spanOf }) =>
    writtenSettings.flatMap(({ pattern, name, kind, instead }) =>
      [...text.matchAll(pattern)].map((match) => ({
        span: spanOf(match.index, match.index + match[0].length),
        name,
        kind,
        hosts: [],
        ...(instead !== undefined && { instead }),
      })),
    ),
  );
}
