/** Build commands in the layers that ship. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { finalStage, isShipped } from '../../dockerfile/stages.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { goCommand } from '../../tools/go.ts';
import { isAssumed, nodeInstalls } from '../../tools/installs.ts';
import { leavesDevOut } from '../../tools/node-modules.ts';
import { nodeCommand } from '../../tools/node.ts';
import { runCommands, type CommandSite } from '../../tools/sites.ts';
import { isForDevelopment } from '../../tools/development.ts';
import type { Facts } from '../rule.ts';

export interface Toolchain {
  /** What stays behind in the image, for the message. */
  readonly ships: string;
  readonly site: CommandSite;
}

/** The first build command whose tools ship; undefined when there is none, or the last stage is meant to have them. */
export function findToolchain(model: DockerfileModel, facts: Facts): Toolchain | undefined {
  const last = finalStage(model);
  if (!last || model.isWindows || isForOthers(last, model, facts)) return undefined;
  const installs = nodeInstalls(model, facts).filter(
    (site) => isShipped(site.stage, model) && !leavesDevOut(site),
  );
  for (const site of runCommands(model)) {
    if (!isShipped(site.stage, model) || site.command.conditional) continue;
    const ships = shippedBy(site, installs, facts);
    if (ships !== undefined) return { ships, site };
  }
  return undefined;
}

/** A stage to develop or test in, or by its name one to build in or on. */
export function isForOthers({ name = '' }: Stage, model: DockerfileModel, facts: Facts): boolean {
  return /^(?:base|builder?)$/i.test(name) || isForDevelopment(model, facts);
}

/** What a build command leaves in its stage; undefined when it is none, or what it leaves can't be told. */
function shippedBy(
  site: CommandSite,
  installs: ReturnType<typeof nodeInstalls>,
  facts: Facts,
): string | undefined {
  const { command } = site;
  const node = nodeCommand(command);
  if (node?.kind === 'run' && /^build(?::|$)/.test(node.script)) {
    const install = installs.find(({ command: { span } }) => span.start < command.span.start);
    if (!install) return undefined;
    // Only development packages and sources make the stage heavier than its result.
    const dev = install.project ? Object.keys(install.project.devDependencies).length : undefined;
    if (dev === 0 || (dev === undefined && !isAssumed(install, facts))) return undefined;
    return dev === undefined
      ? 'development packages and sources'
      : `the sources and ${dev} development ${dev === 1 ? 'package' : 'packages'} with all they depend on`;
  }
  const go = goCommand(command);
  if (
    go?.subcommand === 'build' ||
    // With a version, or by the name `tool`, it installs other people's programs.
    (go?.subcommand === 'install' &&
      !go.operands.some(({ value }) => value.includes('@') || value === 'tool'))
  )
    return 'the Go toolchain and the sources';
  return compilerOf(command);
}

/** Build commands of other ecosystems. */
function compilerOf(command: ShellCommand): string | undefined {
  const args = command.args.map(({ value }) => value);
  switch (command.name) {
    case 'cargo':
      return args[0] === 'build' || (args[0] === 'install' && args.includes('--path'))
        ? 'the Rust toolchain, the sources and target/'
        : undefined;
    case 'mvn':
    case 'mvnw':
      return args.some((word) => word === 'package' || word === 'install' || word === 'verify')
        ? 'Maven, the JDK, the sources and the local repository'
        : undefined;
    case 'gradle':
    case 'gradlew':
      return args.some((word) =>
        /^:?(?:[\w-]+:)?(?:build|assemble|bootJar|installDist|shadowJar)$/.test(word),
      )
        ? 'Gradle, the JDK, the sources and its caches'
        : undefined;
    case 'dotnet':
      return args[0] === 'publish' ? 'the .NET SDK and the sources' : undefined;
    default:
      return undefined;
  }
}
