import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import type { Span } from '../../dockerfile/span.ts';
import { defineRule, type Applicability, type Report, type RuleContext } from '../rule.ts';
import { commandWords, plainWords } from './exec-words.part.ts';
import { hasProgram } from './programs.part.ts';
import { shellLess, shellPrograms, startsWithoutShell, type ShellLess } from './shell-less.part.ts';
import { holdsComment, runStages, startCommand } from '../../tools/start-command.ts';

interface NoShell {
  readonly instruction: Instruction;
  /** The exec form that does the same, and where it goes. */
  readonly exec:
    | { readonly words: readonly string[]; readonly span: Span; readonly applicability: Applicability }
    | undefined;
}

export default defineRule<NoShell>({
  id: 'runtime/no-shell',
  severity: 'error',
  summary: 'A shell is needed in an image that has none',
  fix: 'safe',
  why: `\`scratch\` and most distroless images have no \`/bin/sh\`. A \`RUN\` in such a stage fails, a container whose \`CMD\` or \`ENTRYPOINT\` is in shell form
does not start (\`exec: "/bin/sh": no such file or directory\`), and a health check in shell form always fails. The exec form, a JSON array, needs no
shell. What \`RUN\` does belongs into an earlier stage whose result is copied.

It does not matter where a \`COPY\` brings a shell along: then, and where that can't be told, the rule is silent. So it is for the
\`debug\` tags of distroless.`,
  fixSafety: `Safe when the command is one program with plain words: without a shell it can't have worked before. Only suggested where an
ENTRYPOINT would get the words of a CMD that its shell form ignores.`,
  equivalents: [],
  examples: [
    {
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.26\n',
        'main.go': 'package main\n\nfunc main() {}\n',
      },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nCMD /shop --verbose\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nCMD ["/shop", "--verbose"]\n',
    },
    {
      title: 'RUN in the small stage',
      bad: 'FROM gcr.io/distroless/static-debian13:nonroot\nCOPY --from=registry.example.com/shop:1 /shop /shop\nRUN chmod 755 /shop\nENTRYPOINT ["/shop"]\n',
      good: 'FROM gcr.io/distroless/static-debian13:nonroot\nCOPY --from=registry.example.com/shop:1 --chmod=755 /shop /shop\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    for (const stage of model.stages) {
      const run = firstRun(stage, context);
      if (run) yield run;
    }
    const seen = new Set<Instruction>();
    for (const stage of runStages(model))
      for (const report of [...starts(stage, context), ...health(stage, context)]) {
        const instruction = report.data!.instruction;
        if (!seen.has(instruction)) yield report;
        seen.add(instruction);
      }
  },
  fixes({ data }, { model }) {
    if (!data?.exec || holdsComment(model, data.exec.span)) return [];
    const { words, span, applicability } = data.exec;
    const newText = formatJsonForm(words);
    return [
      {
        title: `Use the exec form \`${newText}\``,
        applicability,
        edits: [{ span, newText }],
        preferred: true,
      },
    ];
  },
});

function related({ root, base }: ShellLess): Report['related'] {
  const { imageWord } = root;
  return imageWord && [{ span: imageWord.span, message: `${base} has no shell` }];
}

/** The first RUN that needs a shell: the build ends there. */
function firstRun(stage: Stage, context: RuleContext): Report<NoShell> | undefined {
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    const shell = shellOfRun(instruction);
    // A program of the image may make anything, a shell too; so may what is mounted.
    if (shell === undefined || mountsOf(instruction).some(({ from }) => from !== undefined)) return undefined;
    const found = shellLess(stage, shell, context, instruction);
    if (!found) return undefined;
    const name = stage.name === undefined ? 'this stage' : `stage ${stage.name}`;
    return {
      span: instruction.keywordSpan,
      message: `\`RUN\` needs \`${shell}\`, which ${found.base} does not have: the build fails here. Do this in a stage that has a shell, and copy the result into ${name}.`,
      data: { instruction, exec: undefined },
      related: related(found)!,
    };
  }
  return undefined;
}

