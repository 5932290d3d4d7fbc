/** What lists of tags say of each tag. */
import type { Failure } from './failure.ts';

/** One tag of a repository, with what the list says of it. */
export interface TagInfo {
  readonly tag: string;
  /** What pins the tag: the digest of its index, or of its only manifest. */
  readonly digest?: string | undefined;
  /** Compressed bytes (what a pull transfers) by platform: `linux/arm64`. */
  readonly compressed?: Readonly<Record<string, number>> | undefined;
  /** `YYYY-MM-DD`: when it was last pushed. */
  readonly pushed?: string | undefined;
}

export type TagList = { readonly ok: true; readonly tags: readonly TagInfo[] } | Failure;

/** Cosign and its like keep signatures under tags that are made of digests: no images. */
export function isImageTag(tag: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(tag) && !/^sha256-[0-9a-f]{64}/.test(tag);
}

/** The day of an RFC 3339 time, `YYYY-MM-DD`; undefined for anything else and for the epoch, which stands for "none". */
export function dayOf(time: string | null | undefined): string | undefined {
  const day = /^(\d{4}-\d{2}-\d{2})T/.exec(time ?? '')?.[1];
  return day === undefined || day <= '1970-01-01' || !Number.isFinite(Date.parse(day)) ? undefined : day;
}
