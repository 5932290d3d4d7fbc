import type { Instruction, Word } from '../../dockerfile/model.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { defineRule } from '../rule.ts';

interface Quoted {
  readonly word: Word;
  /** The word's value without the quotes. */
  readonly plain: string;
}

export default defineRule<Quoted>({
  id: 'correctness/quotes-in-json',
  severity: 'warning',
  summary: 'A word of the exec form has quotes that nobody takes away',
  fix: 'suggested',
  why: `Quotes hold words together for a shell, which takes them away before the program sees them. In exec form there is no shell, and the JSON string
holds the word together already: \`CMD ["nginx", "-g", "'daemon off;'"]\` gives nginx a text that begins and ends with a quote, and
it does not start.

It does not matter where the word is a script for a shell or for another language, or where a program reads quotes itself: such programs
(\`awk\`, \`jq\`, \`echo\` …) are not looked at.`,
  fixSafety: `The program gets other words than before: without the quotes, as was meant. Programs that take quotes away themselves get the same.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM nginx:1.29-alpine\nCOPY site /usr/share/nginx/html\nCMD ["nginx", "-g", "\'daemon off;\'"]\n',
      good: 'FROM nginx:1.29-alpine\nCOPY site /usr/share/nginx/html\nCMD ["nginx", "-g", "daemon off;"]\n',
      files: { 'site/index.html': '' },
    },
    {
      title: 'the value of an option',
      bad: 'FROM python:3.13-slim\nUSER 10001\nCMD ["python", "-m", "http.server", "--bind=\'0.0.0.0\'"]\n',
      good: 'FROM python:3.13-slim\nUSER 10001\nCMD ["python", "-m", "http.server", "--bind=0.0.0.0"]\n',
    },
  ],
  *check({ model }) {
    for (const outer of model.instructions) {
      const instruction = outer.inner ?? outer;
      const [program] = instruction.words;
      if (!instruction.json || !starts.has(instruction.keyword) || !program || readsQuotes(instruction))
        continue;
      for (const word of instruction.words) {
        const plain = withoutQuotes(word.value);
        if (plain === undefined) continue;
        const who = word === program ? 'The system' : `\`${nameOf(program)}\``;
        yield {
          span: word.span,
          message: `${who} gets the quotes of \`${word.value}\` too: in exec form no shell takes them away. Write \`${JSON.stringify(plain)}\`.`,
          data: { word, plain },
        };
      }
    }
  },
  fixes({ data }) {
    if (!data) return [];
    return [
      {
        title: 'Leave the inner quotes out',
        applicability: 'suggested',
        preferred: true,
        edits: [{ span: data.word.span, newText: JSON.stringify(data.plain) }],
      },
    ];
  },
});

const starts: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'RUN']);

/** A shell, or a program whose words are a language with quotes of its own, or a text. */
const readers =
  /^(?:(?:ba|da|a|z|k|fi)?sh|busybox|env|xargs|awk|gawk|sed|jq|yq|echo|printf|python[\d.]*|node|deno|bun|perl|ruby|php|lua|psql|mysql|mariadb|sqlite3|mongosh?|redis-(?:cli|server)|curl|pwsh|powershell|cmd|eval|su|sudo|runuser|watch|script|supervisord|concurrently|npm-run-all|run-[sp]|foreman|honcho)(?:\.exe)?$/i;

/** Languages of which only an expression is quoted with a reason. */
const expression = /^(?:-[cepr]|-pe|-ne|--eval|--print|--command)$/;

function readsQuotes(instruction: Instruction): boolean {
  const values = instruction.words.map(({ value }) => value);
  const isLanguage = /^(?:python[\d.]*|node|deno|bun|perl|ruby|php|lua)$/.test(nameOf(instruction.words[0]!));
  if (isLanguage) return values.some((value) => expression.test(value));
  if (readers.test(nameOf(instruction.words[0]!))) return true;
  // What an ENTRYPOINT does with the words of CMD is its own business where it is a script or a shell.
  const entrypoint =
    instruction.keyword === 'CMD' && instruction.stage ? lastOf(instruction.stage, 'ENTRYPOINT') : undefined;
  return (
    entrypoint !== undefined &&
    (!entrypoint.json ||
      entrypoint.words.some(({ value }) => readers.test(baseName(value)) || /\.sh$|entrypoint/.test(value)))
  );
}

function nameOf(program: Word): string {
  return baseName(program.value.replace(/^(["'])(.*)\1$/, '$2'));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Undefined where the word, or the value of an option, is not one quoted text. */
function withoutQuotes(value: string): string | undefined {
  const match = /^(--?[\w.-]+=)?(["'])([^"']+)\2$/.exec(value);
  return match ? `${match[1] ?? ''}${match[3]!}` : undefined;
}
