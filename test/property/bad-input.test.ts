/** Hostile and broken files: every one gets an answer, in time. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { shellOf } from '../../server/dockerfile/shell.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { fixAll } from '../../server/engine/fix-all.ts';
import { embeddedImages } from '../../server/images/table.ts';
import { shellCheckJobs } from '../../server/shellcheck/job.ts';
import { factsFor } from '../support/facts.ts';

/** Milliseconds. Not a measure of speed: what is quadratic in these sizes does not end, on any machine. */
const patience = 240_000;

const many = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n') + '\n';

const nested = (count: number, open: string, close: string): string =>
  open.repeat(count) + 'x' + close.repeat(count);

const files: Readonly<Record<string, string>> = {
  empty: '',
  'only line breaks': '\n\r\n\n',
  'only comments': '# a\n# b',
  'only a byte order mark': '\uFEFF',
  'only an escape character': '\\',
  'byte order mark': '\uFEFFFROM node:22\n',
  'lone carriage returns': 'FROM node:22\rRUN npm ci\rCMD ["node"]\r',
  'NUL bytes': 'FROM node:22\0\nRUN a\0b\n\0',
  'binary garbage': Array.from({ length: 5000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join(''),
  'broken surrogates': 'FROM \ud800\nRUN \udfff "\ud83d\n',
  'unterminated heredoc': 'FROM a\nRUN <<EOF\necho\n',
  'unterminated quote': 'FROM a\nENV A="b\nRUN echo "a\nLABEL x=\'y\n',
  'a continuation at the end': 'FROM a\nRUN b \\',
  'one line of 1 MB': `FROM a\nRUN echo ${'ab '.repeat(350_000)}`,
  'one word of 1 MB': `FROM a\nCOPY ${'a'.repeat(1_000_000)} b`,
  'one keyword of 1 MB': 'a'.repeat(1_000_000),
  'dollars of 1 MB': `FROM a\nENV A=${'$'.repeat(1_000_000)}`,
  'references of 1 MB': `FROM a\nENV A=xxxxxxxxxxxxxxxxxxxx\nENV B=${'$A'.repeat(500_000)}`,
  'nested defaults': `FROM a\nENV A=${nested(100_000, '${a:-', '}')}`,
  'open defaults': `FROM \${a:-${'"${b:-'.repeat(100_000)}`,
  'a star pattern': `FROM a\nARG A=${'a'.repeat(20_000)}\nENV B=\${A#${'*a'.repeat(2_000)}b}`,
  'replacing patterns': `FROM a\nARG A=${'a'.repeat(20_000)}\nENV B=\${A//${'a*'.repeat(100)}b/x}`,
  'a JSON array of 250,000 strings': `FROM a\nCMD [${'"a",'.repeat(250_000)}"b"]`,
  'nested JSON': `FROM a\nCMD ${nested(100_000, '[', ']')}`,
  'JSON that never closes': `FROM a\nCMD ["${'\\"'.repeat(400_000)}`,
  'substitutions in substitutions': `FROM a\nRUN ${nested(20_000, 'echo $(', ')')}`,
  'open substitutions': `FROM a\nRUN echo ${'$('.repeat(100_000)}`,
  'sh -c in sh -c': `FROM a\nRUN ${'sh -c "'.repeat(2_000)}${'"'.repeat(2_000)}`,
  'brackets in brackets': `FROM a\nRUN ${nested(50_000, '(', ')')}`,
  'braces in braces': `FROM a\nRUN ${nested(50_000, '{ ', '; }')}`,
  'a chain of 100,000 commands': `FROM a\nRUN ${'cd /a && '.repeat(100_000)}true`,
  'a group of 100,000 commands': `FROM a\nRUN { ${'a && '.repeat(100_000)}true; }`,
  '100,000 exports': `FROM a\nRUN export ${'A=1 '.repeat(100_000)}`,
  '50,000 RUN lines': 'FROM node:22\nWORKDIR /a\n' + many(50_000, (i) => `RUN echo ${i}`),
  '1,500 installs after 1,500 copies':
    'FROM node:22\nWORKDIR /a\n' +
    many(1_500, (i) => `COPY file${i} ./`) +
    many(1_500, () => 'RUN npm install'),
  '10,000 system installs':
    'FROM alpine:3.24\nRUN apk update\n' + many(10_000, (i) => `RUN apk add tool${i}`),
  '10,000 requirements files': 'FROM python:3.13\n' + many(10_000, (i) => `RUN pip install -r ${i}.txt`),
  '3,000 folders with installs':
    'FROM node:22\n' + many(3_000, (i) => `WORKDIR /a${i}\nCOPY file /b${i}/\nRUN npm ci`),
  '50,000 comments': 'FROM a\n' + many(50_000, (i) => `# comment ${i}`) + 'RUN b\n',
  '10,000 pragmas':
    'FROM a\n' + many(10_000, (i) => `# dockerfile-optimizer ignore=foo${i}\nRUN apt-get update`),
  '50,000 continued lines': `FROM a\nRUN true ${'\\\n  # comment\n  && true '.repeat(25_000)}`,
  '5,000 stages in a chain': 'FROM a AS s0\n' + many(5_000, (i) => `FROM s${i} AS s${i + 1}\nRUN a`),
  '5,000 stages that copy from each other':
    many(5_000, (i) => `FROM a AS s${i}\nCOPY --from=s${(i + 1) % 5_000} /x/package.json /x/`) +
    'WORKDIR /x\nRUN npm ci\n',
  '5,000 heredocs': 'FROM a\n' + many(5_000, (i) => `RUN <<EOF\necho ${i}\nEOF`),
  '10,000 ENV keys in one': `FROM a\nENV ${Array.from({ length: 10_000 }, (_, i) => `K${i}=v`).join(' ')}`,
  '10,000 ENV instructions': 'FROM a\n' + many(10_000, (i) => `ENV K${i}=$K${i - 1}`),
  'values that double': 'FROM a\nENV A=xxxxxxxxxx\n' + many(60, () => 'ENV A=$A$A'),
  'cyclic ARG and ENV': 'ARG A=$B\nARG B=$A\nFROM ${A:-$B}\nENV C=$D D=$C\nENV C=$D\nRUN echo $C\n',
  'a path of 100,000 levels': `FROM a\nWORKDIR ${'/a'.repeat(100_000)}\nRUN npm ci && go build ./...\n`,
};

describe.each(Object.entries(files))('%s', (_, text) => {
  it('is read in time', { timeout: patience }, () => {
    const model = parseDockerfile(text);
    for (const instruction of model.instructions) shellOf(instruction, model);
    shellCheckJobs(model, embeddedImages());
    expect(model.text).toBe(text);
  });

  it('is analyzed in time', { timeout: patience }, async () => {
    const facts = await factsFor(text, { 'package.json': '{"name":"x"}' });
    const errors: string[] = [];
    const logger = { info: () => undefined, warn: () => undefined, error: (m: string) => errors.push(m) };
    const { findings } = analyze(parseDockerfile(text), facts, { logger });
    expect(errors).toEqual([]);
    for (const { span } of findings.slice(0, 1000)) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
  });
});

it('applies thousands of fixes in time', { timeout: patience }, async () => {
  const text = 'FROM a\n' + many(3_000, () => '# dockerfile-optimizer ignore=size/heavy-bse\nSTOPSIGNAL 9');
  const facts = await factsFor(text);
  const result = fixAll(text, facts);
  expect(result.text.length).toBeGreaterThan(0);
});
