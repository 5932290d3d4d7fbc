import { describe, expect, it } from 'vitest';
import type { Span } from '../../server/dockerfile/span.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';

const at = (text: string, span: Span | undefined): string | undefined =>
  span && text.slice(span.start, span.end);

/** Instructions as `KEYWORD arguments`. */
const summary = (text: string): string[] =>
  parseDockerfile(text).instructions.map(({ keyword, args }) => `${keyword}${args.text.trimEnd()}`);

describe('lines', () => {
  it.each<[string, string, string[]]>([
    ['joins continued lines', 'FROM a\nRUN b \\\n  c\n', ['FROM a', 'RUN b   c']],
    ['blanks behind the escape character', 'RUN b \\ \t\n c', ['RUN b  c']],
    ['two escape characters are an escaped one', 'RUN b \\\\\nRUN c', ['RUN b \\\\', 'RUN c']],
    ['comments between continued lines', 'RUN b \\\n# x \\\n  # y\n c\nRUN d', ['RUN b  c', 'RUN d']],
    ['empty lines between continued lines', 'RUN b \\\n\n  \n c\nRUN d', ['RUN b  c', 'RUN d']],
    ['a comment ends nothing', 'RUN b\n# c \\\nRUN d', ['RUN b', 'RUN d']],
    ['a hash inside a line is no comment', 'RUN b # c', ['RUN b # c']],
    ['a keyword over two lines', 'RU\\\nN b', ['RUN b']],
    ['an escape character before everything', '\\\nFROM a', ['FROM a']],
    ['the escape directive', '# escape=`\nRUN b `\n c \\\nRUN d', ['RUN b  c \\', 'RUN d']],
    ['the escape directive behind a comment', '# x\n# escape=`\nRUN b `\nRUN c', ['RUN b `', 'RUN c']],
    ['the escape directive behind an unknown one', '# x=y\n# escape=`\nRUN b \\\nc', ['RUN b c']],
    ['CRLF', 'FROM a\r\nRUN b \\\r\n  c\r\n', ['FROM a', 'RUN b   c']],
    ['a byte order mark', '\uFEFFFROM a', ['FROM a']],
    ['indentation', '  FROM a\n\tRUN b', ['FROM a', 'RUN b']],
    ['a lone carriage return is a blank', 'FROM a\rRUN b', ['FROM a\rRUN b']],
    ['lower case', 'from a\nrun b', ['FROM a', 'RUN b']],
    ['nothing', '', []],
    ['only an escape character', '\\', []],
  ])('%s', (_, text, expected) => {
    expect(summary(text)).toEqual(expected);
  });

  it('gives an instruction its whole place and no line break', () => {
    const text = 'FROM a\r\n  RUN b \\\r\n # x\r\n  c  \r\n';
    const [, run] = parseDockerfile(text).instructions;
    expect(at(text, run!.span)).toBe('RUN b \\\r\n # x\r\n  c');
    expect(at(text, run!.keywordSpan)).toBe('RUN');
    expect(at(text, run!.argsSpan)).toBe('b \\\r\n # x\r\n  c');
  });

  it('finds comments but not in heredocs', () => {
    const text = '# syntax=x\n#one\nFROM a\nRUN <<EOF\n# two\nEOF\n  # three\nRUN b \\\n  # four\n  c';
    const { comments, directives } = parseDockerfile(text);
    expect(comments.map((comment) => comment.text)).toEqual(['one', 'three', 'four']);
    expect(comments.map(({ span }) => at(text, span))).toEqual(['#one', '# three', '# four']);
    expect(directives).toMatchObject([{ name: 'syntax', value: 'x' }]);
  });
});

describe('directives', () => {
  it.each<[string, string, [string, string][]]>([
    ['all three', '# syntax=a/b:1\n#escape=`\n#Check = skip=all \nFROM a', [['syntax', 'a/b:1'], ['escape', '`'], ['check', 'skip=all']]],
    ['an empty line ends them', '\n# escape=`\nFROM a', []],
    ['an instruction ends them', 'FROM a\n# escape=`', []],
    ['a comment ends them', '# hello\n# escape=`\nFROM a', []],
    ['behind a byte order mark', '\uFEFF# escape=`\nFROM a', [['escape', '`']]],
    ['CRLF', '# escape=`\r\nFROM a', [['escape', '`']]],
  ])('%s', (_, text, expected) => {
    const { directives } = parseDockerfile(text);
    expect(directives.map(({ name, value }) => [name, value])).toEqual(expected);
  }); // prettier-ignore
});

