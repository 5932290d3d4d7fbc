import type { Instruction } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { familiarName, parseReference } from '../../images/reference.ts';
import { lookupRoot } from '../../images/root.ts';
import { resolveWord, type ShellCommand, type ShellScript, type ShellWord } from '../../dockerfile/shell.ts';
import { checksContent, downloadCommand, urlParts, type UrlParts } from '../../tools/download.ts';
import { runScripts } from '../../tools/run-scripts.ts';
import { isRoot } from '../../tools/users.ts';
import { defineRule } from '../rule.ts';
import { installerAdvice, type Ground } from './installer-advice.part.ts';
import { runUser } from './run-user.part.ts';

interface Piped {
  readonly download: ShellCommand;
  readonly shell: string;
  readonly url: UrlParts | undefined;
}

export default defineRule({
  id: 'security/curl-pipe-shell',
  severity: 'info',
  summary: 'A downloaded script is run without a look at it',
  fix: 'none',
  why: `What the server answers is run at once: a script that was changed by somebody else, one for another version, or the half of one when the
connection breaks. The same commit then builds something else tomorrow, and nobody can tell from the image what ran. A download to a file
whose checksum is compared fails instead; often the tool is also in a package, or in an image that \`COPY --from\` takes it from.

It does not matter where the script has a checksum in the same step, or its URL names a commit.`,
  equivalents: [],
  examples: [
    {
      title: 'the tool is in an image',
      bad: 'FROM python:3.13-slim\nRUN curl -LsSf https://astral.sh/uv/install.sh | sh\nUSER 10001\n',
      good: 'FROM python:3.13-slim\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/\nUSER 10001\n',
    },
    {
      title: 'a checksum',
      bad: 'FROM buildpack-deps:trixie-curl\nRUN curl -fsSL https://get.example.org/install.sh | sh\nUSER 10001\n',
      good: 'FROM buildpack-deps:trixie-curl\nARG INSTALLER_SHA256\nRUN curl -fsSL -o /tmp/install.sh https://get.example.org/install.sh && echo "$INSTALLER_SHA256  /tmp/install.sh" | sha256sum -c && sh /tmp/install.sh && rm /tmp/install.sh\nUSER 10001\n',
    },
  ],
  *check({ model, facts }) {
    for (const { run, stage, script } of runScripts(model)) {
      if (checksContent(script)) continue;
      for (const { download, shell, url } of pipedIn(script, run)) {
        if (url && isFixed(url)) continue;
        const user = runUser(run, stage, facts.images);
        const asRoot = user !== undefined && isRoot(user) === true;
        const base = rootBase(stage);
        const reference = base.kind === 'image' ? parseReference(base.reference) : undefined;
        const ground = {
          image: reference && familiarName(reference),
          musl: lookupRoot(stage, facts.images)?.distro?.family === 'alpine',
        };
        yield { span: download.span, message: message({ download, shell, url }, asRoot, ground) };
      }
    }
  },
});

function message({ download, shell, url }: Piped, asRoot: boolean, ground: Ground): string {
  const instead = url && installerAdvice(url, ground);
  const what = url?.host ?? 'the server';
  const moves = url && namesVersion(url) ? '' : ', tomorrow perhaps another script';
  return `\`${download.name} … | ${shell}\` runs unseen what ${what} sends${asRoot ? ', as root' : ''}${moves}. ${instead ?? 'Download it to a file and compare its checksum before it runs.'}`;
}

function namesVersion({ path }: UrlParts): boolean {
  return /\d\.\d|\$/.test(path);
}

const interpreters = /^(?:(?:ba|z|da|a|k)?sh|python[\d.]*|perl|ruby|node|php)$/;

function* pipedIn({ commands }: ShellScript, run: Instruction): Iterable<Piped> {
  for (const [i, command] of commands.entries()) {
    const { name } = command;
    const source = readsInput(command) ? sourceOf(command) : undefined;
    if (source) yield { download: source, shell: name, url: urlOf(source, run) };
    // `sh -c "$(curl …)"` and `bash <(curl …)`: the download follows the command that it is part of.
    const inside = command.args.find(({ raw }) => substituted(name).test(raw));
    const next = commands[i + 1];
    if (inside && next && downloadCommand(next)) yield { download: next, shell: name, url: urlOf(next, run) };
    else if (inside && /<\(/.test(inside.raw))
      yield { download: { ...command, name: 'curl' }, shell: name, url: undefined };
  }
}

/** Words that hold a download whose output the program runs. */
function substituted(name: string): RegExp {
  if (name === 'eval') return /^["']?\$\(\s*(?:curl|wget)\s/;
  if (interpreters.test(name)) return /^"?\$\(\s*(?:curl|wget)\s|^<\(\s*(?:curl|wget)\s/;
  return name === 'source' || name === '.' ? /^<\(\s*(?:curl|wget)\s/ : /(?!)/;
}

/** Links of a pipe that are followed back: `curl | gunzip | tee | sh` is long already. */
const longestPipe = 8;

/** The download at the head of the pipe, also through `tee`, `sed`, `gunzip` … */
function sourceOf(command: ShellCommand): ShellCommand | undefined {
  let { pipedFrom } = command;
  for (let links = 0; pipedFrom && links < longestPipe; links++) {
    if (downloadCommand(pipedFrom)) return pipedFrom;
    ({ pipedFrom } = pipedFrom);
  }
  return undefined;
}

/** Runs what comes on its standard input: no script of its own. */
function readsInput({ name, args }: ShellCommand): boolean {
  if (!interpreters.test(name)) return false;
  const isShell = /sh$/.test(name);
  for (const [i, { value }] of args.entries()) {
    if (value === '-' || value === '--' || value === '/dev/stdin') return true;
    if (isShell && /^-[a-z]*s[a-z]*$/.test(value)) return true;
    // A program's own text, or a module that reads data: `python3 -m json.tool`, `perl -pe …`, `node -p …`.
    if (isShell ? /^-[a-z]*c$/.test(value) : value.startsWith('-')) return false;
    if (!value.startsWith('-') && !/^-[a-z]*o$/.test(args[i - 1]?.value ?? '')) return false;
  }
  return true;
}

function urlOf(command: ShellCommand, { state }: Instruction): UrlParts | undefined {
  const words: readonly ShellWord[] = downloadCommand(command)?.urls ?? [];
  const parts = words.flatMap((word) => urlParts(resolveWord(word, state) ?? word.value) ?? []);
  return parts.find(({ host }) => host.includes('.'));
}

/** The URL names a commit: it can't bring anything else. */
function isFixed({ path }: UrlParts): boolean {
  return /\/[0-9a-f]{40}\//.test(path);
}
