/** The `WWW-Authenticate` header of a 401 answer (RFC 9110, 11.6.1; distribution specification, token authentication). */

export interface Challenge {
  /** Lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** By lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Longer than any registry's; keeps a hostile header cheap. */
const maximumLength = 8192;

/** Every challenge of the header, in order; what can't be read is left out. */
export function parseChallenges(header: string): readonly Challenge[] {
  const text = header.slice(0, maximumLength);
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  const token = /[!#$%&'*+.^`|~\w-]+/y;
  let at = 0;
  const skip = (pattern: RegExp): void => {
    while (at < text.length && pattern.test(text[at]!)) at++;
  };
  for (;;) {
    skip(/[\s,]/);
    token.lastIndex = at;
    const name = token.exec(text)?.[0];
    if (name === undefined) return challenges;
    at += name.length;
    skip(/\s/);
    if (text[at] !== '=') {
      challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
      continue;
    }
    at += 1;
    skip(/\s/);
    const value = text[at] === '"' ? quoted(text, at) : bare(text, at);
    at = value.end;
    challenges.at(-1)?.parameters.set(name.toLowerCase(), value.text);
  }
}

function quoted(text: string, start: number): { text: string; end: number } {
  let result = '';
  let at = start + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\') at++;
    result += text[at] ?? '';
    at++;
  }
  return { text: result, end: at + 1 };
}

function bare(text: string, start: number): { text: string; end: number } {
  const match = /^[^\s,]*/.exec(text.slice(start))![0];
  return { text: match, end: start + match.length };
}
