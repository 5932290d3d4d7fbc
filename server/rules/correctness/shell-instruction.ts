import type { Instruction } from '../../dockerfile/model.ts';
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { ShellCommand, ShellScript } from '../../dockerfile/shell.ts';
import { keywordCase } from '../../edit/insert.ts';
import { runScripts } from '../../tools/run-scripts.ts';
import { defineRule } from '../rule.ts';

interface Linked {
  readonly run: Instruction;
  readonly script: ShellScript;
  /** Absolute path of the shell that takes the place of /bin/sh. */
  readonly shell: string;
}

export default defineRule<Linked>({
  id: 'correctness/shell-instruction',
  severity: 'info',
  summary: 'The shell of the system is replaced to change that of RUN',
  fix: 'suggested',
  why: `\`/bin/sh\` belongs to the distribution: its maintenance scripts and every program that starts a shell use it, and the next update of the
shell's package puts the old link back. \`SHELL\` changes what runs the RUN, CMD and ENTRYPOINT lines below it, and nothing else.`,
  fixSafety: `Scripts that begin with \`#!/bin/sh\`, and programs of the image that start a shell, then get the distribution's own shell again. If
some of them need bash, they should say \`#!/bin/bash\`.`,
  equivalents: [{ tool: 'hadolint', id: 'DL4005' }],
  examples: [
    {
      bad: 'FROM debian:trixie-slim\nRUN ln -sf /bin/bash /bin/sh\nRUN mkdir -p /srv/{in,out}\nUSER 10001\nCMD ["bash"]\n',
      good: 'FROM debian:trixie-slim\nSHELL ["/bin/bash", "-c"]\nRUN mkdir -p /srv/{in,out}\nUSER 10001\nCMD ["bash"]\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    for (const { run, script } of runScripts(model))
      for (const command of script.commands) {
        const shell = linkedShell(command);
        if (shell === undefined) continue;
        yield {
          span: command.span,
          message: `This replaces the shell of the whole image, for programs and package scripts too. \`SHELL ${formatJsonForm([shell, '-c'])}\` changes it for RUN, CMD and ENTRYPOINT only.`,
          data: { run, script, shell },
        };
      }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const { run, script, shell } = data;
    // An ONBUILD trigger keeps its keyword, and other commands their RUN.
    if (model.instructions[run.index] !== run || run.flags.length > 0 || !script.commands.every(onlyLinks)) return [];
    return [
      {
        title: `Use \`SHELL ${formatJsonForm([shell, '-c'])}\``,
        applicability: 'suggested',
        edits: [{ span: run.span, newText: `${keywordCase(model, 'SHELL')} ${formatJsonForm([shell, '-c'])}` }],
      },
    ];
  },
}); // prettier-ignore

const shells: ReadonlySet<string> = new Set(['bash', 'zsh', 'ksh', 'dash', 'ash', 'mksh']);

/** `ln -s /bin/bash /bin/sh` in its spellings. */
function linkedShell({ name, args, conditional }: ShellCommand): string | undefined {
  if (name !== 'ln' || conditional) return undefined;
  const [target, link, ...more] = args.filter(({ value }) => !value.startsWith('-'));
  if (!target?.literal || !link || more.length > 0 || !/^(?:\/usr)?\/bin\/sh$/.test(link.value))
    return undefined;
  const program = target.value.split('/').pop()!;
  if (!shells.has(program)) return undefined;
  return target.value.startsWith('/') ? target.value : `/bin/${program}`;
}

/** A script of nothing else: the old link is moved away, the new one made. */
function onlyLinks(command: ShellCommand): boolean {
  if (linkedShell(command) !== undefined) return true;
  return (
    /^(?:rm|mv|unlink)$/.test(command.name) &&
    command.args
      .filter(({ value }) => !value.startsWith('-'))
      .every(({ value }) => /^(?:\/usr)?\/bin\/sh\b/.test(value))
  );
}
