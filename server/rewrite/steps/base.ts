/**
 * Smaller base images for Node files: Alpine everywhere when the lockfile proves it, slim at run time otherwise, Distroless
 * at run time for those who prefer it.
 */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { finalStage, lineage, rootBase } from '../../dockerfile/stages.ts';
import { insertAfter, keywordCase } from '../../edit/insert.ts';
import { smallBases, nameLike } from '../../images/choose.ts';
import type { ImageFact } from '../../images/facts.ts';
import { formatBytes } from '../../images/format.ts';
import { savedBytes } from '../../images/siblings.ts';
import { splitTag } from '../../images/tag.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstalls, runCommands } from '../../tools/installs.ts';
import { systemNeed } from '../../tools/node-system.ts';
import { scriptNeeds } from '../../tools/script-needs.ts';
import { distrolessBase, type DistrolessBase } from '../node/distroless-base.ts';
import { fitsAlpine, fitsSlim, healthCheckEdits, installOpenssl, needsOpenssl } from './base-fit.ts';
import type { Proposal } from './proposal.ts';

/** Proposes smaller bases; undefined when the ones in use are the smallest that surely fit. */
export function smallerNodeBases(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  if (!last) return undefined;
  const root = rootBase(last);
  const fact = root.kind === 'image' && root.complete ? facts.images.lookup(root.reference) : undefined;
  if (root.kind !== 'image' || !fact || fact.runtime?.name !== 'node' || !isFull(fact)) return undefined;
  const installed = [...new Set(nodeInstalls(model, facts).flatMap(({ project }) => project ?? []))];
  const projects = installed.length > 0 ? installed : focusedProject(model, facts);
  const [project] = projects;
  if (!project || projects.length !== 1) return undefined;
  const users = model.stages.filter(
    (stage) => stage.base.kind === 'image' && stage.base.reference === root.reference,
  );
  // A digest was chosen; what another image's is, the table does not know.
  if (root.reference.includes('@')) return undefined;
  // A base named through a variable is used in places that an edit of FROM would miss.
  if (users.some((stage) => stage.imageWord?.raw !== root.reference)) return undefined;
  const sources = facts.project.sources(project.directory);
  // Programs that it calls, and libraries that packages load, are in the full image only.
  if (!sources || sources.runsPrograms.length > 0 || systemNeed(project) !== undefined) return undefined;
  const scripts = scriptNeeds(last, model, facts);
  if (!scripts) return undefined;
  const distroless =
    facts.preferences.nodeBase === 'distroless'
      ? distrolessBase(model, facts, last, fact, project)
      : undefined;
  if (typeof distroless === 'object') return onDistroless(distroless, model, fact);
  const checks = healthCheckEdits(model, last, fact);
  if (!checks) return undefined;
  const candidates = smallBases(fact, facts.images, {
    libc: 'any',
    shell: true,
    packageManager: undefined,
    tools: [],
  });
  const alpine = fitsAlpine(model, facts, project, last, scripts)
    ? candidates.find((one) => one.fact.libc === 'musl')
    : undefined;
  const slim = candidates.find((one) => one.fact.libc === 'glibc' && one.fact.packageManager === 'apt');
  const chosen = alpine ?? (fitsSlim(model, facts, project, last, scripts) ? slim : undefined);
  if (!chosen) return undefined;
  const name = nameLike(root.reference, chosen.fact);
  if (name === undefined) return undefined;
  // The build side keeps the full image with its compilers unless everything moves to musl together.
  const stages = alpine ? users : users.filter((stage) => lineage(last).includes(stage));
  const edits = stages.flatMap((stage): TextEdit[] =>
    stage.imageWord ? [{ span: stage.imageWord.span, newText: name }] : [],
  );
  const [first] = lineage(last).toReversed();
  const openssl = !alpine && needsOpenssl(model, project, last);
  if (openssl && first)
    edits.push(insertAfter(model, first.from, [`${keywordCase(model, 'RUN')} ${installOpenssl}`]));
  edits.push(...checks);
  return {
    id: 'base',
    title: `Use ${name}${stages.length < users.length ? ' for the final image' : ''}`,
    reason: [
      reasonFor(root.reference, fact, name, chosen.fact, project, alpine !== undefined),
      ...(checks.length > 0
        ? ['The health check asks through node, because the smaller image has no curl.']
        : []),
      ...(openssl ? ["OpenSSL is installed, which Prisma's engine needs."] : []),
      ...(distroless === undefined
        ? []
        : [`Distroless, which the settings prefer, does not fit: ${distroless}.`]),
    ].join(' '),
    applicability: 'suggested',
    savesBytes: chosen.savedBytes,
    text: applyEdits(model.text, edits),
  };
}

/** `node` is not on its PATH but its entrypoint, so the commands change with it. */
function onDistroless(
  { name, fact, edits }: DistrolessBase,
  model: DockerfileModel,
  before: ImageFact,
): Proposal {
  return {
    id: 'base',
    title: `Use ${name} for the final image`,
    reason: `The settings prefer Distroless: ${before.name} is ${sizeOf(before)} on disk, ${name} ${sizeOf(fact)}, with the same C library or a newer one and without shell and package manager. Its entrypoint is /nodejs/bin/node, which CMD gives the file to run (so \`docker run\` with other words gives them to node as well), and the program runs as its account nonroot (65532), where the file says no number: volumes must let it write.`,
    applicability: 'suggested',
    savesBytes: savedBytes(before, fact),
    text: applyEdits(model.text, edits),
  };
}

function sizeOf({ onDisk }: ImageFact): string {
  return onDisk ? formatBytes(onDisk.bytes, onDisk.kind) : 'unknown in size';
}

/** `yarn workspaces focus` alone installs production packages; in a context with one project it is for that. */
function focusedProject(model: DockerfileModel, { project }: Facts): readonly NodeProject[] {
  const focuses = [...runCommands(model)].some(
    ({ command: { name, args } }) =>
      name === 'yarn' && args[0]?.value === 'workspaces' && args[1]?.value === 'focus',
  );
  return focuses ? project.projects.filter((one) => one.kind === 'node') : [];
}

/** Whoever wrote slim or alpine has chosen already. */
function isFull(fact: ImageFact): boolean {
  return fact.packageManager === 'apt' && !splitTag(fact.tag).words.includes('slim');
}

function reasonFor(
  from: string,
  before: ImageFact,
  to: string,
  after: ImageFact,
  project: NodeProject,
  alpine: boolean,
): string {
  const musl =
    project.nativeProduction === undefined
      ? 'the project has no packages'
      : project.nativeProduction.length > 0
        ? 'every native production package has builds for musl'
        : `no production package in ${project.lockfile?.path ?? 'the lockfile'} has native code`;
  const why = alpine ? `${musl}, so nothing needs glibc` : whySlim(project);
  return `${from} is ${sizeOf(before)} on disk, ${to} ${sizeOf(after)}; ${why}.`;
}

function whySlim(project: NodeProject): string {
  const native = project.nativeProduction;
  if (native === undefined)
    return 'without a readable lockfile it is not certain that Alpine fits, and slim has the same C library';
  const names = native.map(({ name }) => name);
  return names.length > 0
    ? `${names.slice(0, 3).join(', ')} ${names.length === 1 ? 'has' : 'have'} native code, for which slim has the same C library`
    : 'slim has the same C library and the same Debian';
}
