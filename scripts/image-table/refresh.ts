/** Brings the data behind the table up to date: what registries say of each of its images now. */
import { parseReference } from '../../server/images/reference.ts';
import type { ImageReference } from '../../server/images/reference.ts';
import type { RegistryClient } from '../../server/registry/client.ts';
import type { Failure } from '../../server/registry/failure.ts';
import { diskSize, pullSize } from '../../server/registry/image.ts';
import type { RegistryImage } from '../../server/registry/image.ts';
import { Limiter } from '../../server/registry/limiter.ts';
import { nameOf } from './source.ts';
import type { SourceImage } from './source.ts';

export type Outcome =
  /** The tag still stands for what the sizes were read from: nobody pulled anything. */
  | { readonly kind: 'same' }
  | { readonly kind: 'read' }
  /** The registry answers and has no such tag, or none for linux/amd64. */
  | { readonly kind: 'vanished'; readonly why: string }
  | { readonly kind: 'failed'; readonly host: string; readonly why: string };

export interface Refreshed {
  readonly before: SourceImage;
  /** The same object where nothing is known to have changed. */
  readonly after: SourceImage;
  readonly outcome: Outcome;
}

const platform = { os: 'linux', architecture: 'amd64' };
/** Images at a time; the client limits requests for itself. */
const atATime = 4;

/** `today`: `YYYY-MM-DD`. Keeps the order; never rejects. `scratch` is left out of the asking. */
export function refresh(
  images: readonly SourceImage[],
  client: Pick<RegistryClient, 'describe' | 'digest'>,
  today: string,
): Promise<Refreshed[]> {
  const limiter = new Limiter(atATime);
  return Promise.all(images.map((image) => limiter.run(() => refreshOne(image, client, today))));
}

async function refreshOne(
  before: SourceImage,
  client: Pick<RegistryClient, 'describe' | 'digest'>,
  today: string,
): Promise<Refreshed> {
  const reference = before.tag === '' ? undefined : parseReference(nameOf(before));
  if (!reference) return { before, after: before, outcome: { kind: 'same' } };
  const isRead = before.digest !== undefined && before.onDisk !== undefined;
  const head = isRead ? await client.digest(reference) : undefined;
  if (head?.ok && head.digest === before.digest)
    return { before, after: { ...before, lookedUp: today }, outcome: { kind: 'same' } };
  const described = await client.describe(reference, { platform });
  if (!described.ok) return { before, after: before, outcome: failed(described, reference) };
  return { before, after: updated(before, described.image, today), outcome: { kind: 'read' } };
}

function failed({ reason, detail }: Failure, { domain }: ImageReference): Outcome {
  return reason === 'not-found'
    ? { kind: 'vanished', why: detail }
    : { kind: 'failed', host: domain, why: detail };
}

function updated(before: SourceImage, image: RegistryImage, today: string): SourceImage {
  const disk = diskSize(image);
  const user = userOf(image.config.user, before);
  return {
    ...before,
    compressed: { bytes: pullSize(image), kind: 'exact', date: today },
    onDisk: { bytes: disk.bytes, kind: disk.exact ? 'exact' : 'derived', date: today },
    architectures: image.platforms.flatMap((name) =>
      name.startsWith('linux/') ? [name.slice('linux/'.length)] : [],
    ),
    ...(user ? { defaultUser: user } : {}),
    digest: image.indexDigest ?? image.digest,
    lookedUp: today,
  };
}

/** The account as the table has it: with name and number. Undefined where the configuration does not settle it. */
function userOf(text: string, { defaultUser, nonRootUser }: SourceImage): SourceImage['defaultUser'] {
  const name = text.split(':')[0]!.trim();
  if (name === '' || name === 'root' || name === '0') return { name: 'root', uid: 0 };
  const accounts = [defaultUser, nonRootUser].filter((account) => account !== undefined);
  return accounts.find((account) => account.name === name || String(account.uid) === name);
}
