import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { ShellCommand, ShellScript } from '../../dockerfile/shell.ts';
import { insertBefore, keywordCase } from '../../edit/insert.ts';
import { lookupRoot } from '../../images/root.ts';
import { runScripts } from '../../tools/run-scripts.ts';
import { defineRule, type Facts, type Fix, type RuleContext } from '../rule.ts';

interface LostFailure {
  readonly run: Instruction;
  readonly script: ShellScript;
  readonly shell: PipefailShell;
}

/** The shell that knows pipefail: the one that runs the line, or another one of the image. */
interface PipefailShell {
  readonly path: string;
  readonly isCurrent: boolean;
}

export default defineRule<LostFailure>({
  id: 'correctness/pipefail',
  severity: 'info',
  summary: 'The failure of a command is lost in a pipe',
  fix: 'suggested',
  why: `A pipe succeeds when its last command does. When the download or the test before it fails, the build goes on with half of the data or none.
With \`set -o pipefail\`, or in the SHELL, the pipe fails when any of its commands fails.

It does not matter where the last command notices by itself that its input is missing or broken (\`tar\`, \`gpg\`, \`grep\`, \`sha256sum -c\`), where
the first one can't fail (\`echo\`), and in a shell without pipefail in an image that has no other. A script from the network that goes straight into a
shell is security/curl-pipe-shell's finding: to save and check it first mends both.`,
  fixSafety: `A command that stops reading early (\`head\`, \`grep -q\`) ends the one before it with a signal, and with pipefail that is a failure. SHELL
also holds for the lines below and for CMD and ENTRYPOINT in shell form.`,
  equivalents: [{ tool: 'hadolint', id: 'DL4006' }],
  examples: [
    {
      bad: 'FROM alpine:3.23\nRUN wget -qO- https://example.com/list.csv | sort > /srv/list.csv\nUSER 10001\nCMD ["cat", "/srv/list.csv"]\n',
      good: 'FROM alpine:3.23\nRUN set -o pipefail && wget -qO- https://example.com/list.csv | sort > /srv/list.csv\nUSER 10001\nCMD ["cat", "/srv/list.csv"]\n',
    },
    {
      title: 'dash has no pipefail, the image has bash',
      bad: 'FROM node:22\nRUN npm config list | tee /srv/npm.txt\nUSER node\nCMD ["cat", "/srv/npm.txt"]\n',
      good: 'FROM node:22\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN npm config list | tee /srv/npm.txt\nUSER node\nCMD ["cat", "/srv/npm.txt"]\n',
    },
  ],
  *check({ model, facts }) {
    if (model.isWindows) return;
    const shells = new Map<Stage, PipefailShell | undefined>();
    for (const { run, stage, script } of runScripts(model)) {
      if (script.exec || script.errors.length > 0 || setsPipefail(run, script)) continue;
      const pipes = lostPipes(script);
      const [first, ...others] = pipes;
      if (!first) continue;
      if (!shells.has(stage)) shells.set(stage, shellFor(stage, facts));
      const shell = run.state.shell[0] === '/bin/sh' ? shells.get(stage) : ownShell(run);
      if (!shell) continue;
      yield {
        span: first.from.span,
        message: `When \`${first.from.name}\` fails, this pipe still succeeds, because \`${first.last.name}\` does: the build goes on without the data. ${advice(shell)}`,
        related: others.map(({ from }) => ({ span: from.span, message: 'the same here' })),
        data: { run, script, shell },
      };
    }
  },
  fixes({ data }, context) {
    const fix = data && pipefailFix(data, context);
    return fix ? [fix] : [];
  },
});

function advice({ isCurrent, path }: PipefailShell): string {
  return isCurrent
    ? 'Begin the line with `set -o pipefail`.'
    : `Set \`SHELL ${formatJsonForm([path, '-o', 'pipefail', '-c'])}\` above.`;
}

function setsPipefail({ state }: Instruction, { commands }: ShellScript): boolean {
  return (
    state.shell.includes('pipefail') ||
    commands.some(({ name, args }) => name === 'set' && args.some(({ value }) => value === 'pipefail'))
  );
}

interface LostPipe {
  readonly from: ShellCommand;
  readonly last: ShellCommand;
}

/** Pipes of the script itself whose first failure nobody notices; substitutions lose every failure anyway. */
function lostPipes({ commands }: ShellScript): LostPipe[] {
  return commands.flatMap((from, at): LostPipe[] => {
    if (!from.pipesInto || from.pipedFrom || from.subshell || from.conditional || !canFail(from)) return [];
    const chain: ShellCommand[] = [];
    for (
      let next = commands[at + 1], previous = from;
      next?.pipedFrom === previous;
      next = commands[at + 1 + chain.length]
    ) {
      chain.push(next);
      previous = next;
    }
    const last = chain.at(-1);
    // Behind `||` and in a condition the failure is meant to be nothing.
    if (!last || last.pipesInto || last.failureIgnored || last.name === '') return [];
    if (chain.some(noticesMissingInput) || chain.some(stopsEarly)) return [];
    return [{ from, last }];
  });
}

