/** Line starts of a text, for the way from the parser's line/character positions to offsets. */
export interface LineIndex {
  readonly count: number;
  /** Offset of the first character of a line (0-based). Lines past the end give the text's length. */
  startOf(line: number): number;
  /** Offset behind the last character of a line, without its line break. */
  endOf(line: number): number;
  offsetAt(position: { readonly line: number; readonly character: number }): number;
  lineAt(offset: number): number;
}

/** Line breaks are `\n`, `\r\n` and a lone `\r`, as the parser and LSP count them. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  const startOf = (line: number): number => starts[line] ?? text.length;
  const endOf = (line: number): number => {
    let end = startOf(line + 1);
    if (line + 1 >= starts.length) return text.length;
    if (text.charCodeAt(end - 1) === 10) end--;
    if (end > startOf(line) && text.charCodeAt(end - 1) === 13) end--;
    return end;
  };
  return {
    count: starts.length,
    startOf,
    endOf,
    offsetAt: ({ line, character }) => Math.min(startOf(line) + character, text.length),
    lineAt: (offset) => {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= offset) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}
