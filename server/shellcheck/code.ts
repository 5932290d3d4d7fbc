/** ShellCheck's codes and what they are called here. */

/** The group of ShellCheck's findings. */
export const shellcheckGroup = 'shellcheck';

/** Stands for every code in settings and comments: `shellcheck/*`. */
export const everyCode = `${shellcheckGroup}/*`;

/** `shellcheck/SC2086`. */
export function shellcheckId(code: number): string {
  return `${shellcheckGroup}/SC${code}`;
}

/**
 * What a name of ShellCheck's stands for here: the id for `SC2086`, `sc2086` and `shellcheck/SC2086`, `shellcheck/*`
 * for that and `shellcheck`, undefined for all else.
 */
export function shellcheckName(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower === shellcheckGroup || lower === everyCode) return everyCode;
  const code = /^(?:shellcheck\/)?sc(\d{4})$/.exec(lower)?.[1];
  return code === undefined ? undefined : shellcheckId(Number(code));
}

/** The page of ShellCheck's wiki about a finding with this id; undefined when it is none of ShellCheck's. */
export function shellcheckPage(id: string): string | undefined {
  const code = /^shellcheck\/(SC\d{4})$/.exec(id)?.[1];
  return code === undefined ? undefined : `https://www.shellcheck.net/wiki/${code}`;
}
