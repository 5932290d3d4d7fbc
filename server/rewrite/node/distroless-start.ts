/** Start commands and health checks where node is the image's entrypoint, nothing else, and not on the PATH. */
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { NodeProject } from '../../project/facts.ts';
import { holdsComment } from '../../tools/start-command.ts';
import { probedUrl, withCommand } from '../health.ts';
import { startOfWords } from './start.ts';

/** ENTRYPOINT of these images (GoogleContainerTools/distroless, nodejs/README.md); their PATH does not have it. */
const node = '/nodejs/bin/node';

/** The edits, or why the container could not start there: the end of a sentence. */
export function distrolessStart(
  stage: Stage,
  model: DockerfileModel,
  project: NodeProject,
): readonly TextEdit[] | string {
  const entrypoint = lastOf(stage, 'ENTRYPOINT');
  const cmd = lastOf(stage, 'CMD');
  const started = entrypoint ?? cmd;
  if (!started) return 'the file has no CMD';
  if (entrypoint && cmd && !cmd.json) return 'CMD in shell form is handed to ENTRYPOINT';
  const words = wordsOf(started, model);
  if (!words) return `${started.keyword} needs a shell`;
  const directory = stage.endState.workdir ?? '/';
  const start = startOfWords(words, directory, project, started, stage.endState.env);
  const shown = words.join(' ');
  if (start.kind === 'script') return `${start.reason} when the container starts \`${shown}\``;
  if (start.kind !== 'program' || start.runtime !== 'node')
    return `the container starts \`${shown}\`, which is not there`;
  const { resolved, argv } = start;
  if (resolved && entrypoint && cmd) return `\`${shown}\` gets further words from CMD`;
  const isDeclared = Object.entries(resolved?.env ?? {}).every(([name, value]) => {
    const own = stage.endState.env.get(name);
    return own?.known === true && own.value === value;
  });
  if (resolved && (!resolved.instruction || !isDeclared))
    return `\`${shown}\` sets variables for its program`;
  if (!/(?:^|\/)node(?:js)?$/.test(argv[0]!)) return `the container starts \`${shown}\`, which is not there`;
  // The words of CMD are handed to the image's own entrypoint; one of the user's takes the place of that.
  const kept = started.keyword === 'CMD' ? argv.slice(1) : [node, ...argv.slice(1)];
  return replaced(started, kept, model);
}

/** The words of one plain command, in whichever form. */
function wordsOf(instruction: Instruction, model: DockerfileModel): readonly string[] | undefined {
  if (instruction.json) return instruction.words.map(({ value }) => value);
  const script = shellOf(instruction, model);
  const [command, ...others] = script?.commands ?? [];
  return script && command && others.length === 0 && isPlain(command)
    ? command.words.map(({ value }) => value)
    : undefined;
}

function isPlain({ words, assignments, redirects, wrappers }: ShellCommand): boolean {
  return (
    words.every(({ literal }) => literal) &&
    assignments.length === 0 &&
    redirects.length === 0 &&
    wrappers.every((name) => name === 'exec')
  );
}

function replaced(
  instruction: Instruction,
  words: readonly string[],
  model: DockerfileModel,
): readonly TextEdit[] | string {
  if (holdsComment(model, instruction.span)) return `a comment stands inside of ${instruction.keyword}`;
  const newText = `${keywordCase(model, instruction.keyword)} ${formatJsonForm(words)}`;
  return [{ span: instruction.span, newText }];
}

/** The same for HEALTHCHECK: `node file`, or a request of curl or wget, which node makes then. */
export function distrolessHealthCheck(
  stage: Stage,
  model: DockerfileModel,
  nodeMajor: number,
): readonly TextEdit[] | string {
  const instruction = lastOf(stage, 'HEALTHCHECK');
  const { inner } = instruction ?? {};
  if (!instruction || !inner) return [];
  const refusal = 'the health check calls what is not there';
  if (holdsComment(model, instruction.span)) return refusal;
  const words = probeWords(instruction, inner, model, nodeMajor);
  return words === undefined
    ? refusal
    : [{ span: instruction.span, newText: withCommand(instruction, model, [node, ...words]) }];
}

/** What node is to be called with. */
function probeWords(
  instruction: Instruction,
  inner: Instruction,
  model: DockerfileModel,
  nodeMajor: number,
): readonly string[] | undefined {
  // fetch is part of Node since 18.
  const url = nodeMajor >= 18 ? probedUrl(instruction, model) : undefined;
  if (url?.startsWith('http://') === true && !url.includes("'"))
    return ['-e', `fetch('${url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))`];
  const isNode = (word: string | undefined): boolean => /(?:^|\/)node(?:js)?$/.test(word ?? '');
  if (inner.json) {
    const [program, ...rest] = inner.words.map(({ value }) => value);
    return isNode(program) ? rest : undefined;
  }
  // `probe || exit 1` is the probe: any failure makes the container unhealthy.
  const [command, ...others] = shellOf(inner, model)?.commands ?? [];
  const only = others.every(({ name, conditional }) => name === 'exit' && conditional);
  return command && only && isPlain(command) && isNode(command.words[0]?.value)
    ? command.args.map(({ value }) => value)
    : undefined;
}
