/** What the rules say about one model with one set of facts, found out once. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { PairMemo } from '../pair-memo.ts';
import type { CheckContext, Facts, FactsVariant, Fix, Report, Rule } from '../rules/rule.ts';
import { judgedModel, variantModel } from './judged.ts';
import { readPragmas, type Pragmas } from './pragmas.ts';

/**
 * A model as it is built, with its facts. Rules say what follows from these two alone, so each is asked once; what is
 * kept goes with the model or the facts.
 */
export interface Reading {
  readonly context: CheckContext;
  readonly pragmas: Pragmas;
  /** What a rule reports that no comment silences. */
  readonly reports: WeakMap<Rule, readonly Report[]>;
  readonly fixes: WeakMap<Report, readonly Fix[]>;
  /** The same file as it is built otherwise. */
  readonly variants: readonly { readonly variant: FactsVariant; readonly reading: Reading }[];
}

const known = new PairMemo<DockerfileModel, Facts, Reading>();

export function readingOf(given: DockerfileModel, facts: Facts): Reading {
  return known.get(given, facts, () => read(given, facts));
}

function read(given: DockerfileModel, facts: Facts): Reading {
  const model = judgedModel(given, facts);
  const pragmas = readPragmas(model);
  const variants = facts.variants.map((variant) => {
    const context = { model: variantModel(given, variant), facts: variant.facts, unknownPragmas: [] };
    return { variant, reading: { ...empty(), context, pragmas } };
  });
  return { ...empty(), context: { model, facts, unknownPragmas: pragmas.unknown }, pragmas, variants };
}

function empty(): Pick<Reading, 'reports' | 'fixes' | 'variants'> {
  return {
    reports: new WeakMap<Rule, readonly Report[]>(),
    fixes: new WeakMap<Report, readonly Fix[]>(),
    variants: [],
  };
}
