/** CMD, ENTRYPOINT and HEALTHCHECK as they must be without the package manager. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { parseOptions } from '../../tools/options.ts';
import { startedCommands, type Started } from '../../tools/started.ts';
import type { Environment } from './environment.ts';
import type { PythonReading } from './reading.ts';

export interface PythonStart {
  /** Instructions that change, with their new text. */
  readonly texts: ReadonlyMap<Instruction, string>;
  /** Names of the programs that the container and its health check call. */
  readonly programs: readonly string[];
  /** `poetry run`, when it was left out. */
  readonly runner: string | undefined;
}

/** They start other programs by a configuration or another PATH of their own. */
const launchers: ReadonlySet<string> = new Set([
  'supervisord', 'cron', 'crond', 'circusd', 'honcho', 'foreman', 'runit', 'runsvdir', 's6-svscan', 'service', 'systemctl', 'su', 'sudo', 'gosu', 'su-exec',
  'setpriv', 'runuser', 'nginx', 'apache2', 'apachectl', 'make', 'just', 'task', 'invoke', 'inv', 'fab', 'tox', 'nox', 'conda', 'source', '.', 'pip', 'pip3',
  'npm', 'npx', 'yarn', 'pnpm', 'node', 'docker',
]); // prettier-ignore

/** Where programs are that no virtual environment has. */
const outside = /^\/usr\/(?:local\/)?(?:s?bin|lib)\//;

/** How the container starts, or why that is not certain in another stage: a complete sentence. */
export function startOf(
  { stage }: PythonReading,
  environment: Environment,
  model: DockerfileModel,
  facts: Facts,
): PythonStart | string {
  const entrypoint = lastOf(stage, 'ENTRYPOINT');
  const cmd = lastOf(stage, 'CMD');
  if (!entrypoint && !cmd)
    return 'The file has no CMD or ENTRYPOINT, so what the image is for is not certain.';
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return started;
  const texts = new Map<Instruction, string>();
  const programs: string[] = [];
  let runner: string | undefined;
  for (const instruction of [entrypoint, cmd, lastOf(stage, 'HEALTHCHECK')]) {
    const commands = instruction && shellOf(instruction, model)?.commands;
    if (!instruction || !commands) continue;
    // Words that an ENTRYPOINT gets need not be a program.
    const isArguments =
      instruction === cmd &&
      entrypoint !== undefined &&
      !isLauncher(entrypoint) &&
      !runsWords(started, commands);
    const edits: TextEdit[] = [];
    for (const command of commands) {
      const calls = calledBy(command, isArguments, environment, started);
      if (typeof calls === 'string') return calls;
      programs.push(...calls.programs);
      if (!calls.edit) continue;
      edits.push(calls.edit);
      runner ??= `${command.words[0]!.value} run`;
    }
    if (edits.length > 0) texts.set(instruction, edited(instruction, edits, model));
  }
  for (const { command, script } of started.commands) {
    if (script === undefined) continue;
    const calls = calledBy(command, false, environment, started);
    if (typeof calls === 'string') return calls;
    if (calls.edit)
      return `${script} starts the program through \`${command.words[0]!.value} run\`, which the final stage does not have.`;
    programs.push(...calls.programs);
  }
  return { texts, programs, runner };
}

interface Calls {
  /** Base names. */
  readonly programs: readonly string[];
  readonly edit: TextEdit | undefined;
}

const nothing: Calls = { programs: [], edit: undefined };

/** What a command of the container calls, or why that may not be found in the virtual environment. */
function calledBy(
  command: ShellCommand,
  isArguments: boolean,
  environment: Environment,
  { scripts }: Started,
): Calls | string {
  const text = command.words.map(({ value }) => value).join(' ');
  // Scripts have been read: what they call stands for them.
  const isRead = (file: string): boolean => scripts.some((path) => baseName(path) === baseName(file));
  if (command.words.some(({ value }) => outside.test(value) && !isRead(value)))
    return `\`${text}\` names a program by its path, which is not in the virtual environment.`;
  if (isArguments) return nothing;
  if (isInterpreter(command)) {
    // What `sh -c` runs is looked at by itself.
    if (command.args[0]?.value.includes('c') && command.args[0].value.startsWith('-')) return nothing;
    const file = command.args.find(({ value }) => !value.startsWith('-'))?.value ?? '';
    return isRead(file) ? nothing : scriptObstacle(file);
  }
  const called = withoutRunner(command, environment);
  if (typeof called === 'string') return called;
  const { program, edit } = called;
  if (launchers.has(program)) return `\`${text}\` starts programs in a way of its own; whether it finds those of a virtual environment is not certain.`; // prettier-ignore
  if (isRead(program)) return nothing;
  if (
    program.includes('/') &&
    !program.startsWith(`${environment.path}/bin/`) &&
    !inits.has(baseName(program))
  )
    return scriptObstacle(program);
  if (/\.(?:ba)?sh$|entrypoint[\w.-]*$/.test(program)) return scriptObstacle(program);
  // An init is followed by what it starts.
  const started = inits.has(baseName(program)) ? startedBy(command) : undefined;
  if (
    started !== undefined &&
    (started.includes('/') || started.endsWith('.sh') || launchers.has(started)) &&
    !isRead(started)
  )
    return scriptObstacle(started);
  return { programs: [baseName(program)], edit };
}

