/** What a Gemfile says. https://bundler.io/man/gemfile.5.html */
import type { Gem } from './facts.ts';
import { rubyArguments, rubyNames, rubyOption, rubyStatements, rubyString } from './statements.ts';
import type { RubyStatement } from './statements.ts';

export interface Gemfile {
  readonly gems: readonly Gem[];
  readonly groups: readonly string[];
  readonly optionalGroups: readonly string[];
  /** `ruby "3.3.1"`. */
  readonly ruby: string | undefined;
  /** Files that it names by literal: `ruby file: ".ruby-version"`, `File.read("VERSION")`, `eval_gemfile "Gemfile.local"`. */
  readonly files: readonly string[];
  readonly needsSources: string | undefined;
  readonly dynamic: string | undefined;
  /** Some gems stand under a condition. */
  readonly conditional: boolean;
}

interface Block {
  readonly word: string;
  readonly groups: readonly string[];
  readonly local: string | undefined;
}

/** Calls that say something about gems we need not know. */
const harmless: ReadonlySet<string> = new Set(['source', 'git_source', 'plugin', 'puts', 'warn', 'end', 'git', 'github', 'platforms', 'platform', 'install_if']); // prettier-ignore
const conditions: ReadonlySet<string> = new Set(['if', 'unless', 'elsif', 'else', 'case', 'when']);

export function parseGemfile(text: string): Gemfile {
  const gems: Gem[] = [];
  const groups = new Set<string>();
  const optional = new Set<string>();
  const files: string[] = [];
  const blocks: Block[] = [];
  let ruby: string | undefined;
  let needsSources: string | undefined;
  let dynamic: string | undefined;
  let conditional = false;
  for (const statement of rubyStatements(text)) {
    const { word, rest, opensBlock } = statement;
    const outer = blocks.flatMap((block) => block.groups);
    const named = filesOf(statement);
    if (named === undefined) dynamic ??= shortened(statement.text);
    else files.push(...named);
    let block: Block = { word, groups: [], local: undefined };
    if (word === 'end') blocks.pop();
    else if (word === 'gem') {
      const local = blocks.map((each) => each.local).find((path) => path !== undefined);
      const gem = gemOf(rest, outer, local);
      if (!gem) dynamic ??= shortened(statement.text);
      else {
        gems.push(gem.gem);
        gem.gem.groups.forEach((group) => group !== 'default' && groups.add(group));
        if (gem.path !== undefined) needsSources ??= `the Gemfile takes ${gem.gem.name} from ${gem.path}`;
        if (gem.conditional) conditional = true;
      }
    } else if ((word === 'group' || word === 'path') && rest.includes('{'))
      dynamic ??= shortened(statement.text);
    else if (word === 'group') {
      const words = rubyArguments(rest);
      const names = words.filter((item) => rubyOption(item) === undefined).flatMap(rubyNames);
      names.forEach((name) => groups.add(name));
      if (words.some((item) => /^(?:optional:|:optional\s*=>)\s*true$/.test(item)))
        names.forEach((name) => optional.add(name));
      block = { word, groups: names, local: undefined };
    } else if (word === 'path')
      block = { word, groups: [], local: rubyString(rubyArguments(rest)[0] ?? '') ?? '.' };
    else if (word === 'gemspec') needsSources ??= 'the Gemfile takes the gems of its gemspec';
    else if (word === 'ruby') ruby ??= rubyString(rubyArguments(rest)[0] ?? '');
    else if (word === 'eval_gemfile') dynamic ??= shortened(statement.text);
    else if (conditions.has(word)) {
      conditional = true;
      if (/^(?:if|unless|case)$/.test(word) && !/\bend$/.test(rest)) blocks.push(block);
    } else if (!harmless.has(word) && !isAssignment(statement) && blocks.at(-1)?.word !== 'git_source')
      dynamic ??= shortened(statement.text);
    if (opensBlock && !conditions.has(word)) blocks.push(block);
  }
  return {
    gems,
    groups: [...groups],
    optionalGroups: [...optional],
    ruby,
    files: [...new Set(files)],
    needsSources,
    dynamic,
    conditional,
  };
}

/** `name = "value"`, and `name = ENV…`: a value that comes from no file. */
function isAssignment({ text }: RubyStatement): boolean {
  return (
    /^[a-z_@]\w*\s*(?:\|\|)?=\s*[^=~]/i.test(text) && !/`|\b(?:system|require|load|Dir|IO|Open3)\b/.test(text)
  );
}

function gemOf(
  rest: string,
  outer: readonly string[],
  blockPath: string | undefined,
): { gem: Gem; path: string | undefined; conditional: boolean } | undefined {
  const condition = /\s+(?:if|unless)\s+.+$/.exec(rest);
  const parts = rubyArguments(condition ? rest.slice(0, condition.index) : rest);
  const name = rubyString(parts[0] ?? '');
  if (name === undefined) return undefined;
  const groups = [...outer];
  const requirements: string[] = [];
  let path = blockPath;
  let known = true;
  for (const part of parts.slice(1)) {
    const option = rubyOption(part);
    if (option) {
      if (option[0] === 'group' || option[0] === 'groups') groups.push(...rubyNames(option[1]));
      if (option[0] === 'path') path = rubyString(option[1]) ?? '.';
      continue;
    }
    const versions = /^\[(.*)\]$/s.exec(part)?.[1] ?? part;
    for (const version of rubyArguments(versions)) {
      const literal = rubyString(version);
      if (literal === undefined) known = false;
      else requirements.push(...literal.split(/\s*,\s*/));
    }
  }
  return {
    gem: { name, requirements, groups: groups.length > 0 ? [...new Set(groups)] : ['default'] },
    path,
    conditional: condition !== null || !known,
  };
}

/** Files that a statement reads, by literal; undefined when it reads some that can't be told. */
function filesOf({ word, rest, text }: RubyStatement): readonly string[] | undefined {
  if (word === 'gem' && !/\bFile\b|\bIO\b/.test(text)) return [];
  if (word === 'eval_gemfile' || word === 'require_relative') {
    const literal = literalsOf(rest);
    return literal.length === 1 ? literal : undefined;
  }
  if (word === 'ruby') {
    const file = rubyArguments(rest)
      .map(rubyOption)
      .find((option) => option?.[0] === 'file');
    if (file) return rubyString(file[1]) === undefined ? undefined : [rubyString(file[1])!];
  }
  if (/\b(?:Dir|Pathname|IO)\b|`/.test(text)) return undefined;
  const calls = [...text.matchAll(/\bFile\.(?:read|readlines|open|exist\?|exists\?|file\?)\s*\(?/g)];
  if (calls.length === 0)
    return /\bFile\./.test(text.replace(/\bFile\.(?:join|expand_path|dirname|basename)\b/g, ''))
      ? undefined
      : [];
  const literal = literalsOf(text.slice(calls[0]!.index));
  return literal.length === calls.length ? literal : undefined;
}

/** String literals that look like paths below the project. */
function literalsOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"#]*)"|'([^']*)'/g)]
    .map((match) => match[1] ?? match[2]!)
    .filter((value) => /^[\w./-]+$/.test(value) && !value.startsWith('/') && /[a-z]/i.test(value));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
