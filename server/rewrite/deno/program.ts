/** What a program that Deno runs needs of its image. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { knownNative } from '../../project/node/native-table.ts';
import type { SourceFacts } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { hasOption, isAllowed } from '../../tools/deno-run.ts';
import { denoStart, type DenoStart } from '../../tools/deno-start.ts';
import { runCommands } from '../../tools/sites.ts';
import { startedModules } from '../../tools/deno-modules.ts';

export interface DenoProgram {
  readonly start: DenoStart;
  /** Absolute paths of the modules that are started. */
  readonly modules: readonly string[];
  readonly sources: SourceFacts | undefined;
}

/** What is started, or why an image without a distribution may not do: a complete sentence. Undefined: it is not Deno. */
export function readDenoProgram(
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
): DenoProgram | string | undefined {
  const start = denoStart(stage, model, facts);
  if (start === undefined || typeof start === 'string') return start;
  const watched = start.runs.find((run) =>
    hasOption(run, '--watch', '--watch-hmr', '--inspect', '--inspect-brk', '--inspect-wait'),
  );
  if (watched)
    return `The container is one to develop in: \`deno ${watched.subcommand}\` watches the sources or waits for a debugger.`;
  const [program] = start.programs;
  if (program !== undefined)
    return `The container runs \`${program}\` when it starts, and what that needs is not certain.`;
  if (start.runs.length === 0) return 'The container starts no module with `deno run` or `deno serve`.';
  const modules = startedModules(start);
  if (typeof modules === 'string') return modules;
  const sources = start.project && facts.project.sources(start.project.directory);
  const obstacle =
    systemObstacle(start, sources) ??
    (runsScripts(stage, model)
      ? 'Install scripts of packages may have built native code (--allow-scripts), and which libraries that loads is not certain.'
      : undefined);
  return obstacle ?? { start, modules, sources };
}

/** Programs and libraries of the distribution: Deno keeps from both what no option allows (docs.deno.com/runtime/fundamentals/security). */
function systemObstacle({ runs, project }: DenoStart, sources: SourceFacts | undefined): string | undefined {
  const runsOthers = runs.some((run) => isAllowed(run, 'run'));
  const loadsLibraries = runs.some((run) => isAllowed(run, 'ffi'));
  if (!runsOthers && !loadsLibraries) return undefined;
  if (!sources?.complete)
    return project
      ? 'There are too many sources to see which programs and libraries they use.'
      : 'Without a deno.json or deno.lock the sources are not looked at, and the options of Deno allow the program to run others (-A): allow only what it needs, for example --allow-net.';
  const [other] = sources.runsPrograms;
  if (runsOthers && other !== undefined) return `The program runs other programs: ${other}.`;
  if (!loadsLibraries) return undefined;
  const [file] = sources.deno?.libraries ?? [];
  if (file !== undefined) return `${file} loads a library of the system.`;
  const names = [
    ...Object.values(project?.imports ?? {}),
    ...(sources.deno?.imports.map(({ specifier }) => specifier) ?? []),
  ];
  const native = names.find(isNative);
  return native === undefined
    ? undefined
    : `${native} has native code, and which libraries that loads is not certain.`;
}

/** Scripts of packages only run where an option says so (docs.deno.com/runtime/reference/cli/install). */
function runsScripts(stage: Stage, model: DockerfileModel): boolean {
  return [...runCommands(model)].some(
    ({ stage: own, command }) =>
      own === stage &&
      command.name === 'deno' &&
      command.args.some(({ value }) => value.startsWith('--allow-scripts')),
  );
}

/** Libraries of JSR and deno.land that load one of the system by FFI. */
const foreign =
  /^jsr:\/?@(?:db\/sqlite|denosaurs\/plug|webview\/webview|gfx\/canvas)|deno\.land\/x\/(?:sqlite3|plug|canvas|webview|sharp)@/;

function isNative(specifier: string): boolean {
  const name = /^(?:npm:\/?)?((?:@[^/@]+\/)?[^/@]+)/.exec(specifier)?.[1];
  return foreign.test(specifier) || (name !== undefined && knownNative.has(name));
}
