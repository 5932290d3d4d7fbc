import type { ShellCommand } from '../../dockerfile/shell.ts';
import { lineage } from '../../dockerfile/stages.ts';
import { runScripts } from '../../tools/run-scripts.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'correctness/wget-and-curl',
  severity: 'off',
  summary: 'One stage downloads with wget and with curl',
  fix: 'none',
  why: `Both do the same work, and each one that has to be installed brings its libraries along. With one of them there is one set of options for
timeouts, retries and certificates to get right. This is taste, which is why the rule is off by default.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL4001' },
    { tool: 'trivy', id: 'DS-0014' },
  ],
  examples: [
    {
      bad: 'FROM buildpack-deps:bookworm\nRUN wget -q -O /opt/a https://example.com/a\nRUN curl -fsSL -o /opt/b https://example.com/b\nUSER 10001\nCMD ["sleep", "infinity"]\n',
      good: 'FROM buildpack-deps:bookworm\nRUN curl -fsSL -o /opt/a https://example.com/a\nRUN curl -fsSL -o /opt/b https://example.com/b\nUSER 10001\nCMD ["sleep", "infinity"]\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    const first = new Map<number, ShellCommand>();
    const told = new Set<number>();
    for (const { stage, script } of runScripts(model)) {
      const inherited = lineage(stage);
      for (const command of script.commands) {
        // One way or the other (`curl … || wget …`) is made for images that have only one.
        if ((command.name !== 'curl' && command.name !== 'wget') || command.conditional) continue;
        const earlier = inherited.map(({ index }) => first.get(index)).find((one) => one !== undefined);
        if (!earlier) first.set(stage.index, command);
        else if (earlier.name !== command.name && !inherited.some(({ index }) => told.has(index))) {
          told.add(stage.index);
          yield {
            span: command.words[0]!.span,
            message: `This stage downloads with \`${command.name}\` here and with \`${earlier.name}\` above. One of them is enough.`,
            related: [{ span: earlier.words[0]!.span, message: `\`${earlier.name}\` here` }],
          };
        }
      }
    }
  },
});
