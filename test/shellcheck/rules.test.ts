import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { applyEdits } from '../../server/dockerfile/span.ts';
import { analyze } from '../../server/engine/analyze.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { ruleDocumentation } from '../../server/docs.ts';
import { shellCheckJobs } from '../../server/shellcheck/job.ts';
import { shellcheckRules } from '../../server/shellcheck/rules.ts';
import { ShellCheckSession } from '../../server/shellcheck/session.ts';
import { suppressedCodes } from '../../server/shellcheck/suppressed.ts';
import type { SeverityName } from '../../shared/settings.ts';
import { factsFor } from '../support/facts.ts';
import { fakeShellCheck } from '../support/shellcheck.ts';
import type { FakeComment } from '../support/shellcheck.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function findingsIn(
  text: string,
  comments: readonly FakeComment[],
  rules: Record<string, SeverityName> = {},
): Promise<readonly Finding[]> {
  const model = parseDockerfile(text);
  const facts = await factsFor(text);
  const session = new ShellCheckSession(fakeShellCheck(comments), quiet);
  const checked = await session.check(await session.prepare(shellCheckJobs(model, facts.images)));
  const guests = shellcheckRules(model, facts.images, checked);
  return analyze(model, facts, { only: [], guests, rules }).findings;
}

const idsIn = async (text: string, codes: readonly number[], about: string): Promise<string[]> =>
  (await findingsIn(text, codes.map((code) => ({ code, about })))).map(({ rule }) => rule.id); // prettier-ignore

const quote: FakeComment = { code: 2086, about: '$X', by: '"$X"', level: 'info' };

describe('places', () => {
  it.each([
    ['a line', 'FROM a\nRUN echo $X\n'],
    ['behind continuations and comments', 'FROM a\nRUN true \\\n  # 🐳 $Y\n\n  && echo \\\n  $X\n'],
    ['CRLF', 'FROM a\r\nRUN true \\\r\n  && echo \\\r\n  $X\r\n'],
    ['behind what takes two units', 'FROM a\nRUN echo "🐳é🐳" $X\n'],
    ['behind tabs', 'FROM a\nRUN\techo\t$X\n'],
    ['a byte order mark', '\uFEFFFROM a\nRUN echo $X\n'],
    ['a heredoc', 'FROM a\nRUN <<EOF\necho 🐳\necho $X\nEOF\n'],
    ['a heredoc with CRLF', 'FROM a\r\nRUN <<EOF\r\necho a\r\necho $X\r\nEOF\r\n'],
    ['a heredoc as a file', 'FROM a\nRUN cat <<EOF > /x && echo $X\na\nEOF\n'],
    ['behind flags', 'FROM a\nRUN --mount=type=cache,target=/c echo $X\n'],
    ['behind variables', 'FROM a\nENV A="🐳\\\n" B=2\nRUN echo $A $B $X\n'],
    ['behind its comments', 'FROM a\n# shellcheck disable=SC1000\nRUN echo $X\n'],
    ['ONBUILD', 'FROM a\nONBUILD RUN echo \\\n$X\n'],
  ])('%s', async (_, text) => {
    const [finding, ...more] = await findingsIn(text, [quote]);
    expect(more).toEqual([]);
    expect(finding && text.slice(finding.span.start, finding.span.end)).toBe('$X');
    expect(finding?.span.start).toBe(text.lastIndexOf('$X'));
    const fix = finding!.fixes()[0]!;
    const fixed = applyEdits(text, fix.edits);
    expect(fixed).toBe(text.replace('$X', '"$X"'));
    expect(fix).toMatchObject({ applicability: 'suggested', title: "Apply ShellCheck's correction (SC2086)" });
  }); // prettier-ignore

  it('in lines before the script are nobody’s', async () => {
    expect(await findingsIn('FROM a\nARG X\nRUN echo $X\n', [{ code: 2155, about: 'export' }])).toEqual([]);
  });

  it('that are not in the script are left out', async () => {
    const model = parseDockerfile('FROM a\nRUN echo a\n');
    const { images } = await factsFor('FROM a\n');
    const [job] = shellCheckJobs(model, images);
    const comment = { code: 2086, severity: 'error', message: 'x', replacements: [] } as const;
    for (const place of [
      { line: 9, column: 1, endLine: 9, endColumn: 2 },
      { line: 1, column: 5, endLine: 1, endColumn: 4 },
      { line: 1, column: 1, endLine: 1, endColumn: 99 },
    ])
      expect(shellcheckRules(model, images, [{ job: job!, comments: [{ ...comment, ...place }] }])).toEqual([]);
  }); // prettier-ignore
});

