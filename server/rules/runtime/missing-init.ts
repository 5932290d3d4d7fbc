import type { Instruction, Stage } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { insertAfter, insertBefore, keywordCase } from '../../edit/insert.ts';
import type { ImageFact } from '../../images/facts.ts';
import { lookupRoot } from '../../images/root.ts';
import { containersOf } from '../../tools/development.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { sourcesAbove } from './dev-server.part.ts';
import { startedProgram, type StartedProgram } from './node-start.part.ts';
import { runStages, startCommand } from '../../tools/start-command.ts';
import { isPython } from './started.part.ts';

interface MissingInit {
  readonly stage: Stage;
  readonly start: Instruction;
}

export default defineRule<MissingInit>({
  id: 'runtime/missing-init',
  severity: 'off',
  summary: 'Process 1 is a program that was not made for it',
  fix: 'suggested',
  why: `The first process of a container has two duties that no other has: signals without a handler do nothing to it, so that \`docker stop\` waits ten seconds
and kills it, and it has to collect the processes that others leave behind. Node and Python programs do neither by themselves. An init such as tini does both.

It is off by default because a handler for SIGTERM in the program is as good, and because \`docker run --init\`, \`init: true\` in Compose, or a shared process
namespace in Kubernetes bring an init along, which the Dockerfile does not show.`,
  fixSafety: `A small program is installed, and becomes the ENTRYPOINT, in the place of the base image's own. Those of the official Node and Python images only
start what CMD says.`,
  equivalents: [],
  examples: [
    {
      files: { 'server.js': '' },
      bad: 'FROM node:22-alpine\nWORKDIR /srv\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nRUN apk add --no-cache tini\nWORKDIR /srv\nCOPY server.js ./\nUSER node\nENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    const containers = containersOf(model, context.facts);
    if (containers.length > 0 && containers.every(({ init }) => init)) return;
    const seen = new Set<Instruction>();
    for (const stage of runStages(model)) {
      const { entrypoint, cmd } = startCommand(stage);
      // Another program before it, an init or a script, may do what is needed.
      const isFirst =
        !entrypoint || !cmd || /(?:^|\/)(?:node|python[\d.]*)$/.test(entrypoint.words[0]?.value ?? '');
      const program = isFirst ? startedProgram(stage, context) : undefined;
      if (!program || !isUnprepared(program)) continue;
      const start = entrypoint ?? cmd!;
      if (seen.has(start)) continue;
      seen.add(start);
      const [caller] = runsPrograms(program, stage, context);
      const orphans = caller === undefined ? '' : `, and nobody collects what it starts (${caller})`;
      yield {
        span: program.started.words[0]!.span,
        message: `${program.argv[0]!} is process 1: without a handler of its own SIGTERM does nothing to it${orphans}. Start it under an init such as tini, or run the container with --init.`,
        data: { stage, start },
      };
    }
  },
  fixes({ data }, { model, facts }) {
    const fact = data && lookupRoot(data.stage, facts.images);
    const install = fact && installLine(fact);
    if (!data || !install || data.start.stage !== data.stage || data.start.keyword !== 'CMD' || !data.start.json) return []; // prettier-ignore
    // The account is root's right behind a FROM of an image whose default it is.
    if (data.stage.base.kind !== 'image' || fact.defaultUser?.uid !== 0) return [];
    const edits: TextEdit[] = [
      insertAfter(model, data.stage.from, [`${keywordCase(model, 'RUN')} ${install}`]),
      insertBefore(model, data.start, [`${keywordCase(model, 'ENTRYPOINT')} ["tini", "--"]`]),
    ];
    return [{ title: 'Start it under tini', applicability: 'suggested', edits }];
  },
});

/** Node, or Python with a file of its own: servers such as gunicorn have handlers. */
function isUnprepared({ argv, started, byScript }: StartedProgram): boolean {
  const [program = '', script = ''] = argv;
  if (byScript || started.command.wrappers.some((wrapper) => wrapper !== 'exec')) return false;
  const first = started.words[0]?.value.replace(/^.*\//, '');
  // Behind `npx` or `poetry run` another process is the first.
  if (first !== program || (!started.instruction.json && !started.command.wrappers.includes('exec'))) return false; // prettier-ignore
  if (started.command.words[0]!.value !== started.words[0]!.value) return false;
  return program === 'node' || (isPython(program) && script.endsWith('.py'));
}

function runsPrograms({ project }: StartedProgram, stage: Stage, { facts }: RuleContext): readonly string[] {
  if (project) return facts.project.sources(project.directory)?.runsPrograms ?? [];
  return lookupRoot(stage, facts.images)?.runtime?.name === 'python' ? (sourcesAbove('', facts)?.runsPrograms ?? []) : []; // prettier-ignore
}

function installLine({ packageManager, repository }: ImageFact): string | undefined {
  if (repository !== 'node' && repository !== 'python') return undefined;
  if (packageManager === 'apk') return 'apk add --no-cache tini';
  return packageManager === 'apt'
    ? 'apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*'
    : undefined;
}
