/** Every dependency install of a Dockerfile but those of Node, pip and Go (see ../installs.ts). */
import { remembered, runCommands } from '../sites.ts';
import { bundleInstall } from './bundler.ts';
import { composerInstall } from './composer.ts';
import type { DependencyInstall, InstallReader } from './install.ts';
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
];

/** In the order of the file. */
export const dependencyInstalls = remembered((model, facts): DependencyInstall[] => {
  const scope = { model, facts };
  return [...runCommands(model)].flatMap((site) => {
    for (const read of readers) {
      const install = read(site, scope);
      if (install) return [install];
    }
    return [];
  });
});
