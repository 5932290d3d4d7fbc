/** What the installs of a RUN read from the context. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { Facts } from '../../rules/rule.ts';
import type { DependencyInstall } from '../../tools/dependencies/install.ts';
import type { PipInstallSite } from '../../tools/installs.ts';
import { sideOf } from './commands.ts';
import type { PythonReading, PythonRun } from './reading.ts';

export interface InstallNeeds {
  /** Paths relative to the context; undefined: all that was copied before. */
  readonly paths: readonly string[] | undefined;
  /** The one install that can run without the project first, and then again with it. */
  readonly early: DependencyInstall | undefined;
}

export function needsOf(run: PythonRun, reading: PythonReading, facts: Facts): InstallNeeds {
  const commands = run.script.commands.filter((command) => sideOf(command) === 'install');
  const paths: string[] = [];
  let isKnown = true;
  let early: DependencyInstall | undefined;
  for (const command of commands) {
    const pip = reading.pips.find((site) => site.command === command);
    const own = reading.installs.find((site) => site.command === command);
    const found = pip ? pipPaths(pip, facts) : own ? ownPaths(own) : isModel(command.args.map(({ value }) => value)) ? [] : undefined; // prettier-ignore
    if (found) paths.push(...found);
    else isKnown = false;
    if (own && commands.length === 1 && !found) early = own;
  }
  return { paths: isKnown ? [...new Set(paths)] : undefined, early };
}

/** `python -m spacy download en_core_web_sm` reads nothing. */
function isModel(values: readonly string[]): boolean {
  return values[0] === '-m' && values[1] === 'spacy';
}

function pipPaths({ install, requirements, project }: PipInstallSite, facts: Facts): string[] | undefined {
  if (
    install.local ||
    install.options.has('-e', '--editable', '-c', '--constraint', '-f', '--find-links', '--group')
  )
    return undefined;
  // A wheel or an archive beside the file.
  if (
    install.packages.some(
      ({ value }) => /[/*]|\.(?:whl|gz|zip)$/.test(value) && !/^[\w.-]+ ?@|:\/\//.test(value),
    )
  )
    return undefined;
  const paths: string[] = [];
  for (const { origin } of requirements) {
    const file = origin && project?.requirements.find(({ path }) => path === origin.path);
    if (!origin || origin.assumed || !file || file.needsSources) return undefined;
    const all = [file.path, ...file.includes];
    if (all.some((path) => facts.context.has(path) !== true)) return undefined;
    paths.push(...all);
  }
  return paths;
}

/** Undefined when the project itself is installed, too. */
function ownPaths(install: DependencyInstall): readonly string[] | undefined {
  const inputs = install.inputs();
  const early = install.early();
  if (!inputs || inputs.needsSources !== undefined || install.manifest?.assumed === true) return undefined;
  return early?.kind === 'move' && early.afterwards === undefined ? inputs.paths : undefined;
}

/** The copies among these that bring the paths, or undefined when one is not brought by exactly one of them, whole. */
export function broughtBy(
  paths: readonly string[],
  copies: readonly Copy[],
): ReadonlyMap<Copy, readonly string[]> | undefined {
  const found = new Map<Copy, string[]>();
  for (const path of paths) {
    const copy = copies.find(({ sources }) =>
      sources.some((source) => source.path === '.' || path.startsWith(`${source.path}/`)),
    );
    if (!copy || copy.sources.length !== 1) return undefined;
    found.set(copy, [...(found.get(copy) ?? []), path]);
  }
  return found;
}
