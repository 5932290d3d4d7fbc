/** The FROM lines of a Dockerfile whose image names hold no variables, as those of the projects here. */
export interface FromLine {
  readonly image: string;
  readonly stage: string | undefined;
}

export function fromLines(dockerfile: string): readonly FromLine[] {
  const pattern = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$/gim;
  return [...dockerfile.matchAll(pattern)].map(([, image, stage]) => ({ image: image!, stage }));
}

/** Every image that the Dockerfile takes from a registry, also by `COPY --from`. */
export function neededImages(dockerfile: string): readonly string[] {
  const stages = new Set(['scratch']);
  const images = new Set<string>();
  for (const { image, stage } of fromLines(dockerfile)) {
    if (!stages.has(image)) images.add(image);
    if (stage !== undefined) stages.add(stage);
  }
  for (const [, source] of dockerfile.matchAll(/^(?:COPY|ADD)\s+(?:--\S+\s+)*--from=(\S+)/gim))
    if (!stages.has(source!) && !/^\d+$/.test(source!)) images.add(source!);
  return [...images];
}

/** The image that the last stage rests on. */
export function finalImage(dockerfile: string): string | undefined {
  const lines = fromLines(dockerfile);
  let image = lines.at(-1)?.image;
  for (let i = lines.length - 2; i >= 0; i--) if (lines[i]!.stage === image) image = lines[i]!.image;
  return image;
}
