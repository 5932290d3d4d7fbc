import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { resolveWord, shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import { lineageInstructions } from '../../dockerfile/stages.ts';
import { insertDirectlyBefore, keywordCase } from '../../edit/insert.ts';
import { removeItem } from '../../edit/shell-items.ts';
import { resolvePath, withFoldersAbove } from '../../tools/working-directory.ts';
import { defineRule, type Fix, type Report } from '../rule.ts';

interface Change {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly command: ShellCommand;
  /** `no-effect`: nothing follows it; `redundant`: it is there already; `workdir`: the whole RUN works elsewhere. */
  readonly kind: 'no-effect' | 'redundant' | 'workdir';
  /** Absolute where it is known. */
  readonly target: string | undefined;
  /** The next instruction that cares about the directory sets it anew. */
  readonly ends: boolean;
}

export default defineRule<Change>({
  id: 'correctness/cd-in-run',
  severity: 'info',
  summary: 'cd in RUN where WORKDIR is meant',
  fix: 'suggested',
  why: `Each \`RUN\` has a shell of its own and starts in the working directory again, so a \`cd\` at the end of one has no effect at all.
Where a \`RUN\` goes to the application's folder first, \`WORKDIR\` says the same for all lines below and for the program that is started.
A \`cd\` in the middle of a script, into a folder that the script has made or unpacked, is fine.`,
  fixSafety: `A \`cd\` to where the command is anyway is removed safely, and so is one that becomes a \`WORKDIR\` when the next line has a \`WORKDIR\` of its
own. Turning a \`cd\` without effect into \`WORKDIR\` changes where the lines below work, and is suggested.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3003' },
    { tool: 'trivy', id: 'DS-0013' },
  ],
  examples: [
    {
      title: 'without effect',
      files: { 'package.json': '{"name":"shop"}', 'server.js': '' },
      bad: 'FROM node:22-alpine\nCOPY server.js /app/\nRUN cd /app\nRUN ls\nUSER node\nCMD ["node", "/app/server.js"]\n',
      good: 'FROM node:22-alpine\nCOPY server.js /app/\nWORKDIR /app\nRUN ls\nUSER node\nCMD ["node", "/app/server.js"]\n',
    },
    {
      title: 'already there',
      files: { 'server.js': '' },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\nRUN cd /app && ls\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\nRUN ls\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    for (const stage of model.stages) {
      const folders = copiedFolders(stage);
      const resets = resettersOf(stage);
      for (const [i, instruction] of stage.instructions.entries()) {
        const change = instruction.keyword === 'RUN' ? changeOf(instruction, model, folders, resets[i]!) : undefined;
        if (change) yield report(change);
      }
    }
  },
  fixes({ data }, { model }) {
    return data ? fixesFor(data, model) : [];
  },
}); // prettier-ignore

function changeOf(
  instruction: Instruction,
  model: DockerfileModel,
  folders: ReadonlySet<string>,
  ends: boolean,
): Change | undefined {
  const script = shellOf(instruction, model);
  if (!script || script.exec || script.errors.length > 0) return undefined;
  const moves = script.commands.filter(({ name }) => name === 'cd' || name === 'pushd' || name === 'popd');
  const [move] = moves;
  if (moves.length !== 1 || move?.name !== 'cd' || move.args.length !== 1) return undefined;
  if (move.conditional || move.subshell || move.pipedFrom || move.pipesInto || !move.exact) return undefined;
  if (!script.items[move.item]?.simple || move.redirects.length > 0) return undefined;
  const word = move.args[0]!;
  const path = word.value === '-' ? undefined : resolveWord(word, instruction.state);
  const { workdir } = instruction.state;
  const absolute = path?.startsWith('/') || workdir !== undefined;
  const target = path === undefined || !absolute || path.startsWith('~') ? undefined : resolvePath(workdir ?? '/', path); // prettier-ignore
  const common = { instruction, script, command: move, target, ends };
  // Nothing runs behind it, in the last item of the chain.
  if (script.commands.at(-1) === move && move.item === script.items.length - 1)
    return { ...common, kind: 'no-effect' };
  if (move.item !== 0 || target === undefined) return undefined;
  if (target === workdir) return { ...common, kind: 'redundant' };
  const joined = script.items.slice(1).every(({ separator }) => separator === '&&');
  return joined && isCopied(target, folders) ? { ...common, kind: 'workdir' } : undefined;
}

/** Where COPY and ADD put things in the stage and those it builds on. */
function copiedFolders(stage: Stage): ReadonlySet<string> {
  const folders = new Set<string>();
  if (!stage.instructions.some(({ keyword, args }) => keyword === 'RUN' && /\bcd\s/.test(args.text)))
    return folders;
  for (const instruction of lineageInstructions(stage)) {
    const copy = readCopy(instruction);
    if (copy?.destination !== undefined && copy.destination !== '/') folders.add(copy.destination);
  }
  return folders;
}

/** The folder itself or one above it was copied. */
function isCopied(target: string, folders: ReadonlySet<string>): boolean {
  return withFoldersAbove(target).some((folder) => folders.has(folder));
}

/** For each instruction: does an absolute WORKDIR come before anything else that cares about the directory? */
function resettersOf({ instructions }: Stage): boolean[] {
  const result: boolean[] = [];
  let resets = false;
  for (let i = instructions.length - 1; i >= 0; i--) {
    result[i] = resets;
    const { keyword, words } = instructions[i]!;
    if (keyword === 'WORKDIR') resets = words[0]?.value.startsWith('/') === true;
    else if (/^(?:RUN|COPY|ADD|CMD|ENTRYPOINT|HEALTHCHECK|ONBUILD)$/.test(keyword)) resets = false;
  }
  return result;
}

function report(data: Change): Report<Change> {
  const { command, kind, target, instruction } = data;
  const text = `cd ${command.args[0]!.raw}`;
  const span = command.span;
  if (kind === 'no-effect') {
    const back = instruction.state.workdir ?? "the image's working directory";
    return {
      span,
      message: `\`${text}\` has no effect: nothing follows it in this RUN, and the next line starts in ${back} again. Use WORKDIR.`,
      severity: 'warning',
      data,
    };
  }
  return {
    span,
    message:
      kind === 'redundant'
        ? `\`${text}\` goes to where the RUN starts anyway: WORKDIR is ${target!}. Leave it out.`
        : `This RUN works in ${target!}, which was copied above. Set it with \`WORKDIR ${target!}\`, which holds for the lines below and the program too.`,
    ...(kind === 'redundant' && { tags: ['unnecessary'] as const }),
    data,
  };
}

function fixesFor(
  { instruction, script, command, kind, target, ends }: Change,
  model: DockerfileModel,
): Fix[] {
  if (target === undefined || /[\s"'$\\]/.test(target)) return [];
  const line = `${keywordCase(model, 'WORKDIR')} ${target}`;
  if (
    kind === 'no-effect' &&
    script.items.length === 1 &&
    instruction.heredocs.length === 0 &&
    instruction.flags.length === 0
  ) {
    const same = target === instruction.state.workdir;
    return [
      {
        title: `Set WORKDIR ${target}`,
        applicability: same ? 'safe' : 'suggested',
        preferred: same,
        edits: [{ span: instruction.span, newText: line }],
      },
    ];
  }
  const removal = removeItem(model, script, command.item);
  if (!removal || script.heredoc) return [];
  if (kind === 'redundant')
    return [
      {
        title: `Leave out cd ${command.args[0]!.raw}`,
        applicability: 'safe',
        preferred: true,
        edits: [removal],
      },
    ];
  if (kind !== 'workdir' || !ends) return [];
  return [
    {
      title: `Set WORKDIR ${target} instead`,
      applicability: 'safe',
      preferred: true,
      edits: [insertDirectlyBefore(model, instruction, [line]), removal],
    },
  ];
}
