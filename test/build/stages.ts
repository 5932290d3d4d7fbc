/** The FROM lines of a Dockerfile whose image names hold no variables, as those of the projects here. */
export interface FromLine {
  readonly image: string;
  readonly stage: string | undefined;
}

export function fromLines(dockerfile: string): readonly FromLine[] {
  const pattern = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$/gim;
  return [...dockerfile.matchAll(pattern)].map(([, image, stage]) => ({ image: image!, stage }));
}

/** The image that the last stage rests on. */
export function finalImage(dockerfile: string): string | undefined {
  const lines = fromLines(dockerfile);
  let image = lines.at(-1)?.image;
  for (let i = lines.length - 2; i >= 0; i--) if (lines[i]!.stage === image) image = lines[i]!.image;
  return image;
}
