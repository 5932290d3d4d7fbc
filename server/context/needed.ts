/** Paths that must stay in the build context, because the Dockerfile or the build reads them by name. */
import { readCopy } from '../dockerfile/copies.ts';
import { shellOf, type ShellCommand } from '../dockerfile/shell.ts';
import { stageNamed } from '../dockerfile/stages.ts';
import { normalizePath } from '../dockerfile/state.ts';
import { locate } from '../tools/locate.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { builtFolders } from './build-candidates.ts';
import type { CandidateFacts } from './candidates.ts';
import { compileGoPattern, isGoPattern, literalFolder } from './go-match.ts';
import { readByInstall } from './read-by-install.ts';
import { contextSources, isWhole } from './sources.ts';

export interface Needed {
  /** Named by COPY, ADD or a bind mount, or read by an install: nothing may exclude these. */
  readonly always: readonly string[];
  /** Read by the program or by a RUN line as far as we see. What is built or installed anew is not meant. */
  readonly perhaps: readonly string[];
}

/** What this Dockerfile and those that share its .dockerignore need. */
export function neededPaths(facts: CandidateFacts, model: DockerfileModel): Needed {
  const all = [model, ...facts.context.sharing.map((other) => other.model)].map((each) =>
    neededBy(facts, each),
  );
  return {
    always: [...new Set(all.flatMap(({ always }) => always))],
    perhaps: [...new Set(all.flatMap(({ perhaps }) => perhaps))],
  };
}

function neededBy(facts: CandidateFacts, model: DockerfileModel): Needed {
  return {
    always: [
      ...namedBySources(facts, model),
      ...namedByStages(facts, model),
      ...facts.project.projects.flatMap(readByInstall),
    ],
    perhaps: [...namedByCommands(facts, model), ...readByProgram(facts)],
  };
}

function namedBySources(facts: CandidateFacts, model: DockerfileModel): readonly string[] {
  return contextSources(model).flatMap((source) => {
    if (isWhole(source)) return [];
    // What a variable names lies somewhere in the folder before it.
    if (!source.complete) return source.path === '' ? [] : [source.path, `${source.path}/file`];
    if (!isGoPattern(source.path)) return [source.path];
    const folder = literalFolder(source.path);
    const matches = compileGoPattern(source.path);
    const matched = facts.context.entries.filter((entry) => matches?.(entry.path)).map((entry) => entry.path);
    return [...(folder === '' ? [] : [folder]), ...matched, exampleOf(source.path)];
  });
}

/** What `COPY --from=build /app/.env .` takes out of a stage that a broad copy filled, and no build made there. */
function namedByStages({ context, project }: CandidateFacts, model: DockerfileModel): readonly string[] {
  const built = builtFolders(project.projects, commandsOf(model));
  return model.instructions.flatMap((instruction) => {
    const copy = readCopy(instruction);
    const stage = copy?.from === undefined ? undefined : stageNamed(model, copy.from, instruction.stage);
    if (!copy || !stage) return [];
    return copy.sources.flatMap(({ path, complete }) => {
      if (!complete || isGoPattern(path)) return [];
      const origin = locate(normalizePath(`/${path}`), { model, context, stage, before: undefined });
      const isBuilt = built.some((folder) => origin?.path.startsWith(`${folder}/`));
      return origin && !isBuilt && context.entry(origin.path)?.type === 'file' ? [origin.path] : [];
    });
  });
}

/** A path that the pattern matches, for sources that the build machine has and this one does not. */
function exampleOf(pattern: string): string {
  return pattern.replace(/\[[^\]]*\]|[*?]/g, 'x').replace(/\\(.)/g, '$1');
}

function commandsOf(model: DockerfileModel): readonly ShellCommand[] {
  return model.instructions
    .filter((instruction) => instruction.keyword === 'RUN')
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? []);
}

/** Existing files that a RUN line reads: `cp .env.production .env` needs the first and makes the second. */
function namedByCommands(facts: CandidateFacts, model: DockerfileModel): readonly string[] {
  return commandsOf(model)
    .filter((command) => !/^(?:rm|touch|echo|printf|mkdir|chmod|chown)$/.test(command.name))
    .flatMap((command) =>
      /^(?:cp|mv|ln|install)$/.test(command.name) ? command.args.slice(0, -1) : command.args,
    )
    .map((word) => word.value.replace(/^\.\//, ''))
    .filter((word) => facts.context.entry(word)?.type === 'file');
}

function readByProgram(facts: CandidateFacts): readonly string[] {
  return facts.project.projects.flatMap((project) => {
    const sources = facts.project.sources(project.directory);
    const embedded = sources?.embedded ?? [];
    return [
      ...(sources?.runtimePaths ?? []).map(({ path }) => path),
      ...facts.context.entries.filter(({ path }) => embedded.some((pattern) => isEmbedded(pattern, path))).map(({ path }) => path),
    ];
  }); // prettier-ignore
}

function isEmbedded(pattern: string, path: string): boolean {
  return pattern === path || (compileGoPattern(pattern)?.(path) ?? false);
}
