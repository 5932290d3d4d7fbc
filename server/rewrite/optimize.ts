/** Optimize: the ordered steps that make a Dockerfile what the best engineer in the room would commit. */
import type { ContextFacts } from '../context/facts.ts';
import { keepHostModulesOut } from '../context/host-modules.ts';
import { proposeDockerignore } from '../context/propose.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { finalStage, lastOf } from '../dockerfile/stages.ts';
import type { AnalyzeOptions } from '../engine/analyze.ts';
import { withFile, type FileChange } from '../engine/changed-files.ts';
import { configuredSeverity, type SeveritySettings } from '../engine/severities.ts';
import { neverCancelled, throwIfCancelled, type CancellationToken, type Logger } from '../ports.ts';
import { allRules } from '../rules/registry.ts';
import type { Facts, Rule } from '../rules/rule.ts';
import { estimateImage } from '../size/estimate.ts';
import { nodeInstalls } from '../tools/installs.ts';
import { convertToMultiStage } from './multi-stage.ts';
import type { Plan, Step } from './plan.ts';
import { smallerNodeBases } from './steps/base.ts';
import type { Proposal } from './steps/proposal.ts';
import { applyRule } from './steps/rule-step.ts';
import { lostInstructions } from './verify.ts';

export interface OptimizeOptions {
  readonly kind: 'optimize' | 'multi-stage';
  /** Ids of steps to leave out. */
  readonly skip?: readonly string[];
  readonly rules?: SeveritySettings;
  readonly logger?: Logger;
  readonly token?: CancellationToken;
}

/** What the pipeline carries from step to step. */
interface Work {
  readonly text: string;
  readonly facts: Facts;
}

type StepMaker = (work: Work) => Proposal | undefined;

/** Steps can make room for earlier ones; this often is plenty, and more would mean that two steps fight. */
const maximumRounds = 5;

/**
 * Computes the plan for a Dockerfile. Nothing is written. Optimizing the result again proposes nothing.
 * @throws CancelledError between steps, when the token was cancelled.
 */
export function optimize(text: string, facts: Facts, options: OptimizeOptions): Plan {
  const { skip = [], token = neverCancelled } = options;
  const obstacles: string[] = [];
  const steps: Step[] = [];
  const skipped: Step[] = [];
  const makers = stepMakers(options, obstacles);
  let work: Work = { text, facts };
  let files: readonly FileChange[] = [];
  for (let round = 0; round < maximumRounds; round++) {
    const before = work;
    for (const make of makers) {
      throwIfCancelled(token);
      const proposal = guarded(make, work, options.logger);
      if (!proposal) continue;
      const { text: next, files: changes = [], ...step } = proposal;
      if (skip.includes(step.id)) {
        if (!skipped.some(({ id }) => id === step.id)) skipped.push(step);
        continue;
      }
      if (!steps.some(({ id }) => id === step.id)) steps.push(step);
      work = { text: next, facts: changes.reduce(withFile, work.facts) };
      files = [...files, ...changes];
    }
    if (work.text === before.text && work.facts === before.facts) break;
  }
  const { path } = facts.context.dockerignore;
  const written = files.findLast((file) => file.path === path);
  return {
    before: { text, sizeBytes: estimateImage(parseDockerfile(text), facts) },
    after: {
      text: work.text,
      sizeBytes: estimateImage(parseDockerfile(work.text), work.facts),
      dockerignore: written && {
        path,
        before: facts.context.dockerignore.exists ? facts.context.dockerignore.text : undefined,
        after: written.after,
      },
    },
    steps,
    skipped,
    obstacles,
  };
}

