/** Syntax problems: what the builder would refuse, by its own rules (BuildKit frontend/dockerfile/instructions). */
import type { DockerfileModel, Flag, Instruction, KnownKeyword, SyntaxProblem } from './model.ts';
import { nearestName } from './nearest.ts';
import type { Span } from './span.ts';
import { looksLikeJson } from './json-form.ts';
import type { LineIndex } from './lines.ts';
import { heredocError } from './references.ts';
import { wordError } from './words.ts';

export const knownKeywords: readonly KnownKeyword[] = [
  'ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL',
  'MAINTAINER', 'ONBUILD', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR',
]; // prettier-ignore

const known: ReadonlySet<string> = new Set(knownKeywords);

/** Flags by instruction (docs.docker.com/reference/dockerfile). */
const flagsOf: Readonly<Record<string, readonly string[]>> = {
  ADD: ['keep-git-dir', 'checksum', 'chmod', 'chown', 'link', 'unpack', 'exclude'],
  COPY: ['from', 'chmod', 'chown', 'link', 'parents', 'exclude'],
  FROM: ['platform'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
  RUN: ['mount', 'network', 'security', 'device'],
};

const repeatable: ReadonlySet<string> = new Set(['mount', 'exclude', 'device']);
/** Flags that may stand without a value. */
const booleanFlags: ReadonlySet<string> = new Set(['link', 'parents', 'keep-git-dir', 'unpack']);

export function findProblems(model: Omit<DockerfileModel, 'problems'>, lines: LineIndex): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [...fileProblems(model), ...longLines(model.text, lines)];
  let seenFrom = false;
  for (const instruction of model.instructions) {
    if (instruction.keyword === 'FROM') seenFrom = true;
    else if (!seenFrom && instruction.keyword !== 'ARG' && known.has(instruction.keyword))
      problems.push(
        problem(
          'before-from',
          instruction.keywordSpan,
          `${instruction.keyword} stands before the first FROM: only ARG may.`,
        ),
      );
    for (const found of instructionProblems(instruction, model.escape)) problems.push(found);
  }
  return problems;
}

function problem(
  kind: SyntaxProblem['kind'],
  span: Span,
  message: string,
  suggestion?: string,
): SyntaxProblem {
  return { kind, span, message, suggestion };
}

function* fileProblems(model: Omit<DockerfileModel, 'problems'>): Iterable<SyntaxProblem> {
  const { text, instructions, stages } = model;
  const nul = text.indexOf('\0');
  if (nul >= 0)
    yield problem(
      'nul-byte',
      { start: nul, end: nul + 1 },
      'The file holds a NUL byte: it is not text, or not in UTF-8. Save it as UTF-8.',
    );
  const top = { start: 0, end: firstLineEnd(text) };
  if (instructions.length === 0)
    yield problem('empty', top, 'The file has no instruction: a Dockerfile needs at least a FROM.');
  else if (stages.length === 0)
    yield problem(
      'no-from',
      instructions[0]!.keywordSpan,
      'The file has no FROM: every image builds on something, if only on `scratch`.',
    );
}

/** What the builder's scanner takes in one physical line (Go's bufio.MaxScanTokenSize). */
const maximumLineBytes = 65_535;

