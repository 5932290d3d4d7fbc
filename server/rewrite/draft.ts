/**
 * A new Dockerfile made from the user's: stages with lines that are either new or the user's own instructions with
 * their comments. What was above the first FROM and below the last instruction stays as it is.
 */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import { lineStart, nextLine } from '../edit/insert.ts';

export class Draft {
  private readonly stages: string[][] = [];
  private readonly commented = new Set<Instruction>();

  constructor(private readonly model: DockerfileModel) {}

  /** Begins a stage. `origin` is the FROM it comes from, for its comments. */
  stage(from: string, origin?: Instruction): this {
    this.stages.push([]);
    return origin ? this.replace(origin, from) : this.line(from);
  }

  line(text: string): this {
    this.stages.at(-1)?.push(text);
    return this;
  }

  lines(texts: readonly string[]): this {
    for (const text of texts) this.line(text);
    return this;
  }

  /** The user's instruction as it is, with its comments the first time it is used. */
  keep(instruction: Instruction): this {
    return this.replace(instruction, this.textOf(instruction));
  }

  /** New text in an instruction's place: its comments stay with it. */
  replace(instruction: Instruction, text: string): this {
    return this.comments(instruction).line(text);
  }

  /** Only the comments of an instruction whose work is done elsewhere. */
  comments(instruction: Instruction): this {
    if (this.commented.has(instruction)) return this;
    this.commented.add(instruction);
    const { text, instructions, comments } = this.model;
    const previous = instructions[instruction.index - 1];
    // The file's head stays as it is; it is not part of the draft.
    if (!previous || instruction === this.model.stages[0]?.from) return this;
    for (const comment of comments)
      if (comment.span.start >= previous.span.end && comment.span.end <= instruction.span.start)
        this.line(text.slice(comment.span.start, comment.span.end));
    return this;
  }

  textOf(instruction: Instruction): string {
    return this.model.text.slice(instruction.span.start, instruction.span.end);
  }

  render(): string {
    const { text, eol, stages } = this.model;
    const first = stages[0]!.from;
    const last = this.model.instructions.at(-1)!;
    const head = text.slice(0, lineStart(text, first.span.start));
    const tail = text.slice(nextLine(text, last.span.end));
    const body = this.stages
      .map((lines) => lines.map((line) => line.replace(/\r?\n/g, eol)).join(eol) + eol)
      .join(eol);
    return head + body + tail;
  }
}
