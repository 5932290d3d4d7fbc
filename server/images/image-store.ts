/** What was learned about images, kept between runs: an image under its digest, and which one a tag stood for on a day. */
import type { TextStore } from '../ports.ts';
import type { RegistryImage } from '../registry/image.ts';
import type { Learned } from './live-overlay.ts';
import { imageKey, readImage, readTag, tagKey, writeRecord } from './live-record.ts';

export class ImageStore {
  readonly #store: TextStore | undefined;

  /** Without a store nothing is kept. */
  constructor(store: TextStore | undefined) {
    this.#store = store;
  }

  /** What is kept under a name, however old. */
  async recall(name: string): Promise<Learned | undefined> {
    const tag = readTag(await this.#store?.read(tagKey(name)), name);
    const image = tag && (await this.#image(tag.digest));
    if (!image) return undefined;
    const { indexDigest, platforms, date } = tag;
    return { image: { ...image, indexDigest, platforms }, date };
  }

  /** An image of which everything is known. One with layers of unknown length is read anew: another time the registry may tell. */
  async complete(digest: string): Promise<RegistryImage | undefined> {
    const image = await this.#image(digest);
    return image && isComplete(image) ? image : undefined;
  }

  async keep(name: string, { image, date }: Learned): Promise<void> {
    if (!this.#store) return;
    const { digest, indexDigest, platforms } = image;
    if (isComplete(image) || (await this.#image(digest)) === undefined)
      await this.#store.write(imageKey(digest), writeRecord(image));
    await this.#store.write(tagKey(name), writeRecord({ name, date, digest, indexDigest, platforms }));
  }

  async #image(digest: string): Promise<RegistryImage | undefined> {
    return readImage(await this.#store?.read(imageKey(digest)), digest);
  }
}

export function isComplete({ layers }: RegistryImage): boolean {
  return layers.every(({ unpacked }) => unpacked !== undefined);
}
