/** What the final image needs of a package of a workspace, beside what an install leaves in its folder. */
import type { ContextFacts } from '../../../context/facts.ts';
import type { DockerfileModel } from '../../../dockerfile/model.ts';
import type { NodeProject } from '../../../project/facts.ts';
import type { Facts } from '../../../rules/rule.ts';
import { keepsFilesElsewhere } from '../../../tools/node-system.ts';
import { runtimeAssets } from '../assets.ts';
import { isBrought } from '../brought.ts';
import { joinPath } from '../copy-from.ts';
import type { NodeReading } from '../reading.ts';
import { buildsMember } from './built.ts';
import { placeOf, type StartedMember } from './started.ts';

export interface MemberPart {
  readonly member: NodeProject;
  /** What is built of it, an absolute image path; undefined: it runs as it is. */
  readonly output: string | undefined;
  /** What comes from the context, relative to it. */
  readonly assets: readonly string[];
}

/** Undefined: not certain. `contextAfter`: what the build is given once the file for it is improved. */
export function partOf(
  member: NodeProject,
  started: StartedMember,
  reading: NodeReading,
  model: DockerfileModel,
  facts: Facts,
  contextAfter: ContextFacts,
): MemberPart | undefined {
  if (member.prisma || keepsFilesElsewhere(member) !== undefined) return undefined;
  const imageRoot = placeOf(member.directory, reading);
  const place = { stage: reading.stage, project: member, contextRoot: member.directory, imageRoot };
  const { build, otherBuilds = [] } = member;
  if (!build && otherBuilds.length === 0) {
    if (
      contextAfter.has(member.directory) !== true ||
      !contextAfter.isIgnored(`${member.directory}/node_modules`)
    )
      return undefined;
    const isWhole = loadedFiles(member, started, imageRoot).every((path) => isInContext(path, facts));
    // Nothing is asked for but what it reads outside of itself.
    const found = runtimeAssets(place, model, facts, '');
    const isCopied =
      isWhole && typeof found !== 'string' && isBrought(member.directory, reading, model, facts);
    return isCopied ? { member, output: undefined, assets: [member.directory] } : undefined;
  }
  const output = build?.output?.replace(/^\.\//, '').replace(/\/$/, '');
  if (!build || !output || output === '.' || build.kind === 'front-end' || build.others.length > 0)
    return undefined;
  const path = joinPath(imageRoot, output);
  const isInside = (file: string): boolean => file === path || file.startsWith(`${path}/`);
  if (member === started.member && !isInside(started.entry)) return undefined;
  if (member !== started.member) {
    // What a package is loaded by must be in what it is built to.
    const files = entriesOf(member);
    if (!files.every((file) => isInside(joinPath(imageRoot, file)))) return undefined;
    // A program that needs only its types, or packs its sources, is content without the result.
    if (!buildsMember(member, started.member, reading, model)) return undefined;
  }
  const assets = runtimeAssets(place, model, facts, output);
  return typeof assets === 'string' ? undefined : { member, output: path, assets };
}

/** What programs load the package by, relative to it. */
function entriesOf({ main, exportTargets = [] }: NodeProject): readonly string[] {
  const files = [...(main === undefined ? [] : [main]), ...exportTargets];
  return files.map((file) => file.replace(/^\.\//, '')).filter((file) => file !== 'package.json');
}

/** The files, relative to the context, that show whether a package without a build can be loaded. */
function loadedFiles(member: NodeProject, started: StartedMember, imageRoot: string): readonly string[] {
  if (member === started.member) return [`${member.directory}${started.entry.slice(imageRoot.length)}`];
  const files = entriesOf(member);
  return (files.length === 0 ? ['index.js'] : files).map((file) => `${member.directory}/${file}`);
}

/** `lib/*.js` stands for files, `lib/util` for `lib/util.js` or the folder's index. */
function isInContext(path: string, { context }: Facts): boolean {
  const fixed = path.includes('*') ? path.slice(0, path.lastIndexOf('/', path.indexOf('*'))) : path;
  return ['', '.js', '.cjs'].some(
    (ending) => context.has(fixed + ending) === true && !context.isIgnored(fixed + ending),
  );
}
