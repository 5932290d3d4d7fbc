import { describe, expect, it } from 'vitest';
import {
  holdsPrivateKey,
  holdsToken,
  isExampleEnvironment,
  isPublicEnvironment,
  secretName,
} from '../../server/context/secrets.ts';

describe('secretName', () => {
  it.each([
    ['.env', 'environment file'],
    ['.env.local', 'environment file'],
    ['.env.production', 'environment file'],
    ['apps/api/.env', 'environment file'],
    ['id_rsa', 'SSH private key'],
    ['.ssh/id_ed25519', 'SSH private key'],
    ['certs/server.key', 'private key'],
    ['privkey.pem', 'private key'],
    ['AuthKey.PEM', 'private key'],
    ['app.p12', 'key store'],
    ['app.pfx', 'key store'],
    ['release.jks', 'key store'],
    ['kubeconfig', 'Kubernetes configuration'],
    ['.kube/config', 'Kubernetes configuration'],
    ['prod.kubeconfig', 'Kubernetes configuration'],
    ['.aws/credentials', 'AWS credentials'],
    ['.git-credentials', 'git credentials'],
    ['my-service-account.json', 'Google Cloud credentials'],
    ['credentials.json', 'Google Cloud credentials'],
    ['.docker/config.json', 'registry credentials'],
    ['infra/terraform.tfstate', 'Terraform state'],
    ['terraform.tfstate.backup', 'Terraform state'],
    ['.npmrc', 'npm access token'],
    ['.yarnrc.yml', 'npm access token'],
    ['.pypirc', 'PyPI credentials'],
    ['.netrc', 'login for hosts'],
    ['.pgpass', 'PostgreSQL password file'],
    ['.htpasswd', 'password file'],
    ['config/master.key', 'Rails master key'],
  ])('%s is a %s', (path, label) => {
    expect(secretName(path)?.label).toBe(label);
  });

  it.each([
    '.env.example', '.env.sample', '.env.template', '.env.dist', '.env.production.example', '.env.example.docker', '.environment', 'env', 'src/env.ts',
    'id_rsa.pub', 'server.crt', 'key.pub.pem', 'public.key.ts', 'signing.pub.key', 'truststore.jks', 'debug.keystore',
    'tests/certs/server.key', 'node_modules/x/key.pem', 'src/__tests__/.env', 'docs/.env', 'package.json', 'config.json',
    'kube/config', 'aws/credentials', 'credentials.ts', 'keyboard.json', 'src/monkey.json', 'tokens.css', 'passwords.md',
    'config.example.env', 'sample.env', 'test.env', 'ci/e2e.env', 'app-dev.env', 'src/app.env.ts',
  ])('%s is none', (path) => {
    expect(secretName(path)).toBeUndefined();
  }); // prettier-ignore

  it.each([
    ['.env', 'DB_PASSWORD=x', true],
    ['.env', 'export TOKEN="x"\n', true],
    ['.env', 'DATABASE_URL=postgres://u:p@h/d\n', true],
    ['.env', '# nothing\n\n', false],
    ['.env', 'DB_PASSWORD=\nTOKEN=""\n', false],
    ['.env', 'PORT=3000\nNODE_ENV=production\n', false],
    ['.env.production', 'VITE_API=https://x\nREACT_APP_A=1\n', false],
    ['.env.production', 'VITE_API=https://x\nSESSION_SECRET=1\n', true],
    ['.env.production', 'APP_NAME=shop\nAPP_KEY=\nDB_CONNECTION=sqlite\nLOG_CHANNEL=stderr\n', false],
    ['.env.production', 'MAIL_PASSWORD=hunter2\n', true],
    ['.env.production', "UPSTREAM='https://me:hunter2@api.example.org'\n", true],
    ['.env.staging', 'SENTRY=4f1c9a7de03b55aa41d2c6e0\n', true],
    ['.env.staging', 'DATA=/srv/releases/2024/current1\n', false],
    ['.env.local', 'APP_NAME=shop\n', true],
    ['.env.production.local', 'APP_NAME=shop\n', true],
    ['config.env', 'PORT=3000\nJWT_EXPIRES_IN=90d\n', false],
    ['config.env', 'DB_PASSWORD=postgres\nTOKEN_TTL=3600\n', false],
    ['config.env', 'DATABASE=postgres://postgres:postgres@db/shop\n', false],
    ['config.env', 'DB_PASSWORD=${PASSWORD}\n', false],
    ['config.env', 'DATABASE=mongodb+srv://shop:hun-ter-2@cluster0.example.net/shop\n', true],
    [
      'config.env',
      'PASSWORD_RESET_URL=https://example.org/reset\nTOKEN_ALGORITHM=HS256\nSECRET_FILE=/run/x\n',
      false,
    ],
    ['config/prod.env', 'JWT_SECRET=very-long-and-private\n', true],
    ['.envrc', 'use nix\n', false],
    ['.envrc', 'export AWS_SECRET_ACCESS_KEY=abc\n', true],
    ['server.pem', '-----BEGIN CERTIFICATE-----', false],
    ['server.pem', '-----BEGIN ENCRYPTED PRIVATE KEY-----', true],
    [
      'service-account.json',
      '{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\\nabc"}',
      true,
    ],
    ['service-account.json', '{"name":"x"}', false],
    ['credentials.json', '{"installed":{"client_secret":"abc"}}', true],
    ['.docker/config.json', '{"auths":{"r":{"auth":"dTpw"}}}', true],
    ['.docker/config.json', '{"credsStore":"desktop"}', false],
  ])('%s holding %j: %s', (path, text, expected) => {
    expect(secretName(path)?.content?.(text)).toBe(expected);
  });
});

