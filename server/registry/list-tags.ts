/** Which tags a repository has: from Docker Hub's own list where that is to be had, else from the registry's. */
import type { ImageReference } from '../images/reference.ts';
import type { CancellationSignal } from '../ports.ts';
import { endpointOf } from './endpoint.ts';
import type { Mirrors } from './endpoint.ts';
import { hubTags, onHub } from './hub.ts';
import type { TagList } from './tags.ts';
import { distributionTags } from './tag-list.ts';
import type { Transport } from './transport.ts';

/** Tag and digest of `reference` do not matter. Never rejects; the newest first where the list has dates. */
export function listTags(
  transport: Transport,
  reference: ImageReference,
  mirrors: Mirrors,
  signal?: CancellationSignal,
): Promise<TagList> {
  return onHub(reference, mirrors)
    ? hubTags(transport, reference, signal)
    : distributionTags(transport, endpointOf(reference, mirrors), signal);
}
