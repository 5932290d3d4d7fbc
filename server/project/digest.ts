import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Hexadecimal digests of text as UTF-8, as lockfiles hold them of their manifest. */
export const digest = {
  sha256: (text: string): string => bytesToHex(sha256(utf8ToBytes(text))),
  md5: (text: string): string => bytesToHex(md5(utf8ToBytes(text))),
};
