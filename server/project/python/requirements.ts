import { nameOfRequirement } from './names.ts';

export interface ParsedRequirements {
  readonly packages: readonly string[];
  /** Paths after -r and -c as written. */
  readonly includes: readonly string[];
  readonly needsSources: boolean;
}

/**
 * One requirements file, without what it includes.
 * https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function parseRequirements(text: string): ParsedRequirements {
  const packages: string[] = [];
  const includes: string[] = [];
  let needsSources = false;
  for (const line of logicalLines(text)) {
    const option =
      /^(-r|--requirement|-c|--constraint|-e|--editable|-f|--find-links)(?:\s*=\s*|\s+|(?<=^-[rcef]))(.+)$/.exec(
        line,
      );
    if (option !== null) {
      const value = option[2]!.trim().replace(/^(["'])(.*)\1$/, '$2');
      if (/^(?:-r|--req|-c|--con)/.test(option[1]!)) includes.push(value);
      else if (isLocal(value.replace(/#.*$/, ''))) needsSources = true;
      continue;
    }
    if (line.startsWith('-')) continue;
    const direct = /^[\w.-]+(?:\[[^\]]*\])?\s*@\s*(\S+)/.exec(line);
    if (direct !== null && isLocal(direct[1]!)) needsSources = true;
    const name = isLocal(line) ? undefined : nameOfRequirement(line);
    if (isLocal(line)) needsSources = true;
    else if (name !== undefined) packages.push(name);
  }
  return { packages: [...new Set(packages)], includes, needsSources };
}

/** Joined at backslashes, without comments and empty lines. */
function logicalLines(text: string): readonly string[] {
  return text
    .replace(/\\\r?\n/g, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** `.`, `./lib`, `../x`, `/abs`, `file:…` and archives beside the file; a URL or a name is not local. */
function isLocal(value: string): boolean {
  if (/^(?:[a-z+]+):/i.test(value)) return /^file:/i.test(value);
  return /^\.{1,2}(?:$|[/[])/.test(value) || value.startsWith('/') || /^[^\s=<>!~;@]+\.(?:whl|tar\.gz|zip)\b/.test(value) || /^[\w.-]+\//.test(value); // prettier-ignore
}
