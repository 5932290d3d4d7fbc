/** The HttpClient port over a client that sends requests for us: it knows the editor's proxies and certificates. */
import type { Connection } from 'vscode-languageserver';
import { httpRequest } from '../../shared/protocol.ts';
import type { HttpParams, HttpResult } from '../../shared/protocol.ts';
import type { HttpAnswer, HttpClient } from '../ports.ts';
import { hostKind } from '../registry/hosts.ts';

export function clientHttp(connection: Connection): HttpClient {
  return {
    async request({ allowPrivate, ...request }): Promise<HttpAnswer> {
      const { host } = new URL(request.url);
      // What the name stands for is for the editor to find out; what it says can be seen here.
      if (!allowPrivate && hostKind(host) !== 'public')
        return { ok: false, reason: 'refused', detail: `${host} is in a private network` };
      try {
        const result = await connection.sendRequest<HttpResult>(httpRequest, request satisfies HttpParams);
        if (!result.ok) return result;
        const { status, headers, body } = result;
        const bytes = Uint8Array.from(atob(body), (byte) => byte.charCodeAt(0));
        return { ok: true, status, headers: new Map(headers), body: bytes, privateAddress: undefined };
      } catch (error) {
        return { ok: false, reason: 'unreachable', detail: String(error) };
      }
    },
  };
}