function* longLines(text: string, lines: LineIndex): Iterable<SyntaxProblem> {
  // Only a file this large can have such a line; a UTF-16 unit is at most three bytes of UTF-8.
  if (text.length * 3 <= maximumLineBytes) return;
  for (let line = 0; line < lines.count; line++) {
    const span = { start: lines.startOf(line), end: lines.endOf(line) };
    const length = span.end - span.start;
    if (length * 3 <= maximumLineBytes) continue;
    if (length > maximumLineBytes || utf8Length(text.slice(span.start, span.end)) > maximumLineBytes)
      yield problem(
        'long-line',
        { start: span.start, end: span.start + 1 },
        `The line has more than ${maximumLineBytes} bytes, which the builder refuses: break it with \\.`,
      );
  }
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function firstLineEnd(text: string): number {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text.length : end;
}

function* instructionProblems(instruction: Instruction, escape: string): Iterable<SyntaxProblem> {
  const { keyword, keywordSpan } = instruction;
  if (!known.has(keyword)) {
    const suggestion = nearestName(keyword, knownKeywords);
    const meant = suggestion ? `: did you mean ${suggestion}?` : '.';
    yield problem('unknown-instruction', keywordSpan, `Unknown instruction ${keyword}${meant}`, suggestion);
    return;
  }
  yield* flagProblems(instruction);
  yield* argumentProblems(instruction, escape);
  yield* wordProblems(instruction, escape);
  if (withJson.has(keyword) && !instruction.json && looksLikeJson(instruction) === 'not-strings')
    yield problem(
      'bad-json',
      instruction.bodySpan ?? keywordSpan,
      `A JSON array of ${keyword} may hold strings only: put every item in double quotes.`,
    );
  for (const heredoc of instruction.heredocs) {
    const isExpanded = heredoc.closeSpan && (keyword === 'COPY' || keyword === 'ADD');
    const error = isExpanded ? heredocError(heredoc) : undefined;
    if (error)
      yield problem(
        error,
        heredoc.openSpan,
        `The builder can't read a \`\${…}\` in this text, which it expands because the delimiter ${heredoc.delimiter} is not quoted.`,
      );
    if (!heredoc.closeSpan)
      yield problem(
        'unterminated-heredoc',
        heredoc.openSpan,
        `The heredoc ${heredoc.delimiter} is not terminated: a line with nothing but ${heredoc.delimiter} is missing.`,
      );
  }
}

/** These drop their flags without a word. */
const ignoresFlags: ReadonlySet<string> = new Set(['ARG', 'STOPSIGNAL']);

function* flagProblems(instruction: Instruction): Iterable<SyntaxProblem> {
  const { keyword } = instruction;
  if (ignoresFlags.has(keyword)) return;
  const allowed = flagsOf[keyword] ?? [];
  const seen = new Set<string>();
  for (const flag of instruction.flags) {
    if (!allowed.includes(flag.name)) yield unknownFlag(keyword, flag, allowed);
    else if (!flag.value && !(booleanFlags.has(flag.name) && flag.value === undefined))
      yield problem('bad-flag', flag.span, `--${flag.name} needs a value: --${flag.name}=….`);
    else if (booleanFlags.has(flag.name) && !/^(?:true|false)$/i.test(flag.value ?? 'true'))
      yield problem('bad-flag', flag.span, `--${flag.name} is true or false, not \`${flag.value}\`.`);
    else if (seen.has(flag.name) && !repeatable.has(flag.name))
      yield problem('bad-flag', flag.span, `--${flag.name} is given twice.`);
    seen.add(flag.name);
  }
}

function unknownFlag(keyword: string, flag: Flag, allowed: readonly string[]): SyntaxProblem {
  const near = nearestName(flag.name, allowed);
  const nameSpan = { start: flag.span.start, end: flag.span.start + 2 + flag.name.length };
  if (near) {
    const message = `${keyword} has no flag --${flag.name}: did you mean --${near}?`;
    return problem('bad-flag', nameSpan, message, `--${near}`);
  }
  const hint =
    allowed.length > 0
      ? ` (it has ${allowed.map((name) => `--${name}`).join(', ')}).`
      : ', and takes a leading word with -- for one.';
  return problem('bad-flag', nameSpan, `${keyword} has no flag --${flag.name}${hint}`);
}

function* argumentProblems(instruction: Instruction, escape: string): Iterable<SyntaxProblem> {
  const { keyword, keywordSpan, words, pairs } = instruction;
  const missing = (what: string): SyntaxProblem =>
    problem('missing-arguments', keywordSpan, `${keyword} needs ${what}.`);
  switch (keyword) {
    case 'FROM':
      if (words.length === 0) yield missing('a base image');
      else {
        yield* fromSurplus(instruction);
        yield* stageNameProblems(instruction);
      }
      return;
    case 'COPY':
    case 'ADD':
      if (words.length < 2) yield missing('at least one source and a destination');
      return;
    case 'RUN':
      if (words.length === 0) yield missing('a command');
      return;
    case 'ARG':
    case 'ENV':
    case 'LABEL':
      if (pairs.length === 0) yield missing(keyword === 'ARG' ? 'a name' : 'a name and a value');
      yield* pairProblems(instruction, escape);
      return;
    case 'EXPOSE':
    case 'VOLUME':
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL':
    case 'MAINTAINER':
      if (words.length === 0 && !instruction.json) yield missing('an argument');
      return;
    case 'SHELL':
      if (!instruction.json || words.length === 0)
        yield missing('its arguments in JSON form, such as ["/bin/bash", "-c"]');
      return;
    case 'HEALTHCHECK':
      yield* healthcheckProblems(instruction);
      return;
    case 'ONBUILD':
      yield* onbuildProblems(instruction, escape);
      return;
    default:
      return;
  }
}

function* fromSurplus({ words }: Instruction): Iterable<SyntaxProblem> {
  if (words.length === 1) return;
  const comment = words.findIndex((word) => word.raw.startsWith('#'));
  // A comment behind the arguments has a rule (and a fix) of its own: correctness/inline-comment.
  const used = comment < 0 ? words : words.slice(0, comment);
  const second = used[1];
  if (!second || (used.length === 3 && second.raw.toUpperCase() === 'AS')) return;
  const span = { start: second.span.start, end: used.at(-1)!.span.end };
  if (second.raw.toUpperCase() === 'AS' && used.length === 2)
    yield problem('missing-arguments', second.span, 'AS needs a name for the stage.');
  else yield problem('surplus-arguments', span, 'FROM takes one image and at most `AS name` behind it.');
}

/** BuildKit instructions/parse.go, validStageName; the builder lowers the case first. */
const validStageName = /^[a-z][a-z0-9-_.]*$/;

function* stageNameProblems({ words }: Instruction): Iterable<SyntaxProblem> {
  const [, as, name] = words;
  if (as?.raw.toUpperCase() !== 'AS' || !name || name.raw.startsWith('#')) return;
  if (!validStageName.test(name.raw.toLowerCase()))
    yield problem(
      'bad-name',
      name.span,
      `\`${name.raw}\` can't name a stage: a name starts with a letter and has letters, digits, -, _ and . only.`,
    );
}

const withJson: ReadonlySet<string> = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME']);
/** Instructions whose words the builder expands one by one. */
const expanded: ReadonlySet<string> = new Set([
  'ADD', 'COPY', 'EXPOSE', 'FROM', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR',
]); // prettier-ignore

function* wordProblems(instruction: Instruction, escape: string): Iterable<SyntaxProblem> {
  if (!expanded.has(instruction.keyword) || instruction.json) return;
  for (const word of instruction.words) {
    // A comment behind the arguments has a rule of its own.
    if (word.raw.startsWith('#')) return;
    const found = lexerProblem(word.raw, word.span, escape);
    if (found) yield found;
  }
}

function lexerProblem(raw: string, span: Span, escape: string): SyntaxProblem | undefined {
  const error = wordError(raw, escape);
  if (error === 'unterminated-quote')
    return problem(error, span, 'A quote is opened in this word and not closed.');
  if (error === 'bad-substitution')
    return problem(error, span, "The builder can't read the `${…}` in this word.");
  return undefined;
}

function* pairProblems(instruction: Instruction, escape: string): Iterable<SyntaxProblem> {
  const { keyword, pairs } = instruction;
  for (const pair of pairs) {
    const span = pair.valueSpan ?? pair.span;
    const error = pair.rawValue === undefined ? undefined : wordError(pair.rawValue, escape);
    if (error === 'unterminated-quote')
      yield problem(error, span, `A quote is opened in the value of ${pair.key} and not closed.`);
    else if (error)
      yield problem(error, span, `The builder can't read the \`\${…}\` in the value of ${pair.key}.`);
    else if (pair.key === '' && pair.rawValue !== undefined)
      yield problem('missing-arguments', pair.span, `${keyword} needs a name before the =.`);
    else if (pair.rawValue === undefined && keyword !== 'ARG' && !pair.key.startsWith('#'))
      yield problem(
        'missing-arguments',
        pair.span,
        `${keyword} ${pair.key} has no value: write ${pair.key}=….`,
      );
  }
}

function* healthcheckProblems(instruction: Instruction): Iterable<SyntaxProblem> {
  const first = instruction.words[0];
  if (!first) {
    yield problem(
      'missing-arguments',
      instruction.keywordSpan,
      'HEALTHCHECK needs CMD and a command, or NONE.',
    );
    return;
  }
  const type = first.raw.toUpperCase();
  if (type === 'NONE') {
    const second = instruction.words[1];
    if (second && !second.raw.startsWith('#'))
      yield problem('surplus-arguments', second.span, 'HEALTHCHECK NONE takes no arguments.');
  } else if (type !== 'CMD')
    yield problem(
      'missing-arguments',
      first.span,
      'HEALTHCHECK needs CMD before its command, or NONE.',
      `CMD ${first.raw}`,
    );
  else if (!instruction.inner?.words.length)
    yield problem('missing-arguments', first.span, 'HEALTHCHECK CMD needs a command.');
}

const notInOnbuild: ReadonlySet<string> = new Set(['FROM', 'MAINTAINER', 'ONBUILD']);

function* onbuildProblems(instruction: Instruction, escape: string): Iterable<SyntaxProblem> {
  const first = instruction.words[0];
  if (!first) yield problem('missing-arguments', instruction.keywordSpan, 'ONBUILD needs an instruction.');
  else if (notInOnbuild.has(first.raw.toUpperCase()))
    yield problem('bad-onbuild', first.span, `ONBUILD can't trigger ${first.raw.toUpperCase()}.`);
  else if (instruction.inner) yield* instructionProblems({ ...instruction.inner, heredocs: [] }, escape);
}
