import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { finalStage } from '../../dockerfile/stages.ts';
import { insertBefore, keywordCase } from '../../edit/insert.ts';
import type { NodeProject } from '../../project/facts.ts';
import { calledScript, resolveScript, type ResolvedScript } from '../../project/node/start-script.ts';
import { nodeCommand, type NodeCommand } from '../../tools/node.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { devServer, startsForDevelopment } from './dev-server.part.ts';
import { isInit, startCommand, type StartCommand } from '../../tools/start-command.ts';
import { servesDevelopment } from '../../tools/development.ts';
import { commandEdit, startProject, type WrittenCommand } from './start-project.part.ts';

interface Start extends WrittenCommand {
  readonly start: StartCommand;
  readonly project: NodeProject | undefined;
  readonly resolved: ResolvedScript | undefined;
  readonly script: string;
  /** package.json has no such script, and the package manager knows what to run. */
  readonly implied: boolean;
}

export default defineRule<Start>({
  id: 'runtime/package-manager-cmd',
  severity: 'warning',
  summary: 'The server is started through npm, yarn or pnpm',
  fix: 'safe',
  why: `\`npm start\` keeps two processes beside the server, npm and a shell, for as long as the container runs. They take memory, and the SIGTERM of
\`docker stop\` often ends at them: the server can't finish its requests and is killed after ten seconds. The command behind the script does the
same without them.

It does not matter in a development image, and with Yarn Plug'n'Play, whose loader \`yarn\` brings along.`,
  fixSafety: `Safe when the script is one plain \`node …\` command without pre and post scripts. Scripts that start a program of
node_modules/.bin or set variables get a suggested fix. Variables that the package manager itself sets (\`npm_package_version\`, \`npm_lifecycle_event\`) are
not there without it.`,
  equivalents: [],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop","scripts":{"start":"node server.js"}}',
        'server.js': 'console.log("shop");\n',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json server.js ./\nUSER node\nCMD ["npm", "start"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check(context) {
    const found = findStart(context);
    if (!found) return;
    const { command } = found;
    yield {
      span: spanOf(found),
      message: `\`${commandText(command)}\` stays between Docker and the server: SIGTERM may not reach it, and the package manager's memory is taken for good. ${advice(found)}`,
      data: found,
    };
  },
  fixes({ data }, context) {
    const fix = data && startFix(data, context);
    return fix ? [fix] : [];
  },
}); // prettier-ignore

function findStart(context: RuleContext): Start | undefined {
  const { model } = context;
  const stage = finalStage(model);
  // A development server is not to be started at all: runtime/dev-server says so.
  if (!stage || model.isWindows || devServer(context)) return undefined;
  // Whoever develops in the container starts and stops it by hand.
  if (servesDevelopment(model, context.facts)) return undefined;
  const start = startCommand(stage);
  const instruction =
    start.cmd && (!start.entrypoint || isInit(start.entrypoint)) ? start.cmd : start.entrypoint;
  const script = instruction && shellOf(instruction, model);
  if (!instruction || !script) return undefined;
  // Only what runs to the end counts: `npm run migrate && node server.js` is fine.
  // The commands in `["sh", "-c", "…"]` count items of their own.
  const lastItem = Math.max(script.items.length - 1, script.commands.at(-1)?.item ?? 0);
  const project = startProject(instruction, stage, context);
  // Of the branches of a choice that for production counts.
  const command = script.commands.findLast(
    (one) =>
      one.item === lastItem && !one.pipesInto && !(one.conditional && startsForDevelopment(one, project)),
  );
  const node = command && nodeCommand(command);
  if (!command || node?.kind !== 'run' || node.tool === 'bun') return undefined;
  // Plug'n'Play: the program finds its packages only through yarn's loader.
  if (project?.packageManager === 'yarn-berry' && project.nodeLinker !== 'node-modules') return undefined;
  const isScript = project
    ? Object.hasOwn(project.scripts, node.script)
    : /^(?:start|serve|prod)/.test(node.script);
  if (runsSeveral(node.script, project, context)) return undefined;
  // `yarn next start` runs a program, and a script that nobody can look at may be none.
  if (!isScript && node.tool !== 'npm' && !/^(?:run|start)$/.test(command.args[0]?.value ?? ''))
    return undefined;
  const called =
    project && node.directory === undefined && !node.filtered
      ? calledScript(
          project,
          command.words.map(({ value }) => value),
        )
      : undefined;
  const implied = project && !called ? impliedStart(node, project, context) : undefined;
  // The package manager itself stops at a script that is not there.
  if (
    project &&
    !isScript &&
    !implied &&
    node.tool === 'npm' &&
    node.directory === undefined &&
    !node.filtered
  )
    return undefined;
  const resolved = project && called ? resolveScript(project, called.script) : implied;
  const withArguments: ResolvedScript | undefined =
    resolved?.plain && called ? { ...resolved, argv: [...resolved.argv, ...called.args] } : resolved;
  // `sh -c` in JSON form has its script inside of the one item.
  const only = script.commands.length === (script.commands[0] === command ? 1 : 2);
  const alone =
    only && script.items.length === 1 && script.items[0]!.simple && command.redirects.length === 0;
  return {
    instruction,
    command,
    alone,
    start,
    project,
    resolved: withArguments,
    script: node.script,
    implied: implied !== undefined,
  };
}

/** `npm-run-all migrate serve`: steps in front of the server need something that goes through them. */
function runsSeveral(script: string, project: NodeProject | undefined, { facts }: RuleContext): boolean {
  // What an earlier stage made brings a package.json of its own: a script of that name in the context is the one.
  const projects = project ? [project] : facts.project.projects.filter((each) => each.kind === 'node');
  return projects.some(
    ({ scripts }) =>
      Object.hasOwn(scripts, script) && /^(?:npm-run-all2?|run-[sp]|concurrently)\s/.test(scripts[script]!),
  );
}

/** npm and pnpm run server.js where package.json has no script `start` (https://docs.npmjs.com/cli/commands/npm-start). */
function impliedStart(
  { tool, script, command, directory, filtered }: Extract<NodeCommand, { kind: 'run' }>,
  project: NodeProject,
  { facts }: RuleContext,
): ResolvedScript | undefined {
  if (script !== 'start' || (tool !== 'npm' && tool !== 'pnpm') || directory !== undefined || filtered)
    return undefined;
  if (command.args.length > 1 || Object.hasOwn(project.scripts, 'start')) return undefined;
  const file = project.directory === '' ? 'server.js' : `${project.directory}/server.js`;
  if (facts.context.has(file) !== true) return undefined;
  const hooks = ['prestart', 'poststart'].filter((hook) => Object.hasOwn(project.scripts, hook));
  return { plain: true, argv: ['node', 'server.js'], env: {}, hooks };
}

function spanOf({ instruction, command }: Start): Span {
  return instruction.json && instruction.bodySpan ? instruction.bodySpan : command.span;
}

function commandText({ words }: ShellCommand): string {
  return words.map(({ value }) => value).join(' ');
}

function advice({ resolved, script, implied }: Start): string {
  if (implied && resolved?.plain && resolved.hooks.length === 0)
    return `Start \`${resolved.argv.join(' ')}\` itself, which is what runs where package.json has no script \`${script}\`.`;
  if (resolved?.plain && resolved.hooks.length === 0)
    return `Start \`${resolved.argv.join(' ')}\` itself, which is what the script runs.`;
  if (resolved?.plain)
    return `Start the program itself, and what \`${resolved.hooks.join('`, `')}\` does during the build.`;
  if (resolved) return `Start the program itself; ${resolved.reason}.`;
  return `Start the command of the script \`${script}\` itself.`;
}

function startFix(found: Start, { model, facts }: RuleContext): Fix | undefined {
  const { resolved, instruction, project, alone, start, command } = found;
  if (!resolved?.plain || resolved.hooks.length > 0 || !project) return undefined;
  // A CMD gives an ENTRYPOINT further words.
  if (instruction.keyword === 'ENTRYPOINT' && start.cmd) return undefined;
  const argv = runnable(resolved.argv, project);
  if (!argv) return undefined;
  const env = environment(resolved.env, found);
  if (!env) return undefined;
  const edit = commandEdit(argv.words, found, model);
  if (!edit) return undefined;
  const keyword = keywordCase(model, 'ENV');
  const lines = Object.entries(env).map(([name, value]) => `${keyword} ${name}=${value}`);
  const callsOthers = (facts.project.sources(project.directory)?.runsPrograms.length ?? 0) > 0;
  const isSafe =
    alone && argv.certain && lines.length === 0 && !callsOthers && command.assignments.length === 0;
  return {
    title: `Start \`${argv.words.join(' ')}\` itself`,
    applicability: isSafe ? 'safe' : 'suggested',
    edits: lines.length > 0 ? [insertBefore(model, instruction, lines), edit] : [edit],
    preferred: true,
  };
}

/** Servers whose program is not called like its package. */
const binaries: ReadonlyMap<string, string> = new Map([
  ['pm2-runtime', 'pm2'],
  ['remix-serve', '@remix-run/serve'],
  ['react-router-serve', '@react-router/serve'],
]);

/** The words to run without the package manager; undefined when it is not certain where the program is. */
function runnable(
  argv: readonly string[],
  project: NodeProject,
): { words: readonly string[]; certain: boolean } | undefined {
  const [program = '', ...rest] = argv;
  if (program === 'node') {
    // Watching and debugging are for development: another rule's business.
    return rest.some((word) => /^--(?:watch|inspect)/.test(word))
      ? undefined
      : { words: argv, certain: true };
  }
  if (/^\.{0,2}\//.test(program)) return { words: argv, certain: true };
  if (program === 'nodemon' || program.endsWith('-dev')) return undefined;
  const packageName = binaries.get(program) ?? program;
  const isOwn = Object.hasOwn(project.dependencies, packageName) && project.workspaceRoot === undefined;
  if (!isOwn || (program === 'next' && rest[0] !== 'start')) return undefined;
  return { words: [`node_modules/.bin/${program}`, ...rest], certain: false };
}

/** Variables the script sets that the image does not set already; undefined when one can't be written plainly. */
function environment(
  wanted: Readonly<Record<string, string>>,
  { instruction, start }: Start,
): Readonly<Record<string, string>> | undefined {
  const missing: Record<string, string> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const current = start.stage.endState.env.get(name);
    if (current?.known && current.value === value) continue;
    if (!/^[\w.:/@,+=-]+$/.test(value) || instruction.stage !== start.stage) return undefined;
    missing[name] = value;
  }
  return missing;
}