/** A script hands on what CMD says. */
function runsWords({ commands }: Started, words: readonly ShellCommand[]): boolean {
  return commands.some(({ command }) => words.includes(command));
}

const inits: ReadonlySet<string> = new Set(['tini', 'dumb-init', 'catatonit']);

function startedBy({ args }: ShellCommand): string | undefined {
  return args.find(({ value }) => !value.startsWith('-'))?.value;
}

function scriptObstacle(path: string): string {
  return `The container starts through ${path === '' ? 'a shell' : path}, and whether all that it calls is found in a virtual environment is not certain.`;
}

function isInterpreter({ name }: ShellCommand): boolean {
  return /^(?:ba|da|a|z)?sh$/.test(name);
}

/** An init or a shell that runs what CMD says. */
function isLauncher(entrypoint: Instruction): boolean {
  const first = baseName(entrypoint.words[0]?.value ?? '');
  return inits.has(first) || /^(?:ba|da)?sh$/.test(first) || ['poetry', 'uv', 'pipenv'].includes(first);
}

/** Options of `uv run` that change nothing once everything is installed (docs.astral.sh/uv/reference/cli). */
const idle =
  /^--(?:no-sync|frozen|locked|no-dev|no-group|no-default-groups|offline|quiet|no-progress|no-cache)$/;
const runValues: ReadonlySet<string> = new Set(['--no-group', '--directory', '-C', '--project']);

interface Called {
  readonly program: string;
  readonly edit: TextEdit | undefined;
}

/** The program behind `poetry run`, `pipenv run` or `uv run`, and how they are left out. */
function withoutRunner(command: ShellCommand, { path }: Environment): Called | string {
  const { words, exact } = command;
  const [first] = words;
  const name = command.name;
  if (name !== 'poetry' && name !== 'pipenv' && name !== 'uv')
    return {
      program: first?.value.startsWith(`${path}/bin/`) === true ? first.value : (first?.value ?? ''),
      edit: undefined,
    };
  const text = `\`${words.map(({ value }) => value).join(' ')}\``;
  const options = parseOptions({ args: command.args.slice(1) }, runValues);
  const [program] = options.operands;
  if (command.args[0]?.value !== 'run' || !program || !exact)
    return `${text} needs the package manager at run time.`;
  const before = command.args.slice(1, command.args.indexOf(program));
  if (!before.every(({ value }) => idle.test(value)) || !program.literal)
    return `${text} needs the package manager at run time.`;
  const isFile = /\.py$/.test(program.value);
  // Scripts of the project's own settings (Poetry, Pipfile) need not be programs.
  if (!isFile && !known.has(program.value)) return `What ${text} runs is up to the package manager.`;
  if (isFile && name !== 'uv') return `What ${text} runs is up to the package manager.`;
  const start = first!.span.start;
  // `uv run main.py` runs it with the project's Python.
  return {
    program: isFile ? 'python' : program.value,
    edit: { span: { start, end: program.span.start }, newText: isFile ? pythonWord : '' },
  };
}

/** Stands for the word `python` in the form of the instruction. */
const pythonWord = '\u0000';

function edited(instruction: Instruction, edits: readonly TextEdit[], model: DockerfileModel): string {
  const { start, end } = instruction.span;
  const isJson = (instruction.inner ?? instruction).json;
  return applyEdits(
    model.text.slice(start, end),
    edits.map(({ span, newText }) => {
      // In `["sh", "-c", "uv run main.py"]` the words stand in a string.
      const inString = isJson && model.text[span.start] !== '"';
      const word = isJson && !inString ? '"python", ' : 'python ';
      return {
        span: { start: span.start - start, end: span.end - start },
        newText: newText === pythonWord ? word : newText,
      };
    }),
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Programs that packages bring under this name. */
const known: ReadonlySet<string> = new Set([
  'python', 'python3', 'gunicorn', 'uvicorn', 'flask', 'celery', 'django-admin', 'fastapi', 'hypercorn', 'daphne', 'streamlit', 'alembic', 'granian',
  'waitress-serve', 'uwsgi', 'rq', 'dramatiq', 'litestar', 'sanic', 'gradio', 'chainlit', 'scrapy', 'aerich', 'arq', 'mkdocs',
]); // prettier-ignore
