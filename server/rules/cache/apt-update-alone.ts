import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { isShipped } from '../../dockerfile/stages.ts';
import { removeInstruction } from '../../edit/insert.ts';
import { appendCommand } from '../../edit/shell-items.ts';
import { systemCommand, systemFamily } from '../../tools/system.ts';
import { defineRule, type Fix } from '../rule.ts';

interface Alone {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly update: ShellCommand;
  /** The next RUN that installs with the lists of this one. */
  readonly user: {
    readonly instruction: Instruction;
    readonly script: ShellScript;
    readonly install: ShellCommand;
  };
}

export default defineRule<Alone>({
  id: 'cache/apt-update-alone',
  severity: 'warning',
  summary: 'apt-get update runs in a layer of its own',
  fix: 'safe',
  why: `The builder reuses the layer of \`apt-get update\` as long as its line does not change. When a package is added to the install
below, it is looked up in lists that may be months old: the install fails because the versions in them are gone, or brings old ones
without security updates. In one \`RUN\` the lists are always as new as the install. It does not matter where a cache mount keeps the
lists.`,
  fixSafety: `Safe when nothing but settings and copies stands between the two; with other RUN instructions between them only suggested.`,
  equivalents: [
    { tool: 'trivy', id: 'DS-0017' },
    { tool: 'checkov', id: 'CKV_DOCKER_5' },
  ],
  examples: [
    {
      bad: 'FROM debian:trixie-slim\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nUSER 10001\nENTRYPOINT ["tini", "--"]\n',
      good: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nUSER 10001\nENTRYPOINT ["tini", "--"]\n',
    },
  ],
  *check({ model }) {
    for (const { instructions } of model.stages)
      for (const [at, instruction] of instructions.entries()) {
        const script = runScript(instruction, model);
        const update = script && loneUpdate(script);
        if (!update || keepsLists(instruction)) continue;
        const user = installBelow(instructions.slice(at + 1), model);
        if (!user) continue;
        const tool = update.name;
        yield {
          span: update.span,
          message: `\`${tool} update\` has a layer of its own, which the builder reuses: a later change of \`${user.install.name} install\` meets old package lists and fails or installs old versions. Run both in one RUN.`,
          related: [{ span: user.install.span, message: 'installs with these lists' }],
          data: { instruction, script, update, user },
        };
      }
  },
  fixes({ data }, { model }) {
    const fix = data && join(data, model);
    return fix ? [fix] : [];
  },
});

function runScript(instruction: Instruction, model: DockerfileModel): ShellScript | undefined {
  const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
  return script?.errors.length === 0 ? script : undefined;
}

function isApt(command: ShellCommand): boolean {
  const system = systemCommand(command);
  return system !== undefined && systemFamily(system.tool) === 'apt';
}

/** The last `apt-get update` when nothing behind it in the script can use the lists. */
function loneUpdate({ commands }: ShellScript): ShellCommand | undefined {
  const at = commands.findLastIndex(
    (command) => isApt(command) && systemCommand(command)?.action === 'update',
  );
  if (at < 0 || !commands.slice(at + 1).every(leavesListsAlone)) return undefined;
  const update = commands[at]!;
  return update.conditional || update.subshell ? undefined : update;
}

function leavesListsAlone(command: ShellCommand): boolean {
  if (isApt(command)) return systemCommand(command)?.action === 'clean';
  return /^(?:rm|true|set|echo|:)$/.test(command.name);
}

function keepsLists(instruction: Instruction): boolean {
  return mountsOf(instruction).some(
    ({ type, target }) => type === 'cache' && /^\/var\/lib\/apt(?:\/|$)/.test(target ?? ''),
  );
}

/** The next RUN with an apt command: the user of the lists, if it installs without an update of its own. */
function installBelow(
  instructions: readonly Instruction[],
  model: DockerfileModel,
): Alone['user'] | undefined {
  for (const instruction of instructions) {
    const script = runScript(instruction, model);
    const first = script?.commands.find(
      (command) =>
        isApt(command) &&
        systemCommand(command)?.action !== 'clean' &&
        systemCommand(command)?.action !== 'remove',
    );
    if (!script || !first) continue;
    return systemCommand(first)?.action === 'install' ? { instruction, script, install: first } : undefined;
  }
  return undefined;
}

function join({ instruction, script, user }: Alone, model: DockerfileModel): Fix | undefined {
  const { install } = user;
  if (instruction.flags.length > 0 || !instruction.bodySpan || isForeign(script) || isForeign(user.script))
    return undefined;
  if (!script.commands.every((command) => isApt(command) || /^(?:rm|true|set|dpkg)$/.test(command.name)))
    return undefined;
  if (script.items.some(({ separator }) => separator === '&' || separator === '\n')) return undefined;
  if (!user.script.items[install.item]?.simple || !install.exact || user.script.exec) return undefined;
  const between = model.instructions.slice(instruction.index + 1, user.instruction.index);
  if (between.some(({ keyword }) => keyword === 'USER' || keyword === 'SHELL')) return undefined;
  const runs = between.filter(({ keyword }) => keyword === 'RUN');
  if (
    !runs.every((run) =>
      runScript(run, model)?.commands.every((command) => !isApt(command) && command.name !== ''),
    )
  )
    return undefined;
  const text = model.text.slice(instruction.bodySpan.start, instruction.bodySpan.end);
  const at = user.script.items[install.item]!.span.start;
  return {
    title: `Join \`${script.commands[0]!.name} update\` with the install`,
    applicability: runs.length === 0 ? 'safe' : 'suggested',
    preferred: true,
    edits: [
      removeInstruction(model, instruction),
      { span: { start: at, end: at }, newText: `${text} && ` },
      ...cleanUp(user, model),
    ],
  };
}

/** The lists now lie in the install's layer: they go with it, unless a later RUN installs from them. */
function cleanUp({ instruction, script }: Alone['user'], model: DockerfileModel): TextEdit[] {
  const { stage } = instruction;
  if (!stage || !isShipped(stage, model)) return [];
  const cleans = ({ name, args }: ShellCommand): boolean =>
    name === 'rm' && args.some((word) => word.value.startsWith('/var/lib/apt/lists'));
  const later = stage.instructions.filter(({ index }) => index > instruction.index);
  const usesLists = later.some((other) => runScript(other, model)?.commands.some(isApt));
  if (usesLists || keepsLists(instruction) || script.commands.some(cleans)) return [];
  const edit = appendCommand(
    model,
    instruction,
    script,
    script.items.length - 1,
    'rm -rf /var/lib/apt/lists/*',
  );
  return edit ? [edit] : [];
}

/** Not a shell line that can be put before another one. */
function isForeign({ exec, heredoc }: ShellScript): boolean {
  return exec || heredoc;
}
