/**
 * Matching in time that grows with text × pattern and no faster, as Go's regular expressions do: all ways through the
 * pattern are followed at once. Ours go back and try again, which some twenty characters of a hostile pattern turn into
 * minutes.
 */

export type Token =
  /** `source`: a regular expression of ours for one character. `max` may be Infinity. */
  | { readonly type: 'character'; readonly source: string; readonly min: number; readonly max: number }
  | { readonly type: 'assertion'; readonly source: '^' | '$' | '\\b' | '\\B' }
  | { readonly type: 'group'; readonly tokens: readonly Token[]; readonly min: number; readonly max: number };

type Step =
  | { readonly type: 'character'; readonly test: (character: string) => boolean; readonly next: number }
  | { readonly type: 'assertion'; readonly source: string; readonly next: number }
  | { readonly type: 'split'; readonly ways: number[] }
  | { readonly type: 'match' };

/** True where one of the alternatives matches somewhere in the text. */
export function compileLinear(alternatives: readonly (readonly Token[])[]): (text: string) => boolean {
  const steps: Step[] = [{ type: 'match' }];
  const add = (step: Step): number => steps.push(step) - 1;

  /** The step at which the tokens begin when `next` comes behind them. */
  function sequence(tokens: readonly Token[], next: number): number {
    return tokens.reduceRight((after, token) => repeated(token, after), next);
  }

  function repeated(token: Token, next: number): number {
    if (token.type === 'assertion') return add({ type: 'assertion', source: token.source, next });
    const once = (after: number): number =>
      token.type === 'group'
        ? sequence(token.tokens, after)
        : add({ type: 'character', test: testOf(token.source), next: after });
    let start = next;
    if (token.max === Infinity) {
      const ways: number[] = [];
      start = add({ type: 'split', ways });
      ways.push(once(start), next);
    } else
      for (let i = token.min; i < token.max; i += 1)
        start = add({ type: 'split', ways: [once(start), next] });
    for (let i = 0; i < token.min; i += 1) start = once(start);
    return start;
  }

  const start = add({ type: 'split', ways: alternatives.map((tokens) => sequence(tokens, 0)) });
  return (text) => run(steps, start, [...text]);
}

function run(steps: readonly Step[], start: number, characters: readonly string[]): boolean {
  let current = new Set<number>();
  for (let position = 0; position <= characters.length; position += 1) {
    const reached = new Set<number>();
    const open = [start, ...current];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (reached.has(index)) continue;
      reached.add(index);
      const step = steps[index]!;
      if (step.type === 'match') return true;
      if (step.type === 'split') open.push(...step.ways);
      else if (step.type === 'assertion' && holds(step.source, characters, position)) open.push(step.next);
    }
    const character = characters[position];
    current = new Set();
    if (character === undefined) return false;
    for (const index of reached) {
      const step = steps[index]!;
      if (step.type === 'character' && step.test(character)) current.add(step.next);
    }
  }
  return false;
}

function holds(assertion: string, characters: readonly string[], position: number): boolean {
  if (assertion === '^') return position === 0;
  if (assertion === '$') return position === characters.length;
  const isWord = (at: number): boolean => /^\w$/.test(characters[at] ?? '');
  return (isWord(position - 1) !== isWord(position)) === (assertion === '\\b');
}

const tests = new Map<string, (character: string) => boolean>();
/** Patterns use a handful of different characters and classes. */
const keptTests = 1000;

function testOf(source: string): (character: string) => boolean {
  let test = tests.get(source);
  if (test === undefined) {
    const expression = new RegExp(`^${source}$`, 'u');
    const answers = new Map<string, boolean>();
    test = (character) => {
      let answer = answers.get(character);
      if (answer === undefined) {
        answer = expression.test(character);
        if (answers.size < keptTests) answers.set(character, answer);
      }
      return answer;
    };
    if (tests.size >= keptTests) tests.clear();
    tests.set(source, test);
  }
  return test;
}