describe('corrections', () => {
  it('across a continuation are not offered: a comment may stand there', async () => {
    const text = 'FROM a\nRUN echo a \\\n # why\n  b\n';
    const [finding] = await findingsIn(text, [{ code: 2000, about: 'a   b', by: 'c' }]);
    expect(finding && text.slice(finding.span.start, finding.span.end)).toBe('a \\\n # why\n  b');
    expect(finding?.fixes()).toEqual([]);
  });

  it('that would mean something else in a Dockerfile are not offered', async () => {
    // The line would continue.
    const [finding] = await findingsIn('FROM a\nRUN echo a\nCMD b\n', [{ code: 2000, about: 'a', by: 'a \\' }]);
    expect(finding?.fixes()).toEqual([]);
    const [other] = await findingsIn('FROM a\nRUN echo a\n', [{ code: 2000, about: 'a', by: 'a\nUSER 0' }]);
    expect(other?.fixes()).toEqual([]);
  }); // prettier-ignore

  it('in a heredoc keep its line breaks', async () => {
    const text = 'FROM a\r\nRUN <<E\r\necho a\r\nE\r\n';
    const [finding] = await findingsIn(text, [{ code: 2000, about: 'a', by: 'b\nc' }]);
    expect(applyEdits(text, finding!.fixes()[0]!.edits)).toBe('FROM a\r\nRUN <<E\r\necho b\r\nc\r\nE\r\n');
  });
});

describe('what is left out', () => {
  it.each([...suppressedCodes.keys()])('SC%d', async (code) => {
    expect(await idsIn('FROM a\nRUN echo $X\n', [code, 2086], '$X')).toEqual(['shellcheck/SC2086']);
  });

  it.each<[string, string, number, string, boolean]>([
    ['portability where /bin/sh is unknown', 'FROM own/image\nRUN [[ a ]]', 3010, '[[ a ]]', false],
    ['portability where it is known', 'FROM debian:13\nRUN [[ a ]]', 3010, '[[ a ]]', true],
    ['a variable that an unknown image may set', 'FROM own/image\nRUN echo $x', 2154, '$x', false],
    ['a variable that nobody sets', 'FROM debian:13\nRUN echo $x', 2154, '$x', true],
    ['a variable in scratch', 'FROM scratch\nRUN echo $x', 2154, '$x', true],
    ['blanks of a continued line', 'FROM a\nRUN echo a \\\n    b', 2291, 'a     b', false],
    ['blanks in a line', 'FROM a\nRUN echo a   b', 2291, 'a   b', true],
    ['a command that prints one word', 'FROM a\nRUN make -j$(nproc)', 2046, '$(nproc)', false],
    ['another such command', 'FROM a\nRUN curl x/`uname -m`', 2046, '`uname -m`', false],
    ['a command that prints what it likes', 'FROM a\nRUN rm $(find . -name x)', 2046, '$(find . -name x)', true],
    ["Elixir's mix do", 'FROM a\nRUN mix do deps.get, compile', 1010, 'do', false],
    ['another do', 'FROM a\nRUN for x in a do b', 1010, 'do', true],
  ])('%s', async (_, text, code, about, shown) => {
    expect(await idsIn(text, [code], about)).toEqual(shown ? [`shellcheck/SC${code}`] : []);
  }); // prettier-ignore

  it('a template', async () => {
    expect(await idsIn('FROM a\nRUN {{if x}} echo $X {{end}}', [2086, 1083], '$X')).toEqual([]);
    expect(await idsIn("FROM a\nRUN docker inspect -f '{{.X}}' $X", [2086], '$X')).toHaveLength(1);
  });

  it('but one of what a syntax error makes it say', async () => {
    const error = (code: number, message: string): FakeComment => ({ code, message, about: 'if', level: 'error' });
    const echoes = [
      error(1073, "Couldn't parse this if expression. Fix to allow more checks."),
      error(1072, "Expected 'fi'. Fix any mentioned problems and try again."),
    ];
    const text = 'FROM a\nRUN if [ a ]; then b; fi\n';
    const messages = async (comments: FakeComment[]) =>
      (await findingsIn(text, comments)).map(({ rule, message }) => [rule.id, message]);
    expect(await messages([...echoes, error(1046, "Couldn't find 'fi' for this 'if'."), quote])).toEqual([
      ['shellcheck/SC1046', "Couldn't find 'fi' for this 'if'."],
    ]);
    expect(await messages(echoes)).toEqual([['shellcheck/SC1072', "Expected 'fi'."]]);
  }); // prettier-ignore

  it('all of that where our own parser finds the error', async () => {
    const error: FakeComment = { code: 1072, about: 'if', level: 'error' };
    expect(await findingsIn('FROM a\nRUN if [ a ]; then b\n', [error])).toEqual([]);
  });
});

