/** Writes the stage that builds a Go program. */
import { coversFolder } from './cover.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { copyLines, goInstallInputs } from '../../tools/install-inputs.ts';
import { accountCommands } from '../artifact/sides.ts';
import { copyText } from '../copy-text.ts';
import type { Draft } from '../draft.ts';
import { variablesUsed, writePairs } from '../env-text.ts';
import { fromLine, newStageName } from '../keywords.ts';
import { imageKeywords } from '../node/reading.ts';
import { buildLine, moduleMount, ownFlags } from './build-command.ts';
import type { GoReading } from './reading.ts';
import { toolchainVariable } from './variables.ts';

/** `writable`: folders to make, so that the final stage can take them over with another owner. */
export function writeBuild(
  draft: Draft,
  reading: GoReading,
  model: DockerfileModel,
  facts: Facts,
  writable: readonly string[],
): void {
  const { stage, project, build } = reading;
  const inputs = goInstallInputs(project, facts.context);
  const run = keywordCase(model, 'RUN');
  const ownDownload = stage.instructions.find((instruction) => isDownload(instruction, model));
  draft.stage(fromLine(model, newStageName(model, 'build')), stage.from);
  const deferred: Instruction[] = [];
  let downloaded = false;
  const download = (workdir: string): void => {
    if (downloaded) return;
    downloaded = true;
    if (project.vendored || inputs.needsSources) return;
    draft.lines(
      copyLines(inputs.paths, {
        contextRoot: reading.contextRoot,
        imageRoot: reading.imageRoot,
        workdir,
        keyword: keywordCase(model, 'COPY'),
        context: facts.context,
      }),
    );
    // Private modules need the same secrets as the build.
    const flags = ownFlags({ instruction: ownDownload ?? build.instruction }, model);
    const hasCache = flags.some((flag) => /\bcache\b/.test(flag));
    const mounts = hasCache ? [] : moduleMount(reading);
    const directory = reading.imageRoot === workdir ? '' : `cd ${reading.imageRoot} && `;
    draft.line(`${run} ${[...flags, ...mounts, `${directory}go mod download`].join(' ')}`);
  };
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (instruction.index > build.instruction.index) break;
    if (imageKeywords.has(keyword)) continue;
    const workdir = instruction.state.workdir ?? '/';
    if (keyword === 'ENV') {
      writePairs(
        draft,
        instruction,
        model,
        ({ key }) => toolchainVariable.test(key) || key === 'PATH' || isUsed(key, reading),
      );
      continue;
    }
    const copy = reading.copies.get(instruction);
    if (copy) {
      const belongs = copy.from === undefined && !copy.inline && coversFolder(copy, reading.imageRoot);
      if (belongs && !downloaded && !project.vendored && isManifest(instruction, reading, inputs.paths))
        draft.comments(instruction);
      else if (belongs && !downloaded) deferred.push(instruction);
      else draft.replace(instruction, copyText(copy, model, { workdir, keepsOwner: false }));
      continue;
    }
    const downloads = instruction === ownDownload || (keyword === 'RUN' && isDownload(instruction, model));
    const isBuilding = instruction === build.instruction;
    // Any other RUN with Go may need the sources; tools and settings do not.
    if (
      isBuilding ||
      downloads ||
      (keyword === 'RUN' && deferred.length > 0 && callsGo(instruction, model))
    ) {
      download(workdir);
      for (const copied of deferred.splice(0))
        draft.replace(copied, copyText(reading.copies.get(copied)!, model, { workdir, keepsOwner: false }));
    }
    if (downloads || isAccount(instruction, model)) draft.comments(instruction);
    else if (isBuilding) draft.replace(instruction, buildLine(reading, model));
    else draft.keep(instruction);
  }
  if (writable.length > 0) draft.line(`${run} mkdir -p ${writable.join(' ')}`);
}

/** Is the variable read by something that runs in the build stage? */
function isUsed(name: string, { stage, build }: GoReading): boolean {
  return stage.instructions.some(
    (instruction) =>
      instruction.index <= build.instruction.index &&
      !imageKeywords.has(instruction.keyword) &&
      variablesUsed(instruction).has(name),
  );
}

function isManifest(
  instruction: Instruction,
  { copies, contextRoot, imageRoot }: GoReading,
  inputs: readonly string[],
): boolean {
  const { sources, target } = copies.get(instruction)!;
  const prefix = contextRoot === '' ? '' : `${contextRoot}/`;
  return sources.every(
    ({ path }) =>
      (inputs.includes(path) && (target === imageRoot || path !== `${prefix}go.mod`)) ||
      (target === imageRoot && [`${prefix}go.*`, `${prefix}go.sum*`].includes(path)),
  );
}

function isDownload(instruction: Instruction, model: DockerfileModel): boolean {
  if (instruction.keyword !== 'RUN') return false;
  const commands = shellOf(instruction, model)?.commands ?? [];
  return (
    commands.length > 0 &&
    commands.every(
      ({ name, args }) =>
        name === 'go' && args[0]?.value === 'mod' && /^(?:download|verify)$/.test(args[1]?.value ?? ''),
    ) &&
    commands.some(({ args }) => args[1]?.value === 'download')
  );
}

function callsGo(instruction: Instruction, model: DockerfileModel): boolean {
  return shellOf(instruction, model)?.commands.some(({ name }) => name === 'go') ?? false;
}

/** Accounts are for the final image, which has one of its own. */
function isAccount(instruction: Instruction, model: DockerfileModel): boolean {
  if (instruction.keyword !== 'RUN') return false;
  const commands = shellOf(instruction, model)?.commands ?? [];
  return commands.length > 0 && commands.every(({ name }) => accountCommands.has(name));
}
