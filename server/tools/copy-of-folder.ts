/** Which COPY brings a folder of the project to where its program looks for it. */
import { brings, contextSources, isWhole } from '../context/sources.ts';
import { readCopy } from '../dockerfile/copies.ts';
import type { Instruction, Stage } from '../dockerfile/model.ts';
import { folderOf } from '../project/paths.ts';
import type { RuleContext } from '../rules/rule.ts';
import { resolvePath } from './working-directory.ts';

/**
 * The COPY of the final stage that brings what a build has written to this folder (relative to the project, `.next`), or a
 * folder with it inside.
 */
export function copyOfOutput(output: string, stage: Stage): Instruction | undefined {
  const folder = resolvePath(stage.endState.workdir ?? '/', output);
  return stage.instructions.findLast((instruction) => {
    const copy = readCopy(instruction);
    if (copy?.from === undefined || copy.target === undefined) return false;
    // The traced server of Next.js works in a folder of its own.
    if (copy.target === folder || copy.target === `${folder}/standalone`) return true;
    return folder.startsWith(copy.target === '/' ? '/' : `${copy.target}/`);
  });
}

/**
 * The COPY of the final stage that brings the folder of the context in which this path lies to the place where the program
 * will look for it: when the copied files belong to the user, the program can write there.
 */
export function copyOfFolder(
  path: string,
  stage: Stage,
  { model, facts }: RuleContext,
): Instruction | undefined {
  const { context } = facts;
  const folder = context.entry(path)?.type === 'directory' ? path : folderOf(path);
  if (folder === '' || context.entry(folder)?.type !== 'directory' || context.isIgnored(folder))
    return undefined;
  const { workdir } = stage.endState;
  const source = contextSources(model).find((source) => {
    const copy = readCopy(source.instruction);
    if (!copy || !stage.instructions.includes(source.instruction) || !source.complete) return false;
    if (isWhole(source) || source.path === '') return copy.destination === workdir;
    if (source.path.includes('*') || !brings(source, folder)) return false;
    // A single folder's contents go to the destination itself.
    return copy.sources.length === 1 && copy.destination === `${workdir ?? ''}/${source.path}`;
  });
  return source?.instruction;
}
