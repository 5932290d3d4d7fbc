import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { nearestName } from '../../dockerfile/nearest.ts';
import { stageReferences, type StageReference } from '../../dockerfile/stage-references.ts';
import { stageNamed } from '../../dockerfile/stages.ts';
import { isOfficialImage } from '../../images/official.ts';
import { defineRule } from '../rule.ts';

interface Unknown {
  readonly reference: StageReference;
  readonly problem: Problem;
}

type Problem =
  | { readonly kind: 'misspelt'; readonly meant: string }
  /** FROM looks for names in lower case. */
  | { readonly kind: 'case'; readonly meant: string }
  | { readonly kind: 'later'; readonly stage: Stage }
  | { readonly kind: 'number'; readonly count: number }
  | { readonly kind: 'variable' }
  | { readonly kind: 'no-stage' };

export default defineRule<Unknown>({
  id: 'correctness/unknown-stage',
  severity: 'error',
  summary: 'A stage is named that does not exist there',
  fix: 'safe',
  why: `A name that no stage above has is taken for an image: the builder asks a registry for \`docker.io/library/biuld\` and stops when there is
none, or copies from somebody else's image when there is. A stage that stands below, a number beyond the last stage and a variable in
\`--from\` stop the build. Names of images with a tag, a digest or a folder, Docker's official images, and variables in \`FROM\` are not
looked at.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3022' }],
  examples: [
    {
      bad: 'FROM golang:1.26-alpine AS build\nRUN go install example.com/hello@v1.2.0\nFROM alpine:3.23\nCOPY --from=biuld /go/bin/hello /usr/local/bin/\nUSER 10001\nCMD ["hello"]\n',
      good: 'FROM golang:1.26-alpine AS build\nRUN go install example.com/hello@v1.2.0\nFROM alpine:3.23\nCOPY --from=build /go/bin/hello /usr/local/bin/\nUSER 10001\nCMD ["hello"]\n',
    },
    {
      title: 'FROM in other letters',
      bad: 'FROM node:22-alpine AS Base\nWORKDIR /app\nFROM Base\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine AS Base\nWORKDIR /app\nFROM base\nUSER node\nCMD ["node"]\n',
    },
  ],
  *check({ model }) {
    for (const reference of stageReferences(model)) {
      const problem = problemOf(reference, model);
      if (!problem) continue;
      yield {
        span: reference.span,
        message: message(reference, problem),
        ...(problem.kind === 'later' && {
          related: [{ span: problem.stage.nameSpan ?? problem.stage.from.span, message: 'the stage stands here' }],
        }),
        ...(problem.kind === 'no-stage' && { severity: 'warning' }),
        data: { reference, problem },
      };
    }
  },
  fixes({ data }) {
    if (data?.problem.kind !== 'misspelt' && data?.problem.kind !== 'case') return [];
    const { meant } = data.problem;
    return [{ title: `Write ${meant}`, applicability: 'safe', preferred: true, edits: [{ span: data.reference.span, newText: meant }] }];
  },
}); // prettier-ignore

function problemOf(reference: StageReference, model: DockerfileModel): Problem | undefined {
  const { name, kind, user } = reference;
  if (model.contexts.has(name)) return undefined;
  if (kind === 'from') return fromProblem(reference, model);
  // In a mount a lone dollar at the end is let through; no name has one.
  if (name.includes('$')) return { kind: 'variable' };
  if (kind === 'copy' && /^\d+$/.test(name)) {
    const index = Number(name);
    if (index >= model.stages.length) return { kind: 'number', count: model.stages.length };
    // Its own number: correctness/self-stage.
    return index > user.index ? { kind: 'later', stage: model.stages[index]! } : undefined;
  }
  const stage = stageNamed(model, name, undefined);
  if (stage) return stage.index > user.index ? { kind: 'later', stage } : undefined;
  if (!isBareName(name) || isOfficialImage(name)) return undefined;
  const meant = nearestStage(name, user, model);
  if (meant !== undefined) return { kind: 'misspelt', meant };
  // A line that is no instruction may be what names the stage: a template, a misspelt FROM.
  return model.problems.some((problem) => problem.kind === 'unknown-instruction')
    ? undefined
    : { kind: 'no-stage' };
}

function fromProblem({ name, user }: StageReference, model: DockerfileModel): Problem | undefined {
  if (user.base.kind !== 'image' || !isBareName(name)) return undefined;
  const lower = name.toLowerCase();
  const stage = stageNamed(model, lower, user);
  if (stage && stage.index < user.index) return name === lower ? undefined : { kind: 'case', meant: lower };
  if (isOfficialImage(lower)) return undefined;
  if (stage) return { kind: 'later', stage };
  const meant = nearestStage(name, user, model);
  return meant === undefined ? undefined : { kind: 'misspelt', meant: meant.toLowerCase() };
}

/** What could name a stage: no tag, digest, registry or folder, and no variable. */
function isBareName(name: string): boolean {
  return /^[A-Za-z][\w.-]*$/.test(name) && !/\.(?:io|com|org|net|dev)$/.test(name);
}

/** Stages that are compared; no real file has as many. */
const maximumStages = 200;

/** The stage above with the nearest name. Short names are near to many others. */
function nearestStage(name: string, user: Stage, model: DockerfileModel): string | undefined {
  if (name.length < 4) return undefined;
  const names = model.stages
    .slice(Math.max(0, user.index - maximumStages), user.index)
    .flatMap((stage) => stage.name ?? []);
  return nearestName(name, names);
}

function message({ name, kind }: StageReference, problem: Problem): string {
  const shown = name.length > 60 ? `${name.slice(0, 59)}…` : name;
  switch (problem.kind) {
    case 'misspelt':
      return `No stage is called \`${shown}\`, so the builder takes it for an image. Did you mean \`${problem.meant}\`?`;
    case 'case':
      return `FROM finds stages by their names in lower case only, and takes \`${shown}\` for an image. Write \`${problem.meant}\`.`;
    case 'later':
      return kind === 'from'
        ? `The stage \`${shown}\` stands only below, so FROM takes it for an image of that name. Move the stage up.`
        : `The stage ${/^\d+$/.test(name) ? `number ${shown}` : `\`${shown}\``} stands only below, and the builder can't take files from there. Move it up.`;
    case 'number':
      return `There is no stage ${shown}: this file has ${problem.count === 1 ? 'one stage, number 0' : `${problem.count} stages, 0 to ${problem.count - 1}`}.`;
    case 'variable':
      return `\`${shown}\`: the builder puts no variables into ${kind === 'copy' ? '--from' : "a mount's from"}. Give the image a stage of its own, with \`FROM ${shown} AS …\`, and name that.`;
    case 'no-stage':
      return `No stage is called \`${shown}\`. The builder takes it for a build context (\`--build-context ${shown}=…\`) or, without one, for the image ${shown}:latest; if that is meant, write its tag.`;
  }
}
