/** What runs in production in the place of a development server. */
import type { Stage } from '../../dockerfile/model.ts';
import { lineageInstructions } from '../../dockerfile/stages.ts';
import type { NodeProject } from '../../project/facts.ts';
import { resolveScript } from '../../project/node/start-script.ts';
import { locate } from '../../tools/locate.ts';
import { nodeCommand } from '../../tools/node.ts';
import { runCommands } from '../../tools/sites.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { RuleContext } from '../rule.ts';
import { devProgram } from './dev-programs.part.ts';
import type { DevServer } from './dev-server.part.ts';
import { programOf } from './started.part.ts';

/** The words of the production command, where the project shows one for sure. */
export function productionWords(server: DevServer, context: RuleContext): readonly string[] | undefined {
  const { argv, program, project, scripts, listener } = server;
  if (listener?.flask) return flaskWords(server, context);
  if (program.instead) return scripts.length === 0 || program.instead[0] === 'node' ? inPlace(program.instead, server) : undefined; // prettier-ignore
  const [name = ''] = argv;
  if (name === 'python' || argv.includes('runserver')) return djangoWords(server, context);
  if (!project) return undefined;
  return nodemonWords(argv, server, context) ?? productionScript(project, server, context);
}

/** Words that replace the written command; a runner around it (`uv run`) stays. */
function inPlace(instead: readonly string[], { started, scripts }: DevServer): readonly string[] {
  const written = started.words.map(({ value }) => value);
  if (scripts.length > 0) return instead;
  const around = written.length - programOf(written).length;
  const isModule = written[around - 1] === '-m';
  // The program may be written with its folder.
  const first = isModule || around > 0 ? instead[0]! : written[0]!;
  return [...written.slice(0, Math.max(0, around)), first, ...instead.slice(1)];
}

/** `nodemon --watch src server.js` → `node server.js` */
function nodemonWords(
  argv: readonly string[],
  server: DevServer,
  context: RuleContext,
): readonly string[] | undefined {
  const [name, ...args] = argv;
  if (name !== 'nodemon') return undefined;
  const script = args.findIndex((word) => /\.[cm]?js$/.test(word) && !word.startsWith('-'));
  const before = args.slice(0, Math.max(0, script));
  const isPlain = before.every(
    (word, i) =>
      /^(?:-L|--legacy-watch|-q|--quiet)$/.test(word) ||
      (/^(?:-w|--watch|-e|--ext|-d|--delay|-i|--ignore)$/.test(before[i - 1] ?? '') &&
        !word.startsWith('-')) ||
      /^(?:-w|--watch|-e|--ext|-d|--delay|-i|--ignore)$/.test(word),
  );
  if (script < 0 || !isPlain || !hasFile(args[script]!, server, context)) return undefined;
  return ['node', ...args.slice(script)];
}

const productionScripts = ['start:prod', 'start:production', 'serve:prod', 'production', 'prod', 'start'];

/** A script of the project that starts a plain program which is there: a file, or a server of its dependencies that the build was made for. */
function productionScript(
  project: NodeProject,
  server: DevServer,
  context: RuleContext,
): readonly string[] | undefined {
  for (const name of productionScripts) {
    if (!Object.hasOwn(project.scripts, name) || server.scripts.includes(name)) continue;
    const resolved = resolveScript(project, name);
    if (!resolved.plain || resolved.hooks.length > 0 || Object.keys(resolved.env).length > 0) continue;
    const [program = '', ...args] = resolved.argv;
    if (devProgram(programOf(resolved.argv))) continue;
    if (program === 'node') {
      const file = args.find((word) => !word.startsWith('-'));
      if (file !== undefined && isMade(file, project, server, context)) return resolved.argv;
    } else if (
      program === 'next' &&
      args[0] === 'start' &&
      Object.hasOwn(project.dependencies, 'next') &&
      builds(project, server.stage, context)
    )
      return ['node_modules/.bin/next', ...args];
  }
  return undefined;
}

/** Is the file in the image: copied, or made by the project's build? */
function isMade(file: string, project: NodeProject, server: DevServer, context: RuleContext): boolean {
  if (/\.[cm]?js$/.test(file) && hasFile(file, server, context)) return true;
  const { output } = project.build ?? {};
  const isOutput = output !== undefined && file.replace(/^\.\//, '').startsWith(`${output.replace(`${project.directory}/`, '')}/`); // prettier-ignore
  return isOutput && builds(project, server.stage, context);
}

function hasFile(file: string, { started, stage }: DevServer, { model, facts }: RuleContext): boolean {
  const path = resolvePath(started.instruction.state.workdir ?? stage.endState.workdir ?? '/', file);
  const origin = locate(path, { model, context: facts.context, stage, before: undefined });
  return origin !== undefined && facts.context.entry(origin.path)?.type === 'file';
}

/** Does the stage itself run the project's build script? */
function builds(project: NodeProject, stage: Stage, { model }: RuleContext): boolean {
  const own = new Set(lineageInstructions(stage));
  return [...runCommands(model)].some(({ instruction, command }) => {
    const run = own.has(instruction) ? nodeCommand(command) : undefined;
    return run?.kind === 'run' && run.script === project.build?.script;
  });
}

/** Packages of every Python project of the context, lower case. */
function hasGunicorn({ facts }: RuleContext): boolean {
  return facts.project.projects.some(
    (project) =>
      project.kind === 'python' &&
      (project.requirements.some(({ packages }) => packages.includes('gunicorn')) ||
        project.tools.some(({ packages }) => packages.includes('gunicorn'))),
  );
}

/** `python app.py` with `app.run()` → gunicorn, which has to be among the packages already. */
function flaskWords({ listener, argv }: DevServer, context: RuleContext): readonly string[] | undefined {
  const script = argv.at(-1);
  if (!listener?.flask || !script || !hasGunicorn(context) || listener.port === undefined) return undefined;
  if (!/^[a-z_]\w*\.py$/i.test(script)) return undefined;
  return gunicorn(`${script.slice(0, -3)}:${listener.flask.application}`, listener.port);
}

/** `manage.py runserver` → gunicorn with the project's own wsgi.py. */
function djangoWords({ argv, started }: DevServer, context: RuleContext): readonly string[] | undefined {
  const { facts } = context;
  const files = facts.context.entries.filter(({ path, type }) => type === 'file' && /^(?:[^/]+\/){1,3}wsgi\.py$/.test(path)); // prettier-ignore
  const manage = started.words.map(({ value }) => value).find((word) => /(?:^|\/)manage\.py$/.test(word));
  const [file] = files;
  if (!argv.includes('runserver') || manage === undefined || manage.includes('/')) return undefined;
  if (!file || files.length !== 1 || !hasGunicorn(context)) return undefined;
  // manage.py stands beside the package.
  const folders = file.path.split('/').slice(0, -1);
  const beside = [...folders.slice(0, -1), 'manage.py'].join('/');
  const address = argv.slice(argv.indexOf('runserver') + 1).find((word) => !word.startsWith('-'));
  const port = address === undefined ? 8000 : Number(/(?:^|:)(\d+)$/.exec(address)?.[1] ?? NaN);
  if (facts.context.entry(beside)?.type !== 'file' || !Number.isInteger(port)) return undefined;
  return gunicorn(`${folders.at(-1)!}.wsgi:application`, port);
}

function gunicorn(application: string, port: number): readonly string[] {
  return ['gunicorn', '--bind', `0.0.0.0:${port}`, application];
}