/** Programs that fail only when the build is lost anyway, or that write what the line itself says. */
const harmless: ReadonlySet<string> = new Set([
  '', 'echo', 'printf', 'cat', 'yes', 'true', ':', 'ls', 'date', 'env', 'printenv', 'pwd', 'uname', 'arch', 'id', 'whoami', 'hostname', 'seq', 'head',
  'tail', 'sed', 'awk', 'cut', 'tr', 'sort', 'grep', 'egrep', 'fgrep', 'find', 'dpkg', 'dpkg-query', 'apk', 'rpm', 'ldd', 'getent', 'which', 'nproc', 'history',
  'debconf-set-selections', 'lsb_release', 'basename', 'dirname', 'test', '[', 'set',
]); // prettier-ignore

function canFail({ name, words }: ShellCommand): boolean {
  if (harmless.has(name)) return false;
  // `node --version | cut …`
  return !words.some(({ value }) => /^(?:--version|-[vV]|--help)$/.test(value));
}

/** They fail on empty or cut-off input. */
const noticing: ReadonlySet<string> = new Set([
  'tar', 'bsdtar', 'unzip', 'gunzip', 'gzip', 'zcat', 'xz', 'unxz', 'bunzip2', 'bzip2', 'zstd', 'unzstd', 'cpio', 'gpg', 'gpg2', 'apt-key', 'grep', 'egrep',
  'fgrep', 'sha256sum', 'sha512sum', 'sha1sum', 'md5sum', 'shasum', 'patch', 'git', 'rpm2cpio', 'python', 'python3', 'node', 'perl', 'ruby', 'psql', 'mysql',
]); // prettier-ignore
const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'pwsh', 'fish']);

function noticesMissingInput({ name, args }: ShellCommand): boolean {
  if (name === 'jq') return args.some(({ value }) => /^-\w*e|^--exit-status$/.test(value));
  return noticing.has(name) || shells.has(name);
}

/** The command before them is ended by a signal: pipefail would make that a failure. */
function stopsEarly({ name, args }: ShellCommand): boolean {
  return name === 'head' || (name === 'sed' && args.some(({ value }) => /q['"]?$/.test(value)));
}

/** A SHELL of the Dockerfile's own. */
function ownShell({ state }: Instruction): PipefailShell | undefined {
  const path = state.shell[0]!;
  return /(?:^|\/)(?:bash|zsh|ash|ksh)$/.test(path) ? { path, isCurrent: true } : undefined;
}

/** Undefined when nothing is known of the image, or it has no such shell. */
function shellFor(stage: Stage, facts: Facts): PipefailShell | undefined {
  const fact = lookupRoot(stage, facts.images);
  if (!fact) return undefined;
  // BusyBox's ash has it, and the bash that Red Hat's family calls sh.
  if (fact.distro?.family === 'alpine') return { path: '/bin/sh', isCurrent: true };
  if (fact.packageManager !== undefined && /^(?:dnf|microdnf|yum|tdnf)$/.test(fact.packageManager))
    return { path: '/bin/sh', isCurrent: true };
  const isDebian = fact.packageManager === 'apt';
  return isDebian || fact.tools.includes('bash') ? { path: '/bin/bash', isCurrent: false } : undefined;
}

function pipefailFix({ run, script, shell }: LostFailure, { model }: RuleContext): Fix | undefined {
  const isTrigger = model.instructions[run.index] !== run;
  if (!shell.isCurrent) {
    if (isTrigger) return undefined;
    const words = formatJsonForm([shell.path, '-o', 'pipefail', '-c']);
    return {
      title: `Set \`SHELL ${words}\``,
      applicability: 'suggested',
      edits: [insertBefore(model, run, [`${keywordCase(model, 'SHELL')} ${words}`])],
    };
  }
  const first = script.items[0];
  if (!first || (run.heredocs.length > 0 && !script.heredoc)) return undefined;
  const at = first.span.start;
  const indentation = /[ \t]*$/.exec(model.text.slice(0, at))![0];
  const newText = script.heredoc ? `set -o pipefail${model.eol}${indentation}` : 'set -o pipefail && ';
  return {
    title: 'Begin with `set -o pipefail`',
    applicability: 'suggested',
    edits: [{ span: { start: at, end: at }, newText }],
  };
}
