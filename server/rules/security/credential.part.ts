/** Which variables hold credentials: by the words of their name, and by the shape of their value. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { isShipped } from '../../dockerfile/stages.ts';

/**
 * Words that name a credential, where they end a name or are followed by a word that says which one (`TOKEN_PROD`).
 * `KEY` alone names too many other things (a cache key, a signing key's fingerprint).
 */
const secretWords: ReadonlySet<string> = new Set([
  'PASSWORD', 'PASSWD', 'PASSPHRASE', 'PWORD', 'SECRET', 'TOKEN', 'APIKEY', 'CREDENTIAL', 'CREDENTIALS', 'AUTHTOKEN',
]); // prettier-ignore

/** Before `KEY`. */
const keyKinds: ReadonlySet<string> = new Set([
  'API', 'ACCESS', 'PRIVATE', 'SECRET', 'ENCRYPTION', 'SIGNING', 'MASTER', 'AUTH', 'ACCOUNT', 'SSH', 'DEPLOY', 'JWT', 'SESSION', 'LICENSE',
  'SERVICE', 'APP', 'RSA', 'AES', 'HMAC',
]); // prettier-ignore

/** A word anywhere in the name with which it does not name the credential itself. */
const harmlessWords: ReadonlySet<string> = new Set([
  'PUBLIC', 'PUB', 'FILE', 'FILES', 'PATH', 'DIR', 'FOLDER', 'URL', 'URI', 'ENDPOINT', 'HOST', 'PORT', 'TTL', 'LENGTH', 'LEN', 'MIN', 'MAX', 'SIZE',
  'EXPIRY', 'EXPIRE', 'EXPIRES', 'EXPIRED', 'EXPIRATION', 'TIMEOUT', 'LIFETIME', 'AGE', 'DURATION', 'INTERVAL', 'SECONDS', 'MINUTES', 'HOURS', 'DAYS',
  'NAME', 'ID', 'TYPE', 'ALGORITHM', 'ALGO', 'ALG', 'HEADER', 'PREFIX', 'SUFFIX', 'ISSUER', 'AUDIENCE', 'ENABLED', 'ENABLE', 'DISABLED', 'DISABLE',
  'REQUIRED', 'REQUIRE', 'REQUIRES', 'POLICY', 'FORMAT', 'COUNT', 'ROUNDS', 'COST', 'HASHER', 'VERSION', 'PROVIDER', 'MODE', 'STORE', 'MANAGER',
  'BACKEND', 'CLASS', 'STRATEGY', 'REGEX', 'PATTERN', 'ROTATION', 'RETRY', 'RETRIES', 'LIMIT', 'CHECK', 'LOCATION', 'ARN', 'REF', 'FIELD', 'EMPTY',
  'ALLOW', 'ALLOWED', 'DUMMY', 'RANDOM', 'USE', 'SKIP', 'VALIDATE', 'VALIDATION', 'GENERATE', 'RESET', 'GPG', 'PGP', 'FINGERPRINT', 'HASH', 'SHA256',
  'CHECKSUM', 'BOS', 'EOS', 'PAD', 'UNK', 'SEP', 'CLS', 'SCOPE', 'USERNAME', 'USER', 'LOGIN', 'REGION', 'SERVICES', 'BUDGET', 'REFRESHER',
  'SERVER', 'SERVICE', 'COMMAND', 'SCRIPT', 'TEMPLATE', 'SAMPLE', 'EXAMPLE', 'COOKIE', 'HINT', 'MOUNT', 'APPLICATION',
]); // prettier-ignore

/** Variables that bundlers put into the files that every visitor downloads: what they hold is public. */
const published = /^(?:VITE|NEXT_PUBLIC|NUXT_PUBLIC|REACT_APP|VUE_APP|GATSBY|EXPO_PUBLIC|NG_APP|PUBLIC)_/;

