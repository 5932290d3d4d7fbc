/** The HttpClient port over Node's own http and https, with the proxies that the environment names. */
import { lookup as systemLookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../ports.ts';
import { addressKind, hostKind } from '../../registry/hosts.ts';
import { ConnectGate } from './connect-gate.ts';

export interface NodeHttpOptions {
  /** `dockerfile-optimizer/0.1.0`. */
  readonly userAgent: string;
  /**
   * For a run that must not wait where there is no network: the first connection must stand within so many milliseconds
   * of waiting, name look-up included, else this and every later request is `unreachable`. Default: only the request's
   * own limit.
   */
  readonly firstConnectionMs?: number;
  /** A name that was found proves the network well enough: the connection may then take longer. */
  readonly nameSuffices?: boolean;
  /** For tests; default: the system's. */
  readonly lookup?: typeof systemLookup;
  /** Which proxy serves a URL; default: HTTPS_PROXY, NO_PROXY and their like of the environment. */
  readonly proxyFor?: (url: string) => string;
}

export function createHttpClient(options: NodeHttpOptions): HttpClient {
  const gate =
    options.firstConnectionMs === undefined ? undefined : new ConnectGate(options.firstConnectionMs);
  return {
    request: (request, signal) =>
      new Promise((resolve) => {
        const exchange = new Exchange(request, options, gate, resolve);
        const listener = signal?.onCancellationRequested(() => exchange.fail('cancelled', 'cancelled'));
        exchange.ended = () => listener?.dispose();
        if (signal?.isCancellationRequested) exchange.fail('cancelled', 'cancelled');
        else exchange.start();
      }),
  };
}

type Refusal = Extract<HttpAnswer, { ok: false }>['reason'];

/** One request and its answer. The first outcome counts, and ends everything. */
class Exchange {
  ended: (() => void) | undefined;
  readonly #request: HttpRequest;
  readonly #options: NodeHttpOptions;
  readonly #resolve: (answer: HttpAnswer) => void;
  #outgoing: ClientRequest | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #gate: ConnectGate | undefined;
  #leaveGate: (() => void) | undefined;
  #done = false;

  constructor(
    request: HttpRequest,
    options: NodeHttpOptions,
    gate: ConnectGate | undefined,
    resolve: (answer: HttpAnswer) => void,
  ) {
    this.#request = request;
    this.#options = options;
    this.#gate = gate;
    this.#resolve = resolve;
  }

  start(): void {
    const { url, method, headers, body, timeoutMs, allowPrivate } = this.#request;
    const target = new URL(url);
    const proxy = (this.#options.proxyFor ?? getProxyForUrl)(url);
    const name = target.hostname.replace(/^\[|\]$/g, '');
    // Behind a proxy it is the proxy that looks the name up; what can be judged here is the name itself.
    if (!allowPrivate && (proxy !== '' || isIP(name) !== 0) && hostKind(target.host) !== 'public') {
      this.fail('refused', `${target.host} is in a private network`);
      return;
    }
    this.#leaveGate = this.#gate?.enter(() => this.fail('unreachable', 'no connection: there is no network'));
    if (this.#done) return;
    if (proxy !== '') this.#knockAt(new URL(proxy));
    const options: RequestOptions = {
      method,
      headers: {
        'user-agent': this.#options.userAgent,
        'accept-encoding': 'identity',
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
      ...(proxy === '' ? { lookup: this.#lookup(allowPrivate) } : { agent: new HttpsProxyAgent(proxy) }),
    };
    // Not the socket's own timeout, which a trickle of bytes would extend for ever.
    this.#timer = setTimeout(() => this.fail('timeout', `no answer within ${timeoutMs} ms`), timeoutMs);
    try {
      this.#outgoing = (target.protocol === 'https:' ? requestTls : requestPlain)(target, options);
    } catch (error) {
      this.fail('unreachable', String(error));
      return;
    }
    this.#watchConnecting(this.#outgoing);
    this.#outgoing.on('error', (error) => {
      this.fail(error instanceof PrivateAddressError ? 'refused' : 'unreachable', error.message);
    });
    this.#outgoing.on('response', (response) => this.#read(response, proxy !== ''));
    this.#outgoing.end(body);
  }

  #watchConnecting(outgoing: ClientRequest): void {
    outgoing.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => this.#gate?.open());
      else this.#gate?.open();
    });
    // A proxy that makes no tunnel answers in its own name, without TLS: not a word of it is the registry's.
    outgoing.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      if (statusCode !== 200) this.fail('unreachable', `the proxy answers ${statusCode}`);
    });
  }

  /**
   * A tunnel takes as long as the proxy needs to reach the registry, and nobody tells meanwhile that the proxy is there.
   * So a connection of its own finds that out.
   */
  #knockAt({ hostname, port, protocol }: URL): void {
    const gate = this.#gate;
    if (!gate?.isWaiting) return;
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
    });
    const leave = gate.enter(() => socket.destroy());
    const end = (): void => {
      leave();
      socket.destroy();
    };
    socket.once('connect', () => {
      gate.open();
      end();
    });
    socket.on('error', end);
  }

  #lookup(allowPrivate: boolean): LookupFunction {
    const lookup = guardedLookup(allowPrivate, this.#options.lookup ?? systemLookup);
    if (!this.#options.nameSuffices) return lookup;
    return (hostname, options, callback) => {
      lookup(hostname, options, (error, ...found) => {
        if (!error) this.#gate?.open();
        callback(error, ...found);
      });
    };
  }

  #read(response: IncomingMessage, proxied: boolean): void {
    const chunks: Buffer[] = [];
    let length = 0;
    const remote = response.socket.remoteAddress;
    response.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > this.#request.maxBytes)
        this.fail('too-large', `more than ${this.#request.maxBytes} bytes`);
      else chunks.push(chunk);
    });
    response.on('error', (error) => this.fail('unreachable', error.message));
    response.on('close', () => {
      if (!response.complete) this.fail('unreachable', 'the answer ends in the middle');
    });
    response.on('end', () => {
      if (!response.complete) return;
      this.#finish({
        ok: true,
        status: response.statusCode ?? 0,
        headers: readHeaders(response),
        body: new Uint8Array(Buffer.concat(chunks)),
        privateAddress: proxied || remote === undefined ? undefined : addressKind(remote) !== 'public',
      });
    });
  }

  fail(reason: Refusal, detail: string): void {
    this.#finish({ ok: false, reason, detail });
  }

  #finish(answer: HttpAnswer): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    this.#leaveGate?.();
    this.ended?.();
    if (!answer.ok) this.#outgoing?.destroy();
    this.#resolve(answer);
  }
}

function readHeaders({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

class PrivateAddressError extends Error {}

/**
 * Looks a name up and refuses it when one of its addresses is not on the internet: judged at the moment of
 * connecting, so that a name can't change in between.
 */
function guardedLookup(allowPrivate: boolean, lookup: typeof systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const inside = allowPrivate
        ? undefined
        : addresses?.find(({ address }) => addressKind(address) !== 'public');
      if (error) callback(error, '', 0);
      else if (inside) callback(new PrivateAddressError(`${hostname} is in a private network`), '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 0);
    });
  };
}
