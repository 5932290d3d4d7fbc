import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { neededStages } from '../../dockerfile/stages.ts';
import { stageReferences } from '../../dockerfile/stage-references.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'correctness/unused-stage',
  severity: 'info',
  summary: 'Nothing uses a stage',
  fix: 'none',
  why: `BuildKit leaves out a stage that the image does not need, so it costs nothing; but often a \`COPY --from\` was forgotten, and the work is
done again elsewhere. Stages that may be built for themselves with \`--target\` (dev, test, lint, production …) are not meant: there is a
finding only for a stage without a name, and for one whose name says that it is there for others (deps, vendor, assets …) and that starts no
program.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM node:22-alpine AS deps\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nFROM node:22-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine AS deps\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nFROM node:22-alpine\nWORKDIR /app\nCOPY . .\nCOPY --from=deps /app/node_modules ./node_modules\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model }) {
    // What can't be read may name the stage.
    if (model.problems.length > 0) return;
    // Generated files; and what each target needs would have to be found for each.
    if (model.stages.length > maximumStages) return;
    const needed = new Set(
      model.stages
        .filter((stage) => isTarget(stage, model))
        .flatMap((stage) => [...neededStages(model, stage)]),
    );
    const named = new Set([...references(model)].map((name) => name.toLowerCase()));
    for (const stage of model.stages) {
      if (needed.has(stage) || named.has(stage.name?.toLowerCase() ?? String(stage.index))) continue;
      yield {
        span: stage.nameSpan ?? stage.imageWord?.span ?? stage.from.keywordSpan,
        message:
          stage.name === undefined
            ? `Nothing uses this stage: it has no name, no other stage copies from number ${stage.index}, and it is not the last. Copy from it, or remove it.`
            : `Nothing uses the stage \`${stage.name}\`: no stage copies from it or builds on it. Copy from it, or remove it.`,
        tags: ['unnecessary'],
      };
    }
  },
});

const maximumStages = 200;

/** There for other stages, by its name. */
const helper =
  /^(?:.*[-_])?(?:deps?|dependenc(?:y|ies)|node[-_]modules|modules|vendor|packages|assets|download(?:er|s)?|fetch(?:er)?)$/i;

/** May be built for itself. */
function isTarget(stage: Stage, model: DockerfileModel): boolean {
  if (stage.isFinal || stage.index === model.stages.length - 1) return true;
  const starts = stage.instructions.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
  return stage.name !== undefined && (starts || !helper.test(stage.name));
}

/** Names that other stages use, those of ONBUILD triggers too. */
function* references(model: DockerfileModel): Iterable<string> {
  for (const { name } of stageReferences(model)) yield name;
  for (const { inner } of model.instructions)
    for (const { name, value } of inner?.flags ?? []) if (name === 'from' && value) yield value;
}
