/** A working folder that holds nothing is there for what the program writes. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import type { Project } from '../../project/facts.ts';
import type { RuleContext } from '../rule.ts';

const forData =
  /(?:^|[/_.-])(?:data|db|database|storage|store|state|config|uploads|media|var\/lib)(?:$|[/_.-])/i;

/**
 * The folder that WORKDIR makes, as root's, when no instruction brings anything into it, and the program (which lies
 * elsewhere) may keep its data there: a variable or its own name says so, or the sources were not read to the end.
 */
export function dataFolder(
  stage: Stage,
  all: readonly Instruction[],
  projects: readonly Project[],
  { facts }: RuleContext,
): string | undefined {
  const { workdir, env } = stage.endState;
  if (workdir === undefined || workdir === '/' || lastOf(stage, 'WORKDIR') === undefined) return undefined;
  const isInside = (path: string): boolean => path === workdir || path.startsWith(`${workdir}/`);
  const start = (lastOf(stage, 'ENTRYPOINT') ?? lastOf(stage, 'CMD'))?.words[0]?.value;
  if (start === undefined || start.startsWith('.') || isInside(start)) return undefined;
  const isUsed = all.some((instruction) => {
    const target = readCopy(instruction)?.target;
    if (target !== undefined) return isInside(target) || workdir.startsWith(`${target.replace(/\/$/, '')}/`);
    if (instruction.keyword !== 'RUN') return false;
    const at = instruction.state.workdir;
    return (at !== undefined && isInside(at)) || instruction.args.text.split(/[\s"'=:;,]+/).some(isInside);
  });
  if (isUsed) return undefined;
  const isNamed = [...env.names()].some((name) => {
    const value = name === 'PATH' ? undefined : env.get(name);
    return value?.known === true && isInside(value.value);
  });
  const isRead =
    projects.length > 0 && projects.every(({ directory }) => facts.project.sources(directory)?.complete);
  return isNamed || !isRead || forData.test(workdir) ? workdir : undefined;
}
