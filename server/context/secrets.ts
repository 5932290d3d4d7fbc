/**
 * Which files of a context are secrets: first by name, then, for names that prove nothing, by a look at the
 * content. Wrong alarms cost trust, so public certificates, examples and test fixtures are none.
 */

export interface SecretName {
  /** What it is, for messages: `private key`, `environment file` … */
  readonly label: string;
  /** The content that makes it one; undefined when the name is enough. */
  readonly content: ((text: string) => boolean) | undefined;
  /** What to assume when the content can't be read as text. */
  readonly assumed: boolean;
}

/** Folders whose files are examples or belong to others. */
const harmlessFolders: ReadonlySet<string> = new Set([
  'test', 'tests', '__tests__', 'spec', 'specs', 'fixture', 'fixtures', '__fixtures__', 'testdata', 'test-data',
  'test_data', 'mock', 'mocks', '__mocks__', 'example', 'examples', 'sample', 'samples', 'e2e', 'docs',
  'node_modules', 'vendor', 'site-packages', 'bower_components', '.venv', 'venv', '.git',
]); // prettier-ignore

/** `.env.example` and its like show which variables there are, without values. */
const exampleEnvironment =
  /^\.env(?:\.[\w-]+)*[.-](?:(?:example|sample|template)(?:[.-][\w-]+)*|tmpl|tpl|dist|defaults?|schema|vault)$/i;

interface NameRule {
  /** Tested against the whole path, lower case, below a `/`. */
  readonly name: RegExp;
  readonly except?: RegExp;
  readonly label: string;
  readonly content?: (text: string) => boolean;
  readonly assumed?: boolean;
}

const nameRules: readonly NameRule[] = [
  {
    // Settings of one environment, the same on every machine: what they hold is what counts.
    name: /\/\.env\.(?:[\w-]+\.)*(?!local$)[\w-]+$/,
    label: 'environment file',
    content: holdsCredential,
    assumed: true,
  },
  {
    name: /\/\.env(?:\.[\w.-]+)?$/,
    label: 'environment file',
    content: (text) => environmentNames(text).some((name) => !isHarmlessVariable(name)),
    assumed: true,
  },
  // `config.env`, which some programs load by its name.
  { name: /\/[\w-][\w.-]*\.env$/, except: /(?:[._-]|\/)(?:example|sample|template|dist|defaults?|tests?|testing|e2e|ci|dev|development)\.env$/, label: 'environment file', content: holdsPassword },
  { name: /\/\.envrc$/, label: 'environment file', content: assignsSecret },
  { name: /\/id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/, label: 'SSH private key' },
  { name: /\.ppk$/, label: 'SSH private key' },
  { name: /\/(?:config\/)?master\.key$/, label: 'Rails master key' },
  { name: /\/config\/credentials\/[^/]+\.key$/, label: 'Rails credentials key' },
  { name: /\.(?:pem|key)$/, except: /[.-]pub(?:lic)?\.(?:pem|key)$/, label: 'private key', content: holdsPrivateKey },
  { name: /\.(?:p12|pfx)$/, label: 'key store' },
  { name: /\.(?:jks|keystore)$/, except: /(?:trust|cacerts|debug\.keystore)/, label: 'key store' },
  { name: /\/(?:kubeconfig|\.kube\/config|[^/]+\.kubeconfig)$/, label: 'Kubernetes configuration' },
  { name: /\/\.aws\/credentials$/, label: 'AWS credentials' },
  { name: /\/\.git-credentials$/, label: 'git credentials' },
  { name: /\/\.config\/gcloud\/application_default_credentials\.json$/, label: 'Google Cloud credentials' },
  {
    name: /\/(?:[^/]*service[-_]?account[^/]*|[^/]*credentials?|gcp[-_]?key|gcloud[^/]*|firebase-adminsdk[^/]*|[^/]*-firebase-adminsdk-[^/]*|key)\.json$/,
    label: 'Google Cloud credentials',
    content: (text) => holdsPrivateKey(text) || /"(?:client_secret|refresh_token)"\s*:\s*"[^"]/.test(text),
  },
  { name: /\/\.docker\/config\.json$|\/\.dockercfg$/, label: 'registry credentials', content: holdsRegistryLogin },
  { name: /\/[^/]*\.tfstate(?:\.backup)?$/, label: 'Terraform state' },
  { name: /\/(?:\.terraformrc|terraform\.rc|credentials\.tfrc\.json)$/, label: 'Terraform credentials', content: holdsToken },
  { name: /\/\.npmrc$/, label: 'npm access token', content: holdsToken },
  { name: /\/\.yarnrc\.yml$/, label: 'npm access token', content: holdsToken },
  { name: /\/\.pypirc$/, label: 'PyPI credentials', content: holdsToken },
  { name: /\/pip\.conf$/, label: 'package index credentials', content: holdsToken },
  { name: /\/[._]netrc$/, label: 'login for hosts', content: holdsToken },
  { name: /\/\.pgpass$/, label: 'PostgreSQL password file' },
  { name: /\/\.my\.cnf$/, label: 'MySQL password file', content: holdsToken },
  { name: /\/\.htpasswd$/, label: 'password file' },
  { name: /\/\.vault[-_](?:token|pass(?:word)?)$/, label: 'Vault credentials' },
  { name: /\.ovpn$/, label: 'VPN configuration', content: holdsPrivateKey },
]; // prettier-ignore

