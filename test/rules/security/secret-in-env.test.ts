import { describe, expect, it } from 'vitest';
import {
  canBeCredential,
  credentialShape,
  isCredentialName,
  passwordInUrl,
} from '../../../server/rules/security/credential.part.ts';
import rule from '../../../server/rules/security/secret-in-env.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const node = 'FROM node:22-alpine\n';

const cases: readonly RuleCase[] = [
  {
    name: 'settings that tell about a credential',
    text: `${node}ENV TOKEN_TTL=3600 PASSWORD_MIN_LENGTH=12 JWT_EXPIRES_IN=1d SECRET_NAME=shop API_KEY_HEADER=x-api-key\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'a file with the secret',
    text: `${node}ENV DB_PASSWORD_FILE=/run/secrets/db TLS_PRIVATE_KEY_PATH=/tls/key\nENV TLS_PRIVATE_KEY=/etc/tls/key.pem\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'public keys',
    text: `${node}ENV GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568 PUBLIC_KEY=abc NEXT_PUBLIC_API_KEY=abc VITE_TOKEN=x\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'switches',
    text: `${node}ENV MYSQL_ALLOW_EMPTY_PASSWORD=yes REQUIRE_TOKEN=1 ADMIN_PASSWORD=true\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'words of language models',
    text: `${node}ENV TOKENIZERS_PARALLELISM=false MAX_TOKENS=4096 PAD_TOKEN=x\nUSER node\n`,
    findings: 0,
  },
  { name: 'an empty value', text: `${node}ENV API_TOKEN="" DB_PASSWORD=\nUSER node\n`, findings: 0 },
  {
    name: 'a key that is none',
    text: `${node}ENV CACHE_KEY=v1 PRIMARY_KEY=id KEYCLOAK_URL=https://id.example.org SORT_KEY=a\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'an address',
    text: `${node}ENV SECRET_SERVICE=https://vault.example.org AUTH_TOKEN_URL=https://a.example.org\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'an ARG that feeds a secret mount',
    text: `${node}ARG NPM_TOKEN\nRUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN npm whoami\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'an ARG with the id of a secret',
    text: `${node}ARG NPM_SECRET\nRUN --mount=type=secret,id=\${NPM_SECRET} true\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'an ARG with a placeholder for the build',
    text: `${node}ARG SECRET_KEY_BASE=dummy\nARG API_KEY=changeme\nENV SECRET_KEY_BASE_DUMMY=1\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'an ENV with the placeholder of an ARG in a stage that is thrown away',
    text: `FROM node:22 AS build\nARG SIGNING_KEY=cafebabe\nENV SIGNING_KEY=$SIGNING_KEY\nRUN npm run build > /out\n${node}COPY --from=build /out /out\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'an ENV with a placeholder in a stage that is thrown away',
    text: `FROM node:22 AS build\nENV DATABASE_URL=mysql://user:pass@localhost/build SECRET_KEY=dummy\nRUN npm run build > /out\n${node}COPY --from=build /out /out\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'an ARG with a URL for the build',
    text: `${node}ARG DATABASE_URL=postgres://postgres:postgres@localhost/build\nUSER node\n`,
    findings: 0,
  },
  { name: 'a global ARG without value', text: `ARG GITHUB_TOKEN\n${node}RUN true\nUSER node\n`, findings: 0 },
  {
    name: 'a reference to credentials by path',
    text: `${node}ENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/gcp.json\nARG GOOGLE_APPLICATION_CREDENTIALS\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'a URL with a user only',
    text: `${node}ENV REPOSITORY=https://git@example.org/shop.git DATABASE_URL=postgres://shop@db/shop\nUSER node\n`,
    findings: 0,
  },
  {
    name: 'ARG used in one RUN',
    text: `${node}ARG GITHUB_TOKEN\nRUN echo "\${GITHUB_TOKEN}" | cut -c1\nUSER node\n`,
    findings: ['GITHUB_TOKEN'],
    fixed: `${node}RUN --mount=type=secret,id=GITHUB_TOKEN,env=GITHUB_TOKEN echo "\${GITHUB_TOKEN}" | cut -c1\nUSER node\n`,
  },
  {
    name: 'ARG among others',
    text: `${node}ARG VERSION=1 GITHUB_TOKEN\nRUN echo $GITHUB_TOKEN\nUSER node\n`,
    findings: ['GITHUB_TOKEN'],
    fixed: `${node}ARG VERSION=1\nRUN --mount=type=secret,id=GITHUB_TOKEN,env=GITHUB_TOKEN echo $GITHUB_TOKEN\nUSER node\n`,
  },
  {
    name: 'ARG used in two RUNs: no fix',
    text: `${node}ARG GITHUB_TOKEN\nRUN echo $GITHUB_TOKEN\nRUN echo $GITHUB_TOKEN x\nUSER node\n`,
    findings: 1,
    fixed: `${node}ARG GITHUB_TOKEN\nRUN echo $GITHUB_TOKEN\nRUN echo $GITHUB_TOKEN x\nUSER node\n`,
  },
  {
    name: 'ARG that nobody names: .npmrc may read it',
    text: `${node}ARG NPM_TOKEN\nRUN npm whoami\nUSER node\n`,
    findings: 1,
    fixed: `${node}ARG NPM_TOKEN\nRUN npm whoami\nUSER node\n`,
  },
  {
    name: 'an old frontend: no fix',
    text: `# syntax=docker/dockerfile:1.4\n${node}ARG NPM_TOKEN\nRUN echo $NPM_TOKEN\nUSER node\n`,
    findings: 1,
    fixed: `# syntax=docker/dockerfile:1.4\n${node}ARG NPM_TOKEN\nRUN echo $NPM_TOKEN\nUSER node\n`,
  },
  {
    name: 'a longer name is another variable',
    text: `${node}ARG NPM_TOKEN\nRUN echo $NPM_TOKEN_PREFIX\nUSER node\n`,
    findings: 1,
    fixed: `${node}ARG NPM_TOKEN\nRUN echo $NPM_TOKEN_PREFIX\nUSER node\n`,
  },
  {
    name: 'ARG kept by ENV is one finding',
    text: `${node}ARG NPM_TOKEN\nENV NPM_TOKEN=$NPM_TOKEN\nRUN npm whoami\nUSER node\n`,
    findings: ['NPM_TOKEN'],
  },
  {
    name: 'a token in the URL of an index',
    text: `${node}ARG PIP_TOKEN\nENV PIP_INDEX_URL=https://ci:\${PIP_TOKEN}@pypi.example.org/simple\nUSER node\n`,
    findings: ['PIP_INDEX_URL'],
  },
  {
    name: 'ENV with a password',
    text: `${node}ENV DB_PASSWORD=hunter2\nUSER node\n`,
    findings: ['DB_PASSWORD'],
  },
  {
    name: 'ENV with a placeholder',
    text: `${node}ENV JWT_SECRET=changeme\nUSER node\n`,
    findings: ['JWT_SECRET'],
  },
  {
    name: 'the old form',
    text: `${node}ENV MYSQL_ROOT_PASSWORD root\nUSER node\n`,
    findings: ['MYSQL_ROOT_PASSWORD'],
  },
  {
    name: 'one ENV that repeats another',
    text: `${node}ENV POSTGRES_PASSWORD=shop\nENV PGPASSWORD=$POSTGRES_PASSWORD\nUSER node\n`,
    findings: ['POSTGRES_PASSWORD'],
  },
  {
    name: 'an ENV with the placeholder of an ARG in the image',
    text: `${node}ARG SIGNING_KEY="DEADBEEF"\nENV SIGNING_KEY="$SIGNING_KEY"\nUSER node\n`,
    findings: ['SIGNING_KEY'],
  },
  {
    name: 'an ENV with a placeholder in the image',
    text: `${node}ENV DATABASE_URL=mysql://user:pass@localhost/shop\nUSER node\n`,
    findings: ['DATABASE_URL'],
  },
  {
    name: 'a password in a URL in a stage that is thrown away',
    text: `FROM node:22 AS build\nENV DATABASE_URL=mysql://shop:Tr1cky-9@db/shop\nRUN npm run build > /out\n${node}COPY --from=build /out /out\nUSER node\n`,
    findings: ['DATABASE_URL'],
  },
  {
    name: 'a password in a URL',
    text: `${node}ENV DATABASE_URL=postgres://shop:s3cret@db/shop\nUSER node\n`,
    findings: ['DATABASE_URL'],
  },
  {
    name: 'a value whose format tells',
    text: `${node}ENV THING=AKIAABCDEFGHIJKLMNOP\nUSER node\n`,
    findings: ['THING'],
  },
  {
    name: 'a global ARG with a value, declared again',
    text: `ARG API_TOKEN=abc123def\n${node}ARG API_TOKEN\nUSER node\n`,
    findings: ['API_TOKEN'],
  },
  {
    name: 'several in one ENV',
    text: `${node}ENV A=1 \\\n    SMTP_PASS=x9 \\\n    B=2 \\\n    awsSecretAccessKey=abc\nUSER node\n`,
    findings: ['SMTP_PASS', 'awsSecretAccessKey'],
  },
  {
    name: 'in a stage that is thrown away',
    text: `${node.trim()} AS build\nARG NPM_TOKEN\nRUN npm whoami\n${node}USER node\n`,
    findings: ['NPM_TOKEN'],
  },
];

