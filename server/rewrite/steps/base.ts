/** Smaller base images for Node files: Alpine everywhere when the lockfile proves it, slim at run time otherwise. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { finalStage, lineage, rootBase } from '../../dockerfile/stages.ts';
import { smallBases, nameLike } from '../../images/choose.ts';
import type { ImageFact } from '../../images/facts.ts';
import { formatBytes } from '../../images/format.ts';
import { splitTag } from '../../images/tag.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstalls, runCommands } from '../../tools/installs.ts';
import type { Proposal } from './proposal.ts';

/** Programs of BusyBox and of the Node images: there in alpine, slim and full images alike. */
const everywhere: ReadonlySet<string> = new Set([
  'npm', 'npx', 'node', 'yarn', 'pnpm', 'bun', 'corepack', 'mkdir', 'chown', 'chmod', 'cp', 'mv', 'rm', 'ln', 'sed', 'grep', 'awk', 'tar', 'gzip', 'gunzip', 'unzip',
  'echo', 'printf', 'cat', 'ls', 'pwd', 'cd', 'set', 'export', 'true', 'false', 'test', '[', 'touch', 'find', 'xargs', 'sort', 'head', 'tail', 'tr', 'cut', 'sleep', 'date', 'id', 'which', 'env', 'sh', 'tsc', 'nest', 'vite',
]); // prettier-ignore

/** Proposes smaller bases; undefined when the ones in use are the smallest that surely fit. */
export function smallerNodeBases(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  if (!last) return undefined;
  const root = rootBase(last);
  const fact = root.kind === 'image' && root.complete ? facts.images.lookup(root.reference) : undefined;
  if (root.kind !== 'image' || !fact || fact.runtime?.name !== 'node' || !isFull(fact)) return undefined;
  const projects = [...new Set(nodeInstalls(model, facts).flatMap(({ project }) => project ?? []))];
  const [project] = projects;
  if (!project || projects.length !== 1) return undefined;
  const users = model.stages.filter(
    (stage) => stage.base.kind === 'image' && stage.base.reference === root.reference,
  );
  // A base named through a variable is used in places that an edit of FROM would miss.
  if (users.some((stage) => stage.imageWord?.raw !== root.reference)) return undefined;
  const candidates = smallBases(fact, facts.images, {
    libc: 'any',
    shell: true,
    packageManager: undefined,
    tools: [],
  });
  const alpine = musl(model, facts, project, last)
    ? candidates.find((one) => one.fact.libc === 'musl')
    : undefined;
  const slim = candidates.find((one) => one.fact.libc === 'glibc' && one.fact.packageManager === 'apt');
  const chosen = alpine ?? (slimFits(model, facts, project, last) ? slim : undefined);
  if (!chosen) return undefined;
  const name = nameLike(root.reference, chosen.fact);
  if (name === undefined) return undefined;
  // The build side keeps the full image with its compilers unless everything moves to musl together.
  const stages = alpine ? users : users.filter((stage) => lineage(last).includes(stage));
  const edits = stages.flatMap((stage): TextEdit[] =>
    stage.imageWord ? [{ span: stage.imageWord.span, newText: name }] : [],
  );
  return {
    id: 'base',
    title: `Use ${name}${stages.length < users.length ? ' for the final image' : ''}`,
    reason: reasonFor(root.reference, fact, name, chosen.fact, project, alpine !== undefined),
    applicability: 'suggested',
    savesBytes: chosen.savedBytes,
    text: applyEdits(model.text, edits),
  };
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
  const size = (fact: ImageFact): string =>
    fact.onDisk ? formatBytes(fact.onDisk.bytes, fact.onDisk.kind) : 'unknown in size';
  const musl =
    (project.nativeProduction ?? []).length > 0
      ? 'every native production package has builds for musl'
      : `no production package in ${project.lockfile?.path ?? 'the lockfile'} has native code`;
  const why = alpine ? `${musl}, so nothing needs glibc` : whySlim(project);
  return `${from} is ${size(before)} on disk, ${to} ${size(after)}; ${why}.`;
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

/** Alpine fits when the lockfile proves it and no command of the stages is missing there. */
function musl(model: DockerfileModel, facts: Facts, project: NodeProject, last: Stage): boolean {
  if (facts.preferences.nodeBase === 'slim') return false;
  const native = project.nativeProduction;
  // Packages with builds for musl often fetch them while they install, so Alpine is only taken unasked without native code.
  const fits =
    facts.preferences.nodeBase === 'alpine' ? native?.every((one) => one.musl) : native?.length === 0;
  if (fits !== true) return false;
  const groups = [project.dependencies, project.devDependencies, project.optionalDependencies];
  // git dependencies need git at install, which only the full image has.
  if (
    groups.some((group) =>
      Object.values(group).some((range) => /^(?:git|github:|gitlab:|bitbucket:)|\.git(?:#|$)/.test(range)),
    )
  )
    return false;
  if (
    project.build?.others.some(
      (name) =>
        !everywhere.has(name) && !(name in project.devDependencies) && !(name in project.dependencies),
    )
  )
    return false;
  if (last.endState.shellKind === 'bash') return false;
  return [...runCommands(model)].every(
    ({ command }) => everywhere.has(command.name) || command.name in project.devDependencies,
  );
}

/** Slim has no curl, git or compilers: neither the final stage's commands nor an install in it may need them. */
function slimFits(model: DockerfileModel, facts: Facts, project: NodeProject, last: Stage): boolean {
  const stages = lineage(last);
  const installs = nodeInstalls(model, facts).some(({ stage }) => stages.includes(stage));
  if (installs && project.nativeProduction?.length !== 0) return false;
  return [...runCommands(model)]
    .filter(({ stage }) => stages.includes(stage))
    .every(({ command }) => slimHas(command.name));
}

function slimHas(name: string): boolean {
  return (
    everywhere.has(name) ||
    [
      'apt-get',
      'apt',
      'useradd',
      'groupadd',
      'usermod',
      'groupmod',
      'adduser',
      'addgroup',
      'bash',
      'dpkg',
    ].includes(name)
  );
}
