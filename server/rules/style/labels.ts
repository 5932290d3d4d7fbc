import type { LabelFormat } from '../../../shared/settings.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { Instruction, KeyValue } from '../../dockerfile/model.ts';
import { finalStage, lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import { defineRule, type CheckContext, type Report } from '../rule.ts';
import { formatNames, hasFormat, knownLabels, nameProblem } from './labels.part.ts';

export default defineRule({
  id: 'style/labels',
  severity: 'off',
  summary: "A label is missing, unknown, or not what its name promises",
  fix: 'none',
  why: `Tools that clean up, scan or show images find them by their labels, which only works when all images of an organisation have the same ones in the
same form. The setting \`dockerfileOptimizer.labels\` names the labels that an image must have, each with the format of its value (text, url, rfc3339, spdx,
hash, semver, email); with \`dockerfileOptimizer.strictLabels\` it may have no others. Labels of the OCI image specification are held to their formats
without that.

A missing label is looked for in the final image, labels that it inherits from other stages included. A label that the build sets
(\`docker build --label\`), or that the base image brings, can't be seen here. Off by default.`,
  equivalents: (['DL3048', 'DL3049', 'DL3050', 'DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'] as const).map((id) => ({ tool: 'hadolint', id })),
  examples: [
    {
      title: 'a required label',
      preferences: { labels: { 'org.opencontainers.image.source': 'url' } },
      bad: 'FROM alpine:3.23\nUSER 10001\nCMD ["ls"]\n',
      good: 'FROM alpine:3.23\nLABEL org.opencontainers.image.source=https://example.com/shop.git\nUSER 10001\nCMD ["ls"]\n',
    },
    {
      title: 'a format',
      bad: 'FROM alpine:3.23\nLABEL org.opencontainers.image.licenses="Apache 2.0"\nUSER 10001\nCMD ["ls"]\n',
      good: 'FROM alpine:3.23\nLABEL org.opencontainers.image.licenses="Apache-2.0"\nUSER 10001\nCMD ["ls"]\n',
    },
  ],
  *check(context) {
    const { model, facts } = context;
    const required = facts.preferences.labels ?? {};
    const formats: Readonly<Record<string, LabelFormat>> = { ...knownLabels, ...required };
    for (const instruction of model.instructions)
      if (instruction.keyword === 'LABEL')
        for (const pair of instruction.pairs) yield* judge(pair, instruction, formats, context);
    yield* missing(Object.keys(required), context);
  },
}); // prettier-ignore

function* judge(
  pair: KeyValue,
  instruction: Instruction,
  formats: Readonly<Record<string, LabelFormat>>,
  { facts }: CheckContext,
): Iterable<Report> {
  const { key, keySpan, valueSpan } = pair;
  // A name with a variable is what the build makes of it; without a value it is a syntax error.
  if (key === '' || key.includes('$') || pair.rawValue === undefined) return;
  const { labels = {}, strictLabels } = facts.preferences;
  const problem = nameProblem(key);
  if (problem !== undefined) yield { span: keySpan, message: `The label name \`${key}\` ${problem}.` };
  else if (strictLabels === true && !Object.hasOwn(labels, key))
    yield { span: keySpan, message: `The label \`${key}\` is not among those that the settings allow.` };
  const format = Object.hasOwn(formats, key) ? formats[key] : undefined;
  const value = format && knownValue(pair, instruction);
  if (format === undefined || value === undefined) return;
  const span = valueSpan ?? keySpan;
  if (value === '')
    yield { span, message: `The label \`${key}\` is empty: it should be ${formatNames[format]}.` };
  else if (!hasFormat(value, format))
    yield {
      span,
      message: `The label \`${key}\` should be ${formatNames[format]}, and \`${shorten(value)}\` is none.`,
    };
}

/** Undefined where only the build knows it. */
function knownValue({ rawValue }: KeyValue, { state, escape }: Instruction): string | undefined {
  const { value, complete, error, variables } = expandWord(
    rawValue ?? '',
    (name) => state.variables.get(name),
    escape,
  );
  // A default that the build is meant to replace (`ARG REVISION=dev`) says nothing about the real value.
  return complete && !error && variables.length === 0 ? value : undefined;
}

function* missing(required: readonly string[], { model, facts }: CheckContext): Iterable<Report> {
  const stage = finalStage(model);
  if (!stage || required.length === 0) return;
  const labels = new Set(
    lineageInstructions(stage)
      .filter(({ keyword }) => keyword === 'LABEL')
      .flatMap(({ pairs }) => pairs.map(({ key }) => key)),
  );
  const absent = required.filter((name) => !labels.has(name));
  if (absent.length === 0) return;
  const names = absent.map((name) => `\`${name}\``);
  const list = names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
  // An image that is not known may bring labels of its own.
  const base = rootBase(stage);
  const assumed =
    base.kind === 'image' && !lookupRoot(stage, facts.images) ? ', unless its base brings them' : '';
  yield {
    span: stage.imageWord?.span ?? stage.from.keywordSpan,
    message: `The image lacks the label${names.length === 1 ? '' : 's'} ${list}${assumed}, which the settings require. Add a LABEL.`,
  };
}

function shorten(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
