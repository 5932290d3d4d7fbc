import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { readCopy } from '../../dockerfile/copies.ts';
import { resolveWord, shellOf, type ShellCommand, type ShellWord } from '../../dockerfile/shell.ts';
import { lineage } from '../../dockerfile/stages.ts';
import { isVerbatim, runScripts, type RunScript } from '../../tools/run-scripts.ts';
import { systemCommand, systemFamily } from '../../tools/system.ts';
import { defineRule } from '../rule.ts';

interface Prompt {
  readonly site: RunScript;
  readonly command: ShellCommand;
  /** The word behind which the option goes. */
  readonly verb: ShellWord;
  readonly option: string;
}

export default defineRule<Prompt>({
  id: 'correctness/non-interactive',
  severity: 'warning',
  summary: 'A package manager asks a question that nobody can answer',
  fix: 'safe',
  why: `A build has no keyboard. When apt-get, dnf, yum, zypper or pacman asks whether to go on, it reads the end of its input and gives up: the
build stops with \`Abort.\` or \`Operation aborted.\` apt-get asks as soon as packages bring others along, so a line that passes today may stop
tomorrow. apk never asks; microdnf asks from some release on, so it is not looked at.

It does not matter where the configuration of the image already says yes, or where \`yes\` is piped into the command.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3014' },
    { tool: 'hadolint', id: 'DL3030' },
    { tool: 'hadolint', id: 'DL3034' },
    { tool: 'hadolint', id: 'DL3038' },
    { tool: 'trivy', id: 'DS-0021' },
  ],
  examples: [
    {
      bad: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get install --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nUSER 10001\nENTRYPOINT ["tini", "--"]\n',
      good: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nUSER 10001\nENTRYPOINT ["tini", "--"]\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    const answered = new Map<number, number>();
    for (const site of runScripts(model))
      for (const command of site.script.commands) {
        const prompt = readPrompt(command, site);
        if (!prompt || isAnswered(command)) continue;
        if (answeredFrom(site.stage, model, answered) <= site.run.index) continue;
        const { verb, option } = prompt;
        const name = command.words[0]!.value.replace(/^.*\//, '');
        yield {
          span: { start: command.words[0]!.span.start, end: verb.span.end },
          message: `\`${name} ${verb.value}\` asks before it goes on, and in a build nobody can answer: it aborts. Add \`${option}\`.`,
          data: { site, command, verb, option },
        };
      }
  },
  fixes({ data }, { model }) {
    if (!data?.command.exact || !isVerbatim(model, data.verb)) return [];
    const { verb, option, site, command } = data;
    const inJson = site.script.exec && command === site.script.commands[0];
    return [
      {
        title: `Add \`${option}\` to \`${command.name} ${verb.value}\``,
        applicability: 'safe',
        preferred: true,
        edits: [
          {
            span: { start: verb.span.end, end: verb.span.end },
            newText: inJson ? `, "${option}"` : ` ${option}`,
          },
        ],
      },
    ];
  },
});

/** Verbs beyond those that `systemCommand` knows as installing, upgrading or removing. */
const otherVerbs: ReadonlySet<string> = new Set([
  'build-dep', 'autopurge', 'swap', 'distro-sync', 'builddep', 'downgrade', 'patch', 'source-install', 'si',
]); // prettier-ignore
/** `dnf group install`, `dnf module enable`: the verb alone does not tell. */
const nestedVerbs: Readonly<Record<string, RegExp>> = {
  group: /^(?:install|upgrade|update|remove)$/,
  groups: /^(?:install|upgrade|update|remove)$/,
  module: /^(?:install|enable|disable|reset|switch-to|remove|update)$/,
};

function readPrompt(
  command: ShellCommand,
  { run }: RunScript,
): { verb: ShellWord; option: string } | undefined {
  if (command.name === 'pacman') return pacman(command);
  const system = systemCommand(command);
  // microdnf said yes by itself once (github.com/rpm-software-management/microdnf/pull/97), and images still configure it so.
  if (!system?.verb?.literal || system.tool === 'apk' || system.tool === 'microdnf') return undefined;
  const { verb, action, options } = system;
  const asks =
    action === 'install' || action === 'upgrade' || action === 'remove' || otherVerbs.has(verb.value);
  const nested = Object.hasOwn(nestedVerbs, verb.value) ? nestedVerbs[verb.value] : undefined;
  const second = options.operands[1];
  const isNested = nested?.test(second?.value ?? '') === true;
  if (!asks && !isNested) return undefined;
  // A variable may hold the option.
  if (command.args.some((word) => mayHoldOption(word, run))) return undefined;
  const family = systemFamily(system.tool);
  if (options.has('-y', '--yes', '--assume-yes', '--assumeyes', '--help', '-h', '--version'))
    return undefined;
  if (family === 'apt' && aptIsQuiet(command, options)) return undefined;
  if (family === 'rpm' && options.has('--assumeno')) return undefined;
  if (family === 'zypper') {
    if (options.has('-n', '--non-interactive', '--no-confirm', '--dry-run', '-D')) return undefined;
    return { verb, option: '-y' };
  }
  return { verb: isNested ? second! : verb, option: '-y' };
}

