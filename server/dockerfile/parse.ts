/** Text → DockerfileModel. The only importer of dockerfile-ast. */
import ast from 'dockerfile-ast';
import { expandWord } from './expand.ts';
import { readHeredocs, readOpening, type HeredocOpening } from './heredoc.ts';
import { buildInstruction } from './instruction.ts';
import { indexLines, type LineIndex } from './lines.ts';
import { readLogicalLine } from './logical-text.ts';
import type {
  Comment,
  Directive,
  DockerfileModel,
  Instruction,
  LogicalText,
  Stage,
  StageBase,
  VariableScope,
  VariableValue,
} from './model.ts';
import { findProblems } from './problems.ts';
import { StateTracker } from './state.ts';
import { quotedWords } from './words.ts';

interface MutableStage extends Stage {
  instructions: Instruction[];
  isFinal: boolean;
  span: { start: number; end: number };
  endState: StateTracker;
}

/** Reads a Dockerfile. Never throws: what can't be understood is in `problems`. */
export function parseDockerfile(text: string): DockerfileModel {
  const lines = indexLines(text);
  const tree = ast.DockerfileParser.parse(text);
  const escape = tree.getEscapeCharacter() === '`' ? '`' : '\\';
  const reader = new ModelReader(text, lines, escape);
  for (const node of tree.getInstructions()) reader.add(node);
  const { instructions, stages } = reader;
  const comments = readComments(tree, text, lines, instructions);
  const directives = readDirectives(tree, text, lines);
  const model: Omit<DockerfileModel, 'problems'> = {
    text,
    eol: usualLineBreak(text),
    escape,
    directives,
    comments,
    instructions,
    stages,
    globalArgs: reader.globalArgs,
    isWindows: isWindows(escape, stages),
  };
  return { ...model, problems: findProblems(model) };
}

class ModelReader {
  readonly instructions: Instruction[] = [];
  readonly stages: MutableStage[] = [];
  private readonly byName = new Map<string, MutableStage>();
  private global: StateTracker;
  private globalScope: VariableScope;
  /** Offset behind what the last instruction took: the parser and we may disagree about a heredoc's end. */
  private taken = 0;

  constructor(
    private readonly text: string,
    private readonly lines: LineIndex,
    private readonly escape: '\\' | '`',
  ) {
    this.global = StateTracker.initial(escape);
    this.globalScope = this.global.variables;
  }

  get globalArgs(): ReadonlyMap<string, VariableValue> {
    return new Map([...this.globalScope.names()].map((name) => [name, this.globalScope.get(name)!]));
  }

  add(node: ast.Instruction): void {
    const keywordRange = node.getInstructionRange();
    const start = this.lines.offsetAt(keywordRange.start);
    if (start < this.taken) return;
    const keywordEnd = this.lines.offsetAt(keywordRange.end);
    const line = readLogicalLine(this.text, this.lines, keywordEnd, this.text.length, this.escape);
    const keyword = node.getKeyword();
    const openings = findOpenings(keyword, line.logical, this.escape);
    const { heredocs, end } = readHeredocs(this.text, this.lines, openings, this.lines.lineAt(line.end) + 1);
    this.taken = end ?? line.end;
    const spanEnd = Math.max(keywordEnd, end ?? start + this.text.slice(start, line.end).trimEnd().length);
    const stage = keyword === 'FROM' ? undefined : this.stages.at(-1);
    const state = keyword === 'FROM' ? this.global : (stage?.endState ?? this.global);
    const instruction = buildInstruction({
      index: this.instructions.length,
      keyword,
      keywordSpan: { start, end: keywordEnd },
      span: { start, end: spanEnd },
      args: line.logical,
      heredocs,
      stage,
      state,
      escape: this.escape,
    });
    if (keyword === 'FROM') this.instructions.push(this.openStage(instruction));
    else {
      this.instructions.push(instruction);
      this.advance(instruction, stage);
    }
  }

