/** How a container can be asked whether it works, with what its image has. */
import { lookupRoot } from '../../images/root.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { lineageInstructions } from '../../dockerfile/stages.ts';
import type { ImageFact, ImageFacts } from '../../images/facts.ts';
import { packageName, systemCommand } from '../../tools/system.ts';

/** Seconds after which Docker gives up; the probes that can end by themselves do so a little earlier. */
const timeout = 5;

/** The words of a command that fails unless a GET of the URL succeeds; undefined when no fitting tool is certain. */
export function probeCommand(
  stage: Stage,
  model: DockerfileModel,
  images: ImageFacts,
  url: string,
): readonly string[] | undefined {
  const fact = lookupRoot(stage, images);
  if (!fact) return undefined;
  const { runtime } = fact;
  const script = `fetch('${url}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  // fetch is part of Node since 18.
  if (runtime?.name === 'node' && Number.parseInt(runtime.version ?? '', 10) >= 18)
    return [nodeProgram(fact), '-e', script];
  if (runtime?.name === 'bun' && fact.tools.includes('bun')) return ['bun', '-e', script];
  if (runtime?.name === 'python' && fact.repository === 'python')
    return [
      'python',
      '-c',
      `import urllib.request; urllib.request.urlopen('${url}', timeout=${timeout - 1})`,
    ];
  const has = (tool: string): boolean => fact.tools.includes(tool) || isInstalled(tool, stage, model);
  if (has('curl')) return ['curl', '-fsS', '-o', '/dev/null', url];
  return has('wget') ? ['wget', '-q', '-O', '/dev/null', url] : undefined;
}

/** Distroless has node, but not on the PATH. */
function nodeProgram(fact: ImageFact): string {
  return fact.repository.startsWith('gcr.io/distroless/') ? '/nodejs/bin/node' : 'node';
}

/** Installed as a package by the image's own instructions, and not removed again. */
function isInstalled(tool: string, stage: Stage, model: DockerfileModel): boolean {
  const names = (command: ShellCommand, action: 'install' | 'remove'): boolean => {
    const system = systemCommand(command);
    return system?.action === action && system.packages.some((word) => packageName(word) === tool);
  };
  const commands = lineageInstructions(stage)
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? []);
  const installed = commands.some((command) => !command.conditional && names(command, 'install'));
  return installed && !commands.some((command) => names(command, 'remove') || /^(?:autoremove|\.)/.test(command.args[0]?.value ?? '')); // prettier-ignore
}
