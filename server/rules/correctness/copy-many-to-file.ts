import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { Instruction } from '../../dockerfile/model.ts';
import { defineRule } from '../rule.ts';
import { brokenArray } from './json-form.ts';

export default defineRule<Copy>({
  id: 'correctness/copy-many-to-file',
  severity: 'error',
  summary: 'Several sources are copied to one file',
  fix: 'safe',
  why: `With more than one source the destination must be a folder and end in \`/\`. Without it the classic builder and Podman refuse the line,
and BuildKit copies one source after the other to the same file, so that only the last is left, unless a folder happens to be there.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3021' },
    { tool: 'trivy', id: 'DS-0011' },
  ],
  examples: [
    {
      files: { 'package.json': '{"name":"shop"}', 'server.js': '' },
      bad: 'FROM node:22-alpine\nCOPY package.json server.js /app\nUSER node\nCMD ["node", "/app/server.js"]\n',
      good: 'FROM node:22-alpine\nCOPY package.json server.js /app/\nUSER node\nCMD ["node", "/app/server.js"]\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    for (const outer of model.instructions) {
      const instruction = outer.keyword === 'ONBUILD' ? outer.inner : outer;
      const copy = instruction && readCopy(instruction);
      // A comment behind the words is told by correctness/inline-comment.
      if (!copy || brokenArray(instruction)) continue;
      if (copy.destinationWord !== instruction.words.at(-1) || instruction.words.length < 3) continue;
      // A heredoc can only be a source.
      if (copy.destinationWord.raw.startsWith('<<')) continue;
      const destination = textOf(copy);
      if (destination === undefined || /(?:^|\/)\.{0,2}$/.test(destination)) continue;
      const { destinationWord } = copy;
      const exists = outer === instruction && copy.destination !== undefined && isWorkdir(copy.destination, instruction);
      yield {
        span: destinationWord.span,
        message: exists
          ? `The destination of several sources must end in \`/\`. BuildKit finds the folder \`${destination}\` and goes on; the classic builder and Podman refuse the line. Write \`${destination}/\`.`
          : `${instruction.words.length - 1} sources go to one file, \`${destination}\`, and only the last would be left. Write \`${destination}/\` if it is a folder.`,
        ...(exists && { severity: 'warning' as const }),
        data: copy,
      };
    }
  },
  fixes({ data: copy }) {
    if (!copy) return [];
    const { span, raw } = copy.destinationWord;
    // Before a closing quote.
    const at = /["']$/.test(raw) ? span.end - 1 : span.end;
    return [
      {
        title: `Copy into the folder ${copy.destinationWord.value}/`,
        applicability: 'safe',
        preferred: true,
        edits: [{ span: { start: at, end: at }, newText: '/' }],
      },
    ];
  },
}); // prettier-ignore

/** The destination with variables put in; undefined when its end can't be known. */
function textOf({ destinationWord, instruction }: Copy): string | undefined {
  const { variables } = instruction.state;
  const { value, complete, error } = expandWord(
    instruction.json ? destinationWord.value : destinationWord.raw,
    (name) => variables.get(name),
    instruction.escape,
  );
  if (error || value === '') return undefined;
  return complete || /\w$/.test(value.replace(/\$(?:\w+|\{[^}]*\})$/, '$')) ? value : undefined;
}

function isWorkdir(destination: string, { state }: Instruction): boolean {
  return state.workdir === destination || state.workdir?.startsWith(`${destination}/`) === true;
}
