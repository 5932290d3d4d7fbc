/** Why a registry gave no answer. Facts then come from elsewhere; the reason is for the log and the hover. */
export type FailureReason =
  | 'not-found'
  | 'unauthorized'
  | 'rate-limited'
  | 'unreachable'
  | 'timeout'
  /** It answered, but not with what the protocol allows: HTML, too much, a digest that does not fit, schema 1. */
  | 'invalid'
  /** We did not ask, or did not go on: a redirect into a private network, a token server without TLS. */
  | 'refused'
  | 'cancelled';

export interface Failure {
  readonly ok: false;
  readonly reason: FailureReason;
  /** One sentence without the address of a token or a credential. */
  readonly detail: string;
}

export function failure(reason: FailureReason, detail: string): Failure {
  return { ok: false, reason, detail };
}
