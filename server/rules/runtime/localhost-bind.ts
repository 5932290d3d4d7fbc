import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import type { ShellWord } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { finalStage, neededStages } from '../../dockerfile/stages.ts';
import type { Listener } from '../../project/facts.ts';
import { resolveScript, calledScript } from '../../project/node/start-script.ts';
import { goCommands } from '../../tools/installs.ts';
import { defineRule, type Report, type RuleContext } from '../rule.ts';
import { devServer, ownListeners } from './dev-server.part.ts';
import { exposedPorts } from './exposed.part.ts';
import { isLoopback, loopbackBind, type Bind } from './loopback.part.ts';
import { runStages } from '../../tools/start-command.ts';
import { startProject } from './start-project.part.ts';
import { programOf, shownWords, startedCommands, type Started } from './started.part.ts';

interface LocalBind {
  readonly started: Started;
  /** Undefined where a source file says it. */
  readonly bind: Bind | undefined;
}

/** Programs that take requests for others in the same container. */
const proxies = /^(?:nginx|caddy|httpd|apache2\w*|apachectl|haproxy|traefik|envoy|supervisord|s6-svscan|openresty|frankenphp|varnishd)$/; // prettier-ignore

export default defineRule<LocalBind>({
  id: 'runtime/localhost-bind',
  severity: 'warning',
  summary: 'The server listens on localhost only, though a port is exposed',
  fix: 'suggested',
  why: `Inside of a container \`127.0.0.1\` and \`localhost\` are the container itself. A server that listens there can't be reached through a published port, from
other containers, or by an orchestrator's probes: the port is open and the connection is reset. It has to listen on \`0.0.0.0\`, every address of the
container; what is published on the host is decided there.

It does not matter for a server behind a proxy in the same container, and for a container that shares the host's network. Flask, Django, uvicorn, gunicorn,
Fastify and others listen on localhost when nothing is said.`,
  fixSafety: `The server becomes reachable from other containers of its network, which is what the exposed port says. Without \`-p\` nothing is published.`,
  equivalents: [],
  examples: [
    {
      files: { 'requirements.txt': 'fastapi==0.121.0\nuvicorn==0.38.0\n', 'main.py': '' },
      bad: 'FROM python:3.13-slim\nWORKDIR /srv\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY main.py ./\nUSER 1000\nEXPOSE 8000\nCMD ["uvicorn", "main:app"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /srv\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY main.py ./\nUSER 1000\nEXPOSE 8000\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    const seen = new Set<number>();
    for (const stage of runStages(model)) {
      // One finding for one problem: that rule's message says where its server listens.
      if (stage === finalStage(model) && devServer(context)) continue;
      const ports = exposedPorts(stage);
      if (ports.length === 0) continue;
      const all = startedCommands(stage, model);
      if (all.some(({ command }) => proxies.test(command.name))) continue;
      for (const started of all) {
        const report = judge(started, stage, ports, context);
        if (report && !seen.has(report.span.start)) yield report;
        if (report) seen.add(report.span.start);
      }
    }
  },
  fixes({ data }, { model }) {
    const edit = data?.bind && openEdit(data.started, data.bind, model);
    if (!edit) return [];
    return [{ title: 'Listen on 0.0.0.0', applicability: 'suggested', edits: [edit], preferred: true }];
  },
});

function judge(
  started: Started,
  stage: Stage,
  ports: readonly number[],
  context: RuleContext,
): Report<LocalBind> | undefined {
  const { instruction, command, words } = started;
  const project = startProject(instruction, stage, context);
  const argv = words.map(({ value }) => value);
  const called = project && calledScript(project, argv);
  const resolved = called && resolveScript(project, called.script);
  const run = resolved?.plain ? [...resolved.argv, ...called!.args] : argv;
  const span = instruction.json && instruction.bodySpan ? instruction.bodySpan : command.span;
  const bind =
    resolved && Object.keys((resolved.plain && resolved.env) || {}).length > 0
      ? undefined
      : loopbackBind(programOf(run), stage, context);
  if (bind) {
    if (bind.port !== undefined && !ports.includes(bind.port)) return undefined;
    const unless = bind.unless === undefined ? '' : `, unless ${bind.unless} is set`;
    const how = bind.byDefault
      ? `listens on ${bind.host} when nothing else is said${unless}`
      : `listens on ${bind.host}`;
    return {
      span,
      message: message(
        `\`${shownWords(started)}\``,
        how,
        bind.port ?? ports[0]!,
        `Let it listen on 0.0.0.0.`,
      ),
      data: { started, bind: resolved ? undefined : bind },
    };
  }
  const listener = localListener(started, run, stage, context);
  if (!listener || (listener.port !== undefined && !ports.includes(listener.port))) return undefined;
  const { call, file, host, byDefault, port } = listener;
  const how = byDefault ? `listens on ${host} when no host is given` : `listens on ${host}`;
  return {
    span,
    message: message(`\`${call}()\` in ${file}`, how, port ?? ports[0]!, 'Give it the host 0.0.0.0.'),
    data: { started, bind: undefined },
  };
}

function message(what: string, how: string, port: number, advice: string): string {
  return `${what} ${how}, which only the container itself reaches: port ${port} is exposed in vain. ${advice}`;
}

/** A listener of the program's own sources, when all of them are local. */
function localListener(
  started: Started,
  run: readonly string[],
  stage: Stage,
  context: RuleContext,
): Listener | undefined {
  const listeners =
    ownListeners(started, stage, context) ??
    nodeListeners(started, run, stage, context) ??
    goListeners(started, stage, context) ??
    [];
  return listeners.every(({ host }) => host !== undefined && isLoopback(host)) ? listeners[0] : undefined;
}

/** Of a Node program: those of the file that is started, else of the only file that listens. */
function nodeListeners(
  { instruction }: Started,
  run: readonly string[],
  stage: Stage,
  context: RuleContext,
): readonly Listener[] | undefined {
  const [program, ...args] = programOf(run);
  const project =
    program === 'node' || program === 'bun' ? startProject(instruction, stage, context) : undefined;
  if (!project) return undefined;
  const sources = context.facts.project.sources(project.directory);
  const script = args.find((word) => !word.startsWith('-'))?.replace(/^\.\//, '');
  const path = project.directory === '' ? script : `${project.directory}/${script}`;
  const own = sources?.listeners.filter(({ file }) => file === path) ?? [];
  if (own.length > 0) return own;
  return sources?.complete && new Set(sources.listeners.map(({ file }) => file)).size === 1
    ? sources.listeners
    : undefined;
}

/** Of a Go program, where the build makes no other and all files were read. */
function goListeners(
  { command }: Started,
  stage: Stage,
  { model, facts }: RuleContext,
): readonly Listener[] | undefined {
  const needed = neededStages(model, stage);
  const sites = goCommands(model, facts).filter(
    ({ go, stage: built }) => needed.has(built) && /^(?:build|install)$/.test(go.subcommand),
  );
  const project = sites[0]?.project;
  if (sites.length !== 1 || !project || project.mains.length !== 1 || command.name === 'sh') return undefined;
  const sources = facts.project.sources(project.directory);
  return sources?.complete ? sources.listeners : undefined;
}

/** Replaces the host, or adds the option that gives one. */
function openEdit(
  { words, command, instruction }: Started,
  bind: Bind,
  model: DockerfileModel,
): TextEdit | undefined {
  const isWritten = (word: ShellWord): boolean => model.text.slice(word.span.start, word.span.end) === word.raw; // prettier-ignore
  const last = words.at(-1);
  if (!command.exact || !last || !words.every(isWritten)) return undefined;
  if (bind.add) {
    const isJson = instruction.json && instruction.words.some(({ span }) => span.start === last.span.start);
    const newText = isJson ? bind.add.map((word) => `, ${JSON.stringify(word)}`).join('') : ` ${bind.add.join(' ')}`; // prettier-ignore
    return { span: { start: last.span.end, end: last.span.end }, newText };
  }
  // `runserver 8000`, or the host as it is written.
  const text = bind.byDefault ? String(bind.port) : bind.host;
  const word = words.findLast(({ value }) => (bind.byDefault ? value === text : value.includes(text)));
  const at = word?.raw.indexOf(text) ?? -1;
  if (!word || at < 0) return undefined;
  const start = word.span.start + at;
  return {
    span: { start, end: start + text.length },
    newText: bind.byDefault ? `0.0.0.0:${text}` : '0.0.0.0',
  };
}