describe('holdsToken', () => {
  it.each([
    ['//registry.npmjs.org/:_authToken=npm_abc123', true],
    ['//registry.npmjs.org/:_authToken=${NPM_TOKEN}', false],
    ['//registry.npmjs.org/:_authToken=$NPM_TOKEN', false],
    ['; //registry.npmjs.org/:_authToken=npm_abc', false],
    ['_auth = dXNlcjpwYXNz', true],
    ['//r/:_password="cGFzcw=="', true],
    ['always-auth=true\nregistry=https://registry.npmjs.org/', false],
    ['save-exact=true', false],
    ['npmAuthToken: "npm_abc"', true],
    ['npmAuthToken: "${NPM_TOKEN-}"', false],
    ['npmRegistries:\n  //r:\n    npmAuthIdent: user:pass', true],
    ['nodeLinker: node-modules', false],
    ['[pypi]\nusername = __token__\npassword = pypi-abc', true],
    ['[pypi]\nusername = __token__', false],
    ['machine api.example.org login me password hunter2', true],
    ['machine api.example.org login me', false],
    ['[global]\nindex-url = https://user:pass@pypi.example.org/simple', true],
    ['[global]\nindex-url = https://${U}:${P}@pypi.example.org/simple', false],
    ['[global]\nindex-url = https://pypi.org/simple', false],
    ['//r/:_authToken=YOUR_TOKEN', false],
    ['//r/:_authToken=<token>', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(holdsToken(text)).toBe(expected);
  });
});

it.each([
  ['-----BEGIN PRIVATE KEY-----', true],
  ['-----BEGIN EC PRIVATE KEY-----', true],
  ['-----BEGIN OPENSSH PRIVATE KEY-----', true],
  ['-----BEGIN PGP PRIVATE KEY BLOCK-----', true],
  ['-----BEGIN PUBLIC KEY-----', false],
  ['-----BEGIN CERTIFICATE-----', false],
])('%s holds a private key: %s', (text, expected) => {
  expect(holdsPrivateKey(text)).toBe(expected);
});

it.each([
  ['VITE_A=1\nPORT=80', true],
  ['PORT=80', false],
  ['VITE_A=1\nSECRET=x', false],
  ['', false],
])('%j is a public environment: %s', (text, expected) => {
  expect(isPublicEnvironment(text)).toBe(expected);
});

it.each([
  ['.env.example', true],
  ['a/.env.local.sample', true],
  ['.env', false],
  ['.env.exam', false],
])('%s is an example: %s', (path, expected) => {
  expect(isExampleEnvironment(path)).toBe(expected);
});
