import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { startedCommands } from '../../server/tools/started.ts';
import { factsFor } from '../support/facts.ts';

async function started(text: string, files: Record<string, string> = {}) {
  const model = parseDockerfile(text);
  const found = startedCommands(model.stages.at(-1)!, model, await factsFor(text, files));
  return typeof found === 'string' ? found : found.commands.map(({ command }) => command.name);
}

const image = 'FROM debian:12\nWORKDIR /srv\nCOPY . .\n';

describe('what a container calls', () => {
  it.each<[string, string, Record<string, string>, readonly string[]]>([
    ['a program', 'CMD ["node", "a.js"]', {}, ['node']],
    ['a health check', 'HEALTHCHECK CMD curl -f http://localhost\nCMD ["node"]', {}, ['node', 'curl']],
    ['a script', 'CMD ["./run.sh"]', { 'run.sh': '#!/bin/sh\nset -e\nmigrate up\nexec server\n' }, ['set', 'migrate', 'server']],
    ['a script that a shell runs', 'CMD sh run.sh', { 'run.sh': 'exec server\n' }, ['server']],
    ['a script found by its name', 'COPY run.sh /usr/local/bin/\nCMD ["run.sh"]', { 'run.sh': 'exec server\n' }, ['server']],
    ['the words that a script passes on', 'ENTRYPOINT ["./entry.sh"]\nCMD ["server", "-p", "80"]', { 'entry.sh': 'migrate\nexec "$@"\n' }, ['migrate', 'server']],
    ['with gosu', 'ENTRYPOINT ["./entry.sh"]\nCMD ["server"]', { 'entry.sh': 'exec gosu app "$@"\n' }, ['server']],
    ['words that stay arguments', 'ENTRYPOINT ["./entry.sh"]\nCMD ["server"]', { 'entry.sh': 'exec other "$1"\n' }, ['other']],
    ['a script that calls another', 'CMD ["./a.sh"]', { 'a.sh': './b.sh\n', 'b.sh': 'server\n' }, ['server']],
    ['scripts that call each other', 'CMD ["./a.sh"]', { 'a.sh': './b.sh\n', 'b.sh': './a.sh\nserver\n' }, ['server']],
    ['functions', 'CMD ["./a.sh"]', { 'a.sh': 'go() { server; }\ngo\n' }, ['server']],
    ['words set anew', 'ENTRYPOINT ["./a.sh"]', { 'a.sh': 'set -- node "$@"\nexec "$@"\n' }, ['node']],
    ['an init', 'ENTRYPOINT ["tini", "--"]\nCMD ["./a.sh"]', { 'a.sh': 'server\n' }, ['tini', 'server']],
    ['a program of the project', 'CMD ["./server"]', { server: 'ELF' }, ['server']],
  ])('%s', async (_, end, files, expected) => {
    expect(await started(`${image}${end}\n`, files)).toEqual(expected);
  }); // prettier-ignore

  it.each<[string, string, Record<string, string>, RegExp]>([
    ['a script that is not there', 'CMD ["./run.sh"]', {}, /run\.sh.*not found/],
    ['a program by a variable', 'CMD ["./run.sh"]', { 'run.sh': 'exec $SERVER\n' }, /\$SERVER.*run\.sh/],
    ['a script with a syntax error', 'CMD ["./run.sh"]', { 'run.sh': 'if true; then\n' }, /run\.sh.*can't be read/],
    ['a file that is read in', 'CMD ["./run.sh"]', { 'run.sh': '. /etc/settings\nserver\n' }, /\/etc\/settings/],
  ])('does not guess at %s', async (_, end, files, reason) => {
    expect(await started(`${image}${end}\n`, files)).toMatch(reason);
  }); // prettier-ignore

  it('names what programs run under', async () => {
    const text = `${image}ENTRYPOINT ["./entry.sh"]\nCMD ["server"]\n`;
    const model = parseDockerfile(text);
    const facts = await factsFor(text, { 'entry.sh': 'exec gosu app "$@"\n' });
    const found = startedCommands(model.stages[0]!, model, facts);
    expect(found).toMatchObject({ wrappers: new Set(['exec', 'gosu']), scripts: ['entry.sh'] });
  });
});
