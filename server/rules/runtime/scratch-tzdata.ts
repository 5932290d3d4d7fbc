import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import { insertAfter, keywordCase } from '../../edit/insert.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { mayBring } from './contents.part.ts';
import { hasTag, installsPackage, scratchProgram, type ScratchProgram } from './scratch-go.part.ts';
import { runStages, startCommand } from '../../tools/start-command.ts';

interface MissingZones {
  readonly program: ScratchProgram;
  /** Lines that bring the data; undefined: the build stage may not have it. */
  readonly lines: readonly string[];
}

/** Where Go looks for zones (src/time/zoneinfo_unix.go), the place of its own copy included. */
const places = [
  '/usr/share/zoneinfo',
  '/usr/share/lib/zoneinfo',
  '/usr/lib/locale/TZ',
  '/etc/zoneinfo',
  '/usr/local/go',
];

export default defineRule<MissingZones>({
  id: 'runtime/scratch-tzdata',
  severity: 'info',
  summary: 'An image from scratch has no time zones',
  fix: 'safe',
  why: `\`scratch\` has no \`/usr/share/zoneinfo\`. There \`time.LoadLocation("Europe/Berlin")\` returns an error and a \`TZ\` variable is ignored: times are in UTC.
Distroless's \`static\` image has the zones. Go's own copy of them is in its image, and \`import _ "time/tzdata"\` or the build tag \`timetzdata\` puts
it into the program.

It does not matter for programs that use UTC only.`,
  fixSafety: `Safe: a file of about 400 kB is added, and \`ZONEINFO\` says where it is; Go's time package is all that reads either.`,
  equivalents: [],
  examples: [
    {
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.26\n',
        'main.go':
          'package main\n\nimport "time"\n\nfunc main() { _, _ = time.LoadLocation("Europe/Berlin") }\n',
      },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nCOPY --from=build /usr/local/go/lib/time/zoneinfo.zip /usr/share/zoneinfo.zip\nENV ZONEINFO=/usr/share/zoneinfo.zip\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check(context) {
    const { model, facts } = context;
    if (model.isWindows) return;
    for (const stage of runStages(model)) {
      if (rootBase(stage).kind !== 'scratch' || stage.endState.env.has('ZONEINFO')) continue;
      const program = scratchProgram(stage, context);
      const sources = program && facts.project.sources(program.project.directory);
      if (!program || !sources || hasTag(program.site, 'timetzdata') || mayBring(stage, places, context)) continue;
      const [use] = sources.timezoneUses;
      const variable = use ? undefined : timeZone(stage);
      if (!use && (!variable || !sources.complete || sources.bringsTimezones)) continue;
      const lines = linesFor(program, context);
      const advice = lines.length > 0 ? `Copy them from ${program.from}.` : 'Copy them from an image that has them, or build with `-tags timetzdata`.';
      const what = use
        ? `${use.file} loads ${use.zone === undefined ? 'a time zone' : `the time zone ${use.zone}`}, and scratch has no zones: it gets an error.`
        : `TZ is ${variable!.value}, and scratch has no zones: the program keeps to UTC.`;
      yield {
        span: variable?.instruction.pairs.find(({ key }) => key === 'TZ')?.span ?? stage.imageWord?.span ?? stage.from.keywordSpan,
        message: `${what} ${advice}`,
        data: { program, lines },
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data || data.lines.length === 0) return [];
    return [
      {
        title: `Copy the time zones from ${data.program.from}`,
        applicability: 'safe',
        edits: [insertAfter(model, data.program.copy, data.lines)],
        preferred: true,
      },
    ];
  },
}); // prettier-ignore

/** ENV TZ with a zone that needs data, where the container starts something. */
function timeZone(stage: Stage): { readonly value: string; readonly instruction: Instruction } | undefined {
  const { entrypoint, cmd } = startCommand(stage);
  const value = stage.endState.env.get('TZ');
  if ((!entrypoint && !cmd) || !value?.known || /^(?:|UTC|Etc\/UTC|GMT)$/.test(value.value)) return undefined;
  const instruction = lineageInstructions(stage).findLast(({ keyword, pairs }) => keyword === 'ENV' && pairs.some(({ key }) => key === 'TZ')); // prettier-ignore
  return instruction && { value: value.value, instruction };
}

function linesFor({ fact, from, site }: ScratchProgram, { model }: RuleContext): string[] {
  const copy = `${keywordCase(model, 'COPY')} --from=${from}`;
  // The official images have Go in this folder, with its own copy of the zones.
  if (fact?.repository === 'golang')
    return [
      `${copy} /usr/local/go/lib/time/zoneinfo.zip /usr/share/zoneinfo.zip`,
      `${keywordCase(model, 'ENV')} ZONEINFO=/usr/share/zoneinfo.zip`,
    ];
  return installsPackage(site.stage, 'tzdata', model)
    ? [`${copy} /usr/share/zoneinfo /usr/share/zoneinfo`]
    : [];
}