describe('severities, names and links', () => {
  it("are mapped from ShellCheck's levels", async () => {
    const levels = ['error', 'warning', 'info', 'style'] as const;
    const comments = levels.map((level, i): FakeComment => ({ code: 2001 + i, about: 'a', level }));
    const found = await findingsIn('FROM a\nRUN a\n', comments);
    expect(found.map(({ effectiveSeverity }) => effectiveSeverity)).toEqual(['error', 'warning', 'info', 'hint']);
    expect(ruleDocumentation(found[0]!.rule.id)).toBe('https://www.shellcheck.net/wiki/SC2001');
  }); // prettier-ignore

  it.each<[string, Record<string, SeverityName>, string[]]>([
    ['a code', { SC2086: 'off' }, ['SC2154 warning']],
    ['in any case', { 'shellcheck/sc2086': 'error' }, ['SC2086 error', 'SC2154 warning']],
    ['all', { 'shellcheck/*': 'hint' }, ['SC2086 hint', 'SC2154 hint']],
    ['the group, but for one', { shellcheck: 'off', SC2154: 'info' }, ['SC2154 info']],
  ])('follow settings: %s', async (_, rules, expected) => {
    const comments: FakeComment[] = [quote, { code: 2154, about: '$X' }];
    const found = await findingsIn('FROM debian:13\nRUN echo $X\n', comments, rules);
    expect(found.map(({ rule, effectiveSeverity }) => `${rule.id.slice(11)} ${effectiveSeverity}`)).toEqual(expected);
  }); // prettier-ignore

  it.each([
    'hadolint ignore=SC2086',
    'hadolint ignore=DL3008,SC2086',
    'dockerfile-optimizer ignore=SC2086',
    'dockerfile-optimizer ignore=shellcheck/SC2086',
    'dockerfile-optimizer ignore=shellcheck/*',
    'dockerfile-optimizer ignore=all',
  ])('follow the comment %s', async (pragma) => {
    const text = `FROM a\n# ${pragma}\nRUN echo $X\nRUN true $X\n`;
    const found = await findingsIn(text, [quote]);
    expect(found.map(({ span }) => text.slice(0, span.start).split('\n').length)).toEqual([4]);
    const everywhere = text.replace('ignore', pragma.startsWith('hadolint') ? 'global ignore' : 'ignore-file');
    expect(await findingsIn(everywhere, [quote])).toEqual([]);
  }); // prettier-ignore
});
