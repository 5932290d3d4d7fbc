import { describe, expect, it } from 'vitest';
import { parseShell } from '../../../server/dockerfile/shell.ts';
import { artifactSide } from '../../../server/rewrite/artifact/sides.ts';

describe('what a command of a compiling image is for', () => {
  it.each([
    ['cargo build', 'build'],
    ['apt-get install -y gcc', 'system'],
    ['update-ca-certificates', 'system'],
    ['sed -i s/a/b/ /etc/apt/sources.list', 'system'],
    ['useradd app', 'account'],
    ['mkdir -p /data', 'files'],
    ['chown app /data', 'files'],
    ['rm -rf /var/lib/apt/lists/* /root/.m2', 'clean'],
    ['echo hello', 'neutral'],
    ['set -e', 'neutral'],
    ['sh -c "echo a"', 'neutral'],
    ['echo hello > /etc/motd', 'unknown'],
    ['rm -rf /srv/app', 'unknown'],
    ['sed -i s/a/b/ /srv/app.conf', 'unknown'],
    ['./configure', 'unknown'],
  ])('%s: %s', (text, side) => {
    const [command] = parseShell(text).commands;
    expect(artifactSide(command!, ({ name }) => (name === 'cargo' ? 'build' : undefined))).toBe(side);
  });
});
