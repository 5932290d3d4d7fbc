/** Reads what was meant to be a JSON array of strings, as far as that is plain. */

interface Change {
  /** Half-open range in the text that was read. */
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface Repair {
  readonly changes: readonly Change[];
  /** What is wrong, most telling first. */
  readonly faults: readonly Fault[];
  readonly values: readonly string[];
}

export type Fault =
  'single-quotes' | 'curly-quotes' | 'no-quotes' | 'trailing-comma' | 'missing-comma' | 'escape' | 'no-bracket' | 'behind'; // prettier-ignore

const curly = /[\u2018-\u201f]/;

/** `text` begins with `[`. Undefined when it can't be told what was meant. */
export function repairArray(text: string): Repair | undefined {
  return new Reader(text).read();
}

class Reader {
  private position = 1;
  private readonly changes: Change[] = [];
  private readonly faults: Fault[] = [];
  private readonly values: string[] = [];

  constructor(private readonly text: string) {}

  read(): Repair | undefined {
    for (;;) {
      this.skipBlanks();
      if (this.text[this.position] === ']') break;
      const start = this.position;
      const item = this.readItem();
      if (!item) return undefined;
      this.values.push(item.value);
      if (item.fault) {
        this.faults.push(item.fault);
        this.change(start, this.position, JSON.stringify(item.value));
      }
      const end = this.position;
      this.skipBlanks();
      const next = this.text[this.position];
      if (next === ']') break;
      if (next === undefined) {
        this.faults.push('no-bracket');
        this.change(end, end, ']');
        return this.result();
      }
      if (next === ',') this.readComma();
      else if (/["']/.test(next) && this.position > end) {
        this.faults.push('missing-comma');
        this.change(end, end, ',');
      } else return undefined;
    }
    this.position++;
    return this.readRest() ? this.result() : undefined;
  }

  private result(): Repair | undefined {
    return this.values.length > 0 && this.faults.length > 0
      ? { changes: this.changes, faults: this.faults, values: this.values }
      : undefined;
  }

  private change(start: number, end: number, newText: string): void {
    this.changes.push({ start, end, newText });
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.position] ?? '')) this.position++;
  }

  private readComma(): void {
    const at = this.position++;
    this.skipBlanks();
    if (this.text[this.position] !== ']') return;
    this.faults.push('trailing-comma');
    this.change(at, at + 1, '');
  }

  /** A lone semicolon behind the array is a habit of other languages. */
  private readRest(): boolean {
    const rest = this.text.slice(this.position);
    if (rest.trim() === '') return true;
    if (!/^\s*[;,]\s*$/.test(rest)) return false;
    this.faults.push('behind');
    this.change(this.position, this.text.length, '');
    return true;
  }

  private readItem(): { value: string; fault: Fault | undefined } | undefined {
    const quote = this.text[this.position] ?? '';
    if (quote === '"') return this.readDoubleQuoted();
    if (quote === "'") return this.readTo((char) => char === "'", 'single-quotes');
    if (curly.test(quote)) return this.readTo((char) => curly.test(char) || char === '"', 'curly-quotes');
    const bare = /^[^\s,"'[\]{}]+/.exec(this.text.slice(this.position, this.position + 1000))?.[0];
    if (bare === undefined) return undefined;
    this.position += bare.length;
    return { value: bare, fault: 'no-quotes' };
  }

  private readTo(ends: (char: string) => boolean, fault: Fault): { value: string; fault: Fault } | undefined {
    const start = ++this.position;
    while (this.position < this.text.length && !ends(this.text[this.position]!)) this.position++;
    if (this.position >= this.text.length) return undefined;
    return { value: this.text.slice(start, this.position++), fault };
  }

  private readDoubleQuoted(): { value: string; fault: Fault | undefined } | undefined {
    const start = this.position++;
    while (this.position < this.text.length && this.text[this.position] !== '"')
      this.position += this.text[this.position] === '\\' ? 2 : 1;
    if (this.position >= this.text.length) return undefined;
    const literal = this.text.slice(start, ++this.position);
    try {
      return { value: JSON.parse(literal) as string, fault: undefined };
    } catch {
      return unescaped(literal);
    }
  }
}

/** A backslash that JSON does not know: before a quote it is one too many, before a letter it stands for itself. */
function unescaped(literal: string): { value: string; fault: Fault } | undefined {
  // `\$` may be meant for a shell or for the builder.
  if (/\\[^"\\/bfnrtu'a-zA-Z0-9.]/.test(literal)) return undefined;
  const fixed = literal.replace(/\\(.)/gs, (pair: string, char: string) => {
    if ('"\\/bfnrt'.includes(char)) return pair;
    return char === "'" ? char : `\\${pair}`;
  });
  try {
    return { value: JSON.parse(fixed) as string, fault: 'escape' };
  } catch {
    return undefined;
  }
}
