/**
 * The model: what a Dockerfile says, independent of the parser that read it. Built by `parseDockerfile`
 * (parse.ts). All spans are half-open UTF-16 offsets into `DockerfileModel.text`.
 */
import type { Span } from './span.ts';

export type KnownKeyword =
  | 'ADD' | 'ARG' | 'CMD' | 'COPY' | 'ENTRYPOINT' | 'ENV' | 'EXPOSE' | 'FROM' | 'HEALTHCHECK' | 'LABEL'
  | 'MAINTAINER' | 'ONBUILD' | 'RUN' | 'SHELL' | 'STOPSIGNAL' | 'USER' | 'VOLUME' | 'WORKDIR'; // prettier-ignore

/** A parser directive (`# syntax=…`, `# escape=…`, `# check=…`) at the top of the file. Names are lower case. */
export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

/** A comment line; `span` covers `#` to the end of the line without its line break. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** One word of an instruction's arguments, as the Dockerfile's own word rules see it (not the shell's). */
export interface Word {
  /** As written, without continuations. */
  readonly raw: string;
  /** Quotes and escapes removed, variables not yet substituted. */
  readonly value: string;
  readonly span: Span;
}

/** `--name=value`; mounts have their parts in `options`. */
export interface Flag {
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
  readonly valueSpan: Span | undefined;
}

/** `KEY=value` of ENV, LABEL and ARG. For ARG without default, `value` is undefined. */
export interface KeyValue {
  readonly key: string;
  readonly value: string | undefined;
  /** As written, with quotes; undefined when there is no value. */
  readonly rawValue: string | undefined;
  readonly span: Span;
  readonly keySpan: Span;
  readonly valueSpan: Span | undefined;
  /** The legacy form `ENV key value`. */
  readonly legacy: boolean;
}

export interface Heredoc {
  readonly delimiter: string;
  /** Quoted delimiter: no expansion in the body. */
  readonly quoted: boolean;
  /** `<<-`: leading tabs are removed. */
  readonly stripTabs: boolean;
  /** The `<<EOF` word. */
  readonly openSpan: Span;
  /** The lines between; ends before the closing delimiter's line. */
  readonly bodySpan: Span;
  readonly body: string;
  /** The closing delimiter, undefined when the heredoc is not terminated. */
  readonly closeSpan: Span | undefined;
}

/** A variable's value where it can be known before the build. */
export type VariableValue =
  | { readonly known: true; readonly value: string }
  /**
   * Declared, but only the build knows its value (an ARG without default, a platform ARG). `unset`: an ARG without
   * default, which has no value unless the build gives it one.
   */
  | { readonly known: false; readonly unset?: true };

/** Variables by name; a view that costs nothing to take at every instruction. */
export interface VariableScope {
  get(name: string): VariableValue | undefined;
  has(name: string): boolean;
  names(): Iterable<string>;
}

/** What holds just before an instruction runs. */
export interface BuildState {
  /** ENV and ARG variables in scope by name. The later of an ENV and an ARG with a value wins, as in the builder. */
  readonly variables: VariableScope;
  /** Names set by ENV in this stage or the stages it inherits from, with their values. */
  readonly env: VariableScope;
  /** USER as written and substituted, or undefined while the base image's default holds. */
  readonly user: string | undefined;
  /** Absolute path, or undefined while the base image's own (unknown) one holds. */
  readonly workdir: string | undefined;
  /** SHELL, as an array; default `['/bin/sh', '-c']`. */
  readonly shell: readonly string[];
  /** How RUN text must be read under that SHELL. */
  readonly shellKind: ShellKind;
}

export type ShellKind = 'posix' | 'bash' | 'powershell' | 'cmd' | 'other';

