/** The step that loads what a program imports, where the file has none. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';
import { denoValueOptions } from '../../tools/deno.ts';
import { installsAll, isCached, uncertainImport } from '../../tools/deno-modules.ts';
import type { DenoRun } from '../../tools/deno-run.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import type { DenoProgram } from './program.ts';

export interface Loading {
  /** The command that is missing and that surely works. */
  readonly line: string | undefined;
  /** Deno may load modules when the container starts, and write down in deno.lock which. */
  readonly isOpen: boolean;
}

/** Options that say which modules are meant, and with what they are loaded. */
const forModules =
  /^(?:--(?:import-map|config|unstable[\w-]*|lock|no-lock|frozen|node-modules-dir|vendor|no-config|no-npm|no-remote|cert|allow-import)(?:=|$)|-c$)/;

/**
 * `deno cache main.ts`, as Deno's own example has it (denoland/deno_docker, example/Dockerfile): it runs nothing and checks no types.
 * Only written where all modules come from npm and JSR: for others Deno asks which hosts they may come from.
 */
export function loadedBefore(
  { modules, start, sources }: DenoProgram,
  { stage, lastBuild }: ArtifactReading,
  model: DockerfileModel,
  facts: Facts,
): Loading {
  const missing = start.runs.filter((_, i) => !isCached(modules[i]!, [stage], model));
  const open =
    missing.length > 0 &&
    uncertainImport(start.project, stage, facts, installsAll([stage], model)) !== undefined;
  if (!open) return { line: undefined, isOpen: false };
  const isKnown = sources?.complete === true && sources.deno !== undefined && start.project !== undefined;
  const targets = Object.values(start.project?.imports ?? {});
  const remote = [...targets, ...(sources?.deno?.imports.map(({ specifier }) => specifier) ?? [])].some(
    (one) => /^https?:/.test(one),
  );
  const [run] = missing;
  if (!isKnown || remote || missing.length > 1 || !run || lastBuild.state.workdir !== start.directory)
    return { line: undefined, isOpen: true };
  return { line: ['deno', 'cache', ...optionsFor(run), run.target!.value].join(' '), isOpen: false };
}

function optionsFor({ options }: DenoRun): readonly string[] {
  return options.flatMap(({ value }, i) => {
    if (!forModules.test(value)) return [];
    const next = denoValueOptions.has(value) ? options[i + 1] : undefined;
    return next ? [value, next.value] : [value];
  });
}
