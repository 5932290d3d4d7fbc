/** What the names of a JavaScript file stand for: modules and their members. */
import { closingOf, isName, isPunctuation, partsOf, type Call } from './calls.ts';
import type { Token } from './tokens.ts';

/** A module, or what one exports. */
export interface Imported {
  readonly module: string;
  /** `writeFile`, `promises.writeFile`; empty: the whole module, or its default export. */
  readonly member: string;
}

/** Node's module for files, and packages that stand in for it. */
export const fsModules = /^(?:node:)?fs(?:\/promises)?$|^(?:fs-extra|graceful-fs|mkdirp|make-dir)$/;

/** Local names that are bound by `import`, `require` and `await import`. */
export function importedNames(tokens: readonly Token[]): ReadonlyMap<string, Imported> {
  const names = new Map<string, Imported>();
  tokens.forEach((token, i) => {
    if (token.kind !== 'string') return;
    if (isName(tokens[i - 1], 'from')) importClause(tokens, i - 2, token.text, names);
    else if (isPunctuation(tokens[i - 1], '(') && /^(?:require|import)$/.test(tokens[i - 2]?.text ?? ''))
      assigned(tokens, i - 2, token.text, names);
  });
  return names;
}

/** What a call calls: `fs.promises.writeFile(…)`, `require('fs').writeFileSync(…)`; undefined when no module is known for it. */
export function calledMember(
  { callee, start }: Call,
  tokens: readonly Token[],
  names: ReadonlyMap<string, Imported>,
): Imported | undefined {
  const [root, ...members] = callee.split('.');
  const known = root === '()' ? requiredBefore(tokens, start) : names.get(root!);
  return known && { module: known.module, member: [known.member, ...members].filter(Boolean).join('.') };
}

/** `require('x').a(`: the module before the chain that begins at `start`. */
function requiredBefore(tokens: readonly Token[], start: number): Imported | undefined {
  const [name, open, module, close] = tokens.slice(Math.max(0, start - 5), start - 1);
  const isCall = isName(name, 'require') && isPunctuation(open, '(') && isPunctuation(close, ')');
  return isCall && module?.kind === 'string' ? { module: module.text, member: '' } : undefined;
}

/** The names between `import` and the `from` at `end + 1`. */
function importClause(
  tokens: readonly Token[],
  end: number,
  module: string,
  names: Map<string, Imported>,
): void {
  let start = end;
  while (
    start >= 0 &&
    !isName(tokens[start], 'import') &&
    !isName(tokens[start], 'export') &&
    end - start < 400
  )
    start--;
  if (!isName(tokens[start], 'import')) return;
  for (let i = start + 1; i <= end; i++) {
    const token = tokens[i]!;
    if (isPunctuation(token, '{')) {
      members(tokens, i, 'as', module, '', names);
      i = closingOf(tokens, i);
    } else if (isPunctuation(token, '*') && tokens[i + 2]?.kind === 'name') {
      names.set(tokens[i + 2]!.text, { module, member: '' });
      i += 2;
    } else if (token.kind === 'name' && token.text !== 'type') names.set(token.text, { module, member: '' });
  }
}

/** `const x = require('m')`, `const { a: b } = await import('m')`, `const x = require('m').a.b`; `at`: the word `require`. */
function assigned(tokens: readonly Token[], at: number, module: string, names: Map<string, Imported>): void {
  const equals = isName(tokens[at - 1], 'await') ? at - 2 : at - 1;
  if (!isPunctuation(tokens[equals], '=')) return;
  let member = '';
  for (let i = at + 4; isPunctuation(tokens[i], '.') && tokens[i + 1]?.kind === 'name'; i += 2) {
    // `require('sqlite3').verbose()` is the module again.
    if (isPunctuation(tokens[i + 2], '(')) break;
    member = member === '' ? tokens[i + 1]!.text : `${member}.${tokens[i + 1]!.text}`;
  }
  const target = tokens[equals - 1];
  if (target?.kind === 'name') names.set(target.text, { module, member });
  else if (isPunctuation(target, '}')) {
    let open = equals - 2;
    while (open > 0 && !isPunctuation(tokens[open], '{')) open--;
    members(tokens, open, ':', module, member, names);
  }
}

/** `{ a, b as c }` or `{ a, b: c }`; the bracket opens at `open`. */
function members(
  tokens: readonly Token[],
  open: number,
  renames: string,
  module: string,
  owner: string,
  names: Map<string, Imported>,
): void {
  for (const { start, end } of partsOf(tokens, open).parts) {
    const words = tokens.slice(start, end).filter((token) => token.text !== 'type');
    const [name, between, local] = words;
    if (name?.kind !== 'name') continue;
    const member = name.text === 'default' ? owner : [owner, name.text].filter(Boolean).join('.');
    const bound = between?.text === renames && local?.kind === 'name' ? local : name;
    names.set(bound.text, { module, member });
  }
}
