import { isPunctuation } from './calls.ts';
import { tokenize } from './tokens.ts';

/**
 * A string option of a JavaScript configuration file, by the path of its keys (`build`, `outDir`). Certain when
 * it stands there as a literal, or when the file can't set it: no such key and nothing merged in.
 */
export function readLiteralOption(
  text: string,
  path: readonly string[],
): { certain: boolean; value: string | undefined } {
  const tokens = tokenize(text, 'javascript');
  const leaf = path.at(-1) ?? '';
  const stack: string[] = [];
  const values: (string | undefined)[] = [];
  let mayMerge = false;
  tokens.forEach((token, i) => {
    if (isPunctuation(token, '{')) {
      const key = tokens[i - 2];
      stack.push(isPunctuation(tokens[i - 1], ':') && key !== undefined ? key.text : '');
    } else if (isPunctuation(token, '}')) stack.pop();
    else if (isPunctuation(token, '...') || token.text === 'mergeConfig') mayMerge = true;
    else if ((token.kind === 'name' || token.kind === 'string') && token.text === leaf) {
      const keys = stack.filter((key) => key !== '');
      const isHere = keys.join('.') === path.slice(0, -1).join('.');
      if (isHere && isPunctuation(tokens[i + 1], ':')) {
        const value = tokens[i + 2];
        const ends = isPunctuation(tokens[i + 3], ',') || isPunctuation(tokens[i + 3], '}');
        values.push(value?.kind === 'string' && ends ? value.text : undefined);
      } else if (isHere && (isPunctuation(tokens[i + 1], ',') || isPunctuation(tokens[i + 1], '}')))
        // The short form takes the value from a variable. A name in an import list looks the same: unsure too.
        values.push(undefined);
    }
  });
  if (values.length === 0) return { certain: !mayMerge, value: undefined };
  const [first] = values;
  const certain = first !== undefined && values.every((value) => value === first) && !mayMerge;
  return { certain, value: certain ? first : undefined };
}
