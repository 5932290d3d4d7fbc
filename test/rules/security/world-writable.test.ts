import { describe, expect, it } from 'vitest';
import { onlyOwnerWrites, othersMayWrite } from '../../../server/rules/security/file-mode.part.ts';
import rule from '../../../server/rules/security/world-writable.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const base = 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\n';
const user = 'USER node\n';
const files = { 'server.js': '', '.dockerignore': '.git\nnode_modules\n' };

const silent: readonly [string, string][] = [
  ['for the owner', 'RUN chmod 755 start.sh && chmod u+w a && chmod g+w b && chmod 775 c && chmod 770 d && chmod 0644 e'],
  ['by the umask', 'RUN chmod +w a && chmod +rwx b'],
  ['taken away', 'RUN chmod o-w a && chmod -R a-w b && chmod -w c'],
  ['with the sticky bit', 'RUN chmod 1777 /app/shared && chmod a+rwxt /app/more && mkdir -m 1777 /x'],
  ['folders for everybody', 'RUN chmod 777 /tmp /var/tmp && chmod -R 777 /tmp/cache && chmod 666 /dev/null && chmod 777 /run/app'],
  ['a mode that nobody knows', 'ARG MODE\nRUN chmod $MODE a'],
  ['another program', 'RUN find . -perm 777 && stat -c %a 777 && touch 777'],
  ['no target', 'RUN chmod 777'],
  ['a mode that is no mode', 'RUN chmod 788 a && chmod uwu b && chmod --reference=x y'],
  ['COPY for the owner', 'COPY --chmod=755 a /a\nCOPY --chmod=u+rwX,go+rX b /b'],
]; // prettier-ignore

const cases: readonly RuleCase[] = [
  ...silent.map(([name, line]) => ({ name, files, text: `${base}${line}\n${user}`, findings: 0 })),
  {
    name: 'in a stage that is thrown away',
    text: `FROM node:22-alpine AS build\nRUN chmod -R 777 /app\nFROM node:22-alpine\nCOPY --from=build /app /app\n${user}`,
    findings: 0,
  },
  {
    name: 'an empty folder for any user',
    text: 'FROM node:22-alpine\nRUN mkdir -p /data/cache && chmod 777 /data/cache\nRUN mkdir -m 777 /data/more\nCMD ["node"]\n',
    findings: 0,
  },
  {
    name: 'an empty folder for any user, made before',
    text: 'FROM node:22-alpine\nRUN mkdir -p /data/cache\nENV A=1\nRUN chmod -R 777 /data\nCMD ["node"]\n',
    findings: 0,
  },
  {
    name: 'a folder that was made and filled',
    files,
    text: 'FROM node:22-alpine\nRUN mkdir /data\nCOPY server.js /data/\nRUN chmod -R 777 /data\nRUN mkdir /more && touch /more/a && chmod -R 777 /more\nCMD ["node"]\n',
    findings: ['777', '777'],
  },
  {
    name: 'a script in the context folder',
    files,
    text: `${base}RUN chmod +x a && chmod 0777 bin/start.sh\n${user}`,
    findings: ['0777'],
    fixed: `${base}RUN chmod +x a && chmod 0755 bin/start.sh\n${user}`,
  },
  {
    name: 'a folder of the program',
    files,
    text: `${base}RUN chmod -R 777 /app\n${user}`,
    findings: ['777'],
    fixed: `${base}RUN chown -R node /app\n${user}`,
  },
  {
    name: 'a folder, and nobody has an account yet',
    files,
    text: `FROM debian:trixie-slim\nCOPY . /srv\nRUN chmod -R 777 /srv && useradd --uid 10001 app\nRUN chmod -R a+rwX /srv\nUSER app\n`,
    findings: ['777', 'a+rwX'],
  },
  {
    name: 'an account that does not exist: only the mode',
    files,
    text: `FROM debian:trixie-slim\nCOPY . /srv\nRUN chmod -R ugo+rwX /srv\nUSER app\n`,
    findings: ['ugo+rwX'],
    fixed: `FROM debian:trixie-slim\nCOPY . /srv\nRUN chmod -R u+rwX,go+rX /srv\nUSER app\n`,
  },
  {
    name: 'a user who owns the files already',
    files,
    text: `FROM node:22-alpine\nUSER node\nWORKDIR /home/node\nCOPY --chown=node:node . .\nRUN chmod -R 777 data\n`,
    findings: ['777'],
    fixed: `FROM node:22-alpine\nUSER node\nWORKDIR /home/node\nCOPY --chown=node:node . .\nRUN chmod -R 755 data\n`,
  },
  {
    name: 'one clause of several',
    files,
    text: `${base}RUN chmod -R u=rwx,o+w data\nUSER app\n`,
    findings: ['u=rwx,o+w'],
    fixed: `${base}RUN chmod -R u=rwx data\nUSER app\n`,
  },
  {
    name: 'COPY of a program',
    text: `FROM alpine:3.24\nCOPY --chmod=777 tool /usr/local/bin/\nUSER 10001\n`,
    findings: ['777'],
    fixed: `FROM alpine:3.24\nCOPY --chmod=755 tool /usr/local/bin/\nUSER 10001\n`,
  },
  {
    name: 'COPY of data, with another flag',
    text: `FROM alpine:3.24\nCOPY --chown=10001 --chmod=0666 a.json b.json /srv/\nUSER 10001\n`,
    findings: ['0666'],
    fixed: `FROM alpine:3.24\nCOPY --chown=10001 --chmod=0644 a.json b.json /srv/\nUSER 10001\n`,
  },
  {
    name: 'ADD from another stage',
    text: `FROM alpine:3.24 AS a\nFROM alpine:3.24\nCOPY --from=a --chmod=777 /x /srv/x\nUSER 10001\n`,
    findings: ['777'],
  },
  {
    name: 'install and mkdir',
    files,
    text: `${base}RUN install -m 777 a /srv/a && mkdir --mode=777 -p data && mkdir -pm 777 more\n${user}`,
    findings: ['777', '--mode=777', '777'],
  },
  {
    name: 'a variable for the path',
    files,
    text: `${base}ENV DATA=/app/data\nRUN chmod 666 $DATA/db.sqlite\n${user}`,
    findings: ['666'],
  },
  {
    name: 'in a heredoc',
    files,
    text: `${base}RUN <<EOF\nchmod -R 777 /app/data\nEOF\n${user}`,
    findings: ['777'],
    fixed: `${base}RUN <<EOF\nchown -R node /app/data\nEOF\n${user}`,
  },
];

