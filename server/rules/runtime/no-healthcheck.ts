import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { finalStage, lastOf, lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import { insertAfter, insertBefore, keywordCase } from '../../edit/insert.ts';
import type { SourceFacts } from '../../project/facts.ts';
import { containersOf, developedWith } from '../../tools/development.ts';
import { defineRule, type Facts, type Fix, type RuleContext } from '../rule.ts';
import { exposedPorts } from './exposed.part.ts';
import { probeCommand } from './health-probe.part.ts';
import { startCommand } from '../../tools/start-command.ts';

interface Service {
  readonly stage: Stage;
  readonly port: number | undefined;
  readonly route: string | undefined;
  readonly command: readonly string[] | undefined;
}

export default defineRule<Service>({
  id: 'runtime/no-healthcheck',
  severity: 'hint',
  summary: 'A network service has no HEALTHCHECK',
  fix: 'suggested',
  why: `Without a HEALTHCHECK Docker only knows that the process is there, not that it answers: Compose's \`depends_on: service_healthy\`, Swarm and
load balancers in front of plain Docker can't wait for it or replace it.

It does not matter under Kubernetes, which uses its own probes and ignores this instruction, and for programs that serve nothing.`,
  fixSafety: `Suggested: Docker will call the route every 30 seconds and mark the container unhealthy when it fails. The fix is offered only when a
health route was found in the source, the port is certain and the image has a tool for the call.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3057' },
    { tool: 'trivy', id: 'DS-0026' },
    { tool: 'checkov', id: 'CKV_DOCKER_2' },
  ],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"5.1.0"}}',
        'server.js':
          "const app = require('express')();\napp.get('/health', (req, res) => res.send('ok'));\napp.listen(8080);\n",
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nEXPOSE 8080\nCMD ["node", "server.js"]\n',
      good: `FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nEXPOSE 8080\nHEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]\nCMD ["node", "server.js"]\n`,
    },
  ],
  *check(context) {
    const { model, facts } = context;
    const stage = finalStage(model);
    if (!stage || model.isWindows) return;
    const instructions = lineageInstructions(stage);
    if (instructions.some(({ keyword }) => keyword === 'HEALTHCHECK')) return;
    // Whoever has thought of it in Compose does not want another check in the image.
    if (containersOf(model, facts).some(({ healthcheck }) => healthcheck !== undefined)) return;
    if (developedWith(model, facts)) return;
    // An image without a shell or an interpreter has nothing to probe with; its orchestrator calls it from outside.
    if (hasNoProbe(stage, facts)) return;
    const expose = instructions.findLast(({ keyword }) => keyword === 'EXPOSE');
    const start = startCommand(stage);
    // What a web server delivers is not the server of the project beside it.
    const sources = isWebServer(stage, context) ? undefined : serviceSources(facts);
    // Without EXPOSE a program that is known to listen counts, but only where it is started.
    if (!expose && !(sources && sources.ports.length > 0 && (start.cmd ?? start.entrypoint))) return;
    const service = describeService(stage, expose, sources, context);
    const { port, route } = service;
    const where = port === undefined ? '' : ` on port ${port}`;
    const advice =
      route === undefined ? 'Add a HEALTHCHECK that calls it.' : `Add a HEALTHCHECK that calls ${route}.`;
    yield {
      span: spanOf(stage, expose),
      message: `Docker can't tell whether the service${where} works or only runs. ${advice}`,
      data: service,
    };
  },
  fixes({ data }, { model }) {
    if (data?.command === undefined) return [];
    const { stage, command, route } = data;
    const keyword = keywordCase(model, 'HEALTHCHECK');
    const line = `${keyword} --interval=30s --timeout=5s --start-period=15s ${keywordCase(model, 'CMD')} ${formatJsonForm(command)}`;
    const fix: Fix = {
      title: `Add a HEALTHCHECK that calls ${route}`,
      applicability: 'suggested',
      edits: [place(stage, model, line)],
      preferred: true,
    };
    return [fix];
  },
});

function isWebServer(stage: Stage, { model, facts }: RuleContext): boolean {
  const start = lastOf(stage, 'ENTRYPOINT') ?? lastOf(stage, 'CMD');
  if (start) return (shellOf(start, model)?.commands ?? []).some(({ name }) => webServer.test(name));
  const base = rootBase(stage);
  const fact = base.kind === 'image' && base.complete ? facts.images.lookup(base.reference) : undefined;
  return fact?.runtime !== undefined && webServer.test(fact.runtime.name);
}

const webServer = /^(?:nginx|httpd|httpd-foreground|apache2|apache2ctl|apache2-foreground|caddy)$/;

function hasNoProbe(stage: Stage, { images }: Facts): boolean {
  const base = rootBase(stage);
  if (base.kind === 'scratch') return true;
  const fact = base.kind === 'image' ? images.lookup(base.reference) : undefined;
  return fact?.shell === false && fact.runtime === undefined;
}

function spanOf(stage: Stage, expose: Instruction | undefined): Span {
  if (expose) return expose.words[0]?.span ?? expose.keywordSpan;
  const { cmd, entrypoint } = startCommand(stage);
  return (cmd ?? entrypoint ?? stage.from).keywordSpan;
}

/** Above the start command, so that it stands behind USER and EXPOSE; at the end where that is inherited. */
function place(stage: Stage, model: DockerfileModel, line: string): Fix['edits'][number] {
  const first = stage.instructions.find(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
  return first
    ? insertBefore(model, first, [line])
    : insertAfter(model, stage.instructions.at(-1) ?? stage.from, [line]);
}

function describeService(
  stage: Stage,
  expose: Instruction | undefined,
  sources: SourceFacts | undefined,
  context: RuleContext,
): Service {
  const port = certainPort(stage, expose ? exposedPorts(stage) : [], sources);
  const route = sources?.healthRoutes.find(({ path }) => /^\/[\w./-]*$/.test(path))?.path;
  const certain = port !== undefined && route !== undefined && rootBase(stage).kind === 'image';
  const command = certain
    ? probeCommand(stage, context, `http://127.0.0.1:${port}${route}`)?.words
    : undefined;
  return { stage, port, route, command };
}

/** The one project of the context that serves something; undefined when there are several. */
function serviceSources({ project }: Facts): SourceFacts | undefined {
  const directories = new Set(project.projects.map(({ directory }) => directory));
  const all = [...directories].flatMap((directory) => project.sources(directory) ?? []);
  const serving = all.filter(({ healthRoutes, ports }) => healthRoutes.length > 0 || ports.length > 0);
  return serving.length === 1 ? serving[0] : undefined;
}

/** Where everything that names a port agrees. */
function certainPort(
  stage: Stage,
  exposed: readonly number[],
  sources: SourceFacts | undefined,
): number | undefined {
  const variable = stage.endState.env.get('PORT');
  if (variable && !variable.known) return undefined;
  const listened = new Set(sources?.ports.map(({ port }) => port) ?? []);
  if (variable?.known && /^\d+$/.test(variable.value)) {
    const port = Number(variable.value);
    return exposed.length === 0 || exposed.includes(port) ? port : undefined;
  }
  const candidates =
    exposed.length > 0 ? exposed.filter((port) => listened.size === 0 || listened.has(port)) : [...listened];
  const [port] = candidates;
  return new Set(candidates).size === 1 ? port : undefined;
}
