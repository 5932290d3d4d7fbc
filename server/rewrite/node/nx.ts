/** Where Nx puts what it builds in a repository whose packages are all in the manifest at the root. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { parseShell, shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeCommand } from '../../tools/node.ts';
import type { NodeReading } from './reading.ts';
import { sideOf } from './run-parts.ts';

/**
 * `dist`, where all applications are built to beside each other (nx.dev/concepts/integrated-vs-package-based): a server
 * may serve the pages of another one, so the folder is taken whole. Libraries of such a repository are no packages that
 * Node could find, so each application has those it needs in itself. Undefined: not built by Nx alone, or elsewhere.
 */
export function nxOutput(reading: NodeReading, model: DockerfileModel, facts: Facts): 'dist' | undefined {
  const { project, start, directory, contextRoot, runs } = reading;
  const packages = { ...project.dependencies, ...project.devDependencies };
  const isNx = ['nx', '@nrwl/cli', '@nrwl/workspace'].some((name) => Object.hasOwn(packages, name));
  const settings = contextRoot === '' ? 'nx.json' : `${contextRoot}/nx.json`;
  if (!isNx || facts.context.has(settings) !== true || project.workspaces.length > 0) return undefined;
  const commands = [...runs.keys()]
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? [])
    .filter((command) => sideOf(command) === 'build');
  const isBuilt = commands.length > 0 && commands.every((command) => callsNx(command, reading));
  const output = `${directory === '/' ? '' : directory}/dist/`;
  return isBuilt && start.kind === 'program' && start.entry.startsWith(output) ? 'dist' : undefined;
}

/** `npx nx build api`, or a script that does nothing else. */
function callsNx(command: ShellCommand, { project }: NodeReading): boolean {
  const run = nodeCommand(command);
  if (run?.kind !== 'run') return startsNx(command);
  const text = Object.hasOwn(project.scripts, run.script) ? project.scripts[run.script]! : '';
  const { commands, errors } = parseShell(text);
  return errors.length === 0 && commands.length > 0 && commands.every(startsNx);
}

function startsNx({ words }: ShellCommand): boolean {
  const [first, ...rest] = words
    .map(({ value }) => value)
    .filter((word) => !/^(?:npx|pnpx|pnpm|yarn|bunx|exec|--|--yes|-y)$/.test(word));
  const verb = rest.find((word) => !word.startsWith('-'));
  return first === 'nx' && /^(?:build|run|run-many|affected|affected:build)$/.test(verb ?? '');
}
