/** Registries on loopback for the tests: Debian's docker-registry, and a server that answers as a test says. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseReference } from '../../server/images/reference.ts';
import type { ImageReference } from '../../server/images/reference.ts';
import { createHttpClient } from '../../server/platform/node/http-client.ts';
import type { Clock, CredentialSource } from '../../server/ports.ts';
import { RegistryClient } from '../../server/registry/client.ts';
import { Transport } from '../../server/registry/transport.ts';

export interface TestServer {
  /** `127.0.0.1:12345`. */
  readonly host: string;
  /** What was asked, `GET /v2/…`, in order, with the authorization that came along. */
  readonly requests: { readonly line: string; readonly authorization: string | undefined }[];
  /** Most requests that were open at the same time. */
  readonly peak: () => number;
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export async function serve(handler: Handler): Promise<TestServer> {
  const requests: { line: string; authorization: string | undefined }[] = [];
  let open = 0;
  let peak = 0;
  const server = createServer((request, response) => {
    requests.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization });
    open += 1;
    peak = Math.max(peak, open);
    response.on('close', () => (open -= 1));
    void handler(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    peak: () => peak,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** A clock that stands still until it is moved. */
export function testClock(): Clock & { day: string; ms: number } {
  const clock = { day: '2026-01-02', ms: 1_000_000, today: () => clock.day, now: () => clock.ms };
  return clock;
}

export function clientFor(
  options: {
    clock?: Clock;
    credentials?: CredentialSource;
    timeoutMs?: number;
  } = {},
): RegistryClient {
  const { clock = testClock(), credentials, timeoutMs = 2000 } = options;
  const http = createHttpClient({ userAgent: 'test', proxyFor: () => '' });
  return new RegistryClient(
    new Transport({ http, clock, timeoutMs, ...(credentials ? { credentials } : {}) }),
  );
}

/** @throws when `text` is no reference: a mistake of the test. */
export function reference(text: string): ImageReference {
  const parsed = parseReference(text);
  if (!parsed) throw new Error(`${text} is no image reference`);
  return parsed;
}
