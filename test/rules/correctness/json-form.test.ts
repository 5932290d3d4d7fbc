import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/json-form.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const alpine = 'FROM alpine:3.23\n';

const cases: readonly RuleCase[] = [
  { name: 'JSON', text: `${alpine}CMD ["a", "b"]\nENTRYPOINT []\n`, findings: 0 },
  { name: 'shell form', text: `${alpine}CMD a 'b'\n`, findings: 0 },
  {
    name: 'a test of the shell',
    text: `${alpine}RUN [ -d /a ] || mkdir /a\nRUN [ "$A" = "b" ] && true\nRUN [[ "$A" == b* ]]\nRUN [ "$A" ] || true\nRUN ["$A" = b] || true\n`,
    findings: 0,
  },
  { name: 'a test in CMD', text: `${alpine}CMD [ -f /a ] && exec a\n`, findings: 0 },
  { name: 'a pattern', text: `${alpine}COPY [abc].txt /x/\n`, findings: 0 },
  { name: 'not strings is a syntax error', text: `${alpine}CMD ["a", 1]\n`, findings: 0 },
  { name: 'a comment behind it is another rule', text: `${alpine}CMD ["a"] # starts\n`, findings: 0 },
  { name: 'a template', text: `${alpine}CMD ["{{range x}}", '{{y}}']\n`, findings: 0 },
  {
    name: 'single quotes',
    text: `${alpine}ENTRYPOINT [ 'a', "b c", 'd"e' ]\n`,
    findings: 1,
    fixed: `${alpine}ENTRYPOINT [ "a", "b c", "d\\"e" ]\n`,
  },
  {
    name: 'typographic quotes',
    text: `${alpine}CMD [“a”, ”b”]\n`,
    findings: 1,
    fixed: `${alpine}CMD ["a", "b"]\n`,
  },
  {
    name: 'no quotes',
    text: `${alpine}CMD [node, server.js]\n`,
    findings: 1,
    fixed: `${alpine}CMD ["node", "server.js"]\n`,
  },
  {
    name: 'a comma too many',
    text: `${alpine}CMD ["a", "b" , ]\n`,
    findings: 1,
    fixed: `${alpine}CMD ["a", "b"  ]\n`,
  },
  {
    name: 'a comma too few',
    text: `${alpine}CMD ["a" "b", "c"]\n`,
    findings: 1,
    fixed: `${alpine}CMD ["a", "b", "c"]\n`,
  },
  {
    name: 'no bracket at the end',
    text: `${alpine}CMD ["a", "b"\n`,
    findings: 1,
    fixed: `${alpine}CMD ["a", "b"]\n`,
  },
  { name: 'a semicolon', text: `${alpine}CMD ["a"];\n`, findings: 1, fixed: `${alpine}CMD ["a"]\n` },
  {
    name: 'backslashes',
    text: `${alpine}CMD ["grep", "\\d+\\.\\w", "it\\'s"]\n`,
    findings: 1,
    fixed: `${alpine}CMD ["grep", "\\\\d+\\\\.\\\\w", "it's"]\n`,
  },
  {
    name: 'something behind it: no fix',
    text: `${alpine}CMD ["a"]doc\n`,
    findings: 1,
    fixed: `${alpine}CMD ["a"]doc\n`,
  },
  {
    name: 'an escaped dollar: no fix',
    text: `${alpine}CMD ["sh", "-c", "echo \\$HOME"]\n`,
    findings: 1,
    fixed: `${alpine}CMD ["sh", "-c", "echo \\$HOME"]\n`,
  },
  { name: 'RUN', text: `${alpine}RUN ['a', 'b']\n`, findings: 1, fixed: `${alpine}RUN ["a", "b"]\n` },
  {
    name: 'COPY and VOLUME',
    files: { a: '' },
    text: `${alpine}COPY ['a', 'b']\nVOLUME ['/data']\n`,
    findings: 2,
  },
  {
    name: 'HEALTHCHECK and ONBUILD',
    text: `${alpine}HEALTHCHECK --interval=5s CMD ['a']\nONBUILD CMD ['b']\n`,
    findings: ["['a']", "['b']"],
  },
  {
    name: 'over lines, with a comment',
    text: `${alpine}CMD ['a', \\\n  # why\n  'b' \\\n]\n`,
    findings: 1,
    fixed: `${alpine}CMD ["a", \\\n  # why\n  "b" \\\n]\n`,
  },
];

describe('correctness/json-form', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
