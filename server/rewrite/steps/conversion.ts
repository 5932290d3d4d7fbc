/** The conversion to several stages as a step. */
import type { ContextFacts } from '../../context/facts.ts';
import { keepHostModulesOut } from '../../context/host-modules.ts';
import { proposeDockerignore } from '../../context/propose.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { finalStage, lastOf } from '../../dockerfile/stages.ts';
import { modelOf } from '../../engine/known-models.ts';
import { configuredSeverity, type SeveritySettings } from '../../engine/severities.ts';
import { allRules } from '../../rules/registry.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstalls } from '../../tools/installs.ts';
import { convertToMultiStage } from '../multi-stage.ts';
import { lostInstructions } from '../verify.ts';
import { manifestObstacle } from '../verify-manifests.ts';
import type { StepMaker } from './proposal.ts';

export const conversionId = 'multi-stage';

interface ConversionOptions {
  readonly kind: 'optimize' | 'multi-stage';
  readonly skip: readonly string[];
  readonly rules: SeveritySettings;
}

export function conversionStep(options: ConversionOptions): StepMaker {
  return ({ model, facts }) => {
    const context = contextAfter(model, facts, options);
    const conversion = convertToMultiStage(model, facts, options.kind === 'optimize', context);
    if (conversion.text === undefined && conversion.obstacle === undefined) return undefined;
    // What is wrong with a manifest says more than what is missing without it.
    const obstacle =
      (model.stages.length === 1 ? manifestObstacle(model, facts) : undefined) ?? conversion.obstacle;
    if (conversion.text === undefined || obstacle !== undefined)
      return obstacle === undefined ? undefined : notConverted(obstacle);
    const result = modelOf(conversion.text, facts);
    const lost = lostInstructions(model, result);
    if (lost.length > 0) return notConverted(`${lost[0]!} would be lost.`);
    // Optimize writes the file in a step of its own.
    const files = options.kind === 'multi-stage' ? keepHostModulesOut(facts, model) : [];
    const kept = files.map(({ path }) => `${path} keeps this machine's node_modules out of the image.`);
    return {
      id: conversionId,
      title: 'Convert to a multi-stage build',
      reason: [conversion.reason, ...alsoChanged(model, result, facts), ...kept].join(' '),
      applicability: 'suggested',
      savesBytes: undefined,
      text: conversion.text,
      ...(files.length > 0 && { files }),
    };
  };
}

/** `reason` is a complete sentence. */
export function notConverted(reason: string): { readonly obstacle: string } {
  return { obstacle: `Not converted to several stages: ${reason}` };
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

/** The context as it will be once the plan's .dockerignore is written, when it is part of the plan. */
export function contextAfter(
  model: DockerfileModel,
  facts: Facts,
  { kind, skip, rules }: ConversionOptions,
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
