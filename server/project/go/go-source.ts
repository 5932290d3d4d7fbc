import { isName, isPunctuation } from '../sources/calls.ts';
import { goImports } from '../sources/go.ts';
import { tokenize } from '../sources/tokens.ts';

export interface GoSource {
  /** The name in the package clause; undefined for a file that no ordinary build takes. */
  readonly packageName: string | undefined;
  readonly importsC: boolean;
}

/** The package clause and imports of one file. Files with `//go:build ignore` (or tools, or wasm only) are left out. */
export function readGoSource(text: string): GoSource {
  const tokens = tokenize(text, 'go');
  const constraint = tokens.find(
    (token) => token.kind === 'directive' && /^(?:go:build|\+build)\b/.test(token.text),
  );
  const condition = constraint?.text.replace(/^(?:go:build|\+build)\s*/, '') ?? '';
  const isExcluded = /^(?:ignore|tools?|none|js|wasm|js && wasm|windows|darwin)$/.test(condition.trim());
  const clause = tokens.findIndex((token) => isName(token, 'package'));
  const name = tokens[clause + 1];
  const isClause = clause >= 0 && name?.kind === 'name' && !isPunctuation(tokens[clause - 1], '.');
  return {
    packageName: isClause && !isExcluded ? name.text : undefined,
    importsC: !isExcluded && !/(?:^|\s|!)!cgo\b/.test(condition) && goImports(tokens).includes('C'),
  };
}
