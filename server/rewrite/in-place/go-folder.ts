/** A whole Go module that the final stage copies from its build → the program and what it opens. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { finalStage, lineage, rootBase, stageNamed } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { binaryOf, caches } from '../../tools/go-output.ts';
import { goCommands, type GoSite } from '../../tools/installs.ts';
import { goAssets } from '../go/assets.ts';
import { moduleRoot } from '../go/reading.ts';
import { startCommand } from '../go/runtime-stage.ts';
import type { Proposal } from '../steps/proposal.ts';
import { hasOtherPurpose, overridden } from './container.ts';
import { holdsSettings, partLines } from './copy-parts.ts';

export function goFolder(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  if (!last || model.isWindows || isForOthers(last, model, facts) || hasOtherPurpose(model, facts))
    return undefined;
  const builds = goCommands(model, facts).filter(({ go }) => go.subcommand === 'build');
  const [site] = builds;
  if (!site?.project || builds.length !== 1 || overridden(model, facts) !== undefined) return undefined;
  const path = binaryOf(site, site.project, caches(site, rootBase(site.stage)).bin, facts);
  const root = site.manifest ? moduleRoot(site, model, facts) : undefined;
  const copy =
    path === undefined || root === undefined ? undefined : wholeModule(last, site, path, root, model);
  if (!copy || path === undefined || root === undefined || copy.target === undefined) return undefined;
  const { target } = copy;
  const folder = `/${copy.sources[0]!.path}`;
  const inFinal = (each: string): string => (target === '/' ? '' : target) + each.slice(folder.length);
  if (typeof startCommand({ stage: last, binary: inFinal(path) }, model) === 'string') return undefined;
  const { project } = site;
  const sources = facts.project.sources(project.directory);
  if (
    !sources?.complete ||
    sources.runsPrograms.length > 0 ||
    sources.writes.length > 0 ||
    holdsSettings(project.directory, facts)
  )
    return undefined;
  if (project.work !== undefined || !worksOnNothing(last, copy, inFinal(path), model)) return undefined;
  const assets = goAssets({ contextRoot: project.directory, project }, sources, facts);
  if (typeof assets === 'string') return undefined;
  const parts = assets.map((asset) => {
    const at = `${root === '/' ? '' : root}/${project.directory === '' ? asset : asset.slice(project.directory.length + 1)}`;
    return { from: at, to: inFinal(at), isFile: facts.context.entry(asset)?.type === 'file' };
  });
  const lines = partLines(copy, model, [{ from: path, to: inFinal(path), isFile: true }, ...parts]);
  return {
    id: 'copied-output',
    title: `Copy only the program${assets.length > 0 ? ` and ${assets.join(', ')}` : ''}`,
    reason: `\`${model.text.slice(copy.instruction.span.start, copy.instruction.span.end)}\` takes the sources along, which the program was built from.${assets.length > 0 ? ` ${assets.join(', ')}: kept, the program may open ${assets.length === 1 ? 'it' : 'them'} at run time.` : ' It opens no file of the project, as far as its sources show.'}`,
    applicability: 'suggested',
    savesBytes: undefined,
    text: applyEdits(model.text, [{ span: copy.instruction.span, newText: lines.join(model.eol) }]),
  };
}

/** The only COPY from the build stage: of the module's folder, or one above it. */
function wholeModule(
  last: Stage,
  site: GoSite,
  path: string,
  root: string,
  model: DockerfileModel,
): Copy | undefined {
  const copies = last.instructions
    .flatMap((instruction) => readCopy(instruction) ?? [])
    .filter(({ from }) => from !== undefined);
  const [copy] = copies;
  const from = copy?.from === undefined ? undefined : stageNamed(model, copy.from, last);
  if (
    !copy ||
    copies.length !== 1 ||
    !from ||
    !lineage(from).includes(site.stage) ||
    copy.sources.length !== 1 ||
    copy.instruction.json
  )
    return undefined;
  const [source] = copy.sources;
  if (
    !source?.complete ||
    source.path === '.' ||
    copy.instruction.flags.some(({ name }) => !['from', 'chown', 'link'].includes(name))
  )
    return undefined;
  const folder = `/${source.path}/`;
  return `${root}/`.startsWith(folder) && path.startsWith(folder) ? copy : undefined;
}

/** Other instructions neither read what is left out nor lie beside it. */
function worksOnNothing(last: Stage, copy: Copy, binary: string, model: DockerfileModel): boolean {
  return last.instructions.every((instruction) => {
    const { keyword } = instruction;
    if (keyword === 'ONBUILD') return false;
    if (keyword !== 'RUN') return true;
    const commands = shellOf(instruction, model)?.commands;
    return commands?.every(({ name, args }) => {
      if (
        /^(?:apt-get|apt|apk|set|true|echo|addgroup|adduser|groupadd|useradd|update-ca-certificates|chown)$/.test(
          name,
        )
      )
        return true;
      if (name === 'rm') return args.every(({ value }) => /^(?:-|\/var\/|\/tmp\/)/.test(value));
      if (name === 'mkdir') return instruction.index < copy.instruction.index;
      return name === 'chmod' && args.at(-1)?.value.split('/').pop() === binary.split('/').pop();
    });
  });
}
