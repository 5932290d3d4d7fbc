/**
 * Brings scripts/image-table/images.jsonl up to date from the registries, and the table that is made of it. Prints what
 * changed, for a maintainer to look over.
 *
 *   npm run update-images                         all images
 *   npm run update-images -- node python          those of some repositories
 *   npm run update-images -- --check              only reports, writes nothing
 *   npm run update-images -- --docker-credentials with the credentials of Docker's configuration
 *
 * A tag that still has the digest that its sizes were read from costs one request, which is no pull. Registries that
 * count pulls refuse at some point: their rows stay as they are, and the next run goes on with them.
 */
import { readFile } from 'node:fs/promises';
import { dockerFolder } from '../server/platform/node/cache-folder.ts';
import { systemClock } from '../server/platform/node/clock.ts';
import { dockerCredentials } from '../server/platform/node/docker-credentials.ts';
import { createHttpClient } from '../server/platform/node/http-client.ts';
import { RegistryClient } from '../server/registry/client.ts';
import { Transport } from '../server/registry/transport.ts';
import { encodeTable, tableFile } from './image-table/encode.ts';
import { refresh } from './image-table/refresh.ts';
import { reportOf } from './image-table/report.ts';
import { imagesFile, readImages, writeImages } from './image-table/source.ts';
import { generatedFiles } from './put.ts';

/** Milliseconds for one request. */
const patience = 20_000;

const args = process.argv.slice(2);
const options = new Set(args.filter((argument) => argument.startsWith('--')));
const repositories = args.filter((argument) => !argument.startsWith('--'));
const images = readImages(await readFile(imagesFile, 'utf8'));
const unknown = [
  ...[...options].filter((option) => !['--check', '--docker-credentials'].includes(option)),
  ...repositories.filter((name) => !images.some(({ repository }) => repository === name)),
];
if (unknown.length > 0) {
  console.error(`update-images: not known: ${unknown.join(', ')}`);
  process.exitCode = 2;
} else await run();

async function run(): Promise<void> {
  const logger = { info: console.log, warn: console.error, error: console.error };
  const transport = new Transport({
    http: createHttpClient({ userAgent: 'dockerfile-optimizer-update' }),
    clock: systemClock,
    timeoutMs: patience,
    ...(options.has('--docker-credentials')
      ? { credentials: dockerCredentials(dockerFolder(process.env), logger) }
      : {}),
  });
  const wanted = images.filter(
    ({ repository }) => repositories.length === 0 || repositories.includes(repository),
  );
  const today = systemClock.today();
  const results = await refresh(wanted, new RegistryClient(transport), today);
  process.stdout.write(reportOf(results, today));
  const after = new Map(results.map((result) => [result.before, result.after]));
  const all = images.map((image) => after.get(image) ?? image);
  if (!options.has('--check')) {
    const files = generatedFiles(false);
    await files.put(imagesFile, writeImages(all));
    await files.put(tableFile, encodeTable(all));
  }
  const answered = results.some(
    ({ outcome, before, after }) => outcome.kind === 'vanished' || before !== after,
  );
  // Nothing was learned: that is no success.
  if (!answered) process.exitCode = 1;
}
