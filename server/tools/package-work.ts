/** Commands that download packages, whichever tool runs: the steps that make a build slow. */
import type { ShellCommand } from '../dockerfile/shell.ts';
import { commandOf } from './dependencies/command.ts';
import { goCommand } from './go.ts';
import { gradleCommand } from './gradle.ts';
import { mavenCommand } from './maven.ts';
import { nodeCommand } from './node.ts';
import { pipInstall } from './python.ts';
import { systemCommand, systemFamily } from './system.ts';

export type PackageTool =
  | 'apt' | 'apk' | 'rpm' | 'zypper' | 'npm' | 'yarn' | 'pnpm' | 'bun' | 'pip' | 'uv' | 'poetry' | 'pipenv' | 'go' | 'cargo' | 'bundler' | 'gem'
  | 'composer' | 'maven' | 'gradle' | 'nuget' | 'mix' | 'conda'; // prettier-ignore

export interface PackageWork {
  readonly tool: PackageTool;
  /** It compiles the project as well: what it does depends on more than its packages. */
  readonly builds: boolean;
  /** The command as messages name it: `npm ci`. */
  readonly name: string;
}

/** Undefined for a command that downloads no packages, as far as is known. */
export function packageWork(command: ShellCommand): PackageWork | undefined {
  const system = systemCommand(command);
  if (system) {
    if (system.action !== 'install' && system.action !== 'upgrade') return undefined;
    return { tool: systemFamily(system.tool), builds: false, name: `${system.tool} ${system.verb!.value}` };
  }
  const node = nodeCommand(command);
  if (node) {
    const installs =
      node.kind === 'install' ||
      (node.kind === 'other' && /^(?:i|install|add|global|fetch)$/.test(node.subcommand));
    const verb =
      node.kind === 'install' ? node.verb?.value : node.kind === 'other' ? node.subcommand : undefined;
    return installs
      ? { tool: node.tool, builds: false, name: [node.tool, verb].filter(Boolean).join(' ') }
      : undefined;
  }
  const pip = pipInstall(command);
  if (pip) return { tool: pip.tool === 'pip' ? 'pip' : 'uv', builds: pip.local, name: `${pip.tool} install` };
  const go = goCommand(command);
  if (go) return goWork(go.subcommand, go.operands[0]?.value);
  return otherWork(command);
}

function goWork(subcommand: string, operand: string | undefined): PackageWork | undefined {
  if (subcommand === 'mod')
    return operand === 'download' ? { tool: 'go', builds: false, name: 'go mod download' } : undefined;
  const builds = /^(?:build|install|test|run|get|generate|vet)$/.test(subcommand);
  // A tool by its version (`go install x@v1`) is none of the project.
  return builds
    ? { tool: 'go', builds: operand === undefined || !operand.includes('@'), name: `go ${subcommand}` }
    : undefined;
}

/** Subcommands that download, by program; true where they also compile the project. */
const programs: Readonly<Record<string, { tool: PackageTool; verbs: Readonly<Record<string, boolean>> }>> = {
  uv: { tool: 'uv', verbs: { sync: true } },
  poetry: { tool: 'poetry', verbs: { install: true, sync: true } },
  pipenv: { tool: 'pipenv', verbs: { install: false, sync: false } },
  cargo: { tool: 'cargo', verbs: { fetch: false, build: true, install: true, chef: true, test: true, check: true } },
  bundle: { tool: 'bundler', verbs: { install: false } },
  gem: { tool: 'gem', verbs: { install: false } },
  composer: { tool: 'composer', verbs: { install: true, update: true, require: true } },
  gradle: { tool: 'gradle', verbs: {} },
  gradlew: { tool: 'gradle', verbs: {} },
  mvn: { tool: 'maven', verbs: {} },
  mvnw: { tool: 'maven', verbs: {} },
  dotnet: { tool: 'nuget', verbs: { restore: false, build: true, publish: true, test: true } },
  mix: { tool: 'mix', verbs: { 'deps.get': false } },
  conda: { tool: 'conda', verbs: { install: false, create: false, env: false } },
  mamba: { tool: 'conda', verbs: { install: false, create: false, env: false } },
  micromamba: { tool: 'conda', verbs: { install: false, create: false, env: false } },
}; // prettier-ignore

function otherWork(outer: ShellCommand): PackageWork | undefined {
  const command = commandOf(outer, ['composer', 'poetry', 'pipenv', 'uv']) ?? outer;
  const program = Object.hasOwn(programs, command.name) ? programs[command.name] : undefined;
  if (!program) return undefined;
  const words = command.args.map(({ value }) => value).filter((value) => !value.startsWith('-'));
  const { tool, verbs } = program;
  if (tool === 'maven' || tool === 'gradle') {
    const build = tool === 'maven' ? mavenCommand(command) : gradleCommand(command);
    return javaWork(tool, command.name, build?.operands.map(({ value }) => value) ?? []);
  }
  const verb = words[0];
  // `composer.phar` and `bundle` alone: bundle's default is to install.
  if (command.name === 'bundle' && verb === undefined) return { tool, builds: false, name: 'bundle install' };
  if (verb === undefined || !Object.hasOwn(verbs, verb)) return undefined;
  if (verb === 'chef' && words[1] !== 'cook') return undefined;
  return { tool, builds: verbs[verb]!, name: `${command.name} ${verb}` };
}

/** Every goal resolves plugins and dependencies; those that only resolve are named. */
function javaWork(tool: 'maven' | 'gradle', name: string, words: readonly string[]): PackageWork | undefined {
  const [first] = words;
  if (first === undefined || first === 'wrapper' || first.startsWith('wrapper:')) return undefined;
  const resolves = words.every((word) => /^(?:dependency:|dependencies$|de\.qaware\.)/.test(word));
  return { tool, builds: !resolves, name: `${name} ${first}` };
}