/** Undefined when it runs a program that is no shell, or its script names its own interpreter. */
function shellOfRun({ json, words, heredocs, state }: Instruction): string | undefined {
  if (json) {
    const program = words[0]?.value ?? '';
    return shellPrograms.has(program.replace(/^.*\//, '')) ? program : undefined;
  }
  return heredocs.some(({ body }) => body.startsWith('#!')) ? undefined : (state.shell[0] ?? '/bin/sh');
}

function* starts(stage: Stage, context: RuleContext): Generator<Report<NoShell>> {
  const start = startCommand(stage);
  for (const instruction of [start.entrypoint, start.cmd]) {
    const { bodySpan } = instruction ?? {};
    if (!instruction || !bodySpan || instruction.words.length === 0) continue;
    const { keyword, json, words } = instruction;
    if (json) {
      const program = words[0]!.value;
      const isProgram = keyword === 'ENTRYPOINT' || !start.entrypoint;
      // What a base's own entrypoint does with the words of CMD is its business.
      const found =
        isProgram && shellPrograms.has(program.replace(/^.*\//, ''))
          ? shellLess(stage, program, context)
          : undefined;
      if (!found || (keyword === 'CMD' && found.fact?.runtime)) continue;
      yield {
        span: words[0]!.span,
        message: `\`${keyword}\` starts \`${program}\`, which ${found.base} does not have: the container can't start. Start the program itself, or use a base with a shell.`,
        data: { instruction, exec: undefined },
        related: related(found)!,
      };
      continue;
    }
    if (instruction.args.text.trimStart().startsWith('[')) continue;
    const found = startsWithoutShell(start, instruction, context);
    if (!found) continue;
    const script = shellOf(instruction, context.model);
    const plain = script && plainWords(script);
    const exec = plain && ownWords(plain, keyword, found);
    const applicability = keyword === 'ENTRYPOINT' && start.cmd ? 'suggested' : 'safe';
    const advice = exec
      ? `Write \`${keyword} ${formatJsonForm(exec)}\`.`
      : `Start one program in exec form, or use a base with a shell.`;
    yield {
      span: bodySpan,
      message: `\`${keyword}\` in shell form needs \`${instruction.state.shell[0] ?? '/bin/sh'}\`, which ${found.base} does not have: the container can't start. ${advice}`,
      data: { instruction, exec: exec && { words: exec, span: bodySpan, applicability } },
      related: related(found)!,
    };
  }
}

/** Distroless images for a language have it as their entrypoint, and not on the PATH: CMD is given to it. */
function ownWords(
  words: readonly string[],
  keyword: string,
  { fact }: ShellLess,
): readonly string[] | undefined {
  if (!fact?.repository.startsWith('gcr.io/distroless/') || !fact.runtime) return words;
  const [program, option] = words;
  if (fact.runtime.name === 'node' && program === 'node')
    return keyword === 'CMD' ? words.slice(1) : ['/nodejs/bin/node', ...words.slice(1)];
  if (keyword === 'ENTRYPOINT') return words;
  return fact.runtime.name === 'java' && program === 'java' && option === '-jar' ? words.slice(2) : undefined;
}

function* health(stage: Stage, context: RuleContext): Generator<Report<NoShell>> {
  const instruction = lastOf(stage, 'HEALTHCHECK');
  const inner = instruction?.inner;
  if (!inner?.bodySpan || inner.words.length === 0) return;
  const program = inner.json ? inner.words[0]!.value : (inner.state.shell[0] ?? '/bin/sh');
  if (inner.json && !shellPrograms.has(program.replace(/^.*\//, ''))) return;
  const found = shellLess(stage, program, context);
  if (!found) return;
  const script = inner.json ? undefined : shellOf(inner, context.model);
  // `probe || exit 1` is the probe: any failure makes the container unhealthy.
  const [command, ...rest] = script?.commands ?? [];
  const isProbe = script?.errors.length === 0 && script.items.length === 1 && rest.every(({ name, conditional }) => name === 'exit' && conditional); // prettier-ignore
  const words = command && isProbe && !command.pipesInto ? commandWords(command) : undefined;
  const exists = command && hasProgram(command.words[0]!.value, stage, context) !== false;
  yield {
    span: inner.json ? inner.words[0]!.span : inner.bodySpan,
    message: `HEALTHCHECK needs \`${program}\`, which ${found.base} does not have: the container will always be unhealthy. ${
      words && exists
        ? `Write \`CMD ${formatJsonForm(words)}\`.`
        : 'Call a program of the image in exec form, or let the orchestrator probe from outside.'
    }`,
    data: {
      instruction: inner,
      exec: words && exists ? { words, span: inner.bodySpan, applicability: 'safe' } : undefined,
    },
    related: related(found)!,
  };
}
