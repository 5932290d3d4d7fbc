import type { DockerfileModel } from '../../dockerfile/model.ts';
import { finalStage, isShipped, lastOf } from '../../dockerfile/stages.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { replaceLines } from '../../edit/replace.ts';
import { convertToMultiStage } from '../../rewrite/multi-stage.ts';
import { goCommand } from '../../tools/go.ts';
import { isAssumed, nodeInstalls, runCommands, type CommandSite } from '../../tools/installs.ts';
import { leavesDevOut } from '../../tools/node-modules.ts';
import { nodeCommand } from '../../tools/node.ts';
import { defineRule, type Facts } from '../rule.ts';

interface Toolchain {
  /** What stays behind in the image, for the message. */
  readonly ships: string;
  readonly site: CommandSite;
}

export default defineRule<Toolchain>({
  id: 'size/multi-stage',
  severity: 'warning',
  summary: 'The final image ships what only the build needs',
  fix: 'suggested',
  why: `A build needs compilers, development packages and sources; the running program needs its result. When one stage does both,
everything ships: images several times as large, slower to pull and to start, with tools in them that nobody should be able to call in production.
Building in a stage of its own and copying the result leaves all of it behind. It does not matter for images that are only used to develop or
to run tests.`,
  fixSafety: `The rewritten file keeps what the program is known to read at run time. Where that is not certain, more is kept; where the
program or its build is not understood, nothing is offered. Build the image once and start it before you commit.`,
  equivalents: [],
  examples: [
    {
      title: 'A Go program',
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.25\n',
        'main.go': 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n',
        '.dockerignore': '.git\n',
      },
      bad: 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /usr/local/bin/shop .\nCMD ["shop"]\n',
      good: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \\\n    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /usr/local/bin/shop .\n\nFROM gcr.io/distroless/static-debian13:nonroot\nWORKDIR /src\nCOPY --from=build /usr/local/bin/shop /usr/local/bin/\nCMD ["shop"]\n',
    },
  ],
  *check({ model, facts }) {
    const found = findToolchain(model, facts);
    if (!found) return;
    const { command } = found.site;
    yield {
      span: command.span,
      message: `\`${describe(command)}\` runs in the stage that ships, so the final image carries ${found.ships}. Build in a stage of its own and copy the result.`,
      data: found,
      // Without a command of its own the image is a base or a tool, where the tools may be the point.
      ...(starts(model) ? {} : { severity: 'info' as const }),
    };
  },
  fixes(_, { model, facts }) {
    const { text } = convertToMultiStage(model, facts, false);
    if (text === undefined) return [];
    return [
      {
        title: 'Convert to a multi-stage build',
        applicability: 'suggested',
        preferred: true,
        edits: [replaceLines(model.text, text)],
      },
    ];
  },
});

function starts(model: DockerfileModel): boolean {
  const last = finalStage(model);
  return (
    last !== undefined && (lastOf(last, 'CMD') !== undefined || lastOf(last, 'ENTRYPOINT') !== undefined)
  );
}

function describe(command: ShellCommand): string {
  const words = command.words.map((word) => word.raw);
  return words.length > 4 ? `${words.slice(0, 3).join(' ')} …` : words.join(' ');
}

function findToolchain(model: DockerfileModel, facts: Facts): Toolchain | undefined {
  const last = finalStage(model);
  if (
    !last ||
    model.isWindows ||
    /^(?:dev|devel|development|test|testing|ci|lint|base|builder?)$/i.test(last.name ?? '')
  )
    return undefined;
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
    (go?.subcommand === 'install' && !go.operands.some(({ value }) => value.includes('@')))
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
