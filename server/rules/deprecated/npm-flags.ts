import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { isVerbatim, runScripts } from '../../tools/run-scripts.ts';
import { nodeMajor } from '../../tools/node-version.ts';
import { nodeCommand } from '../../tools/node.ts';
import { defineRule } from '../rule.ts';

interface OldFlag {
  readonly command: ShellCommand;
  readonly words: readonly ShellWord[];
  /** What says the same today; undefined: it does nothing any more. */
  readonly instead: string | undefined;
  /** The image is known to have npm 7 or later. */
  readonly certain: boolean;
}

/** The first Node whose npm (7) has --omit. Source: Node's release notes; 16 is the first long-term release with it. */
const firstNode = 16;

export default defineRule<OldFlag>({
  id: 'deprecated/npm-flags',
  severity: 'info',
  summary: 'npm is called with flags that it has replaced',
  fix: 'safe',
  why: `npm 7 replaced \`--production\`, \`--only\`, \`--also\` and \`--no-optional\` by \`--omit\` and \`--include\`. It still understands them and warns in every
build; \`--unsafe-perm\` does nothing any more. It does not matter with npm 6 (Node 14 and older), which does not know the new ones: there is no finding
then.`,
  fixSafety: `Safe where the base image is known to have npm 7 or later, else suggested.`,
  equivalents: [],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"^4.19.2"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"}},"node_modules/express":{"version":"4.19.2"}}}',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --only=production && npm cache clean --force\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nUSER node\nCMD ["node"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const { stage, script } of runScripts(model)) {
      const commands = script.commands.filter((command) => nodeCommand(command)?.tool === 'npm');
      if (commands.length === 0) continue;
      const major = nodeMajor(stage, facts);
      if (major < firstNode) continue;
      for (const command of commands)
        for (const { words, instead } of oldFlags(command)) {
          const text = words.map(({ value }) => value).join(' ');
          yield {
            span: { start: words[0]!.span.start, end: words.at(-1)!.span.end },
            message: instead
              ? `\`${text}\` is npm's old flag${major >= firstNode ? '' : ' (since npm 7)'} for \`${instead}\`: it warns in every build.`
              : `\`${text}\` does nothing since npm 7. Remove it.`,
            tags: ['deprecated'],
            data: { command, words, instead, certain: major >= firstNode },
          };
        }
    }
  },
  fixes({ data }, { model }) {
    if (!data?.command.exact || !data.words.every((word) => isVerbatim(model, word))) return [];
    const { command, words, instead, certain } = data;
    // In JSON form every word has quotes of its own.
    if (words.some(({ raw }) => /["']/.test(raw))) return [];
    const omits = instead === '--omit=dev' && command.args.some(({ value }) => value === '--omit=dev');
    const span = { start: words[0]!.span.start, end: words.at(-1)!.span.end };
    const replaced = instead !== undefined && !omits;
    const edit = replaced ? { span, newText: instead } : withoutWord(command, span, model);
    if (!edit) return [];
    return [
      {
        title: replaced ? `Use \`${instead}\`` : `Remove \`${words[0]!.value}\``,
        applicability: certain ? 'safe' : 'suggested',
        ...(certain && { preferred: true }),
        edits: [edit],
      },
    ];
  },
});

function oldFlags({ args }: ShellCommand): { words: ShellWord[]; instead: string | undefined }[] {
  return args.flatMap((word, i) => {
    if (!word.literal) return [];
    const next = args[i + 1];
    const { value } = word;
    const found = (
      instead: string | undefined,
      count = 1,
    ): { words: ShellWord[]; instead: string | undefined }[] => [
      { words: args.slice(i, i + count), instead },
    ];
    if (/^--only=prod(?:uction)?$/.test(value) || /^--production(?:=true)?$/.test(value))
      return found('--omit=dev');
    if (value === '--only' && /^prod(?:uction)?$/.test(next?.value ?? '')) return found('--omit=dev', 2);
    if (/^--also=dev(?:elopment)?$/.test(value)) return found('--include=dev');
    if (value === '--also' && /^dev(?:elopment)?$/.test(next?.value ?? '')) return found('--include=dev', 2);
    if (value === '--no-optional') return found('--omit=optional');
    return /^--unsafe-perm(?:=true)?$/.test(value) ? found(undefined) : [];
  });
}

function withoutWord(
  { words }: ShellCommand,
  span: Span,
  { text }: DockerfileModel,
): { span: Span; newText: string } | undefined {
  const at = words.findIndex((word) => word.span.start === span.start);
  const previous = words[at - 1];
  if (!previous) return undefined;
  const cut = { start: previous.span.end, end: span.end };
  return text.slice(cut.start, cut.end).includes('#') ? undefined : { span: cut, newText: '' };
}
