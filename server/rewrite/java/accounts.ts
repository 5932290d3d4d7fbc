/** Accounts that only the build image has: `gradle` of Gradle's images. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { ImageFact } from '../../images/facts.ts';
import { isRoot } from '../../tools/users.ts';
import type { ArtifactReading } from '../artifact/reading.ts';

/**
 * USER instructions by number where the final image does not have their name, or what names an account that is not there:
 * a complete sentence. `kept`: copies in front of the build that the final stage has, too.
 */
export function foreignAccounts(
  { stage, copies, runs, lastBuild, base: built }: ArtifactReading,
  base: ImageFact,
  kept: ReadonlySet<Instruction>,
  model: DockerfileModel,
): ReadonlyMap<Instruction, string> | string {
  const made = accountsIn(runs);
  const isKnown = (name: string): boolean =>
    /^\d+$/.test(name) ||
    isRoot(name) !== false ||
    made.has(name) ||
    name === base.nonRootUser?.name ||
    name === 'nobody';
  const owner = [...copies.values()]
    .filter(({ instruction }) => instruction.index >= lastBuild.index || kept.has(instruction))
    .flatMap(({ chown }) => chown?.split(':')[0] ?? [])
    .find((name) => !isKnown(name));
  if (owner !== undefined)
    return `A COPY gives files to ${owner}, an account that ${base.name} does not have.`;
  const texts = new Map<Instruction, string>();
  for (const instruction of stage.instructions) {
    const name = instruction.keyword === 'USER' ? instruction.words[0]?.value.split(':')[0] : undefined;
    if (name === undefined || isKnown(name)) continue;
    const uid = name === built?.nonRootUser?.name ? built.nonRootUser.uid : undefined;
    if (uid === undefined) return `USER names ${name}, an account that ${base.name} does not have.`;
    texts.set(instruction, `${keywordCase(model, 'USER')} ${uid}:${uid}`);
  }
  return texts;
}

/** Words of the commands that make accounts and groups, their names among them. */
function accountsIn(runs: ArtifactReading['runs']): ReadonlySet<string> {
  const commands = [...runs.values()].flatMap(({ script }) => script.commands);
  const makers = commands.filter(({ name }) => name === 'useradd' || name === 'adduser');
  return new Set(makers.flatMap(({ args }) => args.map(({ value }) => value)));
}
