/** Generators of Dockerfiles: ordinary, odd and broken. */
import fc from 'fast-check';

const word = fc.oneof(
  fc.constantFrom(
    'npm', 'ci', '/app', './src', '--from=build', '--mount=type=cache,target=/x', '"a b"', "'c d'", '$HOME', '${X:-y}', '${X#*.}',
    '&&', '||', ';', '|', '(', ')', '{', '}', 'if', 'then', 'fi', '$(date)', '`id`', '\\ ', '#x', '"', "'", '["a",', '"b"]', '<<EOF',
    '<<-"END"', '>out', '2>&1', 'A=1', 'B="x y"', 'AS', 'build', 'CMD', 'größe', '🚀', '日本', '\u00a0', '\u2028', '\0', '\ufeff', '\\', '`', '--', '=',
  ),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
); // prettier-ignore

const keyword = fc.constantFrom(
  'FROM', 'RUN', 'COPY', 'ADD', 'ENV', 'ARG', 'LABEL', 'CMD', 'ENTRYPOINT', 'WORKDIR', 'USER', 'EXPOSE', 'VOLUME', 'SHELL', 'ONBUILD',
  'HEALTHCHECK', 'STOPSIGNAL', 'MAINTAINER', 'run', 'Copy', 'FOO', 'ONBUILD RUN', 'HEALTHCHECK --interval=5s CMD',
); // prettier-ignore

const gap = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  '\t',
  '  ',
  ' \\\n  ',
  ' \\ \n',
  '\\\n\n',
  ' \\\n# note \\\n  ',
  ' `\n ',
  '\\\\',
);

const instruction = fc
  .tuple(fc.constantFrom('', '', '  ', '\t'), keyword, fc.array(fc.tuple(gap, word), { maxLength: 8 }))
  .map(([indent, name, words]) => indent + name + words.map(([blank, text]) => blank + text).join(''));

const heredoc = fc
  .tuple(
    fc.constantFrom('RUN', 'COPY', 'RUN python3', 'ONBUILD RUN', 'RUN bash -e', 'RUN cat'),
    fc.constantFrom('<<EOF', '<<-EOF', '<<"EOF"', "<<'EOF'", '<< EOF', '<<EOF <<B'),
    fc.array(
      fc.oneof(word, instruction, fc.constantFrom('#!/bin/bash', '#!/usr/bin/env node', '# c', '\tx')),
      {
        maxLength: 4,
      },
    ),
    fc.constantFrom('EOF', 'EOF', '\tEOF', 'EOF\nB', 'EO'),
  )
  .map(([head, open, body, close]) => [`${head} ${open} /x`, ...body, close].join('\n'));

const line = fc.oneof(
  { weight: 8, arbitrary: instruction },
  { weight: 2, arbitrary: heredoc },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '', '   ', '# comment', '  # indented', '#', '# escape=`', '# syntax=a/b', '# dockerfile-optimizer ignore=all', '\\', '\r', 'FROM node:22 AS build',
      'RUN npm ci \\\n  && npm run build', 'CMD ["node", "x.js"]',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
); // prettier-ignore

/** Text of a file with either kind of line break, or both. */
export const dockerfiles: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '', '\ufeff', '# escape=`\n', '# syntax=docker/dockerfile:1\n# check=skip=all\n'),
    fc.constantFrom('', 'FROM node:22\n', 'ARG X=1\nFROM node:$X AS build\n'),
    fc.array(line, { maxLength: 12 }),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.boolean(),
  )
  .map(([top, from, lines, eol, last]) => {
    const text = top + from + lines.join('\n') + (last ? '\n' : '');
    return eol === '\n' ? text : text.replace(/\r?\n/g, '\r\n');
  });

/** The same without a carriage return anywhere, for comparing both kinds of line breaks. */
export const unixDockerfiles: fc.Arbitrary<string> = dockerfiles.map((text) => text.replace(/\r/g, ''));
