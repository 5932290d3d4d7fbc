/** What a run over many Dockerfiles gathers. Everything here can be printed as JSON. */

export type Invariant =
  /** Something threw. */
  | 'crash'
  /** Edits overlap or lie outside of the text, or a span does. */
  | 'bad-edits'
  /** The changed text has a syntax problem the old one had not. */
  | 'parses'
  /** The finding is still there after its fix. */
  | 'finding-gone'
  /** The change brings a finding of warning or above that was not there. */
  | 'nothing-new'
  /** Doing it again changes something, or gives another result for the same input. */
  | 'twice-the-same'
  /** A step of Optimize would have broken something; the verifier left it out. */
  | 'holds'
  /** A finding that Optimize could clear is still there, and nothing says why. */
  | 'left'
  /** Something of the user's is gone, and no step says so. */
  | 'keeps'
  /** The same text with CRLF gives other findings. */
  | 'crlf';

export interface Violation {
  readonly path: string;
  readonly invariant: Invariant;
  /** The rule, `fix-all`, `optimize`, `multi-stage`, or the stage of the work that crashed. */
  readonly subject: string;
  readonly detail: string;
  readonly diff: string | undefined;
}

export interface RuleCount {
  findings: number;
  files: number;
  safeFixes: number;
  suggestedFixes: number;
}

export interface FileTimes {
  readonly path: string;
  /** Milliseconds. */
  readonly gather: number;
  readonly analyze: number;
  readonly rewrite: number;
  readonly total: number;
}

export interface CorpusResult {
  files: number;
  optimized: number;
  converted: number;
  readonly rules: Record<string, RuleCount>;
  readonly violations: Violation[];
  readonly unreadable: { readonly path: string; readonly reason: string }[];
  readonly times: FileTimes[];
}

export function emptyResult(): CorpusResult {
  return { files: 0, optimized: 0, converted: 0, rules: {}, violations: [], unreadable: [], times: [] };
}
