import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { touches, type Span } from '../../dockerfile/span.ts';
import { defineRule } from '../rule.ts';
import { commandCredentials } from './command-credential.part.ts';
import {
  credentialsIn,
  isWeak,
  urlCredentialsIn,
  whereItStays,
  type FoundCredential,
} from './credential.part.ts';

interface Found {
  readonly instruction: Instruction;
  readonly span: Span;
  /** What it is, as the beginning of a sentence; never the text itself. */
  readonly what: string;
  readonly account: boolean;
}

export default defineRule<Found>({
  id: 'security/secret-in-run',
  severity: 'error',
  summary: 'A credential is written into a command',
  fix: 'none',
  why: `The text of every \`RUN\`, \`CMD\` and \`ENTRYPOINT\` is kept with the image, and the Dockerfile in the history of its repository. A token or
password in it is known to everybody who may pull the one or read the other, also after a later step or commit has removed it: revoke
it. The build gets its credentials from a secret mount (\`RUN --mount=type=secret,id=token,env=TOKEN …\`), which leaves nothing behind, the program
from its environment.

Recognised are tokens by the format that their issuer documents, passwords in URLs, and what programs are given for a password
(\`curl -u\`, \`docker login -p\`, \`chpasswd\` …). Variables, placeholders and the usual passwords of databases on localhost are none. A password that is
set for an account of the image is a warning: it is known, but opens nothing by itself.`,
  equivalents: [{ tool: 'checkov', id: 'CKV2_DOCKER_17' }],
  examples: [
    {
      title: 'a password in a URL',
      bad: 'FROM alpine/git:2.47\nRUN git clone https://ci:Winter-2031@git.example.org/shop.git /shop\n',
      good: 'FROM alpine/git:2.47\nRUN --mount=type=secret,id=git,target=/root/.netrc git clone https://git.example.org/shop.git /shop\n',
    },
    {
      title: 'a password for a program',
      bad: 'FROM alpine:3.24\nRUN wget --password=Winter-2031 https://files.example.org/data.csv\nUSER 10001\n',
      good: 'FROM alpine:3.24\nRUN --mount=type=secret,id=files,env=FILES_PASSWORD wget --password="$FILES_PASSWORD" https://files.example.org/data.csv\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    const byText = new Map<string, Found[]>();
    for (const found of model.instructions.flatMap((instruction) => [...credentialsOf(instruction, model)])) {
      const text = model.text.slice(found.span.start, found.span.end);
      const known = byText.get(text);
      if (known) known.push(found);
      else byText.set(text, [found]);
    }
    for (const [first, ...others] of byText.values()) {
      if (!first) continue;
      yield {
        span: first.span,
        message: message(first, model),
        related: others.map(({ span }) => ({ span, message: 'the same one' })),
        secret: first.span,
        ...(first.account && { severity: 'warning' }),
        data: first,
      };
    }
  },
});

function message({ instruction, what, account }: Found, model: DockerfileModel): string {
  if (account)
    return `${what} sets a password that everybody with the image or this file knows. Leave the account without a password, or set one when the container starts.`;
  const { keyword } = instruction;
  const advice =
    keyword === 'RUN'
      ? 'pass the new one with `RUN --mount=type=secret`'
      : keyword === 'CMD' || keyword === 'ENTRYPOINT' || keyword === 'HEALTHCHECK'
        ? 'pass the new one when the container starts'
        : 'take it out of the file';
  return `${what} is written into this ${keyword}: it ${whereItStays(instruction, model)}. Change it, and ${advice}.`;
}

/** Not what secret-in-env looks at, nor what can't hold one. */
const others: ReadonlySet<string> = new Set(['ENV', 'ARG', 'FROM', 'EXPOSE', 'STOPSIGNAL', 'SHELL']);

function* credentialsOf(instruction: Instruction, model: DockerfileModel): Iterable<Found> {
  if (others.has(instruction.keyword)) return;
  const told = new Places();
  const add = function* (span: Span, what: string, account = false): Iterable<Found> {
    if (!told.add(span)) return;
    yield { instruction, span, what: what.charAt(0).toUpperCase() + what.slice(1), account };
  };
  const { args } = instruction;
  const texts = [
    { text: args.text, spanOf: (start: number, end: number) => args.spanOf(start, end) },
    ...instruction.heredocs.map(({ bodySpan: { start: at, end: last } }) => ({
      text: model.text.slice(at, last),
      spanOf: (start: number, end: number) => ({ start: at + start, end: at + end }),
    })),
  ];
  for (const { text, spanOf } of texts) {
    for (const { start, end, label } of credentialsIn(text)) yield* add(spanOf(start, end), label);
    for (const { start, end, label } of urlCredentialsIn(text))
      yield* add(spanOf(start, end), `${label} in a URL`);
    for (const { start, end, label } of settingsIn(text)) yield* add(spanOf(start, end), label);
  }
  for (const command of shellOf(instruction, model)?.commands ?? [])
    for (const { span, what, account } of commandCredentials(command)) yield* add(span, what, account);
}

/** Spans that don't touch one another. A file may have a hundred thousand of them. */
class Places {
  private readonly byBlock = new Map<number, Span[]>();

  /** False, and nothing is added, when the span touches one that is there. */
  add(span: Span): boolean {
    const blocks: number[] = [];
    for (let block = Math.floor(span.start / blockSize); block <= Math.floor(span.end / blockSize); block++)
      blocks.push(block);
    if (blocks.some((block) => this.byBlock.get(block)?.some((other) => touches(other, span)))) return false;
    for (const block of blocks) {
      const known = this.byBlock.get(block);
      if (known) known.push(span);
      else this.byBlock.set(block, [span]);
    }
    return true;
  }
}

/** Characters; a credential is shorter. */
const blockSize = 512;

/** Lines of .npmrc and .netrc that a command writes. */
function settingsIn(text: string): FoundCredential[] {
  return fileFormats.flatMap(({ label, pattern }) =>
    [...text.matchAll(pattern)].flatMap((match): FoundCredential[] => {
      const secret = match[1]!;
      const end = match.index + match[0].length;
      return isWeak(secret) || /(.)\1{7}/.test(secret) ? [] : [{ start: end - secret.length, end, label }];
    }),
  );
}

const fileFormats: readonly { readonly label: string; readonly pattern: RegExp }[] = [
  { label: 'a credential for a registry', pattern: /:_(?:authToken|auth|password)\s{0,9}=\s{0,9}["']?([A-Za-z0-9+/=_-]{16,})/g },
  { label: 'a password for .netrc', pattern: /\bmachine\s{1,9}\S{1,200}\s{1,9}login\s{1,9}\S{1,200}\s{1,9}password\s{1,9}([^\s"'$`\\]{6,200})/g },
]; // prettier-ignore