  private advance(instruction: Instruction, stage: MutableStage | undefined): void {
    if (stage) {
      stage.instructions.push(instruction);
      stage.span.end = instruction.span.end;
      stage.endState = stage.endState.after(instruction, this.globalScope);
    } else if (instruction.keyword === 'ARG') {
      this.global = this.global.after(instruction, undefined);
      this.globalScope = this.global.variables;
    }
  }

  private openStage(instruction: Instruction): Instruction {
    const [imageWord, as, nameWord] = instruction.words;
    const named = as?.raw.toUpperCase() === 'AS' ? nameWord : undefined;
    const base = this.resolveBase(imageWord?.raw);
    const previous = this.stages.at(-1);
    if (previous) previous.isFinal = false;
    const platform = instruction.flags.find((flag) => flag.name === 'platform')?.value;
    const stage: MutableStage = {
      index: this.stages.length,
      name: named?.value,
      nameSpan: named?.span,
      from: instruction,
      imageWord,
      platform,
      base,
      instructions: [],
      isFinal: true,
      span: { ...instruction.span },
      endState: this.initialState(base),
    };
    const from: Instruction = { ...instruction, stage };
    const complete = Object.assign(stage, { from });
    this.stages.push(complete);
    // A later stage of the same name hides the earlier one, as in the builder.
    if (named) this.byName.set(named.value.toLowerCase(), complete);
    return from;
  }

  private initialState(base: StageBase): StateTracker {
    if (base.kind === 'stage') return this.stages[base.stage.index]!.endState;
    const initial = StateTracker.initial(this.escape);
    return base.kind === 'scratch' ? initial.atRoot() : initial;
  }

  private resolveBase(raw: string | undefined): StageBase {
    if (raw === undefined) return { kind: 'missing' };
    const { value, complete } = expandWord(raw, (name) => this.globalScope.get(name), this.escape);
    const stage = this.byName.get(value.toLowerCase());
    if (stage) return { kind: 'stage', stage };
    if (value === 'scratch') return { kind: 'scratch' };
    return { kind: 'image', reference: value, complete };
  }
}

const heredocKeywords: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN', 'ONBUILD']);

function findOpenings(keyword: string, args: LogicalText, escape: string): HeredocOpening[] {
  if (!heredocKeywords.has(keyword) || !args.text.includes('<<')) return [];
  return quotedWords(args, 0, escape).flatMap((word) => readOpening(word.raw, word.span) ?? []);
}

function readComments(
  tree: ast.Dockerfile,
  text: string,
  lines: LineIndex,
  instructions: readonly Instruction[],
): Comment[] {
  const heredocs = instructions.flatMap((instruction) => instruction.heredocs);
  return tree
    .getComments()
    .map((node) => {
      const range = node.getRange();
      const span = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
      return { text: text.slice(span.start + 1, span.end).trim(), span };
    })
    .filter(
      ({ span }) => !heredocs.some((h) => h.bodySpan.start <= span.start && span.start < h.bodySpan.end),
    );
}

function readDirectives(tree: ast.Dockerfile, text: string, lines: LineIndex): Directive[] {
  return tree.getDirectives().map((node) => {
    const range = node.getRange();
    const start = lines.offsetAt(range.start);
    return {
      name: node.getName().toLowerCase(),
      value: node.getValue(),
      span: { start, end: start + text.slice(start, lines.endOf(range.end.line)).trimEnd().length },
    };
  });
}

function usualLineBreak(text: string): '\n' | '\r\n' {
  const crlf = text.split('\r\n').length - 1;
  const all = text.split('\n').length - 1;
  return crlf * 2 > all ? '\r\n' : '\n';
}

/** Bases and shells of Windows containers; the backtick as escape character is used nowhere else. */
function isWindows(escape: string, stages: readonly Stage[]): boolean {
  return (
    escape === '`' ||
    stages.some(
      ({ base, platform, endState }) =>
        platform?.startsWith('windows') === true ||
        endState.shellKind === 'cmd' ||
        endState.shellKind === 'powershell' ||
        (base.kind === 'image' &&
          /\b(?:nanoserver|windowsservercore|servercore)\b|\/windows(?:\/|:|$)/.test(base.reference)),
    )
  );
}
