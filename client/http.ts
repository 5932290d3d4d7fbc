/** Sends the server's HTTP requests: here they go through the editor's proxies and trust its certificates. */
import type { BaseLanguageClient, CancellationToken } from 'vscode-languageclient';
import { httpRequest, type HttpParams, type HttpResult } from '../shared/protocol.ts';

/** Registers the handler; call it before the client starts. It never rejects. */
export function serveHttp(client: BaseLanguageClient): void {
  client.onRequest(httpRequest, (params: HttpParams, token: CancellationToken) => exchange(params, token));
}

async function exchange(params: HttpParams, token: CancellationToken): Promise<HttpResult> {
  const controller = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort();
  }, params.timeoutMs);
  const listener = token.onCancellationRequested(() => controller.abort());
  try {
    const response = await fetch(params.url, {
      method: params.method,
      headers: params.headers,
      ...(params.body === undefined ? {} : { body: params.body }),
      // The server decides whether a redirect is followed, and what is sent there.
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: controller.signal,
    });
    const body = await readAtMost(response, params.maxBytes);
    if (body === undefined) {
      controller.abort();
      return { ok: false, reason: 'too-large', detail: `more than ${params.maxBytes} bytes` };
    }
    return { ok: true, status: response.status, headers: [...response.headers], body: toBase64(body) };
  } catch (error) {
    const reason = timedOut ? 'timeout' : token.isCancellationRequested ? 'cancelled' : 'unreachable';
    return { ok: false, reason, detail: describe(error) };
  } finally {
    clearTimeout(timer);
    listener.dispose();
  }
}

/** Undefined when there are more bytes. */
async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) break;
    length += part.value.length;
    if (length > maxBytes) return undefined;
    chunks.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** fetch says "fetch failed"; what failed stands in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
