/** What the command line knows of images: one memory for a run. */
import { defaultSettings } from '../../shared/settings.ts';
import { imageReferences } from '../dockerfile/image-references.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { connectImages } from '../images/connect.ts';
import type { ImageFacts } from '../images/facts.ts';
import type { LiveImages } from '../images/live.ts';
import type { CliIo } from './io.ts';
import { stderrLogger } from './logger.ts';

const byRun = new WeakMap<CliIo, LiveImages>();

/** `quick`: nobody waits for a registry that can't be reached. The first call of a run decides. */
export function imagesOf(
  io: CliIo,
  options: { readonly offline: boolean; readonly quick: boolean },
): LiveImages {
  let images = byRun.get(io);
  if (!images) {
    images = connectImages(defaultSettings, {
      clock: io.clock,
      // Why a registry gave no answer is said where it matters; the table answers all the same.
      logger: { ...stderrLogger(io), info: () => undefined },
      http: options.offline ? undefined : io.http?.(options.quick),
      store: io.store,
      credentials: io.credentials,
      engine: options.offline ? undefined : io.engine,
    });
    byRun.set(io, images);
  }
  return images;
}

/**
 * The facts for a Dockerfile's images. A registry is asked only about those that the table does not have or only
 * nearly: a manifest counts as a pull on Docker Hub, and a pipeline has few of these.
 */
export async function imagesFor(io: CliIo, model: DockerfileModel, offline: boolean): Promise<ImageFacts> {
  const images = imagesOf(io, { offline, quick: true });
  const unknown = imageReferences(model)
    .map(({ reference }) => reference)
    .filter((reference) => {
      const fact = images.facts().lookup(reference);
      return fact === undefined || fact.approximates !== undefined;
    });
  if (unknown.length > 0) await images.learn(unknown);
  return images.facts();
}
