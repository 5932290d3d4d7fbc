/** Installs of the final stage in front of the build's output, which changes with every source. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { finalStage, stageNamed } from '../../dockerfile/stages.ts';
import { moveBelow } from '../../edit/move.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstallInputs } from '../../tools/install-inputs.ts';
import { nodeInstalls, type NodeInstallSite } from '../../tools/installs.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { Proposal } from '../steps/proposal.ts';

/** Instructions that a copy can be moved over: they neither read files nor change whose they are. */
const indifferent: ReadonlySet<string> = new Set([
  'COPY', 'ADD', 'ENV', 'ARG', 'LABEL', 'EXPOSE', 'MAINTAINER', 'STOPSIGNAL', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK',
]); // prettier-ignore

export function installOrder(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  const site = last && nodeInstalls(model, facts).find(({ stage }) => stage === last);
  if (!last || !site || model.isWindows) return undefined;
  const { project, directory, install, script, instruction } = site;
  if (
    !project ||
    directory === undefined ||
    project.workspaces.length > 0 ||
    project.workspaceRoot !== undefined
  )
    return undefined;
  // Scripts of the project may work with what was built.
  if (project.installScripts.length > 0 && !install.ignoresScripts) return undefined;
  const inputs = nodeInstallInputs(project, facts.context, facts.project, install.tool);
  if (inputs.needsSources !== undefined) return undefined;
  if (
    !script.commands.every(
      (command) => command === site.command || isCleanUp(command.words.map(({ value }) => value)),
    )
  )
    return undefined;
  const moved = last.instructions.flatMap((each) => {
    const copy = readCopy(each);
    return copy && each.index < instruction.index && canMove(copy, site, inputs.paths, last, model)
      ? [each]
      : [];
  });
  if (moved.length === 0) return undefined;
  const words = site.command.words.map(({ raw }) => raw).join(' ');
  const [first] = moved;
  const text = model.text.slice(first!.span.start, first!.span.end).split('\n')[0]!.trim();
  return {
    id: 'install-order',
    title: `Run \`${words}\` before the build's output is copied`,
    reason: `What \`${text}\` brings changes with the sources, and everything behind it runs again: \`${words}\` only needs the manifests.`,
    applicability: 'safe',
    savesBytes: undefined,
    text: applyEdits(model.text, moveBelow(model, moved, instruction)),
  };
}

export function isCleanUp(words: readonly string[]): boolean {
  return /^(?:(?:npm|yarn) cache clean\b|pnpm store prune|rm -rf? (?:\/root\/|~\/)\.npm|set |echo )/.test(
    words.join(' '),
  );
}

/** A folder beside the manifests that no install reads. */
function canMove(
  copy: Copy,
  { directory, instruction }: NodeInstallSite,
  inputs: readonly string[],
  last: Stage,
  model: DockerfileModel,
): boolean {
  const { target, from, sources } = copy;
  if (from === undefined || !stageNamed(model, from, last) || target === undefined) return false;
  const between = last.instructions.filter(
    ({ index }) => index > copy.instruction.index && index < instruction.index,
  );
  if (!between.every(({ keyword }) => indifferent.has(keyword))) return false;
  if (
    copy.instruction.state.workdir !== instruction.state.workdir ||
    copy.instruction.state.user !== instruction.state.user
  )
    return false;
  const places = copy.intoDirectory
    ? sources.map(({ path }) => resolvePath(target, path.slice(path.lastIndexOf('/') + 1)))
    : [target];
  // A folder's contents land in the target itself.
  return [...places, target].every((place) => {
    if (!place.startsWith(`${directory!}/`)) return false;
    const top = place.slice(directory!.length + 1).split('/')[0]!;
    return (
      top !== 'node_modules' &&
      !/^(?:package|yarn|pnpm|\.npmrc|\.yarn|bun|prisma|patches)/.test(top) &&
      !inputs.some((path) => path.split('/').includes(top))
    );
  });
}
