/** What the commands of a Deno image are for. */
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { denoCommand } from '../../tools/deno.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { projectFileSide } from '../application/tools.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import type { ArtifactSide } from '../artifact/sides.ts';

/** They work on the project, or on Deno's cache. */
const builds: ReadonlySet<string> = new Set(['add', 'bundle', 'cache', 'check', 'ci', 'compile', 'doc', 'fmt', 'info', 'install', 'lint', 'run', 'task', 'test', 'vendor', 'eval']); // prettier-ignore

export function denoSide(command: ShellCommand): ArtifactSide | 'neutral' | 'unknown' | undefined {
  if (command.name !== 'deno') return projectFileSide(command);
  const deno = denoCommand(command);
  if (!deno) return command.args.every(({ value }) => value.startsWith('-')) ? 'neutral' : 'unknown';
  // A tool for the whole system lies among its programs.
  if (deno.subcommand === 'install' && deno.options.has('-g', '--global')) return 'unknown';
  return builds.has(deno.subcommand) ? 'build' : 'unknown';
}

/** Packages of distributions that only fetch or unpack, or that Deno or distroless images have: certificates, time zones. */
const onlyForBuild =
  /^(?:curl|wget|git|unzip|zip|xz-utils|tar|gnupg|ca-certificates|tzdata|apt-transport-https|build-essential|g\+\+|gcc|make|python3)$/;

/** A package, by name, that the running program may use; undefined: there is none. */
export function packageForProgram({ runs }: ArtifactReading): string | undefined {
  const installed = [...runs.values()].flatMap(({ script }) =>
    script.commands.flatMap((command) => {
      const system = systemCommand(command);
      return system?.action === 'install'
        ? system.packages.map((word) => (word.literal ? packageName(word) : word.raw))
        : [];
    }),
  );
  return installed.find((name) => !onlyForBuild.test(name));
}
