/** The account that runs a release. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { scriptDoubt } from '../../rules/security/root-user-scripts.part.ts';
import { containersOf } from '../../tools/development.ts';
import type { ArtifactReading } from '../artifact/reading.ts';

/**
 * `nobody`, as in the Dockerfile that Phoenix makes (hexdocs.pm/phoenix/Mix.Tasks.Phx.Gen.Release.html): the release belongs to
 * it, because it writes into its own tmp folder. False where the file, a start script, a low port, a volume or compose speaks
 * against it.
 */
export function runsAsNobody(
  stage: Stage,
  { runs, lastBuild }: ArtifactReading,
  model: DockerfileModel,
  facts: Facts,
): boolean {
  const speaksAgainst = stage.instructions.some(({ keyword, words }) => {
    if (keyword === 'USER' || keyword === 'VOLUME') return true;
    return keyword === 'EXPOSE' && words.some(({ value }) => !(Number.parseInt(value, 10) >= 1024));
  });
  const commands = [...runs.values()];
  return (
    !speaksAgainst &&
    commands.every(
      ({ sides, instruction }) => !sides.has('account') && instruction.index <= lastBuild.index,
    ) &&
    scriptDoubt(stage, { model, facts }) === undefined &&
    containersOf(model, facts).every(({ user }) => user === undefined)
  );
}

/** The lines behind the copy of the release. */
export function userLines(model: DockerfileModel, workdir: string | undefined): string[] {
  const user = `${keywordCase(model, 'USER')} nobody`;
  // A crash of Erlang leaves its dump in the working directory.
  return workdir === undefined || workdir === '/'
    ? [user]
    : [`${keywordCase(model, 'RUN')} chown nobody ${workdir}`, user];
}
