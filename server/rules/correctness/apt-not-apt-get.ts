import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { isVerbatim, runScripts } from '../../tools/run-scripts.ts';
import { systemCommand } from '../../tools/system.ts';
import { defineRule } from '../rule.ts';

interface AptUse {
  /** Every `apt` of one RUN, in order. */
  readonly commands: readonly ShellCommand[];
}

export default defineRule<AptUse>({
  id: 'correctness/apt-not-apt-get',
  severity: 'info',
  summary: 'apt is made for people, apt-get for scripts',
  fix: 'safe',
  why: `\`apt\` promises no stable command line: options, output and defaults may change with any release of the distribution, and it says so
in every build's log (\`WARNING: apt does not have a stable CLI interface\`). \`apt-get\` and \`apt-cache\` do the same work and stay what they are.`,
  fixSafety: `Safe for install, update, remove and their like. Only suggested for \`apt upgrade\`, which also installs new packages: there
\`apt-get upgrade --with-new-pkgs\` does the same.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3027' },
    { tool: 'checkov', id: 'CKV_DOCKER_9' },
  ],
  examples: [
    {
      bad: 'FROM debian:trixie-slim\nRUN apt update && apt install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nUSER 10001\nENTRYPOINT ["tini", "--"]\n',
      good: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nUSER 10001\nENTRYPOINT ["tini", "--"]\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    for (const { script } of runScripts(model)) {
      const commands = script.commands.filter(({ name }) => name === 'apt');
      const [first, ...others] = commands;
      if (!first) continue;
      yield {
        span: first.words[0]!.span,
        message: `\`apt${verbText(first)}\` is for people at a terminal: its command line may change with any release. In a script use \`${replacementOf(first)?.program ?? 'apt-get'}\`.`,
        related: others.map(({ words }) => ({ span: words[0]!.span, message: 'here too' })),
        data: { commands },
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const replacements = data.commands.map((command) => ({ command, to: replacementOf(command) }));
    const edits = replacements.map(({ command, to }) => to && editsFor(command, to, model));
    // One `apt` that stays would keep the finding.
    if (!edits.every((edit) => edit !== undefined)) return [];
    const programs = [...new Set(replacements.map(({ to }) => to!.program))];
    return [
      {
        title: `Use ${programs.join(' and ')}`,
        applicability: replacements.some(({ to }) => to!.option !== undefined) ? 'suggested' : 'safe',
        preferred: true,
        edits: edits.flat(),
      },
    ];
  },
});

function verbText(command: ShellCommand): string {
  const verb = systemCommand(command)?.verb;
  return verb?.literal ? ` ${verb.value}` : '';
}

/** Verbs that apt-get has with the same meaning. */
const ofAptGet: ReadonlySet<string> = new Set([
  'install', 'reinstall', 'remove', 'purge', 'update', 'autoremove', 'autoclean', 'clean', 'build-dep', 'source', 'download', 'changelog', 'satisfy',
]); // prettier-ignore
const ofAptCache: ReadonlySet<string> = new Set([
  'search', 'show', 'policy', 'depends', 'rdepends', 'madison', 'showsrc', 'showpkg',
]); // prettier-ignore

interface Replacement {
  readonly program: 'apt-get' | 'apt-cache';
  readonly verb?: string;
  readonly option?: string;
}

/** Undefined where there is no like command (`apt list`), or the verb is not written out. */
function replacementOf(command: ShellCommand): Replacement | undefined {
  const verb = systemCommand(command)?.verb;
  if (!verb?.literal) return undefined;
  if (ofAptGet.has(verb.value)) return { program: 'apt-get' };
  if (ofAptCache.has(verb.value)) return { program: 'apt-cache' };
  if (verb.value === 'full-upgrade') return { program: 'apt-get', verb: 'dist-upgrade' };
  return verb.value === 'upgrade' ? { program: 'apt-get', option: '--with-new-pkgs' } : undefined;
}

function editsFor(
  command: ShellCommand,
  { program, verb, option }: Replacement,
  model: DockerfileModel,
): TextEdit[] | undefined {
  const word = command.words[0]!;
  const verbWord = systemCommand(command)!.verb!;
  if (!command.exact || !isVerbatim(model, word) || !isVerbatim(model, verbWord)) return undefined;
  const edits: TextEdit[] = [{ span: lastPart(word.span, 'apt'), newText: program }];
  if (verb !== undefined) edits.push({ span: verbWord.span, newText: verb });
  if (option === undefined) return edits;
  // In JSON form an option would be a word of its own.
  if (/["']/.test(verbWord.raw)) return undefined;
  edits.push({ span: { start: verbWord.span.end, end: verbWord.span.end }, newText: ` ${option}` });
  return edits;

  /** `/usr/bin/apt` keeps its folder, and quotes stay. */
  function lastPart(span: { start: number; end: number }, name: string): { start: number; end: number } {
    const start = span.start + word.raw.lastIndexOf(name);
    return { start, end: start + name.length };
  }
}
