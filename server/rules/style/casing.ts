import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { knownKeywords } from '../../dockerfile/problems.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import type { Span, TextEdit } from '../../dockerfile/span.ts';
import { defineRule } from '../rule.ts';

/** What is no instruction (prose, a lost heredoc) is correctness/syntax's business. */
const known: ReadonlySet<string> = new Set(knownKeywords);

interface Miscased {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export default defineRule<Miscased>({
  id: 'style/casing',
  severity: 'hint',
  summary: 'Keywords or stage names in another letter case than the rest of the file',
  fix: 'safe',
  why: `The builder does not care about the case of keywords and stage names, readers do: keywords in one case, \`AS\` like its \`FROM\`, and stage names in
lower case tell at a glance what is an instruction and what is a name. BuildKit warns of the same. A \`FROM\` that builds on another stage must
even spell its name in lower case.`,
  equivalents: [
    { tool: 'buildkit', id: 'ConsistentInstructionCasing' },
    { tool: 'buildkit', id: 'FromAsCasing' },
    { tool: 'buildkit', id: 'StageNameCasing' },
  ],
  examples: [
    {
      bad: 'FROM golang:1.25 as build\nRUN mkdir /out\n\nFROM alpine:3.23\nCOPY --from=build /out /out\nUSER 10001\nCMD ["ls", "/out"]\n',
      good: 'FROM golang:1.25 AS build\nRUN mkdir /out\n\nFROM alpine:3.23\nCOPY --from=build /out /out\nUSER 10001\nCMD ["ls", "/out"]\n',
    },
    {
      title: 'keywords',
      bad: 'FROM alpine:3.23\nworkdir /srv\nUSER 10001\nCmd ["ls"]\n',
      good: 'FROM alpine:3.23\nWORKDIR /srv\nUSER 10001\nCMD ["ls"]\n',
    },
    {
      title: 'a stage name',
      bad: 'FROM golang:1.25 AS Build\nRUN mkdir /out\n\nFROM alpine:3.23\nCOPY --from=Build /out /out\nUSER 10001\nCMD ["ls", "/out"]\n',
      good: 'FROM golang:1.25 AS build\nRUN mkdir /out\n\nFROM alpine:3.23\nCOPY --from=build /out /out\nUSER 10001\nCMD ["ls", "/out"]\n',
    },
  ],
  *check({ model }) {
    const isLower = mostlyLower(model);
    const inCase = (text: string): string => (isLower ? text.toLowerCase() : text.toUpperCase());
    const wrong = model.instructions.filter(({ keyword, keywordSpan }) => {
      const text = textOf(keywordSpan, model);
      return known.has(keyword) && text !== inCase(text);
    });
    const [first, ...others] = wrong;
    if (first) {
      const text = textOf(first.keywordSpan, model);
      yield {
        span: first.keywordSpan,
        message: `\`${text}\` is not in ${isLower ? 'lower' : 'upper'} case like ${wrong.length === model.instructions.length ? 'keywords usually are' : 'the other keywords of this file'}. Write \`${inCase(text)}\`.`,
        related: others.slice(0, 20).map(({ keywordSpan }) => ({ span: keywordSpan, message: 'nor is this' })),
        data: {
          title: `Write keywords in ${isLower ? 'lower' : 'upper'} case`,
          edits: wrong.flatMap((instruction) => keywordEdits(instruction, inCase, model)),
        },
      };
    }
    const names = stageNames(model);
    for (const stage of model.stages) {
      const as = stage.from.words[1];
      // A FROM of its own kind is told above, and its AS changes with it.
      if (as && stage.name !== undefined && !wrong.includes(stage.from) && as.raw !== inCase(as.raw))
        yield {
          span: as.span,
          message: `\`${as.raw}\` is not in the case of its \`${inCase('FROM')}\`. Write \`${inCase('AS')}\`.`,
          data: { title: `Write \`${inCase('AS')}\``, edits: [{ span: as.span, newText: inCase('AS') }] },
        };
      yield* stageName(stage, names, model);
    }
  },
  fixes({ data }) {
    return data && data.edits.length > 0
      ? [{ title: data.title, applicability: 'safe', preferred: true, edits: data.edits }]
      : [];
  },
}); // prettier-ignore

function textOf({ start, end }: Span, { text }: DockerfileModel): string {
  return text.slice(start, end);
}

/** As BuildKit counts: keywords that mix both cases have no say, and a tie is for upper case. */
function mostlyLower(model: DockerfileModel): boolean {
  let lower = 0;
  let upper = 0;
  for (const { keyword, keywordSpan } of model.instructions) {
    if (!known.has(keyword)) continue;
    const text = textOf(keywordSpan, model);
    if (text === text.toLowerCase()) lower++;
    else if (text === text.toUpperCase()) upper++;
  }
  return lower > upper;
}

function keywordEdits(
  instruction: Instruction,
  inCase: (text: string) => string,
  model: DockerfileModel,
): TextEdit[] {
  const { keyword, keywordSpan, words, stage } = instruction;
  const edit = { span: keywordSpan, newText: inCase(textOf(keywordSpan, model)) };
  const as = keyword === 'FROM' && stage?.name !== undefined ? words[1] : undefined;
  return as && as.raw !== inCase(as.raw) ? [edit, { span: as.span, newText: inCase(as.raw) }] : [edit];
}

function* stageName(
  { name, nameSpan }: Stage,
  names: StageNames,
  model: DockerfileModel,
): Iterable<{ span: Span; message: string; data: Miscased }> {
  if (name === undefined || !nameSpan || name === name.toLowerCase() || textOf(nameSpan, model) !== name)
    return;
  const lower = name.toLowerCase();
  // Stages that differ in case only are one to the builder: correctness/duplicate-stage's business.
  const isAlone = names.stages.get(lower) === 1;
  const edits = [nameSpan, ...(names.references.get(name) ?? [])].map((span) => ({ span, newText: lower }));
  yield {
    span: nameSpan,
    message: `The stage name \`${name}\` is not in lower case, which tells names from keywords. Write \`${lower}\`.`,
    data: { title: `Rename the stage to ${lower}`, edits: isAlone ? edits : [] },
  };
}

interface StageNames {
  /** How many stages have the name, by the name in lower case. */
  readonly stages: ReadonlyMap<string, number>;
  /** Where COPY --from and mounts spell a name, by the name as written. FROM means an image by it and stays. */
  readonly references: ReadonlyMap<string, readonly Span[]>;
}

function stageNames(model: DockerfileModel): StageNames {
  const stages = new Map<string, number>();
  for (const { name } of model.stages)
    if (name !== undefined) stages.set(name.toLowerCase(), (stages.get(name.toLowerCase()) ?? 0) + 1);
  const references = new Map<string, Span[]>();
  for (const instruction of model.instructions)
    for (const { name, span } of referencesIn(instruction, model)) push(references, name, span);
  return { stages, references };
}

function referencesIn(instruction: Instruction, model: DockerfileModel): { name: string; span: Span }[] {
  const from = readCopy(instruction)?.from;
  const copies = from === undefined ? [] : instruction.flags.filter(({ name }) => name === 'from');
  return [
    ...copies.flatMap(({ valueSpan }) =>
      valueSpan && textOf(valueSpan, model) === from ? [{ name: from, span: valueSpan }] : [],
    ),
    ...mountsOf(instruction).flatMap(({ from: name, flag }) => {
      const at = flag.valueSpan ? textOf(flag.valueSpan, model).search(/(?<=(?:^|,)from=)/) : -1;
      if (name === undefined || at < 0) return [];
      const span = { start: flag.valueSpan!.start + at, end: flag.valueSpan!.start + at + name.length };
      return textOf(span, model) === name ? [{ name, span }] : [];
    }),
  ];
}

function push(map: Map<string, Span[]>, name: string, span: Span): void {
  const spans = map.get(name);
  if (spans) spans.push(span);
  else map.set(name, [span]);
}
