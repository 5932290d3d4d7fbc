/**
 * Variables in compose files, in Compose's own dialect: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`,
 * `${NAME:?error}`, `${NAME:+other}`, with expressions in the words again; `$$` is a dollar sign.
 * Source: https://docs.docker.com/reference/compose-file/interpolation/
 */

/** Undefined: nobody here knows the value. An unset variable is ''. */
export type Lookup = (name: string) => { readonly value: string | undefined } | undefined;

/** Braces within braces deeper than this are not a configuration but an attack. */
const deepest = 10;

/**
 * The text with its variables replaced. Undefined when a value is unknown or an expression is broken. `lookup` gives
 * undefined for a variable that is not set and `{ value: undefined }` for one whose value is not known.
 */
export function interpolate(text: string, lookup: Lookup, depth = 0): string | undefined {
  if (!text.includes('$')) return text;
  if (depth > deepest) return undefined;
  let result = '';
  let position = 0;
  while (position < text.length) {
    const dollar = text.indexOf('$', position);
    if (dollar < 0) return result + text.slice(position);
    result += text.slice(position, dollar);
    const next = text[dollar + 1];
    if (next === '$') {
      result += '$';
      position = dollar + 2;
      continue;
    }
    const braced = next === '{';
    const start = dollar + (braced ? 2 : 1);
    const name = /^[a-z_]\w*/i.exec(text.slice(start))?.[0];
    if (name === undefined) return undefined;
    const behind = start + name.length;
    const end = braced ? closingBrace(text, behind) : behind;
    if (end === undefined) return undefined;
    const value = expression(lookup(name), text.slice(behind, end), lookup, depth);
    if (value === undefined) return undefined;
    result += value;
    position = braced ? end + 1 : end;
  }
  return result;
}

/** The value of one variable with what follows its name within the braces: '' or an operator with its word. */
function expression(
  found: ReturnType<Lookup>,
  rest: string,
  lookup: Lookup,
  depth: number,
): string | undefined {
  if (found && found.value === undefined) return undefined;
  const value = found?.value;
  const operator = /^:?[-?+]/.exec(rest)?.[0];
  if (operator === undefined) return rest === '' ? (value ?? '') : undefined;
  const word = rest.slice(operator.length);
  const counts = value !== undefined && !(operator.startsWith(':') && value === '');
  switch (operator.at(-1)) {
    case '-':
      return counts ? value : interpolate(word, lookup, depth + 1);
    case '+':
      return counts ? interpolate(word, lookup, depth + 1) : '';
    // Compose stops here with the word as its error.
    default:
      return counts ? value : undefined;
  }
}

/** Position of the `}` that belongs to a brace opened before `start`. */
function closingBrace(text: string, start: number): number | undefined {
  let open = 1;
  for (let i = start; i < text.length; i += 1) {
    if (text[i] === '{' && text[i - 1] === '$') open += 1;
    else if (text[i] === '}' && --open === 0) return i;
  }
  return undefined;
}
