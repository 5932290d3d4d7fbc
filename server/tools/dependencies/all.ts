/** Every dependency install of a Dockerfile but those of Node, pip and Go (see ../installs.ts). */
import type { Stage } from '../../dockerfile/model.ts';
import { remembered, runCommands, type CommandSite } from '../sites.ts';
import { bundleInstall } from './bundler.ts';
import { cargoInstall } from './cargo.ts';
import { composerInstall } from './composer.ts';
import { denoInstall } from './deno.ts';
import { dotnetInstall } from './dotnet.ts';
import { gradleInstall } from './gradle.ts';
import type { DependencyInstall, InstallReader, InstallScope } from './install.ts';
import { mavenInstall } from './maven.ts';
import { mixInstall } from './mix.ts';
import { pipenvInstall } from './pipenv.ts';
import { poetryInstall } from './poetry.ts';
import { uvInstall } from './uv.ts';

/** One for each package manager. The first that knows a command reads it. */
const readers: readonly InstallReader[] = [
  poetryInstall,
  uvInstall,
  pipenvInstall,
  composerInstall,
  bundleInstall,
  mixInstall,
  cargoInstall,
  mavenInstall,
  gradleInstall,
  dotnetInstall,
  denoInstall,
];

/** In the order of the file. */
export const dependencyInstalls = remembered((model, facts): DependencyInstall[] => {
  return [...runCommands(model)].flatMap((site) => readInstall(site, { model, facts }) ?? []);
});

/** The command as a dependency install; undefined when it is none. */
export function readInstall(site: CommandSite, scope: InstallScope): DependencyInstall | undefined {
  for (const read of readers) {
    const install = read(site, scope);
    if (install) return install;
  }
  return undefined;
}

/** Stages below which an install is looked for; real files have two or three. */
const maximumDepth = 20;

/**
 * Installs behind another one of the same project in the same stage or one below it: they only add what the first one
 * left for them, the project itself or its autoloader.
 */
export const secondInstalls = remembered((model, facts): DependencyInstall[] => {
  const seen = new Map<string, Set<Stage>>();
  return dependencyInstalls(model, facts).filter((install) => {
    const key = install.group ?? `${install.manifestName} ${install.manifest?.path ?? ''}`;
    const stages = seen.get(key) ?? new Set<Stage>();
    const isSecond = comesAfter(install.stage, stages);
    seen.set(key, stages.add(install.stage));
    return isSecond;
  });
});

function comesAfter(stage: Stage, earlier: ReadonlySet<Stage>): boolean {
  let current: Stage | undefined = stage;
  for (let depth = 0; current && depth < maximumDepth; depth++) {
    if (earlier.has(current)) return true;
    current = current.base.kind === 'stage' ? current.base.stage : undefined;
  }
  return false;
}
