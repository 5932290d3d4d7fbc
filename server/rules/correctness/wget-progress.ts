import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { lineage } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import { isVerbatim, runScripts } from '../../tools/run-scripts.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { defineRule, type Facts } from '../rule.ts';

interface Download {
  readonly command: ShellCommand;
  /** `--progress=dot:giga` for GNU wget, `-q` for busybox's; undefined where it is not known which one runs. */
  readonly option: string | undefined;
}

export default defineRule<Download>({
  id: 'correctness/wget-progress',
  severity: 'off',
  summary: 'wget fills the log of the build with its progress bar',
  fix: 'safe',
  why: `Without a terminal wget writes a line for every 50 kB, so that a download of 100 MB makes two thousand lines in which errors get lost.
\`--progress=dot:giga\` writes one for every 32 MB. This is taste, which is why the rule is off by default.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3047' }],
  examples: [
    {
      bad: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends wget ca-certificates && rm -rf /var/lib/apt/lists/*\nRUN wget -O /opt/data.bin https://example.com/data.bin\nUSER 10001\nCMD ["sleep", "infinity"]\n',
      good: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends wget ca-certificates && rm -rf /var/lib/apt/lists/*\nRUN wget --progress=dot:giga -O /opt/data.bin https://example.com/data.bin\nUSER 10001\nCMD ["sleep", "infinity"]\n',
    },
  ],
  *check({ model, facts }) {
    if (model.isWindows) return;
    const kinds = new Map<Stage, Download['option']>();
    const installing = new Map<number, boolean>();
    const installs = (stage: Stage): boolean => {
      const known = installing.get(stage.index) ?? installsWget(stage, model);
      installing.set(stage.index, known);
      return known;
    };
    for (const { stage, script } of runScripts(model))
      for (const command of script.commands) {
        if (command.name !== 'wget' || isQuiet(command)) continue;
        if (!kinds.has(stage)) kinds.set(stage, optionFor(stage, installs, facts));
        const option = kinds.get(stage);
        yield {
          span: command.words[0]!.span,
          message: `\`wget\` writes its progress bar to the log of the build, line by line. Add \`${option ?? '-q'}\`.`,
          data: { command, option },
        };
      }
  },
  fixes({ data }, { model }) {
    const word = data?.command.words[0];
    if (!data?.command.exact || data.option === undefined || !word || !isVerbatim(model, word)) return [];
    if (word.raw !== word.value) return [];
    return [
      {
        title: `Add \`${data.option}\``,
        applicability: 'safe',
        edits: [{ span: { start: word.span.end, end: word.span.end }, newText: ` ${data.option}` }],
      },
    ];
  },
});

function isQuiet({ args, redirects }: ShellCommand): boolean {
  return (
    redirects.some(({ descriptor, operator }) => descriptor === 2 || operator.startsWith('&>')) ||
    args.some(
      ({ value, literal }) =>
        (!literal && value.startsWith('$')) ||
        /^--(?:progress|quiet|no-verbose|output-file|append-output|version|help)(?:=|$)/.test(value) ||
        /^-(?:nv|[A-Za-np-z]*q|[a-zA-NP-Z]*[oa]$)/.test(value),
    )
  );
}

/** GNU wget comes by package, busybox's with the small distributions. */
function optionFor(stage: Stage, installs: (stage: Stage) => boolean, facts: Facts): Download['option'] {
  if (lineage(stage).some(installs)) return '--progress=dot:giga';
  const fact = lookupRoot(stage, facts.images);
  if (fact?.distro?.family === 'alpine') return '-q';
  return fact?.libc === 'glibc' && fact.packageManager !== undefined ? '--progress=dot:giga' : undefined;
}

function installsWget({ instructions }: Stage, model: DockerfileModel): boolean {
  return instructions.some(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      shellOf(instruction, model)?.commands.some((command) => {
        const system = systemCommand(command);
        return system?.action === 'install' && system.packages.some((word) => packageName(word) === 'wget');
      }),
  );
}
