/** Does a rewritten Dockerfile still build and start? Everything about it that shows without a build. */
import type { DockerfileModel, Stage } from '../dockerfile/model.ts';
import { finalStage } from '../dockerfile/stages.ts';
import { PairMemo } from '../pair-memo.ts';
import { absentSources } from '../rules/context/sources.part.ts';
import type { RuleContext } from '../rules/rule.ts';
import { describeUse } from '../uses/facts.ts';
import { hasStage } from '../uses/target.ts';
import { needsOf, type Need } from './verify-needs.ts';
import { lostRights } from './verify-rights.ts';
import { Contents, type Presence } from './verify-paths.ts';

/** Files with more instructions are not written by hand; what is looked up in stages would take too long there. */
export const maximumInstructions = 1500;

/**
 * What the result would lack, each the beginning of a sentence in words for the user; empty when nothing shows. What is
 * wrong with the text before already is not the rewrite's fault, and what can't be told is no failure. Every part takes
 * time in proportion to the file, whatever it says.
 */
export function structuralFailures(before: RuleContext, after: RuleContext): string[] {
  const [problem] = after.model.problems;
  // A spelling that is put right can show the next mistake.
  if (problem && after.model.problems.length > before.model.problems.length)
    return [`the result would have a syntax error: ${problem.message.replace(/\.$/, '')}`];
  // What a broken text means is not known.
  if (before.model.problems.length > 0 || after.model.instructions.length > maximumInstructions) return [];
  return [
    ...lostTargets(before, after),
    ...lostSources(before, after),
    ...lostPaths(before, after),
    ...lostRights(before, after),
  ];
}

/** Stages that somebody builds by name. */
function lostTargets(before: RuleContext, after: RuleContext): string[] {
  const wanted = [
    ...before.facts.uses.all.map((use) => ({ target: use.target, who: describeUse(use) })),
    { target: before.facts.target, who: 'you build' },
  ];
  return wanted.flatMap(({ target, who }) => {
    if (target === undefined || /^\d+$/.test(target) || !hasStage(before.model, target)) return [];
    const by = who === 'you build' ? 'which you build' : `which ${who} builds`;
    if (!hasStage(after.model, target)) return [`the stage \`${target}\`, ${by}, would be gone`];
    return isFinal(target, before.model) && !isFinal(target, after.model)
      ? [`the stage \`${target}\`, ${by}, would no longer be the one that is shipped`]
      : [];
  });
}

function isFinal(target: string, model: DockerfileModel): boolean {
  return finalStage(model)?.name?.toLowerCase() === target.toLowerCase();
}

/** Sources of the context that were there, or are asked for only now. */
function lostSources(before: RuleContext, after: RuleContext): string[] {
  const absent = ({ model, facts }: RuleContext) => absentSources(model, facts.context);
  const old = new Set(absent(before).map(({ source }) => source.path));
  const lost = absent(after).filter(({ source }) => !old.has(source.path));
  return lost.map(({ source, absence }) =>
    absence === 'ignored'
      ? `${after.facts.context.dockerignore.path} would keep \`${source.written}\` back, which ${source.kind} needs`
      : `the build context has no \`${source.written}\`, which ${source.kind} would need`,
  );
}

interface Supply {
  readonly need: Need;
  readonly presence: Presence;
}

const known = new PairMemo<DockerfileModel, RuleContext['facts'], readonly Supply[]>();

/** What the stages need, and whether it is there. What one step leaves is what the next one starts from. */
function supplies(context: RuleContext): readonly Supply[] {
  return known.get(context.model, context.facts, () => {
    const contents = new Contents(context);
    return needsOf(context.model).map((need) => ({ need, presence: contents.of(need.path, need.stage) }));
  });
}

/** Paths in stages: what surely is not there now, or was there and is not known to be any more. */
function lostPaths(before: RuleContext, after: RuleContext): string[] {
  const old = new Map(supplies(before).map(({ need, presence }) => [keyOf(need, before), presence]));
  return supplies(after).flatMap(({ need, presence: is }) => {
    const was = old.get(keyOf(need, after));
    if (was === 'absent' || !(is === 'absent' || (was === 'made' && is !== 'made'))) return [];
    const place = need.stage === finalStage(after.model) ? 'the final image' : stageText(need.stage);
    return [`nothing would put \`${need.path}\` into ${place}, which ${need.by} needs`];
  });
}

/** The final stage is the same one, whatever its name and number. */
function keyOf({ stage, path }: Need, { model }: RuleContext): string {
  return `${stage === finalStage(model) ? '' : (stage.name?.toLowerCase() ?? stage.index)} ${path}`;
}

function stageText({ name, index }: Stage): string {
  return name === undefined ? `stage ${index}` : `the stage \`${name}\``;
}