describe('heredocs', () => {
  it.each<[string, string, { delimiter: string; body: string; quoted?: boolean; stripTabs?: boolean }[]]>([
    ['plain', 'RUN <<EOF\na\nb\nEOF\nRUN c', [{ delimiter: 'EOF', body: 'a\nb\n', quoted: false }]],
    ['quoted', 'RUN <<"EOF"\na\nEOF', [{ delimiter: 'EOF', body: 'a\n', quoted: true }]],
    ['single quotes', "COPY <<'X' /x\na\nX", [{ delimiter: 'X', body: 'a\n', quoted: true }]],
    ['tabs', 'RUN <<-EOF\n\ta\n\tEOF', [{ delimiter: 'EOF', body: '\ta\n', stripTabs: true }]],
    ['blank behind <<', 'RUN cat << EOF\na\nEOF', [{ delimiter: 'EOF', body: 'a\n' }]],
    ['descriptor', 'RUN cat 3<<EOF\na\nEOF', [{ delimiter: 'EOF', body: 'a\n' }]],
    ['two', 'COPY <<A <<B /x/\n1\nA\n2\nB\n', [{ delimiter: 'A', body: '1\n' }, { delimiter: 'B', body: '2\n' }]],
    ['empty', 'RUN <<EOF\nEOF', [{ delimiter: 'EOF', body: '' }]],
    ['ONBUILD', 'ONBUILD RUN <<EOF\na\nEOF', [{ delimiter: 'EOF', body: 'a\n' }]],
    ['CRLF', 'RUN <<EOF\r\na\r\nEOF\r\nRUN b', [{ delimiter: 'EOF', body: 'a\r\n' }]],
    ['the end is a line of its own', 'RUN <<EOF\n EOF\nEOFX\nEOF', [{ delimiter: 'EOF', body: ' EOF\nEOFX\n' }]],
    ['here-string', 'RUN cat <<<EOF', []],
    ['in a word', 'RUN cat<<EOF', []],
    ['in quotes', 'RUN echo "<<EOF"', []],
    ['in a JSON array', 'RUN ["cat", "<<EOF"]', []],
    ['in another instruction', 'CMD cat <<EOF', []],
    ['shift in arithmetic', 'RUN echo $((1<<2))', []],
    ['behind an open quote', "RUN echo it's <<EOF", []],
  ])('%s', (_, text, expected) => {
    const [instruction] = parseDockerfile(text).instructions;
    expect(instruction!.heredocs).toMatchObject(expected);
    expect(instruction!.heredocs).toHaveLength(expected.length);
  }); // prettier-ignore

  it('goes on behind the end', () => {
    expect(summary('FROM a\nRUN <<EOF\nFROM b\nEOF\nUSER c')).toEqual(['FROM a', 'RUN <<EOF', 'USER c']);
  });

  it('takes the rest of the file when it does not end', () => {
    const { instructions, problems } = parseDockerfile('FROM a\nRUN <<EOF\nUSER b\n');
    expect(instructions).toHaveLength(2);
    expect(instructions[1]!.heredocs[0]!.closeSpan).toBeUndefined();
    expect(problems.map(({ kind }) => kind)).toEqual(['unterminated-heredoc']);
  });
});

