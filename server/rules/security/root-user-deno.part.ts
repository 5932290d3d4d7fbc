/** What speaks against another user than root for a program that Deno runs. */
import type { Stage } from '../../dockerfile/model.ts';
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import { denoImage, denoStart, type DenoStart } from '../../tools/deno-start.ts';
import { loadsAtStart, moduleCopies, moduleFolder } from '../../tools/deno-modules.ts';
import type { RuleContext } from '../rule.ts';

/** Undefined where the container starts something else, or nobody can tell. */
export function startedByDeno(stage: Stage, { model, facts }: RuleContext): DenoStart | undefined {
  const start = denoStart(stage, model, facts);
  return typeof start === 'object' ? start : undefined;
}

/** Half sentences. */
export function denoDoubts(stage: Stage, start: DenoStart, context: RuleContext): string[] {
  const { model, facts } = context;
  const reasons: string[] = [];
  const { project, programs, changesFiles } = start;
  if (changesFiles) reasons.push('a task changes files when the container starts');
  if (programs.length > 0) reasons.push(`what ${programs[0]!} writes is not known`);
  const loads = loadsAtStart(start, stage, model, facts);
  if (loads !== undefined) reasons.push(loads);
  const data = project && facts.project.sources(project.directory)?.deno?.keepsData[0];
  if (data !== undefined && !isWritable(stage)) reasons.push(`${data} keeps data in Deno's own folder`);
  if (/^(?:auto|true)$/.test(project?.nodeModulesDir ?? '') && !ownsProject(stage))
    reasons.push('Deno keeps node_modules beside the sources up to date');
  return reasons;
}

/** May another user than root keep data there? `/deno-dir` of Deno's own images belongs to their account. */
function isWritable(stage: Stage): boolean {
  const copies = moduleCopies(stage);
  if (copies.length > 0) return copies.every(isGiven);
  const image = denoImage(stage);
  const hasAccount = image !== undefined && image.kind !== 'distroless' && image.kind !== 'bin';
  return hasAccount && moduleFolder(stage) === '/deno-dir';
}

/** Every copy to the working directory gives what it brings to somebody. */
export function ownsProject(stage: Stage): boolean {
  const copies = stage.instructions.flatMap((instruction) => readCopy(instruction) ?? []);
  const own = copies.filter(({ target }) => target !== undefined && target === stage.endState.workdir);
  return own.some(({ from }) => from !== undefined) && own.every(isGiven);
}

function isGiven({ chown }: Copy): boolean {
  return chown !== undefined && !/^(?:root|0)(?::|$)/.test(chown);
}
