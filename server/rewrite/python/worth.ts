/** Whether a stage of its own would keep anything out of the final image. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { lookupRoot } from '../../images/root.ts';
import { splitTag } from '../../images/tag.ts';
import type { Facts } from '../../rules/rule.ts';
import { buildPackageKind } from '../../tools/build-packages.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import { pipInstalls } from '../../tools/installs.ts';
import { runCommands } from '../../tools/sites.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { namedPackages } from './commands.ts';
import { isCompiled } from './runtime-libraries.ts';

export interface Worth {
  /** Compilers and headers that the image ships. */
  readonly packages: readonly string[];
  /** The base brings them. */
  readonly full: boolean;
  /** A package manager that only the build needs, by name. */
  readonly manager: string | undefined;
  /** A package that has to be compiled: then the base can't just be a smaller one. */
  readonly compiled: string | undefined;
}

/**
 * `asked`: for a package manager alone, nobody would rewrite the file unasked. A full image whose packages are all taken to
 * come as wheels only needs a smaller base.
 */
export function isWorth({ packages, full, manager, compiled }: Worth, asked: boolean): boolean {
  if (packages.length > 0) return true;
  return full ? manager !== undefined || compiled !== undefined : asked && manager !== undefined;
}

export function worthOf(model: DockerfileModel, facts: Facts): Worth {
  const base = lookupRoot(model.stages[0]!, facts.images);
  const full = base?.tools.includes('gcc') === true && !splitTag(base.tag).words.includes('slim');
  const manager = dependencyInstalls(model, facts)
    .map(({ name }) => name.split(' ')[0]!)
    .find((name) => ['poetry', 'pipenv', 'uv'].includes(name));
  const listed = pipInstalls(model, facts).flatMap(({ requirements, project }) =>
    requirements.flatMap(
      ({ origin }) => project?.requirements.find(({ path }) => path === origin?.path)?.packages ?? [],
    ),
  );
  return {
    packages: shippedBuildPackages(model),
    full,
    manager,
    compiled: [...listed, ...pipInstalls(model, facts).flatMap(({ command }) => namedPackages(command))].find(
      isCompiled,
    ),
  };
}

/** Build packages that no later command of the same RUN removes. */
function shippedBuildPackages(model: DockerfileModel): string[] {
  const sites = [...runCommands(model)];
  return sites.flatMap(({ command, instruction }) => {
    const system = systemCommand(command);
    if (system?.action !== 'install') return [];
    const removed = sites
      .filter((site) => site.instruction === instruction)
      .flatMap(({ command: other }) => {
        const removal = systemCommand(other);
        return removal?.action === 'remove' ? removal.packages.map(packageName) : [];
      });
    const group = system.options.value('-t', '--virtual');
    if (group !== undefined && removed.includes(group)) return [];
    return system.packages
      .map(packageName)
      .filter((name) => buildPackageKind(name) !== undefined && !removed.includes(name));
  });
}
