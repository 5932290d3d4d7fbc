/**
 * Brings scripts/debian-libraries/libraries.jsonl up to date from Debian's lists of packages (11 to 13 MB a release), and
 * the table that is made of it. Prints what changed, for a maintainer to look over.
 *
 *   npm run update-debian-libraries                          all releases
 *   npm run update-debian-libraries -- --check               only reports, writes nothing
 *   npm run update-debian-libraries -- --mirror=URL          from another mirror than deb.debian.org
 *
 * A release whose list can't be read keeps what is known of it.
 */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { systemClock } from '../server/platform/node/clock.ts';
import { createHttpClient } from '../server/platform/node/http-client.ts';
import { encodeLibraries, generatedFile } from './debian-libraries/encode.ts';
import { PackageList } from './debian-libraries/packages.ts';
import { changes, refresh } from './debian-libraries/refresh.ts';
import { librariesFile, readLibraries, writeLibraries } from './debian-libraries/source.ts';
import { generatedFiles } from './put.ts';

/** Milliseconds for one list. */
const patience = 120_000;
const maximumBytes = 64 * 1024 * 1024;

const args = process.argv.slice(2);
const mirrorOption = '--mirror=';
const unknown = args.filter((argument) => argument !== '--check' && !argument.startsWith(mirrorOption));
if (unknown.length > 0) {
  console.error(`update-debian-libraries: not known: ${unknown.join(', ')}`);
  process.exitCode = 2;
} else await run();

async function run(): Promise<void> {
  const mirror = args.find((argument) => argument.startsWith(mirrorOption))?.slice(mirrorOption.length);
  const before = readLibraries(await readFile(librariesFile, 'utf8'));
  const lists = new Map<string, PackageList>();
  for (const { release, codename } of before.releases) {
    const list = await download(
      `${mirror ?? 'https://deb.debian.org/debian'}/dists/${codename}/main/binary-amd64/Packages.gz`,
    );
    if (list) lists.set(release, list);
    else process.exitCode = 1;
  }
  const after = refresh(before, lists, systemClock.today());
  for (const line of changes(before, after)) console.log(line);
  if (args.includes('--check')) return;
  const files = generatedFiles(false);
  await files.put(librariesFile, writeLibraries(after));
  await files.put(generatedFile, encodeLibraries(after));
}

async function download(url: string): Promise<PackageList | undefined> {
  const http = createHttpClient({ userAgent: 'dockerfile-optimizer-update' });
  const answer = await http.request({ method: 'GET', url, headers: {}, maxBytes: maximumBytes, timeoutMs: patience, allowPrivate: true }); // prettier-ignore
  if (answer.ok && answer.status === 200) {
    try {
      return new PackageList(gunzipSync(answer.body).toString('utf8'));
    } catch (error) {
      console.error(`${url}: ${String(error)}`);
      return undefined;
    }
  }
  console.error(`${url}: ${answer.ok ? `status ${answer.status}` : answer.detail}`);
  return undefined;
}