function aptIsQuiet(
  { args }: ShellCommand,
  options: NonNullable<ReturnType<typeof systemCommand>>['options'],
): boolean {
  if (
    options.has('--force-yes', '--assume-no', '-s', '--simulate', '--just-print', '--dry-run', '--no-act', '--print-uris', '--trivial-only')
  )
    return true; // prettier-ignore
  const quiet = args.flatMap(({ value }) =>
    /^-[a-zA-Z]*$/.test(value) ? [...value].filter((letter) => letter === 'q') : value === '--quiet' ? ['q'] : [],
  ).length; // prettier-ignore
  if (quiet >= 2 || args.some(({ value }) => /^(?:-q|--quiet)=[2-9]$/.test(value))) return true;
  return options
    .values('-o', '--option')
    .some((value) => /^APT::Get::(?:Assume-Yes|force-yes)=/i.test(value));
}

/** `pacman -Syu`, `-S foo`, `-R foo`, `-U file`; searches (`-Ss`), queries (`-Q`) and list updates (`-Sy` alone) ask nothing. */
function pacman({ args }: ShellCommand): { verb: ShellWord; option: string } | undefined {
  if (args.some(({ value, literal }) => !literal && value.startsWith('$'))) return undefined;
  if (args.some(({ value }) => /^--(?:noconfirm|print|help)$/.test(value))) return undefined;
  const verb = args.find(({ value }) => /^-[SRU][a-z]*$/.test(value));
  if (!verb || /^-S[a-z]*[silgp]/.test(verb.value)) return undefined;
  const changes = args.some(({ value }) => !value.startsWith('-')) || /^-S[a-z]*[uc]/.test(verb.value);
  return changes ? { verb, option: '--noconfirm' } : undefined;
}

/** A variable whose value is known counts by its value, another one by its name. */
function mayHoldOption(word: ShellWord, run: RunScript['run']): boolean {
  if (word.literal || word.variables.length === 0) return false;
  const value = resolveWord(word, run.state);
  if (value !== undefined) return /(?:^|\s)-/.test(value);
  return word.variables.some((name) => /opt|flag|arg|yes|quiet|param|^[@*]$/i.test(name));
}

function isAnswered({ pipedFrom, redirects }: ShellCommand): boolean {
  return pipedFrom !== undefined || redirects.some(({ operator }) => operator.startsWith('<'));
}

/** Index of the first instruction of the lineage that may tell the package manager to assume yes. */
function answeredFrom(stage: Stage, model: DockerfileModel, known: Map<number, number>): number {
  let first = Infinity;
  for (const ancestor of lineage(stage)) {
    const found = known.get(ancestor.index) ?? ownAnswer(ancestor, model);
    known.set(ancestor.index, found);
    first = Math.min(first, found);
  }
  return first;
}

function ownAnswer({ instructions }: Stage, model: DockerfileModel): number {
  const found = instructions.find((instruction) => {
    if (instruction.keyword === 'RUN')
      return (
        /assume-?yes|force-yes|apt\.conf/i.test(scriptText(instruction, model)) &&
        writesSomething(instruction, model)
      );
    const target = readCopy(instruction)?.target;
    return target !== undefined && /^\/etc\/(?:apt|dnf|yum|zypp)/.test(target);
  });
  return found?.index ?? Infinity;
}

function scriptText({ span }: { span: { start: number; end: number } }, { text }: DockerfileModel): string {
  return text.slice(span.start, span.end);
}

function writesSomething(instruction: Parameters<typeof shellOf>[0], model: DockerfileModel): boolean {
  const commands = shellOf(instruction, model)?.commands ?? [];
  return commands.some(
    ({ redirects, name }) => name === 'tee' || name === 'sed' || redirects.some(({ operator }) => operator.startsWith('>')),
  ); // prettier-ignore
}
