import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { finalStage, lastOf, lineageInstructions } from '../../dockerfile/stages.ts';
import { copyOfFolder } from '../../tools/copy-of-folder.ts';
import { isRoot } from '../../tools/users.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { defineRule, type RuleContext } from '../rule.ts';

interface RootOwned {
  readonly copy: Instruction;
  readonly user: string;
}

export default defineRule<RootOwned>({
  id: 'correctness/copy-chown-after-user',
  severity: 'warning',
  summary: 'The program writes into files that belong to root',
  fix: 'suggested',
  why: `COPY and ADD make files that belong to root, whatever USER says above them. A program that runs as another user can read them, and that is all:
it fails with \`EACCES\` or \`Permission denied\` as soon as it writes into such a folder. \`--chown\` gives the files to the user.

It does not matter for files that are only read: those are safer with root. There is only a finding where a source file of the project is known to
write into a folder that the COPY brings.`,
  fixSafety: `All files of that COPY then belong to the user, who may change them. Copy the folder on its own if only that one is to be written.`,
  equivalents: [],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop","main":"server.js"}',
        'server.js': "const fs = require('fs');\nfs.writeFileSync('uploads/last.txt', 'x');\n",
        'uploads/.keep': '',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nUSER node\nCOPY package.json server.js ./\nCOPY uploads ./uploads\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nUSER node\nCOPY package.json server.js ./\nCOPY --chown=node uploads ./uploads\nCMD ["node", "server.js"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    const stage = finalStage(model);
    const user = stage?.endState.user;
    if (!stage || user === undefined || model.isWindows || isRoot(user) !== false || /\s/.test(user)) return;
    const setBy = lastOf(stage, 'USER');
    const told = new Set<Instruction>();
    for (const { path, file } of writes(context)) {
      const copy = copyOfFolder(path, stage, context);
      if (!copy || told.has(copy) || isGiven(copy, path, stage, model)) continue;
      told.add(copy);
      yield {
        span: copy.keywordSpan,
        message: `What this ${copy.keyword} brings belongs to root, but ${file} writes to ${path}, and the program runs as ${user}: it will fail there. Add \`--chown=${user}\`.`,
        ...(setBy && { related: [{ span: setBy.span, message: 'the program runs as this user' }] }),
        data: { copy, user },
      };
    }
  },
  fixes({ data }) {
    const at = data?.copy.words[0]?.span.start;
    if (!data || at === undefined || data.copy.json || /[\s"'\\]/.test(data.user)) return [];
    return [
      {
        title: `Give the files to ${data.user}`,
        applicability: 'suggested',
        preferred: true,
        edits: [{ span: { start: at, end: at }, newText: `--chown=${data.user} ` }],
      },
    ];
  },
});

/** Scripts for developers and tests are not what the container runs. */
const notTheProgram = /(?:^|\/)(?:scripts?|tools?|tests?|__tests__|specs?|seeds?|migrations?|hack|e2e|docs?|examples?)\/|\.(?:test|spec|config)\.|(?:^|\/)(?:test_|conftest|setup\.py|manage\.py)/i; // prettier-ignore

function* writes({ facts }: RuleContext): Iterable<{ path: string; file: string }> {
  for (const { directory } of facts.project.projects)
    for (const { path, file } of facts.project.sources(directory)?.writes ?? [])
      if (path !== '' && !path.startsWith('/') && !notTheProgram.test(file)) yield { path, file };
}

/** The copy, or a RUN of the stage, gives the files to somebody or lets everybody write. */
function isGiven(instruction: Instruction, path: string, stage: Stage, model: DockerfileModel): boolean {
  const copy = readCopy(instruction)!;
  if (copy.chown !== undefined || copy.chmod !== undefined) return true;
  const workdir = stage.endState.workdir ?? '/';
  const place = resolvePath(workdir, path);
  return lineageInstructions(stage).some((other) => {
    if (other.keyword !== 'RUN') return false;
    const script = shellOf(other, model);
    if (!script) return true;
    return script.commands.some(
      ({ name, args }) =>
        /^(?:chown|chmod|install|setfacl|mkdir)$/.test(name) &&
        args.some((word) => {
          if (!word.literal) return word.variables.length > 0;
          const changed = resolvePath(other.state.workdir ?? '/', word.value);
          return place === changed || place.startsWith(changed === '/' ? '/' : `${changed}/`);
        }),
    );
  });
}
