import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { embeddedImages } from '../../../server/images/table.ts';
import { calledPrograms, fitPrograms } from '../../../server/rewrite/artifact/programs.ts';

const images = embeddedImages();

function called(text: string): string[] | undefined {
  const model = parseDockerfile(`FROM debian:12\n${text}`);
  const found = calledPrograms(model.stages[0]!, model, () => false);
  return found && [...found];
}

describe('the programs that a container calls', () => {
  it.each<[string, string, string[]]>([
    ['a command', 'CMD ["/app/shop", "--port", "80"]', ['/app/shop']],
    ['words for an entrypoint', 'ENTRYPOINT ["/app/shop"]\nCMD ["serve"]', ['/app/shop']],
    ['an init', 'ENTRYPOINT ["tini", "--", "/app/shop"]', ['tini', '/app/shop']],
    ['an init with a command', 'ENTRYPOINT ["/sbin/tini", "--"]\nCMD ["/app/shop"]', ['/sbin/tini', '/app/shop']],
    ['a shell', 'CMD wait-for db && exec /app/shop', ['wait-for', '/app/shop']],
    ['a health check', 'HEALTHCHECK CMD curl -f http://localhost || exit 1\nCMD ["/app/shop"]', ['/app/shop', 'curl', 'exit']],
    ['no health check', 'HEALTHCHECK NONE\nCMD ["/app/shop"]', ['/app/shop']],
    ['nothing', 'EXPOSE 80', []],
  ])('%s', (_, text, expected) => {
    expect(called(text)).toEqual(expected);
  }); // prettier-ignore
});

describe('programs and a final base', () => {
  const fit = (base: string, ...programs: string[]): unknown =>
    fitPrograms(new Set(programs), images.lookup(base)!, (program) => program.startsWith('/app/'));

  it.each<[string, string, string[], string[], string[]]>([
    ['the project’s own', 'debian:12-slim', ['/app/shop'], [], []],
    ['what every shell has', 'debian:12-slim', ['sh', 'exit', '/bin/mkdir'], [], []],
    ['what an install brings', 'debian:12-slim', ['curl', 'nc', 'tini'], ['curl', 'netcat-openbsd', 'tini'], []],
    ['what the base has', 'debian:12-slim', ['bash'], [], []],
    ['what nothing brings', 'debian:12-slim', ['/opt/tool/run', 'frobnicate'], [], ['/opt/tool/run', 'frobnicate']],
    ['a base without a shell', 'gcr.io/distroless/cc-debian12:nonroot', ['sh', 'curl'], [], ['sh', 'curl']],
    ['BusyBox', 'alpine:3.22', ['wget'], [], []],
    ['what an install brings to Alpine', 'alpine:3.22', ['curl', 'bash', '/sbin/tini', 'dumb-init'], ['curl', 'bash', 'tini', 'dumb-init'], []],
    ['a place where Alpine has none', 'alpine:3.22', ['/usr/bin/tini', 'gosu'], [], ['/usr/bin/tini', 'gosu']],
  ])('%s', (_, base, programs, packages, missing) => {
    expect(fit(base, ...programs)).toEqual({ packages, missing });
  }); // prettier-ignore
});
