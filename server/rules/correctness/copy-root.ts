import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { rootBase, stageNamed } from '../../dockerfile/stages.ts';
import { formatBytes } from '../../images/format.ts';
import type { ImageFact } from '../../images/facts.ts';
import { defineRule, type Facts } from '../rule.ts';

export default defineRule({
  id: 'correctness/copy-root',
  severity: 'warning',
  summary: 'The whole file system of another image is copied over this one',
  fix: 'none',
  why: `\`COPY --from=build / /\` puts every file of the other image on top of this one: its libraries, its package database, its accounts. Where both
differ, the image has a mixture that no package manager knows about, and everything that the stages were meant to leave behind comes along. Copy the
folders that the program needs.

It does not matter where one side is empty: a stage on \`scratch\` that flattens another one into a single layer, or one that only collects files.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3067' }],
  examples: [
    {
      bad: 'FROM golang:1.25 AS build\nRUN mkdir /out\n\nFROM debian:trixie-slim\nCOPY --from=build / /\nUSER 10001\nCMD ["/out/server"]\n',
      good: 'FROM golang:1.25 AS build\nRUN mkdir /out\n\nFROM debian:trixie-slim\nCOPY --from=build /out /out\nUSER 10001\nCMD ["/out/server"]\n',
    },
  ],
  *check({ model, facts }) {
    for (const stage of model.stages) {
      if (rootBase(stage).kind === 'scratch') continue;
      for (const instruction of stage.instructions) {
        const copy = readCopy(instruction);
        if (copy?.from === undefined || copy.destination !== '/') continue;
        const source = copy.sources.find(({ path, complete }) => complete && path === '.');
        const image = source && originImage(copy.from, stage, model, facts);
        if (!source || !image) continue;
        const size = image.onDisk ? ` (${formatBytes(image.onDisk.bytes, image.onDisk.kind)})` : '';
        yield {
          span: { start: source.word.span.start, end: copy.destinationWord.span.end },
          message: `This copies the whole file system of \`${copy.from}\`, with all of ${image.name}${size}, over that of this stage. Copy only the paths that the program needs.`,
        };
      }
    }
  },
});

/** The known image with a distribution that the copied file system starts from; files collected on scratch are none. */
function originImage(from: string, user: Stage, model: DockerfileModel, facts: Facts): ImageFact | undefined {
  const stage = stageNamed(model, from, user);
  const base = stage ? rootBase(stage) : undefined;
  if (base && base.kind !== 'image') return undefined;
  const fact = facts.images.lookup(base?.reference ?? from);
  return fact?.distro ? fact : undefined;
}
