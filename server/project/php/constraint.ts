/** Does a locked version satisfy a constraint of composer.json? https://getcomposer.org/doc/articles/versions.md */

/**
 * Undefined where the answer is not plain: branches (`dev-main`), stability flags, hashes, unusual versions. A constraint
 * that allows everything is satisfied by every version.
 */
export function satisfiesComposer(version: string, constraint: string): boolean | undefined {
  const parts = numbers(version.replace(/^v/i, ''));
  if (/[@#]|dev|\bas\b|\s-\s/.test(constraint) || parts === undefined) return undefined;
  const answers = constraint.split(/\s*\|\|?\s*/).map((alternative) => every(parts, alternative));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function every(version: readonly number[], alternative: string): boolean | undefined {
  const terms = alternative
    .trim()
    .replace(/([<>=!~^]+)\s+/g, '$1')
    .split(/[\s,]+/)
    .filter((term) => term !== '');
  const answers = terms.map((term) => fits(version, term));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) || answers.length === 0 ? undefined : true;
}

function fits(version: readonly number[], term: string): boolean | undefined {
  const match = /^(\^|~|>=|<=|>|<|!=|==|=)?v?(\d+(?:\.\d+)*)((?:\.[*x])*)$/i.exec(term);
  if (match === null) return term === '*' ? true : undefined;
  const [, operator = '', text, wildcard] = match;
  const asked = numbers(text!)!;
  const order = compare(version, asked);
  if (wildcard !== '')
    return operator === '' ? compare(version.slice(0, asked.length), asked) === 0 : undefined;
  switch (operator) {
    case '^': {
      // The first part that is not zero must not change.
      const fixed = asked.findIndex((part) => part > 0);
      return order >= 0 && below(version, asked, fixed < 0 ? asked.length - 1 : fixed);
    }
    case '~':
      // `~1.2` allows 1.9, `~1.2.3` allows 1.2.9.
      return order >= 0 && below(version, asked, Math.max(0, asked.length - 2));
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '!=':
      return order !== 0;
    default:
      return order === 0;
  }
}

/** Is the version below the one whose part at `index` is one higher? */
function below(version: readonly number[], asked: readonly number[], index: number): boolean {
  const limit = asked.slice(0, index + 1).map((part, i) => (i === index ? part + 1 : part));
  return compare(version, limit) < 0;
}

function numbers(text: string): readonly number[] | undefined {
  return /^\d+(?:\.\d+){0,3}$/.test(text) ? text.split('.').map(Number) : undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 4; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
