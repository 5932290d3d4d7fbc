/**
 * The user's Docker credentials: `config.json` with its `auths`, and the credential helpers it names
 * (docs.docker.com/reference/cli/docker/login). Used only where the user allows it.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { nullish, object, record, safeParse, string } from 'valibot';
import type { CredentialSource, Credentials, Logger } from '../../ports.ts';

const configSchema = object({
  auths: nullish(
    record(
      string(),
      object({
        auth: nullish(string()),
        username: nullish(string()),
        password: nullish(string()),
        identitytoken: nullish(string()),
      }),
    ),
  ),
  credHelpers: nullish(record(string(), string())),
  credsStore: nullish(string()),
});
const answerSchema = object({ Username: string(), Secret: string() });

/** Milliseconds. A helper may ask the user's key chain, which may ask the user. */
const helperTimeout = 10_000;
const maximumAnswer = 64 * 1024;
/** What a helper answers as a name when its secret is a refresh token (docker-credential-helpers, "identity tokens"). */
const identityMark = '<token>';

/** `folder`: where Docker keeps its configuration (`$DOCKER_CONFIG`, else `~/.docker`). */
export function dockerCredentials(folder: string, logger: Logger): CredentialSource {
  return {
    async forRegistry(host) {
      const config = await readConfig(path.join(folder, 'config.json'), logger);
      if (!config) return undefined;
      for (const key of namesOf(host)) {
        const own = config.auths?.[key];
        // With a store, `auths` only lists what the store has; asking it for other hosts would bother the user.
        const helper = config.credHelpers?.[key] ?? (own ? config.credsStore : undefined);
        const found = helper ? await askHelper(helper, key, logger) : own && fromEntry(own);
        if (found) return found;
      }
      return undefined;
    },
  };
}

/** Docker Hub's credentials stand under an old address. */
function namesOf(host: string): readonly string[] {
  return host === 'docker.io'
    ? ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io', 'registry-1.docker.io']
    : [host, `https://${host}`, `https://${host}/`, `https://${host}/v1/`, `https://${host}/v2/`];
}

async function readConfig(file: string, logger: Logger) {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    // No configuration, no credentials: the usual case.
    return undefined;
  }
  const config = safeParse(configSchema, parse(text));
  if (config.success) return config.output;
  logger.warn(`${file} is not a Docker configuration: no credentials are taken from it.`);
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromEntry(entry: {
  auth?: string | null | undefined;
  username?: string | null | undefined;
  password?: string | null | undefined;
  identitytoken?: string | null | undefined;
}): Credentials | undefined {
  // Beside it stands a name with an empty password.
  if (entry.identitytoken) return { identityToken: entry.identitytoken };
  if (entry.username && entry.password) return { username: entry.username, password: entry.password };
  const decoded = Buffer.from(entry.auth ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon <= 0) return undefined;
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, '') };
}

/** `docker-credential-NAME get`, with the registry on its standard input. The name comes from the user's own file. */
function askHelper(name: string, registry: string, logger: Logger): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(name)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${name}`, ['get'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: helperTimeout,
      windowsHide: true,
    });
    let output = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      output += chunk;
      if (output.length > maximumAnswer) child.kill();
    });
    child.on('error', () => {
      logger.warn(`The credential helper docker-credential-${name} can't be started.`);
      resolve(undefined);
    });
    child.on('close', (code) => {
      const answer = code === 0 ? safeParse(answerSchema, parse(output)) : undefined;
      resolve(answer?.success ? fromAnswer(answer.output) : undefined);
    });
    // A helper that ends before it has read breaks the pipe; its exit tells the rest.
    child.stdin.on('error', () => undefined);
    child.stdin.end(registry);
  });
}

function fromAnswer({ Username, Secret }: { Username: string; Secret: string }): Credentials | undefined {
  if (Secret === '') return undefined;
  return Username === identityMark ? { identityToken: Secret } : { username: Username, password: Secret };
}