export interface Instruction {
  /** Position in `DockerfileModel.instructions`. An ONBUILD trigger has the index of its ONBUILD. */
  readonly index: number;
  /** Upper case; a word that is no instruction stays as written in upper case (`FOO`). */
  readonly keyword: KnownKeyword | (string & {});
  readonly keywordSpan: Span;
  /** From the keyword to the end of the last line that belongs to it (heredocs included), without line break. */
  readonly span: Span;
  /** The arguments without the keyword and without heredoc bodies; undefined when there are none. */
  readonly argsSpan: Span | undefined;
  /** The arguments as one line: continuations, comments between them and heredoc bodies removed. */
  readonly args: LogicalText;
  readonly flags: readonly Flag[];
  /** Words after the flags. In JSON form: the strings. For ENV/LABEL/ARG see `pairs`. */
  readonly words: readonly Word[];
  /** True when the arguments after the flags are a valid JSON array of strings. */
  readonly json: boolean;
  /** Where the arguments after the flags begin and end. */
  readonly bodySpan: Span | undefined;
  readonly pairs: readonly KeyValue[];
  readonly heredocs: readonly Heredoc[];
  /** The stage it stands in; undefined for a global ARG (before the first FROM). */
  readonly stage: Stage | undefined;
  /** The instruction inside ONBUILD, or HEALTHCHECK's CMD as an instruction of its own. */
  readonly inner: Instruction | undefined;
  /** What holds before it. */
  readonly state: BuildState;
  /** The file's escape character. */
  readonly escape: '\\' | '`';
}

/** One line of text with a way back to the document. */
export interface LogicalText {
  readonly text: string;
  /** The document offset of the character at `offset` (0 ≤ offset ≤ text.length). */
  toDocument(offset: number): number;
  /** The document span of `[start, end)`; does not swallow a continuation behind the last character. */
  spanOf(start: number, end: number): Span;
}

/** What a stage builds on. */
export type StageBase =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly stage: Stage }
  /** `reference` has its variables substituted as far as they are known. */
  | { readonly kind: 'image'; readonly reference: string; readonly complete: boolean }
  /** A FROM without argument. */
  | { readonly kind: 'missing' };

export interface Stage {
  /** 0-based position of its FROM. */
  readonly index: number;
  /** As written; compared without regard to case. */
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly from: Instruction;
  /** The word that names the base image, undefined when it is missing. */
  readonly imageWord: Word | undefined;
  readonly platform: string | undefined;
  readonly base: StageBase;
  /** What follows its FROM, without the FROM. */
  readonly instructions: readonly Instruction[];
  /** What is built: the last stage, as `docker build` without `--target` makes it, or the target the file was read for. */
  readonly isFinal: boolean;
  /** From FROM's first character to the last character of its last instruction. */
  readonly span: Span;
  /** What holds at its end. */
  readonly endState: BuildState;
}

export type SyntaxProblemKind =
  | 'unknown-instruction' | 'missing-arguments' | 'surplus-arguments' | 'bad-flag' | 'bad-directive'
  | 'unterminated-heredoc' | 'unterminated-quote' | 'bad-substitution' | 'bad-json' | 'bad-name' | 'no-from' | 'before-from' | 'bad-onbuild'
  | 'nul-byte' | 'long-line' | 'empty'; // prettier-ignore

export interface SyntaxProblem {
  readonly kind: SyntaxProblemKind;
  readonly span: Span;
  readonly message: string;
  /** For a near miss: the text that should stand in `span`. */
  readonly suggestion: string | undefined;
}

export interface DockerfileModel {
  readonly text: string;
  /** The line break used most. */
  readonly eol: '\n' | '\r\n';
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  readonly comments: readonly Comment[];
  /** All of them in order, global ARGs and FROMs included, ONBUILD triggers not. */
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** Global ARGs (before the first FROM) by name. */
  readonly globalArgs: ReadonlyMap<string, VariableValue>;
  /** Names of further contexts that the build is given. */
  readonly contexts: ReadonlySet<string>;
  readonly problems: readonly SyntaxProblem[];
  /** Built for Windows containers (SHELL powershell/cmd, escape=`, a Windows base): shell rules stay silent. */
  readonly isWindows: boolean;
}
