import { expandWord } from '../../dockerfile/expand.ts';
import type { Instruction, Word } from '../../dockerfile/model.ts';
import { defineRule, type Severity } from '../rule.ts';

interface Wrong {
  readonly word: Word;
  /** What should stand there; undefined when it can't be told. */
  readonly better: string | undefined;
}

interface Problem {
  readonly message: string;
  readonly better: string | undefined;
  readonly severity: Severity;
}

export default defineRule<Wrong>({
  id: 'correctness/expose',
  severity: 'warning',
  summary: 'EXPOSE does not name a port of the container',
  fix: 'safe',
  why: `\`EXPOSE\` says on which port of the container the program listens: a number from 0 to 65535 or a range, with \`/udp\` or \`/sctp\` where it
is not TCP. Which port of the host leads there is said with \`docker run -p\`: an address or a second number in \`EXPOSE\` has no effect and
will become an error in BuildKit. Anything else stops the build.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3011' },
    { tool: 'buildkit', id: 'ExposeInvalidFormat' },
    { tool: 'buildkit', id: 'ExposeProtoCasing' },
    { tool: 'trivy', id: 'DS-0008' },
  ],
  examples: [
    {
      title: 'a mapping',
      bad: 'FROM node:22-alpine\nEXPOSE 8080:3000\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nEXPOSE 3000\nUSER node\nCMD ["node"]\n',
    },
    {
      title: 'a protocol in capitals',
      bad: 'FROM node:22-alpine\nEXPOSE 3000/TCP\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nEXPOSE 3000/tcp\nUSER node\nCMD ["node"]\n',
    },
  ],
  *check({ model }) {
    for (const outer of model.instructions) {
      const instruction = outer.keyword === 'ONBUILD' ? outer.inner : outer;
      if (instruction?.keyword !== 'EXPOSE') continue;
      for (const word of instruction.words) {
        // What follows is a comment, told by correctness/inline-comment.
        if (word.raw.startsWith('#')) break;
        const problem = problemOf(word, instruction);
        if (!problem) continue;
        const { message, better, severity } = problem;
        yield { span: word.span, message, severity, data: { word, better } };
      }
    }
  },
  fixes({ data }) {
    if (data?.better === undefined) return [];
    return [
      {
        title: `Write ${data.better}`,
        applicability: 'safe',
        preferred: true,
        edits: [{ span: data.word.span, newText: data.better }],
      },
    ];
  },
});

/** The builder's own reading: BuildKit frontend/dockerfile/dockerfile2llb/convert_expose.go. */
function problemOf(word: Word, { state, escape }: Instruction): Problem | undefined {
  const { value, complete, error } = expandWord(word.raw, (name) => state.variables.get(name), escape);
  // An empty variable is told by correctness/undefined-variable; one whose value has blanks is several words.
  if (!complete || error || value === '' || /\s/.test(value)) return undefined;
  const written = word.raw.includes('$') ? undefined : value;
  if (/^\d+(?:\/\w+)?(?:,\d+(?:\/\w+)?)*,?$/.test(value) && value.includes(','))
    return refused(`\`${value}\` is no port: the ports of EXPOSE stand apart with blanks.`, written?.split(',').filter(Boolean).join(' ')); // prettier-ignore
  const container = value.slice(value.lastIndexOf(':') + 1);
  const [port = '', protocol] = container.split(/\/(.*)/s, 2);
  if (protocol !== undefined && protocol !== '' && !/^(?:tcp|udp|sctp)$/i.test(protocol))
    return refused(`\`${value}\`: EXPOSE knows the protocols tcp, udp and sctp.`);
  const range = /^(\d+)(?:-(\d+))?$/.exec(port);
  if (!range) return refused(`\`${shorten(value)}\` is no port: EXPOSE takes a number from 0 to 65535, or a range such as 8000-8010.`); // prettier-ignore
  const [start, end = start] = [range[1]!, range[2]].map((text) => (text === undefined ? undefined : Number(text))); // prettier-ignore
  if (start! > 65_535 || end! > 65_535) return refused(`\`${value}\` is no port: ports end at 65535.`);
  if (end! < start!) return refused(`\`${value}\` is no range: it ends below its start.`, written && `${range[2]!}-${range[1]!}${protocol === undefined ? '' : `/${protocol}`}`); // prettier-ignore
  const lowered = container.toLowerCase();
  if (container !== value)
    return {
      message: `EXPOSE names ports of the container only: what \`${value}\` says of the host has no effect here, \`docker run -p\` does that. Write \`${lowered}\`.`,
      better: written && lowered,
      severity: 'warning',
    };
  if (lowered === container) return undefined;
  return {
    message: `The protocol in \`${value}\` should be in lower case: \`${lowered}\`.`,
    better: written && lowered,
    severity: 'warning',
  };
}

function refused(message: string, better?: string): Problem {
  return { message: `${message} The build stops here.`, better, severity: 'error' };
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
