export interface GoMod {
  readonly module: string | undefined;
  readonly goVersion: string | undefined;
  /** Module paths, the indirect ones included. */
  readonly requires: readonly string[];
  /** Those that the module's own packages import. */
  readonly direct: readonly string[];
  /** Targets of `replace x => ./y`, as written. */
  readonly localReplaces: readonly string[];
  /** Modules that stand in for others: targets of `replace x => y v1.2.3`. */
  readonly replacements: readonly string[];
}

/** go.mod: directives on a line each, or in a block in parentheses. https://go.dev/ref/mod#go-mod-file-grammar */
export function parseGoMod(text: string): GoMod {
  let module: string | undefined;
  let goVersion: string | undefined;
  const requires: string[] = [];
  const direct: string[] = [];
  const localReplaces: string[] = [];
  const replacements: string[] = [];
  for (const { verb, words, isIndirect } of goModLines(text)) {
    if (verb === 'module') module ??= words[0];
    else if (verb === 'go') goVersion ??= words[0];
    else if (verb === 'require' && words[0] !== undefined) {
      requires.push(words[0]);
      if (!isIndirect) direct.push(words[0]);
    } else if (verb === 'replace') {
      const target = words[words.indexOf('=>') + 1];
      if (!words.includes('=>') || target === undefined) continue;
      const isLocal = /^\.{0,2}\//.test(target + '/') && /^(?:\/|\.)/.test(target);
      (isLocal ? localReplaces : replacements).push(target);
    }
  }
  return { module, goVersion, requires, direct, localReplaces, replacements };
}

/** Folders of `use` in go.work, as written. */
export function parseGoWork(text: string): readonly string[] {
  return goModLines(text).flatMap(({ verb, words }) =>
    verb === 'use' && words[0] !== undefined ? [words[0]] : [],
  );
}

interface GoModLine {
  readonly verb: string;
  readonly words: readonly string[];
  /** The comment that Go puts behind modules which only other modules need. */
  readonly isIndirect: boolean;
}

function goModLines(text: string): readonly GoModLine[] {
  const result: GoModLine[] = [];
  let block: string | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const isIndirect = /\/\/\s*indirect\b/.test(raw);
    const line = raw.replace(/\/\/.*$/, '').trim();
    if (line === '') continue;
    const words =
      line.match(/"[^"]*"|`[^`]*`|[^\s"`()]+|[()]/g)?.map((word) => word.replace(/^["`]|["`]$/g, '')) ?? [];
    const [first] = words;
    if (block !== undefined) {
      if (first === ')') block = undefined;
      else result.push({ verb: block, words, isIndirect });
    } else if (words[1] === '(') {
      block = first;
      const rest = words.slice(2);
      // `require ( x v1 )` on one line.
      if (rest.at(-1) === ')') block = undefined;
      const items = rest.filter((word) => word !== ')');
      if (items.length > 0) result.push({ verb: first!, words: items, isIndirect });
    } else if (first !== undefined) result.push({ verb: first, words: words.slice(1), isIndirect });
  }
  return result;
}
