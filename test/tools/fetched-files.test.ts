import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { shellOf } from '../../server/dockerfile/shell.ts';
import { extractions } from '../../server/tools/archives.ts';
import { fetchedFiles } from '../../server/tools/fetched-files.ts';
import { removals, removes } from '../../server/tools/removals.ts';

/** The last command of a RUN in /w, where the Dockerfile sets V to 1.2. */
function lastCommand(script: string) {
  const model = parseDockerfile(`FROM debian:13\nENV V=1.2\nRUN ${script}\n`);
  const run = model.instructions[2]!;
  return { command: shellOf(run, model)!.commands.at(-1)!, state: run.state };
}

describe('fetchedFiles', () => {
  it.each([
    ['curl -o a.tgz https://x.example/b', ['/w/a.tgz']],
    ['curl -fsSLo /tmp/a.tgz https://x.example/b', ['/tmp/a.tgz']],
    ['curl -o/tmp/a.tgz https://x.example/b', ['/tmp/a.tgz']],
    ['curl --output=a.tgz https://x.example/b', ['/w/a.tgz']],
    ['curl -sSLO https://x.example/dir/b.zip?raw=1', ['/w/b.zip']],
    ['curl --output-dir /tmp --remote-name https://x.example/b.zip', ['/tmp/b.zip']],
    ['curl https://x.example/b > "c d.bin"', ['/w/c d.bin']],
    ['curl -OJ https://x.example/b', []],
    ['curl https://x.example/b', []],
    ['curl -o /dev/null https://x.example/b', []],
    ['wget https://x.example/b-$V.tgz', ['/w/b-1.2.tgz']],
    ['wget https://x.example/b-${X}.tgz', ['/w/b-${X}.tgz']],
    ['wget -P /tmp https://x.example/b.tgz', ['/tmp/b.tgz']],
    ['wget -qO a https://x.example/b', ['/w/a']],
    ['wget -O - https://x.example/b', []],
    ['wget -qO- https://x.example/b', []],
    ['git clone --depth 1 -b main https://x.example/team/tool.git', ['/w/tool']],
    ['git clone https://x.example/team/tool.git /src/tool', ['/src/tool']],
    ['git pull', []],
    ['echo https://x.example/b', []],
  ])('%s', (script, expected) => {
    const { command, state } = lastCommand(script);
    expect(fetchedFiles(command, '/w', state)).toEqual(expected);
  });
});

describe('extractions', () => {
  it.each([
    ['tar xzf a.tgz', 'a.tgz'],
    ['tar -x -z -f a.tgz -C /opt', 'a.tgz'],
    ['tar --extract --file=a.tar', 'a.tar'],
    ['tar -C /opt -xJf a.tar.xz --strip-components 1', 'a.tar.xz'],
    ['tar xz', undefined],
    ['tar xzf -', undefined],
    ['tar czf a.tgz /etc', undefined],
    ['tar tf a.tgz', undefined],
    ['tar -xOf a.tgz file', undefined],
    ['unzip -q a.zip -d /opt', 'a.zip'],
    ['unzip -p a.zip', undefined],
    ['7z x a.7z', 'a.7z'],
    ['dpkg -i a.deb', 'a.deb'],
    ['dpkg -l', undefined],
    ['apt-get install -y ./a.deb', './a.deb'],
    ['apt-get install -y curl', undefined],
    ['bash Miniforge3.sh -b', 'Miniforge3.sh'],
    ['bash entrypoint.sh', undefined],
  ])('%s', (script, file) => {
    expect(extractions(lastCommand(script).command)[0]?.file.value).toBe(file);
  });
});

describe('removals', () => {
  it.each([
    ['rm -rf a /b', ['/w/a', '/b']],
    ['rm -rf /tmp/{a,b}.zip', ['/tmp/a.zip', '/tmp/b.zip']],
    ['rm -- -x', ['/w/-x']],
    ['rm -rf "$V"', ['/w/1.2']],
    ['rmdir a', []],
    ['ls a', []],
  ])('%s', (script, expected) => {
    const { command, state } = lastCommand(script);
    expect(removals(command, '/w', state).map(({ path }) => path)).toEqual(expected);
  });

  it.each([
    ['/tmp', '/tmp/a', true],
    ['/tmp/a', '/tmp/a', true],
    ['/tmp/a', '/tmp/ab', false],
    ['/tmp/*', '/tmp/a/b', true],
    ['/tmp/*.zip', '/tmp/a.zip', true],
    ['/tmp/*.zip', '/tmp/a.tgz', false],
    ['/t*/x', '/tmp/x', false],
    ['/', '/a', true],
  ])('%s takes away %s: %s', (removed, path, expected) => {
    expect(removes(removed, path)).toBe(expected);
  });
});