/** What kind of secret a file of this path (relative to the context) would be, or undefined. */
export function secretName(path: string): SecretName | undefined {
  const segments = path.toLowerCase().split('/');
  const name = segments.pop() ?? '';
  if (segments.some((segment) => harmlessFolders.has(segment)) || exampleEnvironment.test(name))
    return undefined;
  const whole = `/${path.toLowerCase()}`;
  const rule = nameRules.find((candidate) => candidate.name.test(whole) && !candidate.except?.test(whole));
  if (rule === undefined) return undefined;
  return { label: rule.label, content: rule.content, assumed: rule.assumed ?? rule.content === undefined };
}

/** Is this an environment file that only shows which variables exist? */
export function isExampleEnvironment(path: string): boolean {
  return exampleEnvironment.test(path.split('/').pop() ?? '');
}

/**
 * Does a package manager's or network tool's configuration (.npmrc, .yarnrc.yml, .pypirc, pip.conf, .netrc) hold
 * a credential as a literal? References such as `${NPM_TOKEN}` and placeholders are none.
 */
export function holdsToken(text: string): boolean {
  return text.split(/\r?\n/).some((line) => {
    if (/^\s*[#;]/.test(line)) return false;
    const setting =
      /(?:^|[\s:"'])(?:_authtoken|_auth|_password|npmauthtoken|npmauthident|password|passwd|token)["']?\s*(?:[=:]\s*|\s)\s*["']?([^\s"',]+)/i.exec(line)?.[1]; // prettier-ignore
    const login = /\/\/[^\s/:@]+:([^\s/@]+)@/.exec(line)?.[1];
    return [setting, login].some((value) => value !== undefined && isLiteral(value));
  });
}

/** A PEM private key, also inside JSON, where its line breaks are written `\n`. */
export function holdsPrivateKey(text: string): boolean {
  return /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/.test(text);
}

/**
 * An environment file that only holds what a front end build publishes anyway (and settings such as PORT): such
 * a build reads it, and it must stay in the context.
 */
export function isPublicEnvironment(text: string): boolean {
  return isReadByBuild(text) && environmentNames(text).every(isHarmlessVariable);
}

/** Does it hold something that a front end build writes into the site, whatever else there is? */
export function isReadByBuild(text: string): boolean {
  return environmentNames(text).some((name) => publicVariable.test(name));
}

const publicVariable =
  /^(?:VITE|NEXT_PUBLIC|NUXT_PUBLIC|REACT_APP|VUE_APP|GATSBY|PUBLIC|EXPO_PUBLIC|NG_APP|STORYBOOK|PARCEL_PUBLIC)_/;
const plainSetting =
  /^(?:NODE_ENV|NODE_PATH|NEXT_TELEMETRY_DISABLED|SKIP_PREFLIGHT_CHECK|DISABLE_ESLINT_PLUGIN|ESLINT_NO_DEV_ERRORS|EXTEND_ESLINT|FAST_REFRESH|INLINE_RUNTIME_CHUNK|IMAGE_INLINE_SIZE_LIMIT|TSC_COMPILE_ON_ERROR|CHOKIDAR_USEPOLLING|WDS_SOCKET_(?:HOST|PORT|PATH)|BUILD_PATH|PORT|HOST|HOSTNAME|TZ|LANG|LOG_LEVEL|DEBUG|CI|BROWSER|PUBLIC_URL|BASE_URL|GENERATE_SOURCEMAP|NODE_OPTIONS|COMPOSE_PROJECT_NAME)$/;

function isHarmlessVariable(name: string): boolean {
  return publicVariable.test(name) || plainSetting.test(name);
}

/** Names that are given a value. */
function environmentNames(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*[=:][ \t]*(\S.*)$/gm)]
    .filter((match) => !/^(?:""|'')?\s*(?:#.*)?$/.test(match[2]!))
    .map((match) => match[1]!);
}

/** Variables with a literal value of their own, without those that anybody may know. */
function assignments(text: string): readonly { readonly name: string; readonly value: string }[] {
  return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*[=:](.*)$/gm)]
    .map((match) => ({ name: match[1]!, value: match[2]!.trim().replace(/^(["'])(.*)\1$/, '$2') }))
    .filter(
      ({ name, value }) =>
        value !== '' && !value.startsWith('#') && !isHarmlessVariable(name) && isLiteral(value),
    );
}

/** Names of what must be kept, with a value, and values that carry a login or look drawn by lot. */
function holdsCredential(text: string): boolean {
  return assignments(text).some(({ name, value }) => {
    return credentialName.test(name) || /:\/\/[^\s/@]*:[^\s/@]+@/.test(value) || isRandom(value);
  });
}

/** Stricter, for files of which the name says little: words that everybody uses in development are no secret. */
function holdsPassword(text: string): boolean {
  return assignments(text).some(({ name, value }) => {
    const inUrl = /:\/\/[^\s/@]*:([^\s/@]+)@/.exec(value)?.[1];
    if (inUrl !== undefined) return isLiteral(inUrl) && !commonPassword.test(inUrl);
    if (/^\w+:\/\//.test(value) || aboutPassword.test(name)) return false;
    return passwordName.test(name) && !commonPassword.test(value);
  });
}

const passwordName =
  /secret|token|passw|pwd$|passphrase|(?:api|access|private|encryption|signing)_?key|connection_?string/i;
/** They describe a password or a token, and hold none. */
const aboutPassword =
  /_(?:ur[il]|ttl|exp\w*|lifetime|age|algo\w*|issuer|audience|type|len\w*|name|file|path|dir|header|cookie|prefix|rounds|id|enabled?|required)$/i;
const commonPassword =
  /^(?:(?:my|the)?[-_]?(?:password|passwd|pass|pwd|secret|token|postgres(?:ql)?|mysql|mongo(?:db)?|redis|root|admin|user|guest|test(?:ing)?|dev(?:elopment)?|local|app|db|foo|bar|abc|qwerty)[-_]?\d*|\d{1,6}|\d+[smhd]|\S{1,3})$/i;

function isRandom(value: string): boolean {
  return /^[\w+=-][\w+/=-]{19,}$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value);
}

const credentialName =
  /secret|token|passw|pass$|_pass_|passphrase|pwd|key|credential|auth|private|salt|dsn|webhook|license|cookie|session_?id|connection_?string|user|login|account/i;

function assignsSecret(text: string): boolean {
  const assignment =
    /(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)\w*[ \t]*=[ \t]*["']?([^\s"']+)/gi;
  return [...text.matchAll(assignment)].some((match) => isLiteral(match[1]!));
}

function holdsRegistryLogin(text: string): boolean {
  return /"(?:auth|identitytoken|registrytoken|password)"\s*:\s*"[^"]/.test(text);
}

function isLiteral(value: string): boolean {
  return !/^[$%<{]|^(?:x{3,}|\*{3,}|your[-_]|change[-_]?me|placeholder|example|none|null|true|false)/i.test(
    value,
  );
}
