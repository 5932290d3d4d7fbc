/** What the command line knows of images: one memory for a run. */
import { defaultSettings } from '../../shared/settings.ts';
import { imageReferences } from '../dockerfile/image-references.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { isOldTable } from '../images/age.ts';
import { connectImages } from '../images/connect.ts';
import type { ImageFacts } from '../images/facts.ts';
import type { LiveImages } from '../images/live.ts';
import type { CliIo } from './io.ts';
import { stderrLogger } from './logger.ts';

const byRun = new WeakMap<CliIo, LiveImages>();

export interface ImageAccess {
  /** Nobody is asked: no registry, and no engine of this machine. */
  readonly offline: boolean;
  /** Registries get the credentials that Docker's configuration holds for them. */
  readonly dockerCredentials: boolean;
}

/** `quick`: it is about more than images, nobody waits for them. The first call of a run decides. */
export function imagesOf(io: CliIo, options: ImageAccess & { readonly quick: boolean }): LiveImages {
  let images = byRun.get(io);
  if (!images) {
    const settings = { ...defaultSettings, registryUseDockerCredentials: options.dockerCredentials };
    images = connectImages(settings, {
      clock: io.clock,
      // Why a registry gave no answer is said where it matters; the table answers all the same.
      logger: { ...stderrLogger(io), info: () => undefined },
      http: options.offline ? undefined : io.http?.(options.quick),
      store: io.store,
      credentials: io.credentials,
      engine: options.offline ? undefined : io.engine?.(options.quick),
    });
    byRun.set(io, images);
  }
  return images;
}

/**
 * The facts for a Dockerfile's images. A registry is asked only about those that the table does not have or only
 * nearly: a manifest counts as a pull on Docker Hub, and a pipeline has few of these.
 */
export async function imagesFor(io: CliIo, model: DockerfileModel, access: ImageAccess): Promise<ImageFacts> {
  const images = imagesOf(io, { ...access, quick: true });
  const unknown = imageReferences(model)
    .map(({ reference }) => reference)
    .filter((reference) => {
      const fact = images.facts().lookup(reference);
      return fact === undefined || fact.approximates !== undefined;
    });
  if (unknown.length > 0) await images.learn(unknown);
  const facts = images.facts();
  warnOfOldTable(io, facts);
  return facts;
}

const warned = new WeakSet<CliIo>();

/** Says once in a run that the figures are not today's. */
export function warnOfOldTable(io: CliIo, { compiled }: ImageFacts): void {
  if (warned.has(io) || !isOldTable(compiled, io.clock.today())) return;
  warned.add(io);
  io.stderr.write(
    `The built-in table of images is of ${compiled}, more than a year old: a newer version of this program knows newer images.\n`,
  );
}
