import { expandWord } from '../../dockerfile/expand.ts';
import type { DockerfileModel, Instruction, KeyValue } from '../../dockerfile/model.ts';
import type { Span } from '../../dockerfile/span.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { indentationOf } from '../../edit/insert.ts';
import { defineRule, type Fix } from '../rule.ts';

/** A variable that the value of another pair of the same ENV reads. */
interface Use {
  readonly pair: KeyValue;
  readonly name: string;
  readonly span: Span;
  /** What it stands for instead: the value from before the ENV, undefined when only the base image may have one. */
  readonly before: string | undefined;
}

interface SelfReference {
  readonly env: Instruction;
  readonly uses: readonly Use[];
}

/**
 * correctness/undefined-variable is silent about a variable that the same ENV sets: this rule says why it is
 * undefined.
 */
export default defineRule<SelfReference>({
  id: 'correctness/env-self-reference',
  severity: 'error',
  summary: 'ENV reads a variable that the same instruction sets',
  fix: 'suggested',
  why: `The builder replaces variables in a whole ENV before it sets any of them: \`ENV A=1 B=$A\` gives B what A was before, mostly nothing. The build
passes, and the program finds an empty or an old value. A variable may well extend itself: \`ENV PATH=/app/bin:$PATH\` reads the PATH from before and
means to.

It does not matter where the variable had the very same value before, from an ARG of that name for instance.`,
  fixSafety: `The value changes from what it is to what was meant. It is only suggested because something may have got used to the empty value.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3044' }],
  examples: [
    {
      bad: 'FROM alpine:3.23\nENV APP_HOME=/srv/app APP_CONFIG=$APP_HOME/config\nUSER 10001\nCMD ["env"]\n',
      good: 'FROM alpine:3.23\nENV APP_HOME=/srv/app\nENV APP_CONFIG=$APP_HOME/config\nUSER 10001\nCMD ["env"]\n',
    },
    {
      title: 'over lines',
      bad: 'FROM alpine:3.23\nENV APP_HOME=/srv/app \\\n    APP_CONFIG=${APP_HOME}/config \\\n    APP_MODE=batch\nUSER 10001\nCMD ["env"]\n',
      good: 'FROM alpine:3.23\nENV APP_HOME=/srv/app\nENV APP_CONFIG=${APP_HOME}/config \\\n    APP_MODE=batch\nUSER 10001\nCMD ["env"]\n',
    },
  ],
  *check({ model }) {
    for (const env of model.instructions) {
      if (env.keyword !== 'ENV' || env.pairs.length < 2 || !env.stage) continue;
      const uses = selfReferences(env, model);
      const [first, ...others] = uses;
      if (!first) continue;
      yield {
        span: first.span,
        message: message(first, env),
        // An old value is a guess at a mistake, no value is one.
        ...(uses.every(({ before }) => before !== undefined) && { severity: 'warning' as const }),
        related: others.map(({ span, name }) => ({
          span,
          message: `\`${name}\` is not set yet here either`,
        })),
        data: { env, uses },
      };
    }
  },
  fixes({ data }, { model }) {
    const fix = data && split(data, model);
    return fix ? [fix] : [];
  },
});

function message({ name, pair, before }: Use, { stage }: Instruction): string {
  const base = stage && rootBase(stage);
  const value =
    before !== undefined
      ? `the value from before, \`${before}\``
      : base?.kind === 'scratch'
        ? 'empty'
        : 'empty, unless the base image sets it';
  return `\`${name}\` is set by this very ENV, so in the value of ${pair.key} it is still ${value}. Set ${pair.key} in an ENV of its own below.`;
}

function selfReferences({ pairs, state, escape }: Instruction, model: DockerfileModel): Use[] {
  const byName = new Map(pairs.map((pair) => [pair.key, pair]));
  return pairs.flatMap((pair) => {
    if (pair.rawValue === undefined) return [];
    const { variables } = expandWord(pair.rawValue, () => ({ known: false }), escape);
    const seen = new Set<string>();
    return variables.flatMap(({ name, start, end, guarded }): Use[] => {
      const setter = byName.get(name);
      if (!setter || name === pair.key || guarded || seen.has(name)) return [];
      const before = state.variables.get(name);
      if (before && !before.known) return [];
      // Same value before and after: nothing is lost.
      if (before?.known === true && before.value === valueOf(setter, state, escape)) return [];
      seen.add(name);
      return [
        {
          pair,
          name,
          span: useSpan(pair, start, end, model),
          before: before?.known ? before.value : undefined,
        },
      ];
    });
  });
}

function valueOf(
  { rawValue }: KeyValue,
  { variables }: Instruction['state'],
  escape: string,
): string | undefined {
  const { value, complete } = expandWord(rawValue ?? '', (name) => variables.get(name), escape);
  return complete ? value : undefined;
}

/** The variable itself, or the whole value where a continuation lies inside of it. */
function useSpan(pair: KeyValue, start: number, end: number, { text }: DockerfileModel): Span {
  const { valueSpan, rawValue } = pair;
  if (!valueSpan || text.slice(valueSpan.start, valueSpan.end) !== rawValue) return valueSpan ?? pair.span;
  return { start: valueSpan.start + start, end: valueSpan.start + end };
}

/** A new ENV begins before each pair that reads what the ENV so far has set. */
function split({ env, uses }: SelfReference, model: DockerfileModel): Fix | undefined {
  const readers = new Map<KeyValue, Set<string>>();
  for (const { pair, name } of uses) readers.set(pair, (readers.get(pair) ?? new Set()).add(name));
  const keyword = model.text.slice(env.keywordSpan.start, env.keywordSpan.end);
  const begin = `${model.eol}${indentationOf(model, env)}${keyword} `;
  const edits = [];
  const moved: string[] = [];
  let set = new Set<string>();
  const all = new Set<string>();
  for (const [i, pair] of env.pairs.entries()) {
    const reads = readers.get(pair);
    if (reads && [...reads].some((name) => set.has(name))) {
      const gap = { start: env.pairs[i - 1]!.span.end, end: pair.span.start };
      // Comments between the lines would have to go somewhere.
      if (!/^(?:[ \t]|[\\`]?[ \t]*\r?\n)*$/.test(model.text.slice(gap.start, gap.end))) return undefined;
      edits.push({ span: gap, newText: begin });
      moved.push(pair.key);
      set = new Set();
    }
    // What is set further down can't be read by a new order of the same lines.
    if (reads && ![...reads].every((name) => all.has(name))) return undefined;
    set.add(pair.key);
    all.add(pair.key);
  }
  const [first] = moved;
  if (first === undefined) return undefined;
  return {
    title:
      moved.length === 1
        ? `Set ${first} in an ENV of its own`
        : `Split the ENV before ${moved.join(' and ')}`,
    applicability: 'suggested',
    preferred: true,
    edits,
  };
}
