import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../../dockerfile/shell.ts';
import { keywordCase, removeInstruction } from '../../edit/insert.ts';
import { removeItem } from '../../edit/shell-items.ts';
import { isVerbatim, runScripts } from '../../tools/run-scripts.ts';
import { workingDirectory } from '../../tools/working-directory.ts';
import { defineRule, type Fix } from '../rule.ts';
import { uselessness, type Uselessness } from './useless-command.part.ts';

interface Useless {
  readonly run: Instruction;
  readonly script: ShellScript;
  readonly command: ShellCommand;
  readonly what: Uselessness;
}

export default defineRule<Useless>({
  id: 'correctness/useless-command',
  severity: 'info',
  summary: 'A command whose effect does not reach the image',
  fix: 'suggested',
  why: `Of a RUN, only files reach the image. What a command changes in its shell (\`export\`, \`source venv/bin/activate\`, \`alias\`), in the kernel
(\`sysctl\`, \`mount\`, \`modprobe\`) or among the running processes (\`service … start\`) ends with the RUN; programs that wait for a person at a
terminal end or hang; \`ps\` and \`free\` show the machine of the build.

It does not matter where the rest of the same RUN uses the effect: a database that is started, filled and left, or variables that a later command of
the line reads. Such lines have no finding.`,
  fixSafety: `The variable becomes one of the image, which is what was meant; it is then also set in the container.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3001' }],
  examples: [
    {
      title: 'a virtual environment',
      bad: 'FROM python:3.13-slim\nRUN python -m venv /opt/venv\nRUN . /opt/venv/bin/activate\nUSER 10001\nCMD ["python3"]\n',
      good: 'FROM python:3.13-slim\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nUSER 10001\nCMD ["python3"]\n',
    },
    {
      title: 'a variable',
      bad: 'FROM alpine:3.23\nRUN export APP_MODE=batch\nUSER 10001\nCMD ["env"]\n',
      good: 'FROM alpine:3.23\nENV APP_MODE=batch\nUSER 10001\nCMD ["env"]\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    for (const { run, script } of runScripts(model))
      for (const command of script.commands) {
        const what = uselessness(command, script, run);
        if (!what) continue;
        yield {
          span: what.span,
          message: what.message,
          ...(what.lost && { severity: 'warning' as const }),
          data: { run, script, command, what },
        };
      }
  },
  fixes({ data }, { model }) {
    const fix = data && (asEnv(data, model) ?? removal(data, model));
    return fix ? [fix] : [];
  },
});

/** `export A=b` and the activation of a virtual environment, as the RUN's only command, say what ENV says. */
function asEnv({ run, script, command }: Useless, model: DockerfileModel): Fix | undefined {
  if (script.commands.length !== 1 || script.exec || run.heredocs.length > 0 || run.flags.length > 0)
    return undefined;
  if (model.instructions[run.index] !== run || !script.items[0]?.simple || command.wrappers.length > 0)
    return undefined;
  const pairs = command.name === 'export' ? exported(command, run, model) : activated(command, script, run);
  if (!pairs) return undefined;
  return {
    title: `Set it for the image: \`ENV ${pairs}\``,
    applicability: 'suggested',
    edits: [{ span: run.span, newText: `${keywordCase(model, 'ENV')} ${pairs}` }],
  };
}

function exported({ args }: ShellCommand, run: Instruction, model: DockerfileModel): string | undefined {
  const plain = (word: ShellWord): boolean =>
    isVerbatim(model, word) &&
    /^[A-Za-z_]\w*=/.test(word.raw) &&
    !/[`\\~]|\$[^A-Za-z_{]/.test(word.raw) &&
    // The builder knows no HOME: what only the shell has would be empty.
    [...word.raw.matchAll(/\$\{?(\w+)/g)].every(
      ([, name]) => name === 'PATH' || run.state.variables.has(name!),
    );
  return args.length > 0 && args.every(plain) ? args.map(({ raw }) => raw).join(' ') : undefined;
}

function activated(command: ShellCommand, script: ShellScript, run: Instruction): string | undefined {
  const [file, ...more] = command.args;
  const folder = file?.literal && more.length === 0 ? /^(.+)\/activate$/.exec(file.value)?.[1] : undefined;
  const directory = workingDirectory(run, script, command);
  if (folder === undefined || /\s/.test(folder)) return undefined;
  if (folder.startsWith('/')) return `PATH=${folder}:$PATH`;
  // Which folder that is must be certain: the base image's own working directory is not.
  if (directory === undefined || run.state.workdir === undefined) return undefined;
  return `PATH=${directory === '/' ? '' : directory}/${folder.replace(/^\.\//, '')}:$PATH`;
}

/** What only looks (`ps`, `free`) can go; what was meant to change something is for its author to say. */
function removal({ run, script, command, what }: Useless, model: DockerfileModel): Fix | undefined {
  if (!what.removable || !command.exact || !script.items[command.item]?.simple) return undefined;
  if (model.instructions[run.index] !== run) return undefined;
  const edit =
    script.items.length === 1
      ? removeInstruction(model, run)
      : run.heredocs.length === 0 && removeItem(model, script, command.item);
  return edit
    ? { title: `Remove \`${command.name}\``, applicability: 'suggested', edits: [edit] }
    : undefined;
}
