import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/security/ssh-port.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const base = 'FROM debian:trixie-slim\n';
const install =
  'RUN apt-get update && apt-get install -y --no-install-recommends openssh-server && rm -rf /var/lib/apt/lists/*\n';
const end = 'USER 10001\nCMD ["/srv/app"]\n'; // prettier-ignore

const cases: readonly RuleCase[] = [
  { name: 'other ports', text: `${base}EXPOSE 2222 8022 220/tcp 22/udp 222\n${end}`, findings: 0 },
  { name: 'a client', text: `${base}RUN apt-get install -y openssh-client ssh\n${end}`, findings: 0 },
  { name: "Alpine's package of both", text: `FROM alpine:3.24\nRUN apk add --no-cache openssh git\n${end}`, findings: 0 },
  { name: 'the server is the program', text: `${base}${install}EXPOSE 22\nCMD ["/usr/sbin/sshd", "-D"]\n`, findings: 0 },
  { name: 'the server is the program, in shell form', text: `${base}${install}EXPOSE 22\nCMD exec /usr/sbin/sshd -D -e\n`, findings: 0 },
  { name: 'the server is the program, with ENTRYPOINT', text: `${base}${install}EXPOSE 22\nENTRYPOINT ["sshd"]\nCMD ["-D"]\n`, findings: 0 },
  { name: 'in a stage that is thrown away', text: `${base.trim()} AS tools\n${install}EXPOSE 22\n${base}${end}`, findings: 0 },
  { name: 'taken out', text: `${base}RUN apt-get purge -y openssh-server\n${end}`, findings: 0 },
  { name: 'a port that nobody knows', text: `${base}ARG PORT\nEXPOSE $PORT\n${end}`, findings: 0 },
  { name: 'port 22', text: `${base}EXPOSE 8080 22/tcp\n${end}`, findings: ['22/tcp'] },
  { name: 'port 22 from a variable', text: `${base}ARG SSH=22\nEXPOSE $SSH\n${end}`, findings: ['$SSH'] },
  { name: 'the server', text: `${base}${install}${end}`, findings: ['openssh-server'] },
  { name: 'the server with a version', text: `FROM alpine:3.24\nRUN apk add --no-cache openssh-server=9.9_p2-r0\n${end}`, findings: ['openssh-server=9.9_p2-r0'] },
  { name: 'both are one finding', text: `${base}${install}EXPOSE 22\n${end}`, findings: ['22'] },
  { name: 'inherited from another stage', text: `${base.trim()} AS base\n${install}FROM base\n${end}`, findings: ['openssh-server'] },
]; // prettier-ignore

describe('security/ssh-port', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it('points to the install from the port', async () => {
    const text = `${base}${install}EXPOSE 22\n${end}`;
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding?.message).toMatch(/^Port 22 is exposed: /);
    expect(finding?.related?.map(({ span }) => text.slice(span.start, span.end))).toEqual(['openssh-server']);
  });
});