describe('security/secret-in-env', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('is an error when the value itself is a credential', async () => {
    const text = `${node}ENV A=ghp_${'a1B2'.repeat(9)}\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding).toMatchObject({
      effectiveSeverity: 'error',
      message: expect.stringContaining('a GitHub token') as unknown,
    });
  });

  it('says where the value stays', async () => {
    const text = `${node.trim()} AS build\nARG NPM_TOKEN\n${node}ARG DEPLOY_KEY\nENV DB_PASSWORD=x1\n`;
    const messages = findingsOf(rule, text, await factsFor(text)).map(({ message }) => message);
    expect(messages[0]).toContain('build cache');
    expect(messages[1]).toContain('docker history');
    expect(messages[2]).toContain('docker inspect');
  });
});

describe('names', () => {
  it.each([
    'NPM_TOKEN',
    'npmToken',
    'DB_PASSWORD',
    'PGPASSWORD',
    'SECRET_KEY_BASE',
    'AWS_SECRET_ACCESS_KEY',
    'SSH_PRIVATE_KEY',
    'GITHUB_PAT',
    'DB_PWD',
    'USER_PASSWORD',
    'API_KEY',
    'COMPOSER_AUTH',
    'NEW_RELIC_LICENSE_KEY',
    'HF_TOKEN',
  ])('%s is a credential', (name) => {
    expect(isCredentialName(name)).toBe(true);
  });
  it.each([
    'PWD',
    'OLDPWD',
    'BYPASS',
    'COMPASS',
    'KEY',
    'CACHE_KEY',
    'AWS_ACCESS_KEY_ID',
    'GPG_KEYS',
    'TOKENIZER',
    'PASSWORD_HASH_ROUNDS',
    'SECRETS_DIR',
    'CSRF_COOKIE_SECRET_NAME',
    'ENABLE_AUTH',
    'SECRET_ARN',
    'KEYBOARD',
    'MONKEY',
    '',
  ])('%s is none', (name) => {
    expect(isCredentialName(name)).toBe(false);
  });
});

describe('values', () => {
  it.each(['s3cret', 'changeme', '12345', 'a/b+c=='])('%s can be a credential', (value) => {
    expect(canBeCredential(value)).toBe(true);
  });
  it.each([
    '',
    ' ',
    'true',
    '0',
    '/run/secrets/x',
    './key.pem',
    'key.pem',
    'https://example.org',
    '<token>',
    '{{ token }}',
  ])('%s can not', (value) => {
    expect(canBeCredential(value)).toBe(false);
  });
  it('reads passwords of URLs', () => {
    expect(passwordInUrl('redis://:pw@cache:6379/0')).toBe('pw');
    expect(passwordInUrl('https://example.org/a:b@c')).toBeUndefined();
    expect(passwordInUrl('postgres://user:<password>@db')).toBeUndefined();
  });
  it('knows formats', () => {
    expect(credentialShape('sk_live_' + 'a'.repeat(24))).toBe('a Stripe key');
    expect(credentialShape('-----BEGIN RSA PRIVATE KEY-----')).toBe('a private key');
    expect(credentialShape('sk_test_123')).toBeUndefined();
  });
});
