/** Python packages that were installed for another Python, another place or another C library. */
import { readCopy, type CopySource } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { resolveWord, shellOf, type ShellCommand, type ShellWord } from '../../dockerfile/shell.ts';
import { lineageInstructions, rootBase, stageNamed } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import { parseOptions } from '../../tools/options.ts';
import { pipInstall } from '../../tools/python.ts';
import { pipInstalls } from '../../tools/installs.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import type { Report, RuleContext } from '../rule.ts';
import { isWithin, mayBring, runText } from './contents.part.ts';
import { targetLibc } from './libc.part.ts';
import { pathFolders } from './programs.part.ts';
import { startCommand } from '../../tools/start-command.ts';

/** A folder with packages. */
interface Packages {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'venv' | 'packages';
  readonly instruction: Instruction;
  /** Its Python is the image's own. */
  readonly ownPython: boolean;
}

export function* copiedPython(stage: Stage, context: RuleContext): Generator<Report<undefined>> {
  const { model } = context;
  for (const instruction of lineageInstructions(stage)) {
    const copy = readCopy(instruction);
    if (copy?.from === undefined || copy.target === undefined) continue;
    const from = stageNamed(model, copy.from, instruction.stage);
    if (!from) continue;
    for (const source of copy.sources) {
      const report = judge(source, copy.target, from, stage, context);
      if (report) yield report;
    }
  }
}

/** Folders whose copy brings Python itself along. */
const withPython: ReadonlySet<string> = new Set(['/', '/usr', '/usr/local']);

