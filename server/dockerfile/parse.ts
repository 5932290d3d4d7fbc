/** Text → DockerfileModel. The only importer of dockerfile-ast. */
import { DockerfileParser } from 'dockerfile-ast';
import { cutBlocks, type Block } from './blocks.ts';
import { readDirectives } from './directives.ts';
import { expandWord } from './expand.ts';
import { buildInstruction } from './instruction.ts';
import { indexLines } from './lines.ts';
import { sliceLogical } from './logical-text.ts';
import type {
  DockerfileModel,
  Instruction,
  Stage,
  StageBase,
  VariableScope,
  VariableValue,
} from './model.ts';
import { findProblems } from './problems.ts';
import { StateTracker } from './state.ts';
import { Recent } from '../recent.ts';
import { wordEnd } from './words.ts';

interface MutableStage extends Stage {
  instructions: Instruction[];
  isFinal: boolean;
  span: { start: number; end: number };
  endState: StateTracker;
}

/** How somebody builds the file, where that is not `docker build .`. */
export interface BuildOptions {
  /** The stage that is built, by name or number; default: the last one. */
  readonly target?: string | undefined;
  /** Values of build arguments that are known. */
  readonly args?: ReadonlyMap<string, string> | undefined;
  /** Names of further contexts: FROM and COPY --from that use one of them mean that context and no image. */
  readonly contexts?: ReadonlySet<string> | undefined;
}

/**
 * Reads a Dockerfile. Never throws: what can't be understood is in `problems`. A target that the file does not have
 * leaves the last stage the final one.
 */
export function parseDockerfile(text: string, build: BuildOptions = {}): DockerfileModel {
  const lines = indexLines(text);
  const { directives, escape, nextLine, problems } = readDirectives(text, lines);
  const { blocks, comments } = cutBlocks(text, lines, nextLine, escape);
  const reader = new ModelReader(escape, build);
  for (const block of blocks) reader.add(block);
  if (build.target !== undefined) reader.finish(build.target);
  const { instructions, stages } = reader;
  const model: Omit<DockerfileModel, 'problems'> = {
    text,
    eol: usualLineBreak(text),
    escape,
    directives,
    comments,
    instructions,
    stages,
    globalArgs: reader.globalArgs,
    contexts: build.contexts ?? new Set(),
    isWindows: isWindows(escape, stages),
  };
  return { ...model, problems: [...problems, ...findProblems(model, lines)] };
}

/**
 * The instruction's name in upper case. dockerfile-ast reads the head of the line that the builder's rules have
 * joined: over whole files the two differ in what continues a line, opens a heredoc and is a directive.
 */
function keywordOf(head: string): string {
  return keywords.get(head, () => readKeyword(head));
}

/** There are twenty instructions, in two spellings. */
const keptKeywords = 50;
/** Of all of them, in UTF-16 units: what is longer is none. */
const keptKeywordLength = 1000;
const keywords = new Recent<string, string>(keptKeywords, keptKeywordLength, ({ length }) => length);

function readKeyword(head: string): string {
  const [node] = DockerfileParser.parse(head).getInstructions();
  return node?.getKeyword() ?? head.toUpperCase();
}

class ModelReader {
  readonly instructions: Instruction[] = [];
  readonly stages: MutableStage[] = [];
  private readonly byName = new Map<string, MutableStage>();
  private global: StateTracker;
  private globalScope: VariableScope;

  constructor(
    private readonly escape: '\\' | '`',
    private readonly build: BuildOptions,
  ) {
    this.global = StateTracker.initial(escape);
    this.globalScope = this.global.variables;
  }

  get globalArgs(): ReadonlyMap<string, VariableValue> {
    return new Map([...this.globalScope.names()].map((name) => [name, this.globalScope.get(name)!]));
  }

  add(block: Block): void {
    const { line, span, heredocs } = block;
    const keywordEnd = wordEnd(line.text, 0);
    const keyword = keywordOf(line.text.slice(0, keywordEnd));
    const stage = keyword === 'FROM' ? undefined : this.stages.at(-1);
    const state = keyword === 'FROM' ? this.global : (stage?.endState ?? this.global);
    const instruction = buildInstruction({
      index: this.instructions.length,
      keyword,
      keywordSpan: line.spanOf(0, keywordEnd),
      span,
      args: sliceLogical(line, keywordEnd),
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

  /** Makes the target the final stage. */
  finish(target: string): void {
    const stage = this.byName.get(target.toLowerCase()) ?? (/^\d+$/.test(target) ? this.stages[Number(target)] : undefined); // prettier-ignore
    if (stage) for (const each of this.stages) each.isFinal = each === stage;
  }

  /** The ARG as it is with the values that the build gives it. */
  private given(instruction: Instruction): Instruction {
    const { args } = this.build;
    if (!args || instruction.keyword !== 'ARG') return instruction;
    const pairs = instruction.pairs.map((pair) => {
      const value = args.get(pair.key);
      // Within single quotes every other character stands for itself.
      return value === undefined || value.includes("'") ? pair : { ...pair, rawValue: `'${value}'` };
    });
    return { ...instruction, pairs };
  }

  private advance(original: Instruction, stage: MutableStage | undefined): void {
    const instruction = this.given(original);
    if (stage) {
      stage.instructions.push(original);
      stage.span.end = original.span.end;
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
    // The builder looks for the name as written among names in lower case: `FROM Base` never means a stage.
    const stage = this.byName.get(value);
    if (stage) return { kind: 'stage', stage };
    if (value === 'scratch') return { kind: 'scratch' };
    // What stands in that context, nobody can tell from the name.
    const isContext = this.build.contexts?.has(value) === true;
    return { kind: 'image', reference: value, complete: complete && !isContext };
  }
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
