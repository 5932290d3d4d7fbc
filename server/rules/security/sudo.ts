import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { Span, TextEdit } from '../../dockerfile/span.ts';
import { isShipped } from '../../dockerfile/stages.ts';
import { insertAfter, insertDirectlyBefore, keywordCase } from '../../edit/insert.ts';
import { runScripts, type RunScript } from '../../tools/run-scripts.ts';
import { systemCommand } from '../../tools/system.ts';
import { isRoot } from '../../tools/users.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { runUser } from './run-user.part.ts';

interface Sudo {
  readonly run: Instruction;
  readonly stage: Stage;
  /** The commands under sudo, with the place of the word. */
  readonly uses: readonly { readonly command: ShellCommand; readonly word: Span }[];
  /** Every command of the RUN is under sudo. */
  readonly all: boolean;
  /** Who runs it; undefined: not known. */
  readonly user: string | undefined;
}

export default defineRule<Sudo>({
  id: 'security/sudo',
  severity: 'warning',
  summary: 'RUN uses sudo',
  fix: 'safe',
  why: `\`RUN\` already is root unless a \`USER\` above says otherwise, and most base images have no sudo at all. Where another user builds,
sudo works only with a rule that lets that user become root without a password, and this rule stays in the image: then a hole in the program
is a hole as root, and \`USER\` protects from nothing. \`USER root\` before the step and the own user behind it need no rule.

It does not matter where \`sudo -u\` lets root run one command as another user, which this rule leaves alone.`,
  fixSafety: `Safe where the user is root for certain. Where another user builds, the step is put between \`USER root\` and that user; this is only
suggested, because \`$HOME\` and the files that the step writes are root's then.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3004' },
    { tool: 'trivy', id: 'DS-0010' },
    { tool: 'checkov', id: 'CKV2_DOCKER_1' },
  ],
  examples: [
    {
      bad: 'FROM debian:trixie-slim\nRUN sudo apt-get update && sudo apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nUSER 10001\n',
      good: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nUSER 10001\n',
    },
    {
      title: 'another user builds',
      bad: 'FROM cimg/base:2026.01\nUSER circleci\nRUN sudo mkdir /srv/cache\n',
      good: 'FROM cimg/base:2026.01\nUSER circleci\nUSER root\nRUN mkdir /srv/cache\nUSER circleci\n',
    },
  ],
  *check({ model, facts }) {
    const scripts = [...runScripts(model)];
    const proved = new Set(scripts.filter(needsRoot).map(({ stage }) => stage));
    for (const { run, stage, script } of scripts) {
      const uses = script.commands.flatMap((command) => {
        const word =
          command.wrappers.includes('sudo') || (script.exec && command.name === 'sudo')
            ? sudoWord(command, model)
            : undefined;
        return word ? [{ command, word }] : [];
      });
      const [first] = uses;
      if (!first) continue;
      const user = run.state.user ?? (proved.has(stage) ? 'root' : runUser(run, stage, facts.images));
      const found = { run, stage, uses, all: uses.length === script.commands.length, user };
      yield {
        span: first.word,
        message: message(found),
        related: uses.slice(1).map(({ word }) => ({ span: word, message: 'here too' })),
        ...(!isShipped(stage, model) && user !== undefined && isRoot(user) === false && { severity: 'info' }),
        data: found,
      };
    }
  },
  fixes({ data }, context) {
    const fix = data && (isRootUser(data) ? removal(data, context) : switchUser(data, context));
    return fix ? [fix] : [];
  },
});

function isRootUser({ user }: Sudo): boolean {
  return user !== undefined && isRoot(user) === true;
}

function message(found: Sudo): string {
  if (isRootUser(found))
    return 'This RUN already is root: sudo does nothing but fail where it is not installed. Leave it out.';
  if (found.user === undefined)
    return 'sudo is not needed where RUN already is root, and where it is not, its rule lets the program become root too. Use USER root for this step.';
  return `sudo works here only because ${found.user} may become root without a password, and so may whoever breaks into the program. Put USER root above this step and USER ${found.user} below it.`;
}

/** Installs a package without sudo, as the base image's own user: only root can. */
function needsRoot({ run, script }: RunScript): boolean {
  return (
    run.state.user === undefined &&
    script.commands.some((command) => {
      const action = systemCommand(command)?.action;
      const must = command.wrappers.length === 0 && !command.conditional && !command.failureIgnored;
      return must && (action === 'install' || action === 'update');
    })
  );
}

/** Where `sudo` stands in front of the command; undefined with `-u`, for another user than root. */
function sudoWord(command: ShellCommand, { text }: DockerfileModel): Span | undefined {
  // The exec form's first word.
  if (command.name === 'sudo') return command.words[0]!.span;
  const { start, end } = command.span;
  if (asAnother.test(text.slice(start, end))) return undefined;
  const before = text.slice(start, command.words[0]?.span.start ?? start);
  const match = /(?:^|\s)((?:\/usr\/bin\/)?sudo)(?=\s)/.exec(before);
  if (!match) return command.exact ? undefined : command.span;
  const at = start + match.index + match[0].length - match[1]!.length;
  return { start: at, end: at + match[1]!.length };
}

/** `sudo -u builder`, `sudo -Hu builder`, `sudo --group=docker`. */
const asAnother = /^[^;|&]*?\bsudo(?:\s+-\S+)*?\s+(?:-\w*[ug]\s*|--(?:user|group)[\s=]\s*)(?!root\b|0\b)\S/;

/** `sudo ` and its options in front of the commands; undefined where an option or a variable says more. */
function withoutSudo({ uses }: Sudo, { text }: DockerfileModel): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { command, word } of uses) {
    const next = command.words[0];
    if (!command.exact || !next || command.wrappers.length !== 1) return undefined;
    const between = text.slice(word.end, next.span.start);
    if (!/^(?:[ \t]+(?:-[EHnS]+|--(?:preserve-env|set-home|non-interactive|stdin)))*[ \t]+$/.test(between))
      return undefined;
    edits.push({ span: { start: word.start, end: next.span.start }, newText: '' });
  }
  return edits;
}

function removal(found: Sudo, { model }: RuleContext): Fix | undefined {
  const edits = withoutSudo(found, model);
  return edits && { title: 'Leave sudo out', applicability: 'safe', preferred: true, edits };
}

function switchUser(found: Sudo, { model }: RuleContext): Fix | undefined {
  const { run, user, all } = found;
  if (!all || user === undefined || !/^[\w.-]+(?::[\w.-]+)?$/.test(user)) return undefined;
  // An ONBUILD runs in another file.
  if (model.instructions[run.index] !== run) return undefined;
  const edits = withoutSudo(found, model);
  if (!edits) return undefined;
  const keyword = keywordCase(model, 'USER');
  return {
    title: `Run it as root, between USER root and USER ${user}`,
    applicability: 'suggested',
    edits: [
      insertDirectlyBefore(model, run, [`${keyword} root`]),
      ...edits,
      insertAfter(model, run, [`${keyword} ${user}`]),
    ],
  };
}
