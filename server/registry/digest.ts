/** Content digests: what a registry sends must be what its name says. */
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** `sha256:…` of these bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${bytesToHex(sha256(bytes))}`;
}

/** Are these the bytes of that digest (`sha256:…` or `sha512:…`, lower case)? */
export function fits(bytes: Uint8Array, digest: string): boolean {
  if (digest.startsWith('sha512:')) return digest === `sha512:${bytesToHex(sha512(bytes))}`;
  return digest === digestOf(bytes);
}

/** The SHA-256 of a text, 64 hex digits. */
export function hexDigest(text: string): string {
  return bytesToHex(sha256(new TextEncoder().encode(text)));
}