/** Does the name say that the variable holds a credential? */
export function isCredentialName(name: string): boolean {
  if (published.test(name)) return false;
  const words = wordsOf(name);
  const at = words.findIndex((word, i) => isSecretWord(words, word, i));
  if (at < 0) return false;
  // SERVICE and USER before the word say whose it is (`USER_PASSWORD`), behind it what of it (`PASSWORD_USER`).
  const before = words.slice(0, at);
  const behind = words.slice(at + 1);
  const qualifies = (word: string): boolean =>
    /^(?:USER|SERVICE|SERVER|HOST|APP|LOGIN|STORE|COOKIE|REGION|PORT|MANAGER)$/.test(word);
  return (
    !behind.some((word) => harmlessWords.has(word)) &&
    !before.some((word) => harmlessWords.has(word) && !qualifies(word))
  );
}

/** `NPM_TOKEN`, `npmToken` and `npm-token` have the same words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
}

function isSecretWord(words: readonly string[], word: string, i: number): boolean {
  if (secretWords.has(word)) return true;
  const last = i === words.length - 1;
  if (word === 'KEY') return i > 0 && keyKinds.has(words[i - 1]!);
  if (word === 'PASS') return last;
  if (word === 'AUTH') return last && /^(?:BASIC|COMPOSER|DOCKER|NPM|REGISTRY)$/.test(words[i - 1] ?? '');
  // PWD alone is the current folder.
  if (word === 'PWD' || word === 'PAT') return last && i > 0;
  // MYSQLPASSWORD, PGPASSWORD, REDISCLI_AUTH
  return /^[A-Z]{2,}(?:PASSWORD|PASSWD|APIKEY|SECRETKEY|ACCESSKEY)$/.test(word) && last;
}

/** What the value shows itself to be, whatever the name: `AWS access key`, `GitHub token` … */
export function credentialShape(value: string): string | undefined {
  return shapes.find(({ pattern }) => pattern.test(value))?.label;
}

export interface FoundCredential {
  /** Half-open range in the text that was searched. */
  readonly start: number;
  readonly end: number;
  /** `a GitHub token`. */
  readonly label: string;
}

