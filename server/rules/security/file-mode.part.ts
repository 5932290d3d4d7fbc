/** File modes as chmod takes them: who may write, and the same without the right to write for everybody. */

/** May others write with this mode? The sticky bit makes a folder safe to share. Undefined: that is no mode. */
export function othersMayWrite(mode: string): boolean | undefined {
  if (/^[0-7]{3,4}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    return (bits & 0o2) !== 0 && (bits & 0o1000) === 0;
  }
  const clauses = clausesOf(mode);
  // `+w` without a class obeys the umask, which leaves others out.
  return (
    clauses?.some(
      ({ who, operator, rights }) => operator !== '-' && /[oa]/.test(who) && rights.includes('w'),
    ) === true && !mode.includes('t')
  );
}

/** The mode in which only the owner writes; undefined where nothing would be left of it. */
export function onlyOwnerWrites(mode: string): string | undefined {
  if (/^[0-7]{3,4}$/.test(mode))
    return (Number.parseInt(mode, 8) & ~0o22).toString(8).padStart(mode.length, '0');
  const narrowed = clausesOf(mode)?.flatMap(({ who, operator, rights }) => {
    if (operator === '-' || !rights.includes('w')) return [`${who}${operator}${rights}`];
    const others = rights.replace('w', '');
    const all = who.includes('a') || (who.includes('u') && who.includes('o'));
    const group = all || who.includes('g') ? 'g' : '';
    const rest = others === '' && operator === '+' ? [] : [`${group}o${operator}${others}`];
    return all
      ? [`u${operator}${rights}`, ...rest]
      : who.includes('o')
        ? rest
        : [`${who}${operator}${rights}`];
  });
  return narrowed && narrowed.length > 0 ? narrowed.join(',') : undefined;
}

interface Clause {
  readonly who: string;
  readonly operator: string;
  readonly rights: string;
}

function clausesOf(mode: string): Clause[] | undefined {
  const clauses = mode.split(',').map((clause) => /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause));
  return clauses.every((clause) => clause !== null)
    ? clauses.map(([, who = '', operator = '', rights = '']) => ({ who, operator, rights }))
    : undefined;
}
