/** Syntax problems: what the builder would refuse, by its own rules (BuildKit frontend/dockerfile/instructions). */
import type { DockerfileModel, Instruction, KnownKeyword, SyntaxProblem } from './model.ts';
import { nearestName } from './nearest.ts';
import type { Span } from './span.ts';
import { hasUnterminatedQuote } from './words.ts';

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

export function findProblems(model: Omit<DockerfileModel, 'problems'>): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [...fileProblems(model)];
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
    problems.push(...instructionProblems(instruction, model.escape));
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
  for (const directive of model.directives)
    if (directive.name === 'escape' && directive.value !== '\\' && directive.value !== '`')
      yield problem(
        'bad-directive',
        directive.span,
        `The escape character must be \\ or \`, not \`${directive.value}\`.`,
      );
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
  for (const heredoc of instruction.heredocs)
    if (!heredoc.closeSpan)
      yield problem(
        'unterminated-heredoc',
        heredoc.openSpan,
        `The heredoc ${heredoc.delimiter} is not terminated: a line with nothing but ${heredoc.delimiter} is missing.`,
      );
}

function* flagProblems(instruction: Instruction): Iterable<SyntaxProblem> {
  const allowed = flagsOf[instruction.keyword];
  if (!allowed) return;
  const seen = new Set<string>();
  for (const flag of instruction.flags) {
    const nameSpan = { start: flag.span.start, end: flag.span.start + 2 + flag.name.length };
    if (!allowed.includes(flag.name)) {
      const near = nearestName(flag.name, allowed);
      const hint = near
        ? `: did you mean --${near}?`
        : ` (it has ${allowed.map((name) => `--${name}`).join(', ')}).`;
      yield problem(
        'bad-flag',
        nameSpan,
        `${instruction.keyword} has no flag --${flag.name}${hint}`,
        near && `--${near}`,
      );
    } else if (flag.value === undefined && !booleanFlags.has(flag.name))
      yield problem('bad-flag', flag.span, `--${flag.name} needs a value: --${flag.name}=….`);
    else if (seen.has(flag.name) && !repeatable.has(flag.name))
      yield problem('bad-flag', flag.span, `--${flag.name} is given twice.`);
    seen.add(flag.name);
  }
}

function* argumentProblems(instruction: Instruction, escape: string): Iterable<SyntaxProblem> {
  const { keyword, keywordSpan, words, pairs } = instruction;
  const missing = (what: string): SyntaxProblem =>
    problem('missing-arguments', keywordSpan, `${keyword} needs ${what}.`);
  switch (keyword) {
    case 'FROM':
      if (words.length === 0) yield missing('a base image');
      else yield* fromSurplus(instruction);
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

function* pairProblems(instruction: Instruction, escape: string): Iterable<SyntaxProblem> {
  const { keyword, pairs } = instruction;
  for (const pair of pairs) {
    if (pair.rawValue !== undefined && hasUnterminatedQuote(pair.rawValue, escape))
      yield problem(
        'unterminated-quote',
        pair.valueSpan ?? pair.span,
        `A quote is opened in the value of ${pair.key} and not closed.`,
      );
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
