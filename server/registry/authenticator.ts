/**
 * Tokens for registries (distribution specification, "token authentication"; RFC 7617 for `Basic`). Credentials go to
 * the registry they belong to, or to the token server it names over TLS; nowhere else.
 */
import { nullish, number, object, string } from 'valibot';
import type { Clock, Credentials, CredentialSource, HttpAnswer, HttpRequest } from '../ports.ts';
import { parseChallenges } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import type { Endpoint } from './endpoint.ts';
import { failure } from './failure.ts';
import type { Failure } from './failure.ts';
import { hostKind } from './hosts.ts';
import { parseJson } from './json.ts';

/** Not cancelled: several requests may wait for the same token. */
type Send = (request: HttpRequest) => Promise<Extract<HttpAnswer, { ok: true }> | Failure>;

const tokenSchema = object({
  token: nullish(string()),
  access_token: nullish(string()),
  /** Seconds. */
  expires_in: nullish(number()),
});

/** The specification's default, in seconds. */
const defaultLifetime = 60;
/** A token about to end is as good as none, in milliseconds. */
const margin = 5_000;
const maximumTokenBytes = 64 * 1024;
/** Header fields can't hold more on most servers. */
const maximumTokenLength = 16_384;

export class Authenticator {
  readonly #send: Send;
  readonly #clock: Clock;
  readonly #credentials: CredentialSource | undefined;
  /** By base and scope: the header's value, and until when it is good. */
  readonly #known = new Map<string, { readonly authorization: string; readonly until: number }>();
  readonly #underWay = new Map<string, Promise<{ ok: true; authorization: string } | Failure>>();
  readonly #timeoutMs: number;

  constructor(send: Send, clock: Clock, timeoutMs: number, credentials: CredentialSource | undefined) {
    this.#send = send;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#credentials = credentials;
  }

  /** The `Authorization` that was good a moment ago. */
  remembered({ base }: Endpoint, scope: string): string | undefined {
    const known = this.#known.get(key(base, scope));
    return known && known.until > this.#clock.now() ? known.authorization : undefined;
  }

  /**
   * An `Authorization` for what the registry asked in `header` (its `WWW-Authenticate`). `privateAddress`: the
   * registry's own address is in a private network, so its token server may be there too.
   */
  obtain(
    endpoint: Endpoint,
    scope: string,
    header: string,
    privateAddress: boolean | undefined,
  ): Promise<{ ok: true; authorization: string } | Failure> {
    const id = key(endpoint.base, scope);
    const underWay = this.#underWay.get(id);
    if (underWay) return underWay;
    const obtained = this.#answer(endpoint, scope, parseChallenges(header), privateAddress).finally(() =>
      this.#underWay.delete(id),
    );
    this.#underWay.set(id, obtained);
    return obtained;
  }

  async #answer(
    endpoint: Endpoint,
    scope: string,
    challenges: readonly Challenge[],
    privateAddress: boolean | undefined,
  ): Promise<{ ok: true; authorization: string } | Failure> {
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer) return this.#token(endpoint, scope, bearer, privateAddress);
    if (!challenges.some(({ scheme }) => scheme === 'basic'))
      return failure('unauthorized', `${endpoint.registry} wants an authentication that is not known here.`);
    const credentials = await this.#credentials?.forRegistry(endpoint.registry);
    if (!credentials || 'identityToken' in credentials)
      return failure('unauthorized', `${endpoint.registry} wants a name and a password.`);
    const authorization = basic(credentials);
    this.#known.set(key(endpoint.base, scope), { authorization, until: Number.POSITIVE_INFINITY });
    return { ok: true, authorization };
  }

  async #token(
    endpoint: Endpoint,
    scope: string,
    { parameters }: Challenge,
    privateAddress: boolean | undefined,
  ): Promise<{ ok: true; authorization: string } | Failure> {
    const text = parameters.get('realm') ?? '';
    if (!URL.canParse(text)) return failure('invalid', `${endpoint.registry} names no token server.`);
    const realm = new URL(text);
    const here = endpoint.loopback && hostKind(realm.host) === 'loopback';
    if ((realm.protocol !== 'https:' && !(here && realm.protocol === 'http:')) || realm.username !== '')
      return failure('refused', `${endpoint.registry} names a token server without TLS.`);
    const ownNetwork = privateAddress ?? hostKind(endpoint.base.replace(/^https?:\/\//, '')) !== 'public';
    if (!ownNetwork && hostKind(realm.host) !== 'public')
      return failure('refused', `${endpoint.registry} names a token server in a private network.`);
    const credentials = await this.#credentials?.forRegistry(endpoint.registry);
    // What we want, not what the registry says we want: the header is a stranger's text.
    const answer = await this.#send({
      ...tokenRequest(realm, parameters.get('service'), scope, credentials),
      maxBytes: maximumTokenBytes,
      timeoutMs: this.#timeoutMs,
      allowPrivate: ownNetwork,
    });
    if (!answer.ok) return answer;
    if (answer.status === 401 || answer.status === 403)
      return failure('unauthorized', `The token server of ${endpoint.registry} gives us none.`);
    const body = answer.status === 200 ? parseJson(answer.body, tokenSchema) : undefined;
    const token = body?.token ?? body?.access_token;
    // A token is one word of visible characters: anything else would be a header of its own.
    if (
      body === undefined ||
      typeof token !== 'string' ||
      !/^[\x21-\x7e]+$/.test(token) ||
      token.length > maximumTokenLength
    )
      return failure('invalid', `The token server of ${endpoint.registry} gives no token.`);
    const authorization = `Bearer ${token}`;
    const lifetime = Math.max(0, body.expires_in ?? defaultLifetime) * 1000 - margin;
    this.#known.set(key(endpoint.base, scope), { authorization, until: this.#clock.now() + lifetime });
    return { ok: true, authorization };
  }
}

/**
 * By GET, anonymously or with a password ("token authentication"), by POST with a refresh token ("OAuth2 token
 * authentication"), which must not stand in a URL.
 */
function tokenRequest(
  realm: URL,
  service: string | undefined,
  scope: string,
  credentials: Credentials | undefined,
): Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'> {
  if (credentials && 'identityToken' in credentials) {
    const fields = {
      grant_type: 'refresh_token',
      refresh_token: credentials.identityToken,
      client_id: 'dockerfile-optimizer',
      scope,
      ...(service === undefined ? {} : { service }),
    };
    return {
      method: 'POST',
      url: realm.href,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Object.entries(fields)
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join('&'),
    };
  }
  if (service !== undefined) realm.searchParams.set('service', service);
  realm.searchParams.set('scope', scope);
  return {
    method: 'GET',
    url: realm.href,
    headers: credentials ? { authorization: basic(credentials) } : {},
  };
}

function key(base: string, scope: string): string {
  return `${base} ${scope}`;
}

function basic({ username, password }: { username: string; password: string }): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