/** Every credential in a longer text that shows by its format what it is; those of documentation are left out. */
export function credentialsIn(text: string): FoundCredential[] {
  return shapes.flatMap(({ label, pattern }) =>
    [...text.matchAll(new RegExp(pattern, 'g'))].flatMap((match): FoundCredential[] => {
      const [found] = match;
      if (/EXAMPLE|(.)\1{7}/i.test(found) && !found.startsWith('-----')) return [];
      const end = match.index + found.length;
      // A key's header alone is something to search for; what follows it is the key.
      if (
        found.startsWith('-----') &&
        !/^-----(?:\\n|[\s"'\\])*[A-Za-z0-9+/=]{40,}/.test(text.slice(end, end + 200))
      )
        return [];
      return [{ start: match.index, end, label }];
    }),
  );
}

/** Passwords of `scheme://user:password@host`, and tokens that stand in the place of the user. */
export function urlCredentialsIn(text: string): FoundCredential[] {
  const pattern =
    /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,19}:\/\/([^\s/:@'"$`{}<>|]{0,200})(?::([^\s/@'"$`{}<>|%*]{1,200}))?@([\w.-]{1,253}|\[[\w:]+\])/gi;
  return [...text.matchAll(pattern)].flatMap((match): FoundCredential[] => {
    const [whole, user = '', password, host = ''] = match;
    if (/^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|host\.docker\.internal|\[::1\])$/i.test(host)) return [];
    const at = match.index + whole.indexOf('://') + 3;
    // GitHub and Bitbucket take a token for the user.
    const isToken = password === undefined || /^x-(?:oauth-basic|token-auth)$/.test(password);
    if (isToken)
      return /^(?:[0-9a-f]{40}|(?=\w*[a-z])(?=\w*[A-Z])(?=\w*\d)\w{30,})$/.test(user) && !/sentry/i.test(host)
        ? [{ start: at, end: at + user.length, label: 'a token' }]
        : [];
    if (isWeak(password) || password.toLowerCase() === user.toLowerCase()) return [];
    const start = at + user.length + 1;
    return [{ start, end: start + password.length, label: 'a password' }];
  });
}

/** Everybody knows it, or it stands for one to come. */
export function isWeak(value: string): boolean {
  return (
    isPlaceholder(value) ||
    /^(?:p|pw|pwd|pass(?:w(?:or)?d)?\d{0,3}|user(?:name)?|admin|root|postgres|mysql|mongo|redis|guest|anonymous|foo|bar|baz|s3cr3t|secret\d*|qwerty|(?:my|your|some|the)[-_]?\w+|0+|1+|1234\d*|\.+|x-access-token|oauth2?)$/i.test(
      value,
    )
  );
}

/** What an instruction's text leaves behind, as the end of a sentence that begins with the credential. */
export function whereItStays({ keyword, stage }: Instruction, model: DockerfileModel): string {
  if (stage && !isShipped(stage, model)) return 'stays in the build cache and in the records of the build';
  return /^(?:ENV|LABEL|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword)
    ? 'is in every copy of the image (`docker inspect`)'
    : 'stays in the history of the image (`docker history`)';
}

/** Formats as their issuers document them. */
const shapes: readonly { readonly label: string; readonly pattern: RegExp }[] = [
  { label: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { label: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})\b/ },
  { label: 'a GitLab token', pattern: /\bglpat-[\w-]{20,}/ },
  { label: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { label: 'a Slack token', pattern: /\bxox[abeoprs]-[\w-]{10,}/ },
  { label: 'a Stripe key', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/ },
  { label: 'a Google API key', pattern: /\bAIza[\w-]{35}\b/ },
  { label: 'a SendGrid key', pattern: /\bSG\.[\w-]{16,}\.[\w-]{16,}/ },
  { label: 'a PyPI token', pattern: /\bpypi-AgE[\w-]{16,}/ },
  { label: 'a JSON web token', pattern: /\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,2000}\.[\w-]{8,}/ },
  { label: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY/ },
];

/** The password of `scheme://user:password@host`, undefined when there is none. */
export function passwordInUrl(value: string): string | undefined {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s/@]+)@/i.exec(value)?.[1];
  // Documentation writes user:password@host and <password>.
  return password && !/^(?:<.*>|\*+|x{3,})$/i.test(password) ? password : undefined;
}

/** Can the value be a credential at all? A switch, a path, a URL, a placeholder in brackets can't. */
export function canBeCredential(value: string): boolean {
  const text = value.trim();
  if (
    text === '' ||
    /^(?:true|false|yes|no|on|off|[01]|none|null|nil|undefined|n\/a|auto|default|required|optional|disabled?|enabled?)$/i.test(
      text,
    )
  )
    return false;
  if (/^<[^>]*>$|^\{\{.*\}\}$/.test(text)) return false;
  if (
    /^(?:\.{0,2}|~)\/[\w./-]*$/.test(text) ||
    /^[\w./-]+\.(?:pem|key|json|txt|crt|cer|p12|ya?ml|env)$/i.test(text)
  )
    return false;
  return !/^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i.test(text);
}

/** A word that only stands for a value to come: harmless as an ARG's default, and a known password in an ENV. */
export function isPlaceholder(value: string): boolean {
  return /^(?:dummy|fake|placeholder|change[-_ ]?me.*|not[-_ ]?(?:used|needed|set|a[-_]secret)|unused|x{3,}|\*{3,}|tests?|testing|example|sample|todo|tbd|secret|token|password|your[-_].*|build(?:time)?|ci|insecure.*|(?:0x)?(?:cafe|dead|babe|beef|face|feed){1,8}|.*[-_]?dummy[-_]?.*)$/i.test(
    value.trim(),
  );
}