/** A step that fails must not take the others with it. */
function guarded(make: StepMaker, work: Work, logger: Logger | undefined): Proposal | undefined {
  try {
    return make(work);
  } catch (error) {
    logger?.error(
      `a step of Optimize failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return undefined;
  }
}

/** The order of the groups: correctness first, the context last. */
const groupOrder = [
  'cache',
  'reproducible',
  'size',
  'security',
  'runtime',
  'deprecated',
  'style',
  'context',
] as const;
/** What other steps build on: the version before the variant, the base image before what is installed on it. */
const early: readonly string[] = ['reproducible/unpinned-base'];
const bases: readonly string[] = ['size/heavy-base'];
const late: readonly string[] = ['runtime/no-healthcheck'];
/** Their fixes add single entries to .dockerignore: what is left to do once the context rules have written it whole. */
const afterContext: readonly string[] = ['size/host-node-modules', 'security/secret-file'];
/** Done by steps of their own. */
const own: readonly string[] = ['size/multi-stage'];

function stepMakers(options: OptimizeOptions, obstacles: string[]): StepMaker[] {
  const convert = conversionStep(options, obstacles);
  const base: StepMaker = ({ text, facts }) => smallerNodeBases(parseDockerfile(text), facts);
  if (options.kind === 'multi-stage') return [convert, base];
  const analyzeOptions: AnalyzeOptions = {
    ...(options.rules && { rules: options.rules }),
    ...(options.logger && { logger: options.logger }),
    ...(options.token && { token: options.token }),
  };
  const rank = ({ id, group }: Rule): number =>
    groupOrder.indexOf(group as (typeof groupOrder)[number]) + (late.includes(id) ? groupOrder.length : 0);
  const byRule = (rules: readonly Rule[]): StepMaker[] =>
    rules.map(
      (rule) =>
        ({ text, facts }) =>
          applyRule(rule, text, facts, analyzeOptions),
    );
  const usable = allRules.filter((rule) => rule.fixes && !own.includes(rule.id));
  const correctness = usable.filter((rule) => rule.group === 'correctness');
  const first = usable.filter((rule) => early.includes(rule.id));
  const smaller = usable.filter((rule) => bases.includes(rule.id));
  const context = usable.filter((rule) => rule.group === 'context');
  const last = usable.filter((rule) => afterContext.includes(rule.id));
  const rest = usable
    .filter((rule) => ![correctness, first, smaller, context, last].some((group) => group.includes(rule)))
    .sort((a, b) => rank(a) - rank(b));
  const others = [
    ...byRule(first),
    convert,
    base,
    // One choice for the user: who leaves out the base step does not get it from the rule instead.
    ...byRule(smaller).map(
      (make): StepMaker =>
        (work) =>
          named('base', make(work)),
    ),
    ...byRule(rest),
    ...byRule(context),
    ...byRule(last),
  ];
  return [...byRule(correctness), ...others.map((make) => onlyWhole(make, obstacles))];
}

/** What follows a syntax error may be read otherwise than it is meant, so only its correction is offered. */
function onlyWhole(make: StepMaker, obstacles: string[]): StepMaker {
  return (work) => {
    const [problem] = parseDockerfile(work.text).problems;
    if (!problem) return make(work);
    const message = problem.message.replace(/\.$/, '');
    if (obstacles.length === 0) obstacles.push(`The file has a syntax error that comes first: ${message}.`);
    return undefined;
  };
}

/** What the arrangement of the stages changes besides, so that no change of the diff goes unnamed. */
function alsoChanged(before: DockerfileModel, after: DockerfileModel, facts: Facts): string[] {
  const sentences: string[] = [];
  const broad = (model: DockerfileModel): boolean =>
    nodeInstalls(model, facts).some(({ manifest }) => manifest?.broad);
  if (broad(before) && !broad(after))
    sentences.push('Manifests are copied before the sources, so that a source edit reinstalls nothing.');
  const loose = (model: DockerfileModel): string | undefined =>
    nodeInstalls(model, facts)
      .find(({ install }) => !install.frozen)
      ?.command.words.map(({ raw }) => raw)
      .join(' ');
  const frozen = nodeInstalls(after, facts).find(({ install }) => install.frozen)?.command;
  const old = loose(before);
  if (old !== undefined && frozen && loose(after) === undefined)
    sentences.push(
      `\`${frozen.words.map(({ raw }) => raw).join(' ')}\` replaces \`${old}\`: it installs exactly the lockfile.`,
    );
  const start = (model: DockerfileModel): string | undefined => {
    const last = finalStage(model);
    const instruction = last && lastOf(last, 'CMD');
    return instruction?.words.map(({ value }) => value).join(' ');
  };
  const [was, is] = [start(before), start(after)];
  if (was !== undefined && is !== undefined && was !== is)
    sentences.push(`CMD runs \`${is}\` instead of \`${was}\`.`);
  return sentences;
}

function named(id: string, proposal: Proposal | undefined): Proposal | undefined {
  return proposal && { ...proposal, id };
}

function conversionStep(options: OptimizeOptions, obstacles: string[]): StepMaker {
  let converted = false;
  // Later rounds see what other steps have added; the first reason is the one about the user's file.
  const decline = (reason: string): undefined => {
    if (!converted && obstacles.length === 0) obstacles.push(`Not converted to several stages: ${reason}`);
    return undefined;
  };
  return ({ text, facts }) => {
    const model = parseDockerfile(text);
    const context = contextAfter(model, facts, options);
    const conversion = convertToMultiStage(model, facts, options.kind === 'optimize', context);
    if (conversion.text === undefined)
      return conversion.obstacle === undefined ? undefined : decline(conversion.obstacle);
    const result = parseDockerfile(conversion.text);
    const lost = lostInstructions(model, result);
    if (result.problems.length > 0 || lost.length > 0)
      return decline(`${lost[0] ?? result.problems[0]?.message ?? ''} would be lost.`);
    converted = true;
    obstacles.length = 0;
    // Optimize writes the file in a step of its own.
    const files = options.kind === 'multi-stage' ? keepHostModulesOut(facts, model) : [];
    const kept = files.map(({ path }) => `${path} keeps this machine's node_modules out of the image.`);
    return {
      id: 'multi-stage',
      title: 'Convert to a multi-stage build',
      reason: [conversion.reason, ...alsoChanged(model, result, facts), ...kept].join(' '),
      applicability: 'suggested',
      savesBytes: undefined,
      text: conversion.text,
      ...(files.length > 0 && { files }),
    };
  };
}

/** The context as it will be once the plan's .dockerignore is written, when it is part of the plan. */
function contextAfter(
  model: DockerfileModel,
  facts: Facts,
  { kind, skip = [], rules = {} }: OptimizeOptions,
): ContextFacts {
  const writers = allRules.filter(
    ({ id }) => id === 'context/no-dockerignore' || id === 'context/incomplete-dockerignore',
  );
  const isWritten = writers.some(
    (rule) => !skip.includes(`rule:${rule.id}`) && configuredSeverity(rule, rules) !== 'off',
  );
  const proposal = kind === 'optimize' && isWritten ? proposeDockerignore(facts, model) : undefined;
  return proposal ? facts.context.withDockerignore(proposal.after) : facts.context;
}
