import type { Comment, DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { lineStart } from '../../edit/insert.ts';
import { defineRule } from '../rule.ts';

interface Description {
  readonly instruction: Instruction;
  readonly comment: Comment;
  /** What the comment should begin with. */
  readonly names: readonly string[];
}

export default defineRule<Description>({
  id: 'style/definition-description',
  severity: 'off',
  summary: 'A comment above a stage or ARG is not in the form of a description',
  fix: 'safe',
  why: `\`docker build --call=outline\` and \`--call=targets\` show a comment directly above \`FROM … AS name\` or \`ARG NAME\` as its description, when the comment
begins with that name. One that does not is not shown. An empty line between keeps a comment apart that is not meant as a description.

BuildKit has the check as an experiment, off by default, and so is this rule.`,
  equivalents: [{ tool: 'buildkit', id: 'InvalidDefinitionDescription' }],
  examples: [
    {
      bad: 'FROM alpine:3.23\n# the version of the program\nARG VERSION=1\nUSER 10001\nCMD ["ls"]\n',
      good: 'FROM alpine:3.23\n# the version of the program\n\nARG VERSION=1\nUSER 10001\nCMD ["ls"]\n',
    },
  ],
  *check({ model }) {
    const comments = commentsByLine(model);
    for (const instruction of model.instructions) {
      const names = definedNames(instruction);
      const comment = names.length > 0 ? commentAbove(instruction, comments, model) : undefined;
      if (!comment) continue;
      const text = comment.text.replace(/^\s*#/, '').trim();
      const [first] = text.split(' ');
      if (text === '' || names.includes(first!)) continue;
      const name = names.length === 1 ? names[0]! : '<name>';
      yield {
        span: comment.span,
        message: `As the description of ${names.length === 1 ? name : 'these arguments'} this comment would have to begin with \`# ${name} \`. If it is none, put an empty line below it.`,
        data: { instruction, comment, names },
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const { instruction, comment, names } = data;
    const at = lineStart(model.text, instruction.span.start);
    const apart = {
      title: 'Put an empty line below the comment',
      applicability: 'safe' as const,
      edits: [{ span: { start: at, end: at }, newText: model.eol }],
    };
    if (names.length !== 1) return [apart];
    const start = comment.span.start + /^#[ \t]*/.exec(model.text.slice(comment.span.start, comment.span.end))![0].length; // prettier-ignore
    return [
      apart,
      {
        title: `Begin the comment with ${names[0]!}`,
        applicability: 'safe',
        edits: [{ span: { start: comment.span.start, end: start }, newText: `# ${names[0]!} ` }],
      },
    ];
  },
});

function definedNames({ keyword, stage, pairs }: Instruction): readonly string[] {
  if (keyword === 'FROM') return stage?.name === undefined ? [] : [stage.name];
  return keyword === 'ARG' ? pairs.map(({ key }) => key) : [];
}

function commentsByLine(model: DockerfileModel): ReadonlyMap<number, Comment> {
  return new Map(model.comments.map((comment) => [lineStart(model.text, comment.span.start), comment]));
}

/** The comment in the line directly above; a directive is none. */
function commentAbove(
  instruction: Instruction,
  comments: ReadonlyMap<number, Comment>,
  { text }: DockerfileModel,
): Comment | undefined {
  const start = lineStart(text, instruction.span.start);
  return start === 0 ? undefined : comments.get(lineStart(text, start - 1));
}
