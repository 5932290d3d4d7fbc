import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/useless-command.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const debian = 'FROM debian:trixie-slim\n';
const user = 'USER 10001\n';
const run = (script: string): string => `${debian}RUN ${script}\n${user}`;

const silent: readonly (readonly [string, string])[] = [
  ['export for the rest of the line', 'export A=1 && ./build.sh'],
  ['export of a name', './x && export PATH'],
  ['what a substitution does may be the point', 'export KEY=$(./make-key)'],
  ['a file that is sourced for its work', '. ./setup.sh'],
  ['a virtual environment that is used', '. /opt/venv/bin/activate && pip install flask==3.1.2'],
  ['a database that is filled', 'service postgresql start && psql -f /init.sql'],
  ['a service that is enabled', 'systemctl enable nginx'],
  ['a service that is stopped', 'service nginx stop'],
  ['an editor without a person', 'vim +PlugInstall +qall'],
  ['top in batch mode', 'top -bn1 -d1 | head'],
  ['ps in a pipe', 'ps aux | grep node'],
  ['kill of what the line started', './server & sleep 2; ./test; kill $!'],
  ['mount that lists', 'mount'],
  ['mount where it is allowed', '--security=insecure mount -t tmpfs none /mnt'],
  ['sysctl that reads', 'sysctl kernel.version'],
  ['sudo', 'sudo ls'],
  ['in one of two cases', 'if [ -d /run/systemd ]; then systemctl start nginx; fi'],
  ['a path', 'ls /etc/service /usr/bin/vim'],
  ['kept in a file', 'ps aux > /srv/ps.txt'],
  ['in a script of its own', `bash -c ". /opt/venv/bin/activate && pip list"`],
];

const found: readonly RuleCase[] = [
  {
    name: 'a relative environment in a known folder',
    text: `${debian}WORKDIR /app\nRUN python3 -m venv venv\nRUN source venv/bin/activate\n${user}`,
    findings: ['source venv/bin/activate'],
    fixed: `${debian}WORKDIR /app\nRUN python3 -m venv venv\nENV PATH=/app/venv/bin:$PATH\n${user}`,
  },
  {
    name: 'behind other commands: no fix',
    text: run('python3 -m venv /venv && . /venv/bin/activate'),
    findings: ['. /venv/bin/activate'],
    fixed: run('python3 -m venv /venv && . /venv/bin/activate'),
  },
  { name: 'a profile', text: run('. ~/.bashrc'), findings: 1, fixed: run('. ~/.bashrc') },
  { name: 'conda', text: run('conda activate app'), findings: 1 },
  { name: 'an alias', text: run("alias ll='ls -l'"), findings: 1 },
  {
    name: 'a variable that the shell has: no fix',
    text: run('export APP_HOME=$HOME/app'),
    findings: 1,
    fixed: run('export APP_HOME=$HOME/app'),
  },
  {
    name: 'PATH',
    text: run('export PATH="$PATH:/opt/bin"'),
    findings: 1,
    fixed: `${debian}ENV PATH="$PATH:/opt/bin"\n${user}`,
  },
  { name: 'a service as the last command', text: run('apt-get install -y nginx && service nginx start'), findings: ['service nginx start'] },
  { name: 'an editor', text: run('vim /etc/app.conf'), findings: 1 },
  { name: 'mount', text: run('mount -t nfs host:/share /mnt'), findings: 1 },
  { name: 'the kernel', text: run('sysctl -w vm.max_map_count=262144'), findings: 1 },
  {
    name: 'only looks',
    text: run('mkdir /data && ps aux && chown 10001 /data'),
    findings: ['ps aux'],
    fixed: run('mkdir /data && chown 10001 /data'),
  },
  { name: 'only looks, alone', text: run('free -m'), findings: 1, fixed: `${debian}${user}` },
]; // prettier-ignore

describe('correctness/useless-command', () => {
  it.each(silent)('is silent: %s', async (name, script) => {
    await checkCase(rule, { name, text: run(script), findings: 0 });
  });
  it.each(found.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('warns of what was meant to last, and only tells of the rest', async () => {
    for (const [script, severity] of [
      ['export A=1', 'warning'],
      ['free -m', 'info'],
    ] as const) {
      const text = run(script);
      expect(findingsOf(rule, text, await factsFor(text))[0]?.effectiveSeverity).toBe(severity);
    }
  });
});
