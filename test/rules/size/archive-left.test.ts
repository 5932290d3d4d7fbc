import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/archive-left.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const url = 'https://example.org/tool.tar.gz';
const run = (script: string): string => `FROM debian:13-slim\nWORKDIR /opt\nRUN ${script}\n`;

const silent: RuleCase[] = [
  ['deleted in the same RUN', run(`curl -o t.tgz ${url} && tar xzf t.tgz && rm t.tgz`)],
  ['deleted with a pattern', run(`curl -O ${url} && tar xzf tool.tar.gz && rm -f *.tar.gz`)],
  ['deleted with its folder', run(`curl -o /tmp/t.tgz ${url} && tar xzf /tmp/t.tgz && rm -rf /tmp/*`)],
  ['deleted under another name for the folder', run(`wget -P /tmp ${url} && tar xzf /tmp/tool.tar.gz && cd /tmp && rm tool.tar.gz`)],
  ['deleted by find', run(`wget ${url} && tar xzf tool.tar.gz && find . -name '*.gz' -delete`)],
  ['moved away', run(`wget ${url} && tar xzf tool.tar.gz && mv tool.tar.gz /mnt`)],
  ['a pipe', run(`curl -fsSL ${url} | tar xz`)],
  ['wget into a pipe', run(`wget -qO- ${url} | tar xz -C /usr/local`)],
  ['a stage that is thrown away', `FROM debian:13 AS build\nRUN wget ${url} && tar xzf tool.tar.gz\nFROM debian:13-slim\nCOPY --from=build /tool /\n`],
  ['in a tmpfs', `FROM debian:13-slim\nRUN --mount=type=tmpfs,target=/tmp wget -P /tmp ${url} && tar xzf /tmp/tool.tar.gz -C /opt\n`],
  ['a download that is not unpacked', run(`wget ${url}`)],
  ['another file is unpacked', run(`wget ${url} && tar xzf other.tar.gz`)],
  ['gunzip takes it away itself', run('wget https://example.org/data.gz && gunzip data.gz')],
  ['a listing of the archive', run(`wget ${url} && tar tzf tool.tar.gz`)],
  ['packing', run(`wget ${url} && tar czf tool.tar.gz /etc`)],
  ['unzip to the terminal', run('wget https://example.org/a.zip && unzip -p a.zip x > y')],
  ['a small script is no installer', run('curl -o setup.sh https://example.org/setup.sh && bash setup.sh')],
  ['a copied archive that nobody unpacks', 'FROM debian:13-slim\nCOPY data.tar.gz /opt/\n'],
  ['ADD unpacks', 'FROM debian:13-slim\nADD data.tar.gz /opt/\n'],
  ['deleted in a later RUN is another rule’s', run(`wget ${url} && tar xzf tool.tar.gz\nRUN rm /opt/tool.tar.gz`)],
  ['a copied zip that is deleted is another rule’s', 'FROM debian:13-slim\nCOPY data.zip /tmp/\nRUN unzip /tmp/data.zip -d /opt && rm /tmp/data.zip\n'],
  ['a name that the server gives', run(`curl -OJ ${url} && tar xzf tool.tar.gz`)],
  ['Windows', '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN curl -o t.zip https://example.org/t.zip && tar xf t.zip\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: 0 })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'the old options of tar', text: run(`wget ${url} && tar xzf tool.tar.gz`), findings: ['tar xzf tool.tar.gz'], fixed: run(`wget ${url} && tar xzf tool.tar.gz && rm tool.tar.gz`) },
  { name: 'a later command names it', text: run(`wget ${url} && tar xzf tool.tar.gz && sha256sum tool.tar.gz && ls`), findings: 1, fixed: run(`wget ${url} && tar xzf tool.tar.gz && sha256sum tool.tar.gz \\\n    && rm tool.tar.gz && ls`) },
  { name: 'deleted before', text: run(`rm -f tool.tar.gz && wget ${url} && tar -xf tool.tar.gz`), findings: 1 },
  { name: 'another one deleted', text: run(`wget ${url} && tar -xf tool.tar.gz && rm -f tool.zip`), findings: 1 },
  { name: 'a version in a variable', text: run('V=1.2 && curl -fsSLo t-${V}.tgz https://example.org/$V.tgz && tar -xzf t-$V.tgz -C /usr/local'), findings: ['tar -xzf t-$V.tgz -C /usr/local'] },
  { name: 'a version in an ARG', text: 'FROM debian:13-slim\nARG V=1.2\nRUN wget https://example.org/t-$V.zip && unzip -q t-1.2.zip\n', findings: ['unzip -q t-1.2.zip'] },
  { name: 'a redirect', text: run(`curl -fsSL ${url} > /tmp/t.tgz && tar xf /tmp/t.tgz`), findings: 1 },
  { name: 'an output folder', text: run(`curl --output-dir /tmp -O ${url} && tar -x -f /tmp/tool.tar.gz`), findings: 1 },
  { name: '--file=', text: run(`wget ${url} && tar --extract --file=tool.tar.gz`), findings: 1, fixed: run(`wget ${url} && tar --extract --file=tool.tar.gz && rm tool.tar.gz`) },
  { name: 'two RUNs', text: run(`wget ${url}\nRUN tar xzf tool.tar.gz`), findings: 1 },
  { name: 'a Debian package', text: run('wget https://example.org/viewer.deb && apt-get install -y ./viewer.deb'), findings: ['apt-get install -y ./viewer.deb'], fixed: run('wget https://example.org/viewer.deb && apt-get install -y ./viewer.deb && rm ./viewer.deb') },
  { name: 'an installer', text: run('curl -fsSLO https://example.org/Miniconda3.sh && bash Miniconda3.sh -b -p /opt/conda'), findings: 1 },
  { name: 'ADD from the network', text: 'FROM debian:13-slim\nADD https://example.org/tool.tar.gz /opt/\nRUN tar -xzf /opt/tool.tar.gz -C /usr/local\n', findings: ['https://example.org/tool.tar.gz'] },
  { name: 'a copied archive with tar and rm', text: 'FROM debian:13-slim\nWORKDIR /srv\nCOPY site.tgz ./\nRUN tar xzf site.tgz && rm site.tgz && ls\n', findings: ['site.tgz'], fixed: 'FROM debian:13-slim\nWORKDIR /srv\nADD site.tgz /srv/\nRUN ls\n' },
  { name: 'stripped components are more than ADD can do', text: 'FROM debian:13-slim\nCOPY site.tgz /srv/\nRUN tar xzf /srv/site.tgz --strip-components=1 -C /srv\n', findings: ['site.tgz'] },
  { name: 'an archive of another stage', text: 'FROM debian:13 AS build\nRUN make dist\nFROM debian:13-slim\nCOPY --from=build /dist.tar /tmp/\nRUN tar xf /tmp/dist.tar -C /srv\n', findings: ['/dist.tar'] },
  { name: 'a heredoc', text: 'FROM debian:13-slim\nWORKDIR /opt\nRUN <<EOF\nset -e\nwget https://example.org/a.zip\nunzip a.zip\nEOF\n', findings: 1, fixed: 'FROM debian:13-slim\nWORKDIR /opt\nRUN <<EOF\nset -e\nwget https://example.org/a.zip\nunzip a.zip\nrm a.zip\nEOF\n' },
]; // prettier-ignore

describe('size/archive-left', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('is silent about a small archive', async () => {
    const text = 'FROM debian:13-slim\nCOPY site.tgz /srv/\nRUN tar xzf /srv/site.tgz -C /srv\n';
    expect(findingsOf(rule, text, await factsFor(text, { 'site.tgz': 'small' }))).toEqual([]);
    expect(findingsOf(rule, text, await factsFor(text, { 'site.tgz': 'x'.repeat(200_000) }))).toHaveLength(1);
  });
});
