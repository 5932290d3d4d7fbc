import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { lastOf, neededStages, rootBase } from '../../dockerfile/stages.ts';
import { accountsMade } from '../../tools/users.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { mayBring } from './contents.part.ts';
import { shellLess } from './shell-less.part.ts';
import { runStages } from '../../tools/start-command.ts';

interface NamedUser {
  readonly instruction: Instruction;
  /** What USER should say: `10001:10001`. */
  readonly number: string;
}

/** Accounts in /etc/passwd of all distroless images (GoogleContainerTools/distroless, common/variables.bzl). */
const ofDistroless: ReadonlySet<string> = new Set(['nobody', 'nonroot']);

/** Their usual numbers. */
const numbers: ReadonlyMap<string, number> = new Map([
  ['nonroot', 65532],
  ['nobody', 65534],
]);

export default defineRule<NamedUser>({
  id: 'runtime/named-user-in-scratch',
  severity: 'error',
  summary: 'USER names an account that the image can not have',
  fix: 'safe',
  why: `The name in \`USER\` is looked up in the image's own \`/etc/passwd\` when the container starts. \`scratch\` has no such file and distroless images
have one with three accounts, and an account that was made in the build stage stays there: the container ends with \`unable to find user\`. A number
needs no file.

It does not matter where a \`COPY\` brings \`/etc/passwd\` along; then, and where that can't be told, the rule is silent.`,
  fixSafety: `Safe: with the name the container does not start. The number is that of the account in the build stage where it is given one,
else 65532, which distroless uses for its account \`nonroot\`.`,
  equivalents: [],
  examples: [
    {
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.26\n',
        'main.go': 'package main\n\nfunc main() {}\n',
      },
      bad: 'FROM golang:1.26 AS build\nRUN useradd --uid 10001 shop\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER shop\nENTRYPOINT ["/shop"]\n',
      good: 'FROM golang:1.26 AS build\nRUN useradd --uid 10001 shop\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 10001:10001\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    const seen = new Set<Instruction>();
    for (const stage of runStages(model)) {
      const instruction = lastOf(stage, 'USER');
      const word = instruction?.words[0];
      if (!instruction || !word || seen.has(instruction)) continue;
      seen.add(instruction);
      const { user } = stage.endState;
      const [name = '', group] = (user ?? '').split(':');
      if (!/^[A-Za-z_][\w.-]*$/.test(name) || name === 'root') continue;
      const base = baseWithout(name, stage, context);
      if (base === undefined) continue;
      const uid = uidOf(name, model);
      const number = `${uid}:${group !== undefined && /^\d+$/.test(group) ? group : uid}`;
      yield {
        span: word.span,
        message: `${base === 'scratch' ? 'scratch has no /etc/passwd' : `/etc/passwd of ${base} has no account ${name}`}, and nothing here brings one: the container can't start as \`${name}\`. Write the number, \`USER ${number}\`.`,
        data: { instruction, number },
      };
    }
  },
  fixes({ data }) {
    const span = data?.instruction.words[0]?.span;
    if (!data || !span) return [];
    return [
      {
        title: `Run as ${data.number}`,
        applicability: 'safe',
        edits: [{ span, newText: data.number }],
        preferred: true,
      },
    ];
  },
});

/** The base whose passwd does not have the name; undefined where it has, or nobody can tell. */
function baseWithout(name: string, stage: Stage, context: RuleContext): string | undefined {
  if (mayBring(stage, ['/etc/passwd'], context)) return undefined;
  if (rootBase(stage).kind === 'scratch') {
    // With a shell and its tools the stage may have made the account.
    return shellLess(stage, '/bin/sh', context) && !runsProgram(stage) ? 'scratch' : undefined;
  }
  const base = shellLess(stage, '/bin/sh', context);
  const isDistroless = base?.fact?.repository.startsWith('gcr.io/distroless/') === true;
  return isDistroless && !ofDistroless.has(name) && !runsProgram(stage) ? base.base : undefined;
}

function runsProgram(stage: Stage): boolean {
  return lastOf(stage, 'RUN') !== undefined;
}

/** The number that a stage of the build gives the account, or the usual one. */
function uidOf(name: string, model: DockerfileModel): number {
  const instructions = [...neededStages(model)].flatMap((stage) => stage.instructions);
  const account = accountsMade(instructions, model).find((each) => each.name === name);
  return account?.uid ?? numbers.get(name) ?? 65532;
}
