import { expandWord } from '../../dockerfile/expand.ts';
import type { DockerfileModel, Instruction, KeyValue, Stage } from '../../dockerfile/model.ts';
import { nearestName } from '../../dockerfile/nearest.ts';
import { platformArgs } from '../../dockerfile/platform-args.ts';
import { variableReferences, type VariableReference } from '../../dockerfile/references.ts';
import { stageNamed } from '../../dockerfile/stages.ts';
import { insertBefore, keywordCase } from '../../edit/insert.ts';
import { parseReference } from '../../images/reference.ts';
import { defineRule, type Facts, type Fix, type Report } from '../rule.ts';

type Problem =
  | {
      readonly kind: 'undeclared';
      readonly reference: VariableReference;
      readonly meant: string | undefined;
      /** The ARG that stands in a stage instead of before the first FROM. */
      readonly misplaced: { readonly instruction: Instruction; readonly pair: KeyValue } | undefined;
    }
  | { readonly kind: 'invalid'; readonly lowered: string | undefined };

interface Data {
  readonly stage: Stage;
  readonly problem: Problem;
}

export default defineRule<Data>({
  id: 'correctness/undefined-arg-in-from',
  severity: 'warning',
  summary: 'FROM uses an ARG that is not declared, or names no image without build arguments',
  fix: 'suggested',
  why: `\`FROM\` sees the \`ARG\`s above the first \`FROM\` and those that the builder predefines (\`TARGETPLATFORM\`, \`BUILDPLATFORM\` …). One that is
declared in a stage, or misspelt, is empty there, so that the image's name is another one or none at all. Where an \`ARG\` without a default
is all that is missing, \`docker build .\` stops for everybody who does not know which \`--build-arg\` to give. That does not matter in a
file that only a pipeline builds, which is why it is an information.`,
  fixSafety: `Correcting a near miss in the spelling is safe. Declaring an \`ARG\` of a stage at the top too changes which image is used, and is suggested.`,
  equivalents: [
    { tool: 'buildkit', id: 'UndefinedArgInFrom' },
    { tool: 'buildkit', id: 'InvalidDefaultArgInFrom' },
  ],
  examples: [
    {
      title: 'a near miss',
      bad: 'ARG NODE_VERSION=22\nFROM node:${NODE_VERSON}-alpine\nUSER node\nCMD ["node"]\n',
      good: 'ARG NODE_VERSION=22\nFROM node:${NODE_VERSION}-alpine\nUSER node\nCMD ["node"]\n',
    },
    {
      title: 'declared in a stage',
      bad: 'FROM golang:1.26-alpine AS build\nARG BASE_VERSION=3.23\nRUN go version\nFROM alpine:${BASE_VERSION}\nUSER 10001\n',
      good: 'ARG BASE_VERSION=3.23\nFROM golang:1.26-alpine AS build\nARG BASE_VERSION=3.23\nRUN go version\nFROM alpine:${BASE_VERSION}\nUSER 10001\n',
    },
  ],
  *check({ model, facts }) {
    const seen = new Set<string>();
    for (const stage of model.stages) {
      const references = variableReferences(stage.from);
      const undeclared = references.filter(
        ({ name, guarded }) => !guarded && !model.globalArgs.has(name) && !platformArgs.has(name),
      );
      for (const reference of undeclared) {
        if (seen.has(reference.name)) continue;
        seen.add(reference.name);
        yield undeclaredReport(reference, stage, model);
      }
      if (undeclared.length > 0 || !stage.imageWord) continue;
      const name = withoutBuildArgs(stage, model);
      // In braces: a template's, not the builder's.
      if (name === undefined || isImageName(name) || /[{}<>]/.test(name)) continue;
      const variables = references.map((one) => one.name);
      if (variables.length > 0 && (seen.has(variables.join()) || areGiven(variables, facts))) continue;
      seen.add(variables.join());
      const lowered = variables.length === 0 && isImageName(name.toLowerCase()) ? name.toLowerCase() : undefined;
      // A stage in other letters is told by correctness/unknown-stage.
      if (lowered !== undefined && stageNamed(model, lowered, stage)) continue;
      yield {
        span: stage.imageWord.span,
        message: invalidMessage(name, lowered, variables),
        severity: variables.length > 0 ? 'info' : 'error',
        data: { stage, problem: { kind: 'invalid', lowered } },
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const { problem, stage } = data;
    if (problem.kind === 'invalid')
      return problem.lowered === undefined
        ? []
        : [{ title: `Write ${problem.lowered}`, applicability: 'safe', preferred: true, edits: [{ span: stage.imageWord!.span, newText: problem.lowered }] }];
    return undeclaredFixes(problem, model);
  },
}); // prettier-ignore

function undeclaredReport(reference: VariableReference, stage: Stage, model: DockerfileModel): Report<Data> {
  const misplaced = declarations(model).get(reference.name);
  const meant = misplaced
    ? undefined
    : nearestName(reference.name, [...model.globalArgs.keys(), ...platformArgs]);
  return {
    span: reference.span,
    message: undeclaredMessage(reference.name, meant, misplaced !== undefined, model),
    related: misplaced
      ? [{ span: misplaced.pair.span, message: 'it holds from here to the end of its stage' }]
      : [],
    data: { stage, problem: { kind: 'undeclared', reference, meant, misplaced } },
  };
}

/** The first ARG of each name that stands in a stage. */
const cache = new WeakMap<DockerfileModel, Map<string, { instruction: Instruction; pair: KeyValue }>>();

function declarations(model: DockerfileModel): Map<string, { instruction: Instruction; pair: KeyValue }> {
  let found = cache.get(model);
  if (found) return found;
  found = new Map<string, { instruction: Instruction; pair: KeyValue }>();
  cache.set(model, found);
  for (const instruction of model.instructions)
    if (instruction.keyword === 'ARG' && instruction.stage)
      for (const pair of instruction.pairs)
        if (!found.has(pair.key)) found.set(pair.key, { instruction, pair });
  return found;
}

/** Does everybody whom we know to build the file give these arguments? */
function areGiven(names: readonly string[], { uses }: Facts): boolean {
  return uses.all.length > 0 && uses.all.every(({ args }) => names.every((name) => args.has(name)));
}

/** The base's name when no build argument is given; undefined where only the build knows it. */
function withoutBuildArgs({ imageWord }: Stage, model: DockerfileModel): string | undefined {
  const { value, complete, error } = expandWord(
    imageWord!.raw,
    (name) => {
      const found = model.globalArgs.get(name);
      return found && !found.known && found.unset ? { known: true, value: '' } : found;
    },
    model.escape,
  );
  return complete && !error ? value : undefined;
}

function isImageName(name: string): boolean {
  return parseReference(name) !== undefined;
}

function undeclaredMessage(
  name: string,
  meant: string | undefined,
  misplaced: boolean,
  model: DockerfileModel,
): string {
  if (misplaced)
    return `\`$${name}\` is empty in FROM: its ARG stands in a stage, and FROM sees only those above the first FROM. Declare it there.`;
  if (meant !== undefined)
    return `\`$${name}\` is not declared and so is empty in FROM. Did you mean \`$${meant}\`?`;
  const first = model.instructions[0]?.keyword === 'FROM' ? 'at the top of the file' : 'above the first FROM';
  return `\`$${name}\` is not declared and so is empty in FROM. Declare it ${first}, with \`ARG ${name}=…\`.`;
}

function invalidMessage(name: string, lowered: string | undefined, variables: readonly string[]): string {
  if (lowered !== undefined) return `\`${name}\` is no image: names are in lower case. Write \`${lowered}\`.`;
  const shown = name.length > 60 ? `${name.slice(0, 59)}…` : name;
  if (variables.length === 0) return `\`${shown}\` is no valid name of an image, so the build stops here.`;
  const args = variables.length === 1 ? `ARG ${variables[0]!}` : 'its ARGs';
  const what = name === '' ? 'there is no image' : `the image would be \`${shown}\``;
  return `Without build arguments ${what}, so a plain \`docker build\` stops here. Give ${args} a default that works.`;
}

function undeclaredFixes(
  { reference, meant, misplaced }: Extract<Problem, { kind: 'undeclared' }>,
  model: DockerfileModel,
): Fix[] {
  if (meant !== undefined && reference.nameSpan)
    return [
      {
        title: `Write $${meant}`,
        applicability: 'safe',
        preferred: true,
        edits: [{ span: reference.nameSpan, newText: meant }],
      },
    ];
  // Another variable in the default may not be set at the top.
  if (!misplaced || misplaced.pair.rawValue?.includes('$')) return [];
  const { rawValue } = misplaced.pair;
  const line = `${keywordCase(model, 'ARG')} ${reference.name}${rawValue === undefined ? '' : `=${rawValue}`}`;
  return [
    {
      title: `Declare \`ARG ${reference.name}\` above the first FROM`,
      applicability: 'suggested',
      preferred: rawValue !== undefined,
      edits: [insertBefore(model, model.stages[0]!.from, [line])],
    },
  ];
}
