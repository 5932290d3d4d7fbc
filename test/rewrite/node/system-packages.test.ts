/** What running programs need of the distribution's packages that a build installs. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import type { ImageFact } from '../../../server/images/facts.ts';
import { runtimePackages } from '../../../server/rewrite/node/system-packages.ts';

type Distro = ImageFact['distro'];

const distro = (family: string, version?: string): Distro => ({ family, version, codename: undefined });
const debian = (version?: string): Distro => distro('debian', version);
const alpine = distro('alpine', '3.24');
const apt = (...names: string[]): string => `RUN apt-get update && apt-get install -y ${names.join(' ')}`;
const apk = (...names: string[]): string => `RUN apk add --no-cache ${names.join(' ')}`;

/** What is left of the RUNs, one after the other. */
function left(runs: readonly string[], distro: Distro): readonly (string | undefined)[] {
  const model = parseDockerfile(['FROM node:22', ...runs, ''].join('\n'));
  const installed = new Set<string>();
  return model.stages[0]!.instructions.map((each) => runtimePackages(each, model, distro, installed));
}

const canvas = ['build-essential', 'libcairo2-dev', 'libpango1.0-dev', 'libjpeg-dev', 'libgif-dev'];

describe('packages that the running program needs', () => {
  it.each<[string, readonly string[], Distro, readonly (string | undefined)[]]>([
    ['only what builds', [apt('python3', 'make', 'g++')], debian('12'), [undefined]],
    ['what is in no list stays', [apt('ffmpeg', 'g++')], debian('12'), [apt('ffmpeg')]],
    ['libraries behind headers', [apt(...canvas)], debian('12'), [apt('libcairo2', 'libpango-1.0-0 libpangocairo-1.0-0 libpangoft2-1.0-0', 'libjpeg62-turbo', 'libgif7')]],
    ['names of the release', [apt('libvips-dev')], debian('12'), [apt('libvips42')]],
    ['names of a later release', [apt('libvips-dev')], debian('13'), [apt('libvips42t64')]],
    ['headers of libraries that differ between releases, of which none is known', [apt('libvips-dev')], debian(), [apt('libvips-dev')]],
    ['libraries that every image has', [apt('zlib1g-dev')], debian('12'), [undefined]],
    ['headers without a known library', [apt('libodd-dev')], debian('12'), [apt('libodd-dev')]],
    ['a library once', [apt('libpq-dev'), apt('libpq5', 'curl')], debian('12'), [apt('libpq5'), apt('libpq5', 'curl')]],
    ['two headers of one library', [apt('libmariadb-dev', 'default-libmysqlclient-dev')], debian('12'), [apt('libmariadb3')]],
    ['Alpine', [apk('build-base', 'cairo-dev', 'giflib-dev')], alpine, [apk('cairo', 'giflib')]],
    ['Alpine, headers without a known library', [apk('odd-dev')], alpine, [apk('odd-dev')]],
    ['a distribution without lists', [apt('libpq-dev')], distro('ubuntu', '24.04'), [apt('libpq-dev')]],
  ])('%s', (_, runs, distro, expected) => {
    expect(left(runs, distro)).toEqual(expected);
  }); // prettier-ignore

  it('keeps upgrades without packages', () => {
    const upgrade = 'RUN apt-get update && apt-get upgrade -y';
    expect(left([upgrade], debian('12'))).toEqual([upgrade]);
  });
});
