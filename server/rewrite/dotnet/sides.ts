/** What the commands of .NET are for. https://learn.microsoft.com/dotnet/core/tools/ */
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { dotnetCommand, type DotnetCommand } from '../../tools/dotnet.ts';
import type { ArtifactSide } from '../artifact/sides.ts';

/** They make what is published, or test it. `dotnet run` and its like start a program of which nobody knows what it does. */
const building: ReadonlySet<string> = new Set([
  'restore', 'build', 'publish', 'test', 'pack', 'clean', 'msbuild', 'vstest', 'format', 'sln', 'add', 'remove', 'new', 'nuget', 'workload', 'build-server', 'sdk',
]); // prettier-ignore

/** Tools that only builds and tests use, by the names of their packages in lower case. */
const buildTools =
  /^(?:dotnet-ef|dotnet-sonarscanner|dotnet-reportgenerator-globaltool|dotnet-format|csharpier|dotnet-coverage|coverlet\.console|cake\.tool|gitversion\.tool|nbgv|minver-cli|husky|dotnet-outdated-tool|swashbuckle\.aspnetcore\.cli|nswag\.consolecore|dotnet-stryker|jetbrains\.resharper\.globaltools|paket|fake-cli|microsoft\.web\.librarymanager\.cli|amazon\.lambda\.tools)$/;

export function dotnetSide(command: ShellCommand): ArtifactSide | 'neutral' | 'unknown' | undefined {
  if (command.name === 'dotnet-ef' || command.name === 'dotnet-sonarscanner') return 'build';
  if (command.name !== 'dotnet') return undefined;
  const dotnet = dotnetCommand(command);
  // `dotnet --info` says something, `dotnet app.dll` does what only the program knows.
  if (!dotnet) return command.args.every(({ value }) => value.startsWith('-')) ? 'neutral' : 'unknown';
  if (dotnet.subcommand === 'help') return 'neutral';
  if (building.has(dotnet.subcommand)) return 'build';
  if (dotnet.subcommand === 'sonarscanner') return 'build';
  if (dotnet.subcommand === 'tool') return toolSide(dotnet);
  // Migrations as a script or a program are made; `database update` works on a database.
  if (dotnet.subcommand === 'ef')
    return /^(?:migrations|dbcontext)$/.test(dotnet.operands[0]?.value ?? '') ? 'build' : 'unknown';
  return 'unknown';
}

function toolSide({ operands }: DotnetCommand): ArtifactSide | 'unknown' {
  const [action, ...names] = operands.map(({ value }) => value.toLowerCase());
  if (action === 'restore') return 'build';
  if (action !== 'install' && action !== 'update') return 'unknown';
  return names.length > 0 && names.every((name) => buildTools.test(name.replace(/@.*$/, '')))
    ? 'build'
    : 'unknown';
}
