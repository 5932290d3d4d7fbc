import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/not-executable.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const script = (executable: boolean, text = '#!/bin/sh\nexec "$@"\n') => ({ text, executable });
const files: MemoryTree = {
  'build.sh': script(false),
  'ready.sh': script(true),
  'unknown.sh': '#!/bin/sh\n',
  'docker/entrypoint.sh': script(false),
  'tool.py': { text: '#!/usr/bin/env python3\n', executable: false },
  '.dockerignore': '.git\n',
};
const from = 'FROM alpine:3.23\nWORKDIR /app\n';
const end = 'USER 10001\nCMD ["date"]\n';
const start = 'USER 10001\nENTRYPOINT ["/app/docker/entrypoint.sh"]\nCMD ["date"]\n';

const silent: readonly RuleCase[] = [
  { name: 'it has the permission', text: `${from}COPY . .\nRUN ./ready.sh\n${end}` },
  { name: 'the file system does not tell', text: `${from}COPY . .\nRUN ./unknown.sh\n${end}` },
  { name: 'a shell runs it', text: `${from}COPY . .\nRUN sh ./build.sh && sh build.sh\n${end}` },
  { name: 'it is read by the shell', text: `${from}COPY . .\nRUN . ./build.sh\n${end}` },
  { name: 'chmod in the same RUN', text: `${from}COPY . .\nRUN chmod +x build.sh && ./build.sh\n${end}` },
  { name: 'chmod above', text: `${from}COPY . .\nRUN chmod -R 755 /app\nRUN ./build.sh\n${end}` },
  { name: 'chmod by a pattern', text: `${from}COPY . .\nRUN chmod +x *.sh\nRUN ./build.sh\n${end}` },
  { name: 'chmod in another stage', text: `FROM alpine:3.23 AS a\nCOPY . /a\nRUN chmod +x /a/build.sh\n${from}COPY --from=a /a ./\nRUN ./build.sh\n${end}` },
  { name: '--chmod', text: `${from}COPY --chmod=755 build.sh ./\nRUN ./build.sh\n${end}` },
  { name: 'another file of that name', text: `${from}RUN wget -q https://example.org/build.sh -O build.sh\nRUN ./build.sh\n${end}` },
  { name: 'a program of the image', text: `${from}COPY . .\nRUN /bin/date\n${end}` },
  { name: 'another kind of script, which is not read', text: `${from}COPY . .\nRUN ./tool.py\n${end}` },
  { name: 'a stage for building, which nobody starts', text: `FROM alpine:3.23 AS a\nCOPY docker/entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n${from}COPY --from=a /etc/motd ./\n${end}` },
].map((test) => ({ ...test, files, findings: 0 })); // prettier-ignore

const found: readonly RuleCase[] = [
  { name: 'in a RUN', text: `${from}COPY . .\nRUN ./build.sh --fast\n${end}`, fixed: `${from}COPY . .\nRUN chmod +x ./build.sh && ./build.sh --fast\n${end}` },
  { name: 'behind others', text: `${from}COPY . .\nRUN date && ./build.sh\n${end}`, fixed: `${from}COPY . .\nRUN date && chmod +x ./build.sh && ./build.sh\n${end}` },
  { name: 'an absolute path', text: `${from}COPY build.sh /opt/\nRUN /opt/build.sh\n${end}`, fixed: `${from}COPY build.sh /opt/\nRUN chmod +x /opt/build.sh && /opt/build.sh\n${end}` },
  { name: 'another user', text: `${from}COPY . .\nUSER 10001\nRUN ./build.sh\nCMD ["date"]\n`, fixed: 'none' as const },
  { name: 'an alternative', text: `${from}COPY . .\nRUN date || ./build.sh\n${end}`, fixed: 'none' as const },
  { name: 'an entrypoint in a folder', text: `${from}COPY . .\n${start}`, fixed: `${from}COPY . .\nRUN chmod +x /app/docker/entrypoint.sh\n${start}` },
  { name: 'an entrypoint by name', text: `${from}COPY docker/entrypoint.sh /usr/local/bin/\nUSER 10001\nENTRYPOINT ["entrypoint.sh"]\nCMD ["date"]\n`, fixed: `${from}COPY --chmod=755 docker/entrypoint.sh /usr/local/bin/\nUSER 10001\nENTRYPOINT ["entrypoint.sh"]\nCMD ["date"]\n` },
  { name: 'a command', text: `${from}COPY --chown=10001 build.sh ./\nUSER 10001\nCMD ["./build.sh"]\n`, fixed: `${from}COPY --chmod=755 --chown=10001 build.sh ./\nUSER 10001\nCMD ["./build.sh"]\n` },
  { name: 'a command in shell form', text: `${from}COPY build.sh ./\nUSER 10001\nCMD ./build.sh\n`, fixed: `${from}COPY --chmod=755 build.sh ./\nUSER 10001\nCMD ./build.sh\n` },
  { name: 'copied by another user', text: `${from}USER 10001\nCOPY . .\nENTRYPOINT ["/app/docker/entrypoint.sh"]\n`, fixed: 'none' as const },
  { name: 'from another stage', text: `FROM alpine:3.23 AS a\nCOPY . /a\n${from}COPY --from=a /a/build.sh ./\nUSER 10001\nCMD ["./build.sh"]\n`, fixed: 'none' as const },
].map(({ fixed, ...test }) => ({ ...test, files, findings: 1, ...(fixed !== 'none' && { fixed }) })); // prettier-ignore

describe('correctness/not-executable', () => {
  it.each([...silent, ...found].map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it.each([
    ['an error where another script has it', files, 'error', false],
    [
      'a warning where none has it',
      { 'build.sh': script(false), '.dockerignore': '.git\n' },
      'warning',
      true,
    ],
  ] as const)('%s', async (_, tree, severity, doubts) => {
    const text = `${from}COPY . .\nRUN ./build.sh\n${end}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, tree));
    expect(finding!.effectiveSeverity).toBe(severity);
    expect(finding!.message.includes('may have lost its permissions')).toBe(doubts);
  });
});
