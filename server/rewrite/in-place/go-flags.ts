/** Go programs that a final stage copies, without what only a debugger reads. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { finalStage, stageNamed } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { goOption } from '../../tools/go.ts';
import type { GoSite } from '../../tools/installs.ts';
import { flagEdits } from '../go/build-command.ts';
import { withoutCgo } from '../go/linking.ts';
import type { Proposal } from '../steps/proposal.ts';
import { hasOtherPurpose } from './container.ts';
import { copiedPrograms } from './go-program.ts';

export function goFlags(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  if (!last || isForOthers(last, model, facts) || hasOtherPurpose(model, facts)) return undefined;
  const sites = new Map<number, GoSite>();
  for (const { site, from, project } of copiedPrograms(model, facts)) {
    // A program that looks for its sources by the paths they had finds them where their folder is copied too.
    const copiesFolder = last.instructions.some((instruction) => {
      const copy = readCopy(instruction);
      return (
        copy?.from !== undefined &&
        stageNamed(model, copy.from, last) === from &&
        copy.sources.some(({ path }) => isFolderOf(path, site, project.directory))
      );
    });
    if (!copiesFolder && isPlain(site)) sites.set(site.command.span.start, site);
  }
  if (sites.size === 0) return undefined;
  const edits = [...sites.values()].flatMap(({ go }) => flagEdits(go, withoutCgo));
  return {
    id: 'go-flags',
    title: 'Build the program without debug information',
    reason:
      '`-ldflags="-s -w"` leaves out the symbol table and what a debugger reads, mostly a quarter of the file; stack traces and profiles keep their names. `-trimpath` leaves out the folders of the build.',
    applicability: 'suggested',
    savesBytes: undefined,
    text: applyEdits(model.text, edits),
  };
}

/** No linker or compiler flags of the user's own: who gives some has decided, or debugs. */
function isPlain({ go, command, instruction, script }: GoSite): boolean {
  if (!command.exact || script.exec || instruction.state.variables.has('GOFLAGS')) return false;
  if (command.assignments.some(({ name }) => name === 'GOFLAGS')) return false;
  const decided = ['-ldflags', '-gcflags', '-trimpath', '-buildmode', '-asmflags', '-toolexec'];
  if (decided.some((name) => goOption(go, name) !== undefined || go.options.has(`-${name}`))) return false;
  return !['-race', '-cover', '-msan', '-asan'].some((name) => go.options.has(`-${name}`));
}

function isFolderOf(path: string, { directory }: GoSite, project: string): boolean {
  const folder = `/${path === '.' ? '' : path}`;
  return (
    directory !== undefined &&
    (directory === folder ||
      directory.startsWith(folder === '/' ? '/' : `${folder}/`) ||
      (project !== '' && folder.endsWith(`/${project}`)))
  );
}
