import type { Instruction, Stage } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { lookupRoot } from '../../images/root.ts';
import { formatBytes } from '../../images/format.ts';
import { isVerbatim, runScripts } from '../../tools/run-scripts.ts';
import { accountOptions, accountUid } from '../../tools/users.ts';
import { defineRule, type Facts } from '../rule.ts';

/**
 * Bytes per uid in /var/log/lastlog (struct lastlog, 292 bytes) and /var/log/faillog (struct faillog, 32 bytes) of
 * shadow-utils on 64-bit Linux. Both files are arrays with the uid as index.
 */
const bytesPerUid = 292 + 32;
/** From here on it is tens of megabytes. hadolint warns from six digits on as well. */
const largeUid = 100_000;

export default defineRule<ShellCommand>({
  id: 'correctness/useradd-large-uid',
  severity: 'warning',
  summary: 'useradd with a large uid makes log files of hundreds of megabytes',
  fix: 'safe',
  why: `useradd notes in /var/log/lastlog and /var/log/faillog that the new account never logged in. Both files have a slot for every uid up to the
new one. On a disk they are sparse, but a layer is an archive, which holds all those zeros: pulling or exporting the image writes them out.
\`--no-log-init\` (\`-l\`) leaves the files alone. Nobody logs in to a container, so nothing reads them.

It does not matter on Debian 13 and later, where a database (lastlog2) has taken lastlog's place, nor with the small adduser of Alpine.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3046' }],
  examples: [
    {
      bad: 'FROM ubuntu:24.04\nRUN useradd --uid 1000650000 --create-home app\nUSER app\nCMD ["sleep", "infinity"]\n',
      good: 'FROM ubuntu:24.04\nRUN useradd --no-log-init --uid 1000650000 --create-home app\nUSER app\nCMD ["sleep", "infinity"]\n',
    },
  ],
  *check({ model, facts }) {
    if (model.isWindows) return;
    for (const { run, stage, script } of runScripts(model))
      for (const command of script.commands) {
        const uid = largeUidOf(command, run);
        if (uid === undefined || !keepsLogs(stage, facts)) continue;
        yield {
          span: command.words[0]!.span,
          message: `For uid ${uid} \`useradd\` makes /var/log/lastlog and faillog ${formatBytes(uid * bytesPerUid)} large, nearly all of it zeros. Add \`--no-log-init\`.`,
          data: command,
        };
      }
  },
  fixes({ data: command }, { model }) {
    const word = command?.words[0];
    if (!command?.exact || !word || !isVerbatim(model, word)) return [];
    const quoted = word.raw.startsWith('"');
    return [
      {
        title: 'Add `--no-log-init`',
        applicability: 'safe',
        preferred: true,
        edits: [
          {
            span: { start: word.span.end, end: word.span.end },
            newText: quoted ? ', "--no-log-init"' : ' --no-log-init',
          },
        ],
      },
    ];
  },
});

/** Alpine's useradd-like adduser has no such files; Debian's since lastlog2 (packages.debian.org/trixie/lastlog2), which bookworm lacks. */
function keepsLogs(stage: Stage, { images }: Facts): boolean {
  const distro = lookupRoot(stage, images)?.distro;
  return distro?.family !== 'alpine' && !(distro?.family === 'debian' && Number(distro.version) >= 13);
}

function largeUidOf(command: ShellCommand, run: Instruction): number | undefined {
  if (command.name !== 'useradd' || accountOptions(command).has('-l', '--no-log-init')) return undefined;
  const uid = accountUid(command, run);
  return uid !== undefined && uid >= largeUid ? uid : undefined;
}
