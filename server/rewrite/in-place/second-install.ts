/** Installs of the final stage that only make once more what a copy has brought. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { finalStage, rootStage } from '../../dockerfile/stages.ts';
import { removeInstruction } from '../../edit/insert.ts';
import { lookupRoot } from '../../images/root.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstalls } from '../../tools/installs.ts';
import { leavesDevOut, nodeModulesOf } from '../../tools/node-modules.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { Proposal } from '../steps/proposal.ts';
import { isCleanUp } from './install-order.ts';

export function secondInstall(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  const site = last && nodeInstalls(model, facts).find(({ stage }) => stage === last);
  if (!last || !site || site.directory === undefined || !site.project || !leavesDevOut(site))
    return undefined;
  if (
    site.command.conditional ||
    (site.instruction.flags.some(({ name }) => name === 'mount') && site.instruction.flags.length > 1)
  )
    return undefined;
  const path = resolvePath(site.directory, 'node_modules');
  const brought = nodeModulesOf(last, model, facts, site.instruction).get(path);
  if (brought?.content !== 'production' || brought.install.stage === last || brought.project !== site.project)
    return undefined;
  // The packages it installs, by name, are others.
  if (
    !site.script.commands.every(
      (command) => command === site.command || isCleanUp(command.words.map(({ value }) => value)),
    )
  )
    return undefined;
  const [here, there] = [lookupRoot(last, facts.images), lookupRoot(brought.install.stage, facts.images)];
  const isAlike =
    here &&
    there &&
    here.libc === there.libc &&
    here.libc !== undefined &&
    here.runtime?.version === there.runtime?.version;
  // Native code that was built for the building machine's processor runs on no other.
  const platforms = [last, brought.install.stage].map((stage) => rootStage(stage).platform);
  if (
    !isAlike ||
    platforms.some((platform) => platform !== undefined) ||
    !broughtWhole(path, model, last.index)
  )
    return undefined;
  const words = site.command.words.map(({ raw }) => raw).join(' ');
  return {
    id: 'second-install',
    title: `Leave out the second \`${words}\``,
    reason: `The packages for production come with the files of ${brought.install.stage.name ?? 'the build stage'}, on the same Node and C library: installing them again stores them twice.`,
    applicability: 'suggested',
    savesBytes: undefined,
    text: applyEdits(model.text, [removeInstruction(model, site.instruction)]),
  };
}

/** By one copy of the folder, or of the one above it. */
function broughtWhole(path: string, model: DockerfileModel, stage: number): boolean {
  return model.stages[stage]!.instructions.some((instruction) => {
    const target = readCopy(instruction)?.from === undefined ? undefined : readCopy(instruction)?.target;
    return target !== undefined && (target === path || path === `${target}/node_modules`);
  });
}
