/** What a Dockerfile needs to find: sources of its copies in other stages, and the files that the container starts. */
import { readCopy } from '../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import { shellOf } from '../dockerfile/shell.ts';
import { finalStage, lastOf, stageNamed } from '../dockerfile/stages.ts';
import { normalizePath } from '../dockerfile/state.ts';
import { startCommand } from '../tools/start-command.ts';
import { resolvePath } from '../tools/working-directory.ts';

export interface Need {
  /** The stage that must have it. */
  readonly stage: Stage;
  /** Absolute. */
  readonly path: string;
  /** The instruction that needs it, for messages: `COPY --from=build`, `CMD`. */
  readonly by: string;
}

/** Everything that has to be in a stage of the file when something else asks for it. Patterns and variables tell nothing. */
export function needsOf(model: DockerfileModel): readonly Need[] {
  const copied = model.instructions.flatMap((instruction) => [
    ...copySources(instruction, model),
    ...mountSources(instruction, model),
  ]);
  const last = finalStage(model);
  return last ? [...copied, ...started(last, model)] : copied;
}

function copySources(instruction: Instruction, model: DockerfileModel): Need[] {
  const copy = readCopy(instruction);
  const stage = copy?.from === undefined ? undefined : stageNamed(model, copy.from, instruction.stage);
  if (!copy || !stage) return [];
  return copy.sources
    .filter(({ path, complete }) => complete && !/[*?[]/.test(path))
    .map(({ path }) => ({ stage, path: normalizePath(`/${path}`), by: `COPY --from=${copy.from!}` }));
}

function mountSources(instruction: Instruction, model: DockerfileModel): Need[] {
  if (instruction.keyword !== 'RUN') return [];
  return mountsOf(instruction).flatMap(({ type, from, source }): Need[] => {
    const stage = from === undefined ? undefined : stageNamed(model, from, instruction.stage);
    if (!stage || type !== 'bind' || source === undefined || source.includes('$')) return [];
    return [{ stage, path: normalizePath(`/${source}`), by: `the mount from ${from!}` }];
  });
}

/** Files that a program reads first, by their names: `node dist/main.js`, `java -jar app.jar`. */
const script = /^[\w./@-]+\.(?:[cm]?[jt]s|py|sh|bash|jar|rb|php|pl|exs|dll)$/;

function started(stage: Stage, model: DockerfileModel): Need[] {
  const { entrypoint, cmd } = startCommand(stage);
  const check = lastOf(stage, 'HEALTHCHECK');
  const { workdir } = stage.endState;
  return [
    { keyword: 'ENTRYPOINT', instruction: entrypoint },
    { keyword: 'CMD', instruction: cmd },
    { keyword: 'HEALTHCHECK', instruction: check?.inner && check },
  ].flatMap(({ keyword, instruction }) => {
    const commands = (instruction && shellOf(instruction, model)?.commands) ?? [];
    if (commands.some(({ name }) => name === 'cd')) return [];
    return commands.flatMap(({ words }) =>
      words
        .filter(({ value, literal }, i) => literal && (i === 0 ? value.includes('/') : script.test(value)))
        .filter(({ value }) => value.startsWith('/') || workdir !== undefined)
        .map(({ value }) => ({ stage, path: resolvePath(workdir ?? '/', value), by: keyword })),
    );
  }); // prettier-ignore
}
