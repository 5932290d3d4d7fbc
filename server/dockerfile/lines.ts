/** Line starts of a text, for the way between lines and offsets. */
export interface LineIndex {
  readonly count: number;
  /** Offset of the first character of a line (0-based). Lines past the end give the text's length. */
  startOf(line: number): number;
  /** Offset behind the last character of a line, without its line break and carriage returns. */
  endOf(line: number): number;
  lineAt(offset: number): number;
}

/** Lines end at `\n`, as the builder counts them: a carriage return elsewhere is a blank. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const startOf = (line: number): number => starts[line] ?? text.length;
  const endOf = (line: number): number => {
    const start = startOf(line);
    let end = line + 1 < starts.length ? startOf(line + 1) - 1 : text.length;
    while (end > start && text.charCodeAt(end - 1) === 13) end--;
    return end;
  };
  return {
    count: starts.length,
    startOf,
    endOf,
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
