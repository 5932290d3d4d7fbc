/** What a shell script does, as far as rules need to know: its simple commands with exact places. */
import type { Span } from './span.ts';

export interface ShellWord {
  /** As written, quotes included. */
  readonly raw: string;
  /** Quotes removed; expansions stay as written. */
  readonly value: string;
  /** No expansion, substitution or glob: `value` is exactly what the program gets. */
  readonly literal: boolean;
  /** Names of the variables it uses. */
  readonly variables: readonly string[];
  readonly span: Span;
}

export interface ShellAssignment {
  readonly name: string;
  /** Undefined for an array. */
  readonly value: ShellWord | undefined;
  readonly span: Span;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `<<`, `<<<`, `2>` is `>` with descriptor 2 … */
  readonly operator: string;
  readonly descriptor: number | undefined;
  /** Undefined for a heredoc. */
  readonly target: ShellWord | undefined;
  /** Text of a heredoc. */
  readonly body: string | undefined;
  readonly span: Span;
}

export interface ShellCommand {
  /** Base name of the program, `''` when it is not literal. Wrappers (sudo, env, exec …) are looked through. */
  readonly name: string;
  /** The program's word first. */
  readonly words: readonly ShellWord[];
  /** `words` without the program. */
  readonly args: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  /** Names of the wrappers it runs under, outermost first. */
  readonly wrappers: readonly string[];
  /** The whole simple command with assignments, wrappers and redirects. */
  readonly span: Span;
  /** May not run: behind `||`, in a branch, a loop or a function. */
  readonly conditional: boolean;
  /** Its failure is lost: before `||`, not last in a pipe, in the background. */
  readonly failureIgnored: boolean;
  /** Reads from a pipe / writes into one. */
  readonly pipedFrom: ShellCommand | undefined;
  readonly pipesInto: boolean;
  /** Runs in a subshell or a command substitution: `cd` and variables do not last. */
  readonly subshell: boolean;
  /** Index of the item of `ShellScript.items` it is part of. */
  readonly item: number;
  /** False when it stands in a nested script whose text is escaped: spans then cover the whole outer word. */
  readonly exact: boolean;
}

/** One link of the script's top-level chain. */
export interface ShellItem {
  readonly span: Span;
  /** What stands before it: `&&`, `;`, a line break, `&`, or undefined for the first. */
  readonly separator: '&&' | ';' | '\n' | '&' | undefined;
  /** A single simple command and nothing else (no pipe, no `||`, no compound). */
  readonly simple: boolean;
}

export interface ShellScript {
  /** All simple commands in the order in which they are written. */
  readonly commands: readonly ShellCommand[];
  readonly items: readonly ShellItem[];
  /** Names of the functions that it defines. */
  readonly functions: readonly string[];
  readonly errors: readonly { readonly message: string; readonly span: Span }[];
  /** Where the script stands: the arguments' text, or the heredoc's body. */
  readonly span: Span;
  /** JSON form: one command, no shell involved. */
  readonly exec: boolean;
  /** The script is a heredoc's body (lines of its own). */
  readonly heredoc: boolean;
}
