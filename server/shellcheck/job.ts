/** What is given to ShellCheck for one RUN, and the way back. */
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import { scriptTextOf } from '../dockerfile/script-text.ts';
import type { ScriptText } from '../dockerfile/script-text.ts';
import type { ImageFacts } from '../images/facts.ts';
import { shellOfScript } from './dialect.ts';
import type { ScriptShell } from './dialect.ts';
import { readDirectives } from './directives.ts';
import { assignments } from './variables.ts';

export interface ShellCheckJob {
  /** The RUN; of ONBUILD RUN the RUN. */
  readonly instruction: Instruction;
  readonly stage: Stage | undefined;
  readonly script: ScriptText;
  readonly shell: ScriptShell;
  /** Directives and the variables that the Dockerfile sets, then the script. */
  readonly stdin: string;
  /** UTF-16 units of `stdin` before the script. */
  readonly scriptStart: number;
}

/** UTF-16 units. A longer script is a program that happens to stand in a Dockerfile, and would take seconds. */
const longestScript = 100_000;

/** `{{if x}} … {{end}}`: the file is the template of a Dockerfile, and its scripts are scripts no more. */
const template = /(?:^|[\s;&|(])\{\{/;

/** More scripts than any Dockerfile written by hand has; each is a process of its own. */
const mostScripts = 200;

/** The scripts of RUN and ONBUILD RUN that ShellCheck can read, in the order of the text. */
export function shellCheckJobs(model: DockerfileModel, images: ImageFacts): ShellCheckJob[] {
  if (model.isWindows) return [];
  const jobs: ShellCheckJob[] = [];
  const directives = readDirectives(model);
  for (const outer of model.instructions) {
    const instruction = outer.keyword === 'ONBUILD' ? outer.inner : outer;
    if (instruction?.keyword !== 'RUN' || jobs.length >= mostScripts) continue;
    const job = jobFor(instruction, model, images, directives.at(outer));
    if (job) jobs.push(job);
  }
  return jobs;
}

function jobFor(
  instruction: Instruction,
  model: DockerfileModel,
  images: ImageFacts,
  directives: ReturnType<ReturnType<typeof readDirectives>['at']>,
): ShellCheckJob | undefined {
  const script = scriptTextOf(instruction, model);
  if (!script || script.text.text.trim() === '' || script.text.text.length > longestScript) return undefined;
  if (instruction.heredocs.some(({ closeSpan }) => !closeSpan) || template.test(script.text.text))
    return undefined;
  const { stage } = instruction;
  const shell = shellOfScript(
    instruction,
    directives.shell === undefined ? script : { ...script, interpreter: directives.shell },
    stage,
    images,
  );
  if (!shell) return undefined;
  const mounted = mountsOf(instruction).flatMap(({ env }) => env ?? []);
  const head = [
    ...directives.lines,
    ...options(instruction.state.shell),
    ...assignments(script.text.text, instruction.state.variables, mounted),
  ];
  const before = head.map((line) => `${line}\n`).join('');
  return {
    instruction,
    stage,
    script,
    shell,
    stdin: `${before}${script.text.text}\n`,
    scriptStart: before.length,
  };
}

/** `SHELL ["/bin/bash", "-eo", "pipefail", "-c"]` runs every script with these. */
function options(shell: readonly string[]): string[] {
  const flags = shell.slice(1, -1);
  return [
    ...(flags.some((flag) => /^-[a-z]*e/.test(flag)) ? ['set -e'] : []),
    ...(flags.includes('pipefail') ? ['set -o pipefail'] : []),
  ];
}