describe('security/world-writable', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it('says what may change, and what is enough', async () => {
    const text = `${base}RUN chmod -R 777 data logs\nRUN mkdir x && chmod 777 x\nCOPY --chmod=777 start.sh /srv/\n${user}`;
    const found = findingsOf(rule, text, await factsFor(text, files));
    expect(found.map(({ effectiveSeverity, message }) => `${effectiveSeverity}: ${message}`)).toEqual([
      'warning: `chmod 777` lets every process in the container change /app/data and 1 more. Give what is written to node; 755 is enough for the rest.',
      'info: `chmod 777` lets every process in the container change /app/x. Give what is written to node; 755 is enough for the rest.',
      'warning: `--chmod=777` lets every process in the container change /srv/start.sh. 755 is enough to run it.',
    ]);
  });

  it('reads a long chain in time', async () => {
    const text = `FROM node:22-alpine\nRUN true${' && chmod 777 /a/b /a/c'.repeat(20_000)}\nUSER node\n`;
    const facts = await factsFor(text);
    expect(findingsOf(rule, text, facts).length).toBeGreaterThan(0);
  });

  it.each([
    ['777', '755'], ['0777', '0755'], ['666', '644'], ['776', '754'], ['722', '700'], ['2777', '2755'], ['a+w', 'u+w'], ['a+rwx', 'u+rwx,go+rx'],
    ['ugo+rwX', 'u+rwX,go+rX'], ['o+w', undefined], ['o+rw', 'o+r'], ['go+rw', 'go+r'], ['a=rw', 'u=rw,go=r'], ['u+x,a+w', 'u+x,u+w'], ['o=w', 'o='],
  ])('narrows %s to %s', (mode, narrow) => {
    expect(othersMayWrite(mode)).toBe(true);
    expect(onlyOwnerWrites(mode)).toBe(narrow);
    if (narrow !== undefined) expect(othersMayWrite(narrow)).toBe(false);
  }); // prettier-ignore
});
