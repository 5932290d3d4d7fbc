import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/expose.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const alpine = 'FROM alpine:3.23\n';

const cases: readonly RuleCase[] = [
  {
    name: 'ports',
    text: `${alpine}EXPOSE 0 80 443/tcp 53/udp 9000/sctp 8000-8010 65535 "8080"\n`,
    findings: 0,
  },
  { name: 'a variable', text: `${alpine}ARG PORT\nEXPOSE $PORT \${PORT}/udp\n`, findings: 0 },
  { name: 'an empty variable is another rule', text: `${alpine}EXPOSE $PORT\n`, findings: 0 },
  { name: 'several ports in a variable', text: `${alpine}ENV PORTS="80 443"\nEXPOSE $PORTS\n`, findings: 0 },
  { name: 'a comment is another rule', text: `${alpine}EXPOSE 80 # the API\n`, findings: 0 },
  { name: 'too high', text: `${alpine}EXPOSE 80 65536 8000-70000\n`, findings: ['65536', '8000-70000'] },
  { name: 'from a variable', text: `${alpine}ENV PORT=99999\nEXPOSE $PORT\n`, findings: ['$PORT'] },
  {
    name: 'a mapping',
    text: `${alpine}EXPOSE 127.0.0.1:80:8080 [::1]:81:8081 5000:5001/UDP\n`,
    findings: ['127.0.0.1:80:8080', '[::1]:81:8081', '5000:5001/UDP'],
    fixed: `${alpine}EXPOSE 8080 [::1]:81:8081 5000:5001/UDP\n`,
  },
  {
    name: 'protocols',
    text: `${alpine}EXPOSE 80/TcP 81/http\n`,
    findings: ['80/TcP', '81/http'],
    fixed: `${alpine}EXPOSE 80/tcp 81/http\n`,
  },
  {
    name: 'commas',
    text: `${alpine}EXPOSE 80,443/tcp\n`,
    findings: ['80,443/tcp'],
    fixed: `${alpine}EXPOSE 80 443/tcp\n`,
  },
  {
    name: 'turned round',
    text: `${alpine}EXPOSE 8010-8000/udp\n`,
    findings: 1,
    fixed: `${alpine}EXPOSE 8000-8010/udp\n`,
  },
  { name: 'no number', text: `${alpine}EXPOSE http\nONBUILD EXPOSE ssh\n`, findings: ['http', 'ssh'] },
];

describe('correctness/expose', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