function judge(
  source: CopySource,
  target: string,
  from: Stage,
  stage: Stage,
  context: RuleContext,
): Report<undefined> | undefined {
  const path = source.path === '.' ? '/' : `/${source.path}`;
  if (!source.complete || withPython.has(path)) return undefined;
  const named = /\/python(\d+\.\d+)\/site-packages$/.exec(path);
  const home: Packages | undefined = named
    ? { path, kind: 'packages', instruction: from.from, ownPython: true }
    : packagesOf(from, context).findLast((each) => isWithin(path, each.path));
  if (!home) return undefined;
  const moved = resolvePath(
    target,
    home.path.slice(path === '/' ? 1 : path.length).replace(/^\//, '') || '.',
  );
  return (
    otherVersion(source, home, from, stage, context) ??
    otherLibc(source, from, stage, context) ??
    otherPlace(source, home, moved, stage, context)
  );
}

function otherVersion(
  { word }: CopySource,
  { ownPython, path, instruction }: Packages,
  from: Stage,
  stage: Stage,
  { facts }: RuleContext,
): Report<undefined> | undefined {
  const [theirs, ours] = [from, stage].map((each) => lookupRoot(each, facts.images)?.runtime);
  if (theirs?.name !== 'python' || ours?.name !== 'python' || !ownPython) return undefined;
  const [before, after] = [theirs.version, ours.version];
  if (!isMinor(before) || !isMinor(after) || before === after) return undefined;
  return {
    span: word.span,
    message: `The packages in ${path} are for Python ${before}, and this image has Python ${after}, which does not find them. Use the same version in both stages.`,
    related: [{ span: instruction.keywordSpan, message: `Python ${before}` }],
  };
}

function isMinor(version: string | undefined): version is string {
  return version !== undefined && /^\d+\.\d+$/.test(version);
}

/** Packages whose compiled part can't be done without (their wheels' names on PyPI say for which C library they are). */
const compiled: ReadonlySet<string> = new Set([
  'numpy', 'pandas', 'scipy', 'scikit-learn', 'matplotlib', 'psycopg2', 'psycopg2-binary', 'psycopg-binary', 'cryptography', 'pydantic-core', 'pydantic',
  'fastapi', 'lxml', 'pillow', 'uvloop', 'httptools', 'orjson', 'ujson', 'grpcio', 'asyncpg', 'bcrypt', 'cffi', 'greenlet', 'gevent', 'hiredis', 'lz4',
  'zstandard', 'rpds-py', 'tiktoken', 'tokenizers', 'pyarrow', 'polars', 'mysqlclient', 'pycryptodome', 'pynacl', 'argon2-cffi', 'opencv-python',
  'opencv-python-headless', 'torch', 'tensorflow', 'pymssql', 'shapely', 'uwsgi',
]); // prettier-ignore

function otherLibc(
  source: CopySource,
  from: Stage,
  stage: Stage,
  context: RuleContext,
): Report<undefined> | undefined {
  const theirs = lookupRoot(from, context.facts.images)?.libc;
  const target = targetLibc(stage, context);
  if (
    theirs === undefined ||
    theirs === 'none' ||
    !target ||
    target.libc === 'none' ||
    theirs === target.libc
  )
    return undefined;
  const name = installedNames(from, context).find((each) => compiled.has(each));
  const base = rootBase(from);
  if (name === undefined || base.kind !== 'image') return undefined;
  return {
    span: source.word.span,
    message: `${name} was installed on ${base.reference.replace(/@.*/, '')} (${theirs}), and can't be loaded on ${target.base} (${target.libc}). Use the same kind of base in both stages.`,
  };
}

/** Names, lower case, of what pip installs in the stage, as far as it is known. */
function installedNames(stage: Stage, { model, facts }: RuleContext): string[] {
  const stages = new Set(lineageInstructions(stage).map((instruction) => instruction.stage));
  return pipInstalls(model, facts)
    .filter((site) => stages.has(site.stage))
    .flatMap(({ install, requirements, project }) => {
      const files = new Set(requirements.flatMap(({ origin }) => origin?.path ?? []));
      const listed = project?.requirements.filter(({ path }) => files.has(path)) ?? [];
      const operands = install.packages.map(({ value }) => value.toLowerCase().replace(/[^a-z0-9._-].*$/, '').replaceAll('_', '-')); // prettier-ignore
      return [...operands, ...listed.flatMap(({ packages }) => packages)];
    });
}

/** The scripts of a virtual environment name its Python in their first line. */
function otherPlace(
  { word }: CopySource,
  { kind, path, instruction }: Packages,
  moved: string,
  stage: Stage,
  context: RuleContext,
): Report<undefined> | undefined {
  if (kind !== 'venv' || moved === path) return undefined;
  // Something may have been done about it, or the environment may be there twice.
  const isHandled = lineageInstructions(stage).some((each) => runText(each).includes(moved));
  if (isHandled || mayBring(stage, [path], context)) return undefined;
  const { entrypoint, cmd } = startCommand(stage);
  const script = [entrypoint, cmd]
    .flatMap((each) => (each ? (shellOf(each, context.model)?.commands ?? []) : []))
    .find((command) => isScriptOf(command, moved, stage));
  if (!script) return undefined;
  return {
    span: word.span,
    message: `The virtual environment was made in ${path}, and its \`${script.name}\` looks for ${path}/bin/python, which is not there. Copy it to the same path.`,
    related: [{ span: instruction.keywordSpan, message: 'it is made here' }],
  };
}

/** Programs that Python packages bring; `python` itself is found through a link that still leads somewhere. */
const scripts: ReadonlySet<string> = new Set([
  'gunicorn', 'uvicorn', 'flask', 'celery', 'django-admin', 'fastapi', 'hypercorn', 'daphne', 'streamlit', 'alembic', 'granian', 'waitress-serve', 'uwsgi',
  'mkdocs', 'airflow', 'dagster', 'prefect', 'jupyter', 'scrapy', 'rq', 'dramatiq', 'huey_consumer', 'litestar', 'sanic', 'gradio', 'chainlit', 'locust',
]); // prettier-ignore

function isScriptOf({ name, words }: ShellCommand, venv: string, stage: Stage): boolean {
  const program = words[0]?.value ?? '';
  if (program.includes('/')) return program.startsWith(`${venv}/bin/`) && !/^python[\d.]*$/.test(name);
  return scripts.has(name) && pathFolders(stage).includes(`${venv}/bin`);
}

/** Where the stage's commands install packages, in order. */
function packagesOf(stage: Stage, { model }: RuleContext): readonly Packages[] {
  let found = packages.get(stage);
  if (!found) packages.set(stage, (found = findPackages(stage, model)));
  return found;
}

const packages = new WeakMap<Stage, readonly Packages[]>();

function findPackages(stage: Stage, model: DockerfileModel): Packages[] {
  return lineageInstructions(stage).flatMap((instruction) => {
    const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
    return (script?.commands ?? []).flatMap((command) => {
      const directory = workingDirectory(instruction, script!, command);
      const made = directory === undefined ? undefined : madeBy(command, directory, instruction);
      return made ? [{ ...made, instruction }] : [];
    });
  });
}

const venvOptions: ReadonlySet<string> = new Set([
  '--prompt',
  '-p',
  '--python',
  '--seed',
  '--app-data',
  '--creator',
]);

function madeBy(
  command: ShellCommand,
  directory: string,
  { state }: Instruction,
): Omit<Packages, 'instruction'> | undefined {
  const { name, args } = command;
  const values = args.map(({ value }) => value);
  const resolved = (word: ShellWord | undefined): string | undefined => {
    const text = word && resolveWord(word, state);
    return text === undefined ? undefined : resolvePath(directory, text);
  };
  const isModule = /^python[\d.]*$/.test(name) && values[0] === '-m' && (values[1] === 'venv' || values[1] === 'virtualenv'); // prettier-ignore
  if (isModule || name === 'virtualenv' || (name === 'uv' && values[0] === 'venv')) {
    if (values.includes('--relocatable')) return undefined;
    const rest = { args: isModule ? args.slice(2) : name === 'uv' ? args.slice(1) : args };
    const options = parseOptions(rest, venvOptions);
    const path = options.operands[0] ? resolved(options.operands[0]) : name === 'uv' ? resolvePath(directory, '.venv') : undefined; // prettier-ignore
    const ownPython = !options.has('-p', '--python') && !state.variables.has('UV_PYTHON');
    return path === undefined ? undefined : { path, kind: 'venv', ownPython };
  }
  if (name === 'uv' && values[0] === 'sync') {
    const place = state.variables.get('UV_PROJECT_ENVIRONMENT');
    if (place && !place.known) return undefined;
    return { path: resolvePath(directory, place?.known ? place.value : '.venv'), kind: 'venv', ownPython: !values.some((value) => /^(?:-p|--python)/.test(value)) && !state.variables.has('UV_PYTHON') }; // prettier-ignore
  }
  const pip = pipInstall(command);
  if (!pip || pip.tool !== 'pip') return undefined;
  const prefix = pip.options.value('--prefix');
  if (prefix !== undefined) return /[$`]/.test(prefix) ? undefined : { path: resolvePath(directory, prefix), kind: 'packages', ownPython: true }; // prettier-ignore
  const isRoot = state.user === undefined || /^(?:root|0)(?::|$)/.test(state.user);
  return pip.user && isRoot ? { path: '/root/.local', kind: 'packages', ownPython: true } : undefined;
}
