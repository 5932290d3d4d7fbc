/** What a mix.exs says. It is a program; only what projects usually write is read. */
import type { MixDependency } from './facts.ts';

export interface MixFile {
  readonly app: string | undefined;
  readonly elixir: string | undefined;
  readonly dependencies: readonly MixDependency[];
  /** Names of `only:`-less applications under this folder make it an umbrella: `apps_path: "apps"`. */
  readonly appsPath: string | undefined;
  readonly configPath: string | undefined;
  /** `lockfile: "../../mix.lock"`, as applications of an umbrella have it. */
  readonly lockPath: string | undefined;
  readonly releases: readonly string[];
  /** `include_erts:` of a release is something else than `true`. */
  readonly withoutErlang: boolean;
  /** `extra_applications:`, without the colons. */
  readonly applications: readonly string[];
  /** Files that it reads, by literal. */
  readonly files: readonly string[];
  readonly dynamic: string | undefined;
}

export function parseMixFile(source: string): MixFile {
  const text = withoutComments(source);
  const dependencies = tuplesOf(text).flatMap((tuple) => dependencyOf(tuple) ?? []);
  const { files, dynamic } = readsOf(text);
  return {
    app: /\bapp:\s*:(\w+)/.exec(text)?.[1],
    elixir: literal(text, 'elixir'),
    dependencies: [...new Map(dependencies.map((one) => [one.name, one])).values()],
    appsPath: literal(text, 'apps_path'),
    configPath: literal(text, 'config_path'),
    lockPath: literal(text, 'lockfile'),
    releases: releasesOf(text),
    withoutErlang: /\binclude_erts:\s*(?!true\b)/.test(text),
    applications: [...(/\bextra_applications:\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '').matchAll(/:(\w+)/g)].map(
      (match) => match[1]!,
    ),
    files,
    dynamic,
  };
}

function literal(text: string, key: string): string | undefined {
  return new RegExp(`(?<![\\w])${key}:\\s*"([^"#]*)"`).exec(text)?.[1];
}

/** Comments start at a `#` outside of strings; `#{` inside of them is an expression. */
function withoutComments(source: string): string {
  let result = '';
  let quote = false;
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!;
    if (quote) {
      if (char === '\\') {
        result += char + (source[++i] ?? '');
        continue;
      }
      if (char === '"') quote = false;
    } else if (char === '"') quote = true;
    else if (char === '?' && /[\s([,]/.test(source[i - 1] ?? ' ')) {
      // `?"` and `?#` are characters.
      result += char + (source[++i] ?? '');
      continue;
    } else if (char === '#') {
      while (i < source.length && source[i] !== '\n') i++;
      result += '\n';
      continue;
    }
    result += char;
  }
  return result;
}

/** How far a tuple is looked at; real ones are a few lines. */
const longestTuple = 600;

/** Texts inside of `{:name, …}`, with balanced brackets. */
function tuplesOf(text: string): readonly string[] {
  const tuples: string[] = [];
  for (const match of text.matchAll(/\{\s*(?=:\w+\s*,)/g)) {
    let depth = 0;
    const start = match.index;
    for (let i = start; i < Math.min(text.length, start + longestTuple); i++) {
      if ('{[('.includes(text[i]!)) depth++;
      else if ('}])'.includes(text[i]!) && --depth === 0) {
        tuples.push(text.slice(start + 1, i).trim());
        break;
      }
    }
  }
  return tuples;
}

/** `:phoenix, "~> 1.7", only: :dev`; a tuple that is no dependency has neither a version nor one of its options. */
function dependencyOf(tuple: string): MixDependency | undefined {
  const match = /^:(\w+)\s*,\s*(?:(?:"([^"]*)")\s*(?:,|$))?(.*)$/s.exec(tuple);
  if (match === null) return undefined;
  const [, name, requirement, rest = ''] = match;
  const isDependency =
    (requirement !== undefined && /^[\s\d<>=~!]*\d/.test(requirement)) ||
    /\b(?:path|git|github|in_umbrella|hex|only|runtime|override|sparse|app|compile):/.test(rest);
  if (!isDependency) return undefined;
  const only = /\bonly:\s*(\[[^\]]*\]|:\w+)/.exec(rest)?.[1] ?? '';
  const path = /\bpath:\s*"([^"]*)"/.exec(rest)?.[1];
  return {
    name: name!,
    requirement,
    only: [...only.matchAll(/:(\w+)/g)].map((each) => each[1]!),
    local: path ?? (/\bin_umbrella:\s*true/.test(rest) ? 'in_umbrella' : undefined),
  };
}

/** Keys of `releases: [name: […]]`, in the project's keywords or in a function of that name. */
function releasesOf(text: string): readonly string[] {
  const start = /\breleases:\s*\[/.exec(text) ?? /\bdefp?\s+releases(?:\(\))?\s+do\s*\[/.exec(text);
  if (start === null) return [];
  const names: string[] = [];
  let depth = 1;
  const from = start.index + start[0].length;
  for (let i = from; i < text.length && depth > 0; i++) {
    const char = text[i]!;
    if ('[{('.includes(char)) depth++;
    else if (']})'.includes(char)) depth--;
    else if (depth === 1) {
      const key = /^(\w+):\s/.exec(text.slice(i, i + 80));
      if (key !== null && !/\w/.test(text[i - 1]!)) names.push(key[1]!);
    }
  }
  return names;
}

/** What mix.exs reads while it is loaded: files by literal, or something that can't be told. */
function readsOf(text: string): { files: readonly string[]; dynamic: string | undefined } {
  const files: string[] = [];
  let dynamic: string | undefined;
  for (const match of text.matchAll(
    /\b(?:File\.(?:read!?|stream!|exists\?|regular\?)|Code\.(?:require_file|eval_file))\s*\(?\s*(?:"([^"#]*)")?/g,
  )) {
    if (match[1] === undefined) dynamic ??= match[0].trim();
    else files.push(match[1]);
  }
  const runs = /\b(?:System\.(?:cmd|shell)|Path\.wildcard|File\.ls!?|Mix\.shell\(\)\.cmd|:os\.cmd)\b/.exec(
    text,
  );
  return { files, dynamic: dynamic ?? runs?.[0] };
}

/** Names and versions of mix.lock: `"jason": {:hex, :jason, "1.4.1", …`; of a git dependency no version. */
export function parseMixLock(text: string): ReadonlyMap<string, string | undefined> {
  const locked = new Map<string, string | undefined>();
  for (const match of text.matchAll(/^\s*"([^"]+)":\s*\{:(\w+),\s*(?::\w+|"[^"]*"),\s*"([^"]*)"/gm))
    locked.set(match[1]!, match[2] === 'hex' ? match[3] : undefined);
  return locked;
}
