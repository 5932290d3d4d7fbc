import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import { lastOf, rootBase } from '../../dockerfile/stages.ts';
import { parseOptions } from '../../tools/options.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { probeCommand, type Probe } from './health-probe.part.ts';
import { hasProgram } from './programs.part.ts';
import { shellLess } from './shell-less.part.ts';
import { holdsComment, runStages } from '../../tools/start-command.ts';

interface MissingTool {
  /** The CMD inside of HEALTHCHECK. */
  readonly instruction: Instruction;
  readonly probe: Probe | undefined;
}

/** Programs that health checks call and whose absence the image facts can show. */
const judged: ReadonlySet<string> = new Set(['curl', 'wget', 'nc', 'node', 'python', 'python3', 'bash']);

export default defineRule<MissingTool>({
  id: 'runtime/healthcheck-tool',
  severity: 'warning',
  summary: 'HEALTHCHECK calls a program that the image does not have',
  fix: 'suggested',
  why: `A health check runs inside of the container, with the programs of its image. Slim images have neither curl nor wget, Alpine has BusyBox's wget
but no curl, and distroless images have no tools at all. A check that calls a missing program fails every time: the container is marked unhealthy, and
Swarm or whoever waits for \`service_healthy\` replaces it or waits for ever.

What packages, copied files and scripts bring is taken into account; where it can't be told, the rule is silent.`,
  fixSafety: `The new command calls the same address with a program that the image has: Node, Python or BusyBox's wget. Node and Python follow
redirects, which curl does only with \`-L\`.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\nUSER node\nEXPOSE 8080\nHEALTHCHECK --interval=30s CMD curl -f http://localhost:8080/health || exit 1\nCMD ["node", "server.js"]\n',
      good: `FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\nUSER node\nEXPOSE 8080\nHEALTHCHECK --interval=30s CMD ["node", "-e", "fetch('http://localhost:8080/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]\nCMD ["node", "server.js"]\n`,
    },
    {
      title: 'wget of BusyBox',
      bad: 'FROM alpine:3.22\nCOPY --from=registry.example.com/shop:1 /shop /usr/local/bin/shop\nUSER 1000\nHEALTHCHECK CMD ["curl", "--fail", "http://localhost:8080/"]\nCMD ["shop"]\n',
      good: 'FROM alpine:3.22\nCOPY --from=registry.example.com/shop:1 /shop /usr/local/bin/shop\nUSER 1000\nHEALTHCHECK CMD ["wget", "-q", "-O", "/dev/null", "http://localhost:8080/"]\nCMD ["shop"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    const seen = new Set<Instruction>();
    for (const stage of runStages(model)) {
      const instruction = lastOf(stage, 'HEALTHCHECK')?.inner;
      if (!instruction || seen.has(instruction)) continue;
      seen.add(instruction);
      const script = shellOf(instruction, model);
      // Without a shell nothing of it runs: runtime/no-shell says so.
      if (!script || (!instruction.json && shellLess(stage, instruction.state.shell[0] ?? '/bin/sh', context))) continue; // prettier-ignore
      const missing = missingTool(script, stage, context);
      if (!missing) continue;
      const probe = probeFor(script, missing, stage, context);
      const base = rootBase(stage);
      const image = base.kind === 'image' ? base.reference.replace(/@.*/, '') : 'scratch';
      yield {
        span: missing.words[0]!.span,
        message: `HEALTHCHECK calls ${missing.name}, which ${image} does not have: the container will always be unhealthy. ${
          probe ? `Ask with ${probe.tool}, which is there.` : `Install ${missing.name}, or call a program that is there.`
        }`,
        data: { instruction, probe },
      };
    }
  },
  fixes({ data }, { model }) {
    const span = data?.instruction.bodySpan;
    if (!data?.probe || !span || holdsComment(model, span)) return [];
    return [
      {
        title: `Ask with ${data.probe.tool} instead`,
        applicability: 'suggested',
        edits: [{ span, newText: formatJsonForm(data.probe.words) }],
        preferred: true,
      },
    ];
  },
}); // prettier-ignore

/** The first program that the check can't do without and that is not there. */
function missingTool(
  { commands, errors }: ShellScript,
  stage: Stage,
  context: RuleContext,
): ShellCommand | undefined {
  if (errors.length > 0) return undefined;
  const probes = commands.filter(({ name, wrappers }) => judged.has(name) && !wrappers.includes('command'));
  // `command -v curl` asks first, and one of several ways may be enough.
  if (
    commands.some(({ name, wrappers }) => wrappers.includes('command') || name === 'which' || name === 'type')
  )
    return undefined;
  const isAbsent = (command: ShellCommand): boolean =>
    hasProgram(command.words[0]!.value, stage, context) === false;
  const hasChoice = probes.some(({ conditional }) => conditional);
  if (hasChoice && !probes.every(isAbsent)) return undefined;
  return probes.find(isAbsent);
}

const curlOptions: ReadonlySet<string> = new Set(['-o', '--output', '-m', '--max-time', '--connect-timeout', '--retry', '-w', '--write-out']); // prettier-ignore
const wgetOptions: ReadonlySet<string> = new Set(['-O', '--output-document', '-T', '--timeout', '-t', '--tries', '-o', '--output-file']); // prettier-ignore
/** Options that change how it is asked, not whether an answer counts as good. */
const harmless =
  /^(?:-[fsSkLoOqTtmwIn]+|--(?:fail|silent|show-error|location|output|max-time|connect-timeout|retry|write-out|head|quiet|spider|no-verbose|tries|timeout|output-document|output-file|fail-with-body))(?:=.*|\d+)?$/;

/** The probe that does the same, where the check does nothing but a GET that must succeed. */
function probeFor(
  { commands, items }: ShellScript,
  command: ShellCommand,
  stage: Stage,
  context: RuleContext,
): Probe | undefined {
  const isOnly = items.length === 1 && commands.every((each) => each === command || (each.name === 'exit' && each.conditional)); // prettier-ignore
  if (!isOnly || command.redirects.some(({ target }) => target && target.value !== '/dev/null' && !/^[12]$/.test(target.value))) return undefined; // prettier-ignore
  if (command.name !== 'curl' && command.name !== 'wget') return undefined;
  const { operands } = parseOptions(command, command.name === 'curl' ? curlOptions : wgetOptions);
  const options = command.args.filter(
    ({ value }) => value.startsWith('-') && value !== '-' && value !== '-O-',
  );
  const [word] = operands;
  if (!word || operands.length > 1 || !options.every(({ value }) => harmless.test(value))) return undefined;
  // TLS with a certificate of its own would be refused.
  if (options.some(({ value }) => /^-\w*k/.test(value))) return undefined;
  // A variable may get another value when the container is started.
  const written = word.literal ? word.value : undefined;
  if (written === undefined || !/^[\w.:/?&=%+-]+$/.test(written)) return undefined;
  const url = /^https?:\/\//.test(written) ? written : `http://${written}`;
  return probeCommand(stage, context, url);
}
