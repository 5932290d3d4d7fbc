/** Images without a shell. */
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { rootBase, rootStage } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { RuleContext } from '../rule.ts';
import { mayBring } from './contents.part.ts';
import { programFolders } from '../../tools/program-folders.ts';
import { isInit, type StartCommand } from '../../tools/start-command.ts';

export const shellPrograms: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'busybox']);

export interface ShellLess {
  /** `scratch`, or the base image as FROM names it. */
  readonly base: string;
  /** The stage with the FROM that names it. */
  readonly root: Stage;
  /** Undefined for scratch. */
  readonly fact: ImageFact | undefined;
}

/**
 * The base without a shell that the stage starts from, when nothing up to `before` can have brought one. Undefined
 * where there is a shell, or nobody can tell. `program` is the shell that is asked for: `/bin/sh` unless SHELL says
 * otherwise.
 */
export function shellLess(
  stage: Stage,
  program: string,
  context: RuleContext,
  before?: Instruction,
): ShellLess | undefined {
  const root = rootStage(stage);
  const base = rootBase(stage);
  const fact =
    base.kind === 'image' && base.complete ? context.facts.images.lookup(base.reference) : undefined;
  if (base.kind !== 'scratch' && !(fact && isShellLess(fact))) return undefined;
  const name = program.replace(/^.*\//, '');
  // /bin is a link to /usr/bin in some images: a shell may come by either name.
  const places = programFolders.map((folder) => `${folder}/${name}`);
  const paths = program.startsWith('/') && !places.includes(program) ? [program] : places;
  if (mayBring(stage, paths, context, before)) return undefined;
  return { base: base.kind === 'image' ? base.reference.replace(/@.*/, '') : 'scratch', root, fact };
}

/**
 * Distroless's Python images have a shell that Python's own library wants (GoogleContainerTools/distroless issue 601),
 * and Chainguard's images for languages had one at times.
 */
function isShellLess({ shell, repository }: ImageFact): boolean {
  if (shell !== false) return false;
  if (repository.startsWith('gcr.io/distroless/')) return !repository.includes('/python');
  return repository.startsWith('mcr.microsoft.com/dotnet/') || repository.endsWith('/chainguard/static');
}

/** The same for CMD or ENTRYPOINT in shell form; an ENTRYPOINT of the file would get the CMD's shell as mere words. */
export function startsWithoutShell(
  { stage, entrypoint }: StartCommand,
  instruction: Instruction,
  context: RuleContext,
): ShellLess | undefined {
  if (instruction !== entrypoint && entrypoint && !isInit(entrypoint)) return undefined;
  return shellLess(stage, instruction.state.shell[0] ?? '/bin/sh', context);
}
