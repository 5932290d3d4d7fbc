/**
 * Requests to a registry: authentication, redirects, one retry, and silence towards hosts that ask for it. Nothing
 * here knows what is fetched.
 */
import type {
  CancellationSignal,
  Clock,
  CredentialSource,
  HttpAnswer,
  HttpClient,
  HttpRequest,
} from '../ports.ts';
import { Authenticator } from './authenticator.ts';
import type { Endpoint } from './endpoint.ts';
import { failure } from './failure.ts';
import type { Failure } from './failure.ts';
import { hostKind } from './hosts.ts';
import { Limiter } from './limiter.ts';

export interface TransportOptions {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Milliseconds for one exchange. */
  readonly timeoutMs: number;
  /** Absent: everything is asked for anonymously. */
  readonly credentials?: CredentialSource;
}

export interface Ask {
  /** Below the endpoint's base: `/v2/library/node/manifests/22`. */
  readonly path: string;
  readonly method?: 'GET' | 'HEAD';
  readonly accept?: readonly string[];
  readonly maxBytes: number;
  /** Bytes wanted, both included. */
  readonly range?: { readonly first: number; readonly last: number };
  /** Nobody is to know who asks: a 401 is the answer. */
  readonly anonymous?: boolean;
  readonly signal?: CancellationSignal;
}

export interface Answer {
  readonly ok: true;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

const maximumRequests = 4;
const maximumRedirects = 5;
/** A host that did not answer is left alone for so long, in milliseconds: fifty images must not wait fifty times. */
const quietAfterSilence = 30_000;
/** When a host says "too many" without saying for how long, in milliseconds. */
const quietAfterRefusal = 60_000;
/** No host decides that we never ask again: a day, in milliseconds. */
const longestQuiet = 24 * 3_600_000;

type Sent = Extract<HttpAnswer, { ok: true }> | Failure;

export class Transport {
  readonly #options: TransportOptions;
  readonly #limiter = new Limiter(maximumRequests);
  readonly #authenticator: Authenticator;
  readonly #quiet = new Map<string, { readonly until: number; readonly failure: Failure }>();

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#authenticator = new Authenticator(
      (request) => this.#send(request, undefined),
      options.clock,
      options.timeoutMs,
      options.credentials,
    );
  }

  /** Any status but those that mean "no": 2xx and 304. */
  async ask(endpoint: Endpoint, ask: Ask): Promise<Answer | Failure> {
    const scope = `repository:${endpoint.repository}:pull`;
    let authorization = ask.anonymous ? undefined : this.#authenticator.remembered(endpoint, scope);
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#follow(endpoint, ask, authorization);
      if (!answer.ok) return answer;
      if (answer.status !== 401) return verdict(answer);
      if (attempt > 0 || ask.anonymous)
        return failure('unauthorized', `${endpoint.registry} wants credentials.`);
      const header = answer.headers.get('www-authenticate') ?? '';
      const obtained = await this.#authenticator.obtain(endpoint, scope, header, answer.privateAddress);
      if (!obtained.ok) return obtained;
      authorization = obtained.authorization;
    }
  }

  /** Redirects are followed without the authorization, and never from the internet into a private network. */
  async #follow(endpoint: Endpoint, ask: Ask, authorization: string | undefined): Promise<Sent> {
    let url = new URL(ask.path, `${endpoint.base}/`);
    const own = url.host;
    const headers: Record<string, string> = {
      ...(ask.accept ? { accept: ask.accept.join(', ') } : {}),
      ...(ask.range ? { range: `bytes=${ask.range.first}-${ask.range.last}` } : {}),
    };
    // The registry itself may be in a private network: the Dockerfile names it.
    let allowPrivate = true;
    let sent = authorization;
    for (let hops = 0; ; hops++) {
      const answer = await this.#send(
        {
          method: ask.method ?? 'GET',
          url: url.href,
          headers: sent === undefined ? headers : { ...headers, authorization: sent },
          maxBytes: ask.maxBytes,
          timeoutMs: this.#options.timeoutMs,
          allowPrivate,
        },
        ask.signal,
      );
      // What another host asks for is not the registry's wish: it would lead its credentials elsewhere.
      if (answer.ok && answer.status === 401 && url.host !== own)
        return failure('unauthorized', `${endpoint.registry} leads to ${url.host}, which wants credentials.`);
      if (!answer.ok || !isRedirect(answer.status)) return answer;
      if (hops === maximumRedirects) return failure('invalid', `${url.host} redirects in circles.`);
      const target = redirectTarget(answer.headers.get('location'), url);
      if (!target) return failure('invalid', `${url.host} redirects to nowhere.`);
      if (hops === 0) allowPrivate = answer.privateAddress ?? hostKind(url.host) !== 'public';
      if (target.protocol === 'http:' && !(endpoint.loopback && hostKind(target.host) === 'loopback'))
        return failure('refused', `${url.host} redirects to ${target.host} without TLS.`);
      if (!allowPrivate && hostKind(target.host) !== 'public')
        return failure('refused', `${url.host} redirects into a private network (${target.host}).`);
      if (target.host !== url.host) sent = undefined;
      url = target;
    }
  }

  /** One exchange with one retry for a connection that broke or a server in trouble. */
  async #send(request: HttpRequest, signal: CancellationSignal | undefined): Promise<Sent> {
    const first = await this.#limiter.run(() => this.#exchange(request, signal, true));
    return first ?? (await this.#limiter.run(() => this.#exchange(request, signal, false)))!;
  }

  /**
   * Undefined: it should be tried again, which is allowed when `mayRepeat`. Whether the host is left alone is looked at
   * when it is the request's turn, and settled before it is the next one's.
   */
  async #exchange(
    request: HttpRequest,
    signal: CancellationSignal | undefined,
    mayRepeat: boolean,
  ): Promise<Sent | undefined> {
    const { host } = new URL(request.url);
    const quiet = this.#quiet.get(host);
    if (quiet && quiet.until > this.#options.clock.now()) return quiet.failure;
    if (signal?.isCancellationRequested) return failure('cancelled', `${host}: cancelled.`);
    const answer = await this.#options.http.request(request, signal);
    if (answer.ok && isRefusal(answer)) return this.#beQuiet(host, rateLimited(host), retryAfter(answer));
    const broken = answer.ok ? answer.status >= 500 : answer.reason === 'unreachable';
    if (broken && mayRepeat) return undefined;
    if (answer.ok) return broken ? failure('unreachable', `${host} answers ${answer.status}.`) : answer;
    switch (answer.reason) {
      case 'cancelled':
      case 'refused':
        return failure(answer.reason, `${host}: ${answer.detail}.`);
      case 'too-large':
        return failure('invalid', `${host} sends more than ${request.maxBytes} bytes.`);
      case 'unreachable':
      case 'timeout':
        return this.#beQuiet(host, failure(answer.reason, `${host}: ${answer.detail}.`), quietAfterSilence);
    }
  }

  #beQuiet(host: string, why: Failure, forMs: number): Failure {
    this.#quiet.set(host, { until: this.#options.clock.now() + Math.min(forMs, longestQuiet), failure: why });
    return why;
  }
}

