/** The steps of Optimize in their order. */
import type { AnalyzeOptions } from '../../engine/analyze.ts';
import type { SeveritySettings } from '../../engine/severities.ts';
import type { CancellationToken, Logger } from '../../ports.ts';
import { allRules } from '../../rules/registry.ts';
import type { Rule } from '../../rules/rule.ts';
import { smallerNodeBases } from './base.ts';
import { conversionStep, notConverted } from './conversion.ts';
import { inPlaceSteps, laterInPlaceSteps } from './in-place.ts';
import type { Declined, Proposal, StepMaker, Work } from './proposal.ts';
import { applyRule } from './rule-step.ts';

export interface MakerOptions {
  readonly kind: 'optimize' | 'multi-stage';
  /** Ids of steps that are left out. */
  readonly skip: readonly string[];
  readonly rules: SeveritySettings;
  readonly logger?: Logger | undefined;
  readonly token?: CancellationToken | undefined;
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

export function stepMakers(options: MakerOptions): readonly StepMaker[] {
  const convert = conversionStep(options);
  const base: StepMaker = ({ model, facts }) => smallerNodeBases(model, facts);
  // Distroless wants the commands and the user as the rules leave them.
  const now =
    (make: StepMaker): StepMaker =>
    (work) =>
      prefersDistroless(work) ? undefined : make(work);
  const later =
    (make: StepMaker): StepMaker =>
    (work) =>
      prefersDistroless(work) ? make(work) : undefined;
  if (options.kind === 'multi-stage')
    return [convert, base].map((make) =>
      onlyWhole(make, (message) => notConverted(`The file has a syntax error: ${message}.`)),
    );
  const analyzeOptions: AnalyzeOptions = {
    rules: options.rules,
    ...(options.logger && { logger: options.logger }),
    ...(options.token && { token: options.token }),
  };
  const rank = ({ id, group }: Rule): number =>
    groupOrder.indexOf(group as (typeof groupOrder)[number]) + (late.includes(id) ? groupOrder.length : 0);
  const byRule = (rules: readonly Rule[]): StepMaker[] =>
    rules.map((rule) => (work) => applyRule(rule, work, analyzeOptions));
  const usable = allRules.filter((rule) => rule.fixes && !own.includes(rule.id));
  const correctness = usable.filter((rule) => rule.group === 'correctness');
  const first = usable.filter((rule) => early.includes(rule.id));
  const smaller = usable.filter((rule) => bases.includes(rule.id));
  const context = usable.filter((rule) => rule.group === 'context');
  const last = usable.filter((rule) => afterContext.includes(rule.id));
  const rest = usable
    .filter((rule) => ![correctness, first, smaller, context, last].some((group) => group.includes(rule)))
    .sort((a, b) => rank(a) - rank(b));
  // One choice for the user: who leaves out the base step does not get it from the rule instead.
  const smallerBases: StepMaker[] = [
    base,
    ...byRule(smaller).map(
      (make): StepMaker =>
        (work) =>
          named('base', make(work)),
    ),
  ];
  const others = [
    ...byRule(first),
    convert,
    ...inPlaceSteps,
    ...smallerBases.map(now),
    ...byRule(rest),
    ...laterInPlaceSteps(analyzeOptions),
    ...smallerBases.map(later),
    ...byRule(context),
    ...byRule(last),
  ];
  return [...byRule(correctness), ...others.map((make) => onlyWhole(make))];
}

/** What follows a syntax error may be read otherwise than it is meant, so only its correction is offered. */
function onlyWhole(
  make: StepMaker,
  decline: (message: string) => Declined = (message) => ({
    obstacle: `The file has a syntax error that comes first: ${message}.`,
  }),
): StepMaker {
  return (work) => {
    const [problem] = work.model.problems;
    if (!problem) return make(work);
    return decline(problem.message.replace(/\.$/, ''));
  };
}

function prefersDistroless({ facts }: Work): boolean {
  return facts.preferences.nodeBase === 'distroless';
}

function named(id: string, proposal: Proposal | Declined | undefined): Proposal | Declined | undefined {
  return proposal && 'id' in proposal ? { ...proposal, id } : proposal;
}
