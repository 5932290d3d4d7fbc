/** Debian's release below a tag of the official Elixir image. */

/**
 * OTP of tags that name none, and the first patch version that was current when OTP 26 went on to Debian 12 (history of
 * erlef/docker-elixir, read 2025-11-15).
 */
const byElixir: Readonly<Record<string, { readonly otp: number; readonly since: number }>> = {
  '1.14': { otp: 26, since: 5 },
  '1.15': { otp: 26, since: 8 },
  '1.16': { otp: 26, since: 2 },
  '1.17': { otp: 27, since: 0 },
  '1.18': { otp: 28, since: 0 },
  '1.19': { otp: 28, since: 0 },
};

/**
 * The images of Erlang: Debian 12 for OTP 26 since 2024-02-21 and for OTP 27 from the beginning, Debian 13 for OTP 28 since
 * 2025-12-14 (history of erlang/docker-erlang-otp, read 2026-07-28). Older ones stand on Debian 11, which is out of support.
 */
const byOtp: Readonly<Record<number, string>> = { 26: '12', 27: '12', 28: '13' };

/** `12`; undefined where the tag does not tell, or tells of images that are not built any more. */
export function debianOfElixir(tag: string): string | undefined {
  const match = /^(\d+\.\d+)(?:\.(\d+))?(?:-otp-(\d+))?(?:-slim)?$/.exec(tag);
  const known = match && Object.hasOwn(byElixir, match[1]!) ? byElixir[match[1]!] : undefined;
  if (!match || !known) return undefined;
  const [, minor, patch, named] = match;
  const otp = named === undefined ? otpOf(minor!, patch, known.otp) : Number(named);
  if (otp === 26 && patch !== undefined && Number(patch) < known.since) return undefined;
  // Which patch versions were built again on Debian 13 is not known, but for the one that is the last of its series.
  if (otp === 28 && patch !== undefined && `${minor}.${patch}` !== '1.18.4') return undefined;
  return byOtp[otp];
}

/** Elixir 1.18 came with OTP 27, and with OTP 28 since its patch version 4. */
function otpOf(minor: string, patch: string | undefined, otp: number): number {
  return minor === '1.18' && patch !== undefined && Number(patch) < 4 ? 27 : otp;
}