describe('words and flags', () => {
  it('reads flags of COPY', () => {
    const text = 'COPY --from=build --chown="a:b" --link /x /y/';
    const [copy] = parseDockerfile(text).instructions;
    expect(copy!.flags.map(({ name, value }) => [name, value])).toEqual([
      ['from', 'build'],
      ['chown', 'a:b'],
      ['link', undefined],
    ]);
    expect(copy!.flags.map(({ span }) => at(text, span))).toEqual([
      '--from=build',
      '--chown="a:b"',
      '--link',
    ]);
    expect(copy!.words.map(({ raw }) => raw)).toEqual(['/x', '/y/']);
    expect(at(text, copy!.bodySpan)).toBe('/x /y/');
  });

  it.each<[string, string[]]>([
    ['RUN -- --x', ['--x']],
    ['RUN --mount=type=cache,target=/a --network=none b', ['b']],
    ['CMD ["a", "b c", "\\u0064"]', ['a', 'b c', 'd']],
    ["CMD ['a']", ["['a']"]],
    ['CMD ["a",]', ['["a",]']],
    ['CMD [ "a" ] ', ['a']],
    ['COPY ["a b", "c"]', ['a b', 'c']],
    ['COPY "a b" c', ['"a', 'b"', 'c']],
    ['WORKDIR /a b', ['/a b']],
    ['USER "a"', ['a']],
    ['EXPOSE 80  443/tcp', ['80', '443/tcp']],
  ])('%s', (text, expected) => {
    const [instruction] = parseDockerfile(text).instructions;
    const { json, words } = instruction!;
    const values = words.map(({ raw, value }) => (json || text.startsWith('USER') ? value : raw));
    expect(values).toEqual(expected);
  });

  it.each<[string, [string, string | undefined][]]>([
    ['ENV a=b c="d e" f=\'g h\' i=j\\ k', [['a', 'b'], ['c', 'd e'], ['f', 'g h'], ['i', 'j k']]],
    ['ENV a b c', [['a', 'b c']]],
    ['ENV a  b=c', [['a', 'b=c']]],
    ['LABEL "a.b"="c" d=', [['a.b', 'c'], ['d', '']]],
    ['ARG a b=c d=$b', [['a', undefined], ['b', 'c'], ['d', '$b']]],
    ['ENV a=${b:-c}', [['a', '${b:-c}']]],
    ['ENV a="b', [['a', '"b']]],
  ])('%s', (text, expected) => {
    const [instruction] = parseDockerfile(text).instructions;
    expect(instruction!.pairs.map(({ key, value }) => [key, value])).toEqual(expected);
  }); // prettier-ignore

  it('finds the instruction in ONBUILD and HEALTHCHECK', () => {
    const text = 'ONBUILD COPY --from=x a b\nHEALTHCHECK --interval=5s CMD ["curl", "x"]\nHEALTHCHECK NONE';
    const [onbuild, check, none] = parseDockerfile(text).instructions;
    expect(onbuild!.inner).toMatchObject({ keyword: 'COPY', flags: [{ name: 'from', value: 'x' }] });
    expect(at(text, onbuild!.inner!.span)).toBe('COPY --from=x a b');
    expect(check!.inner).toMatchObject({ keyword: 'CMD', json: true });
    expect(none!.inner).toBeUndefined();
  });
});

describe('stages', () => {
  const bases = (text: string) =>
    parseDockerfile(text).stages.map(({ base }) =>
      base.kind === 'stage'
        ? `stage ${base.stage.index}`
        : base.kind === 'image'
          ? base.reference
          : base.kind,
    );

  it.each<[string, string, string[]]>([
    ['an image', 'FROM node:22', ['node:22']],
    ['an earlier stage', 'FROM a AS b\nFROM b', ['a', 'stage 0']],
    ['stage names are in lower case', 'FROM a AS Base\nFROM base\nFROM Base', ['a', 'stage 0', 'Base']],
    ['a later stage is an image', 'FROM b\nFROM a AS b', ['b', 'a']],
    ['of two names the later', 'FROM a AS x\nFROM b AS x\nFROM x', ['a', 'b', 'stage 1']],
    ['scratch', 'FROM scratch', ['scratch']],
    ['a global ARG', 'ARG V=22\nFROM node:${V}-slim', ['node:22-slim']],
    ['a default in the FROM', 'ARG V\nFROM node:${V:-22}', ['node:22']],
    ['an ARG of another stage does not count', 'FROM a\nARG V=1\nFROM b:$V', ['a', 'b:$V']],
    ['an ARG that names a stage', 'ARG B=x\nFROM a AS x\nFROM $B', ['a', 'stage 0']],
    ['a platform', 'FROM --platform=$BUILDPLATFORM a AS b', ['a']],
    ['no image', 'FROM', ['missing']],
  ])('%s', (_, text, expected) => {
    expect(bases(text)).toEqual(expected);
  });

  it('knows the final stage, names and spans', () => {
    const text = 'FROM a AS one\nRUN x\n\n# c\nFROM one\nUSER y\n';
    const { stages } = parseDockerfile(text);
    expect(stages.map(({ isFinal, name }) => [isFinal, name])).toEqual([[false, 'one'], [true, undefined]]); // prettier-ignore
    expect(stages.map(({ span }) => at(text, span))).toEqual(['FROM a AS one\nRUN x', 'FROM one\nUSER y']);
    expect(stages[0]!.instructions.map(({ keyword }) => keyword)).toEqual(['RUN']);
  });
});

describe('Windows', () => {
  it.each([
    ['# escape=`\nFROM a', true],
    ['FROM mcr.microsoft.com/windows/nanoserver:ltsc2022', true],
    ['FROM a\nSHELL ["powershell", "-Command"]', true],
    ['FROM --platform=windows/amd64 a', true],
    ['FROM node:22', false],
  ])('%s', (text, expected) => {
    expect(parseDockerfile(text).isWindows).toBe(expected);
  });
});
