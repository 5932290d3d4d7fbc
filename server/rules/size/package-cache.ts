import type { ShellCommand } from '../../dockerfile/shell.ts';
import { nodeCommand } from '../../tools/node.ts';
import { packageWork } from '../../tools/package-work.ts';
import { systemCommand } from '../../tools/system.ts';
import { defineRule, type Fix } from '../rule.ts';
import { leftovers } from './leftovers.part.ts';
import { fixEdits, remedyText, type Leftover } from './package-cache.part.ts';
import { cleanupAfter } from './package-steps.part.ts';

export default defineRule<Leftover>({
  id: 'size/package-cache',
  severity: 'warning',
  summary: 'A package manager leaves its cache in the image',
  fix: 'safe',
  why: `What a package manager downloads and indexes stays in the layer of its RUN and is pulled with every deployment, though the running
program never reads it. Only the same RUN can take it away again: a clean-up in a later instruction hides the files, and one before the
install removes nothing.

It does not matter in stages that are thrown away, which this rule leaves alone, nor where a cache mount keeps the files out of
the layer. pnpm, bun and uv link the installed files to those in their store, so that these take no room of their own, and the official
Debian and Ubuntu images delete downloaded .deb files by themselves.`,
  fixSafety: `Safe: only files that no installed program reads are left out. No fix is offered for \`apt-get\` lists that a later RUN
installs from without an update of its own.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3009' },
    { tool: 'hadolint', id: 'DL3019' },
    { tool: 'hadolint', id: 'DL3032' },
    { tool: 'hadolint', id: 'DL3036' },
    { tool: 'hadolint', id: 'DL3040' },
    { tool: 'hadolint', id: 'DL3042' },
    { tool: 'hadolint', id: 'DL3060' },
    { tool: 'trivy', id: 'DS-0015' },
    { tool: 'trivy', id: 'DS-0019' },
    { tool: 'trivy', id: 'DS-0020' },
    { tool: 'trivy', id: 'DS-0025' },
    { tool: 'trivy', id: 'DS-0027' },
  ],
  examples: [
    {
      title: 'package lists of apt',
      bad: 'FROM debian:12-slim\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends curl\nUSER 1000\n',
      good: 'FROM debian:12-slim\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends curl \\\n    && rm -rf /var/lib/apt/lists/*\nUSER 1000\n',
    },
    {
      title: 'index of apk',
      bad: 'FROM alpine:3.24\nRUN apk update && apk add curl\nUSER 1000\n',
      good: 'FROM alpine:3.24\nRUN apk add --no-cache curl\nUSER 1000\n',
    },
    {
      title: 'wheels of pip',
      files: { 'requirements.txt': 'flask==3.0.3\n' },
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY app.py ./\nUSER 1000\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY app.py ./\nUSER 1000\nCMD ["python", "app.py"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    for (const leftover of leftovers(context)) {
      const { kind, commands } = leftover;
      const [first] = commands;
      const late = cleanupAfter(leftover.instruction, kind, model);
      yield {
        span: first!.span,
        message: `${describe(first!)} leaves ${kind.what} in ${where(leftover)}. ${advice(leftover, late !== undefined)}`,
        data: leftover,
        ...(late && {
          related: [
            { span: late, message: 'Removed here, in a later layer: the image does not get smaller.' },
          ],
        }),
      };
    }
  },
  fixes({ data }, { model }) {
    const edits = data && fixEdits(data, model);
    if (!data || !edits) return [];
    const { remedy } = data.kind;
    const command = data.commands.at(-1)!;
    const fix: Fix = {
      title:
        remedy.kind === 'flag' ? `Add ${remedy.flag}` : `Add \`${remedyText(data, command)}\` to this RUN`,
      applicability: data.kind.safe ? 'safe' : 'suggested',
      edits,
      preferred: true,
    };
    return [fix];
  },
});

function where({ triggered }: Leftover): string {
  return triggered ? 'every image that is built on this one' : 'the final image';
}

function describe(command: ShellCommand): string {
  const work = nodeCommand(command) && packageWork(command);
  if (work) return `\`${work.name}\``;
  const verb = command.args.find(({ value }) => !value.startsWith('-'))?.value;
  const system = systemCommand(command);
  if (command.name.startsWith('python')) return '`pip install`';
  return `\`${[command.name, system?.verb?.value ?? verb].filter(Boolean).join(' ')}\``;
}

function advice(leftover: Leftover, late: boolean): string {
  const { kind, commands } = leftover;
  if (kind.remedy.kind === 'flag') return `Add \`${kind.remedy.flag}\`.`;
  const where = late ? "in this RUN, a later one can't make the image smaller" : 'at the end of the same RUN';
  return `Clean up ${where}: \`${remedyText(leftover, commands.at(-1)!)}\`.`;
}