function verdict(answer: Answer): Answer | Failure {
  const { status } = answer;
  if ((status >= 200 && status < 300) || status === 304) return answer;
  if (status === 403) return failure('unauthorized', 'The registry does not show it to us.');
  if (status === 404) return failure('not-found', 'The registry does not have it.');
  return failure('invalid', `The registry answers ${status}.`);
}

/** "Too many requests", or "come back later". */
function isRefusal({ status, headers }: Extract<HttpAnswer, { ok: true }>): boolean {
  return status === 429 || (status === 503 && headers.has('retry-after'));
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** Undefined for what is no http URL, and for one with credentials in it. */
function redirectTarget(location: string | undefined, from: URL): URL | undefined {
  if (location === undefined || !URL.canParse(location, from.href)) return undefined;
  const target = new URL(location, from.href);
  const usable = (target.protocol === 'https:' || target.protocol === 'http:') && target.username === '';
  return usable ? target : undefined;
}

function rateLimited(host: string): Failure {
  return failure('rate-limited', `${host} has had enough requests for now.`);
}

/** Milliseconds: from a number of seconds, or from a date, by the host's own clock (RFC 9110, 10.2.3). */
function retryAfter({ headers }: Extract<HttpAnswer, { ok: true }>): number {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const wait = Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(wait) ? Math.max(0, wait) : quietAfterRefusal;
}
