export interface YarnClassicEntry {
  /** `name@range` descriptors that resolve to this entry. */
  readonly descriptors: readonly string[];
  readonly version: string;
  readonly resolved: string | undefined;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly optionalDependencies: ReadonlyMap<string, string>;
}

/**
 * The format of yarn 1's lockfile: indented blocks of two levels, `key value` pairs, both plain or as a JSON
 * string; `a, b:` opens an entry. https://classic.yarnpkg.com/en/docs/yarn-lock
 * @throws Error naming the first line that fits none of it.
 */
export function parseYarnClassic(text: string): readonly YarnClassicEntry[] {
  const entries: YarnClassicEntry[] = [];
  let entry: MutableEntry | undefined;
  let table: Map<string, string> | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trimEnd();
    if (line === '' || line.trimStart().startsWith('#')) continue;
    const fail = (): never => {
      const conflict = /^(?:<{7}|={7}|>{7}|\|{7})/.test(line);
      throw new Error(
        conflict ? 'it holds merge conflict markers' : `line ${index + 1} is not what yarn writes`,
      );
    };
    const indent = line.length - line.trimStart().length;
    const words = wordsOf(line.slice(indent)) ?? fail();
    if (indent === 0) {
      if (!words.opens) fail();
      entry = { descriptors: words.values, version: '', resolved: undefined, dependencies: new Map(), optionalDependencies: new Map() }; // prettier-ignore
      entries.push(entry);
      table = undefined;
    } else if (entry === undefined) {
      fail();
    } else if (words.opens) {
      table = tableOf(entry, words.values[0] ?? '');
    } else if (indent >= 4) {
      table?.set(words.values[0] ?? '', words.values[1] ?? '');
    } else {
      table = undefined;
      if (words.values[0] === 'version') entry.version = words.values[1] ?? '';
      if (words.values[0] === 'resolved') entry.resolved = words.values[1];
    }
  }
  return entries;
}

type MutableEntry = { -readonly [K in keyof YarnClassicEntry]: YarnClassicEntry[K] } & {
  readonly dependencies: Map<string, string>;
  readonly optionalDependencies: Map<string, string>;
};

function tableOf(entry: MutableEntry, name: string): Map<string, string> | undefined {
  if (name === 'dependencies') return entry.dependencies;
  return name === 'optionalDependencies' ? entry.optionalDependencies : undefined;
}

const wordPattern = /[ ]*(?:"((?:[^"\\]|\\.)*)"|([^\s",:](?:[^\s",:]|:(?=[^\s]))*))([ ]*,)?/y;

/** The words of one line, and whether it ends with the colon that opens a block. Undefined for anything else. */
function wordsOf(line: string): { values: string[]; opens: boolean } | undefined {
  const values: string[] = [];
  wordPattern.lastIndex = 0;
  let position = 0;
  while (position < line.length) {
    if (line.slice(position) === ':') return { values, opens: true };
    wordPattern.lastIndex = position;
    const match = wordPattern.exec(line);
    if (match === null) return undefined;
    values.push(match[2] ?? match[1]!.replace(/\\(.)/g, '$1'));
    position = wordPattern.lastIndex;
  }
  return { values, opens: false };
}
