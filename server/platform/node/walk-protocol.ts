/** What the server's main thread and the one that walks say to each other. */
import type { WalkRequest, WalkSummary } from '../../context/walk/summary.ts';

export type ToWalkThread =
  | {
      readonly kind: 'measure';
      readonly id: number;
      readonly request: WalkRequest;
      /** One Int32 that becomes 1 when nobody waits any more. */
      readonly cancelled: SharedArrayBuffer;
    }
  | { readonly kind: 'changed'; readonly locations: readonly string[] };

export type FromWalkThread =
  | { readonly kind: 'progress'; readonly id: number; readonly entries: number }
  | { readonly kind: 'measured'; readonly id: number; readonly summary: WalkSummary }
  | { readonly kind: 'cancelled'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

export interface WalkerData {
  readonly role: 'walker';
  /** The script itself, for its second thread. */
  readonly script: string;
}
