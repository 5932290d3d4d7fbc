import { keepHostModulesOut } from '../../context/host-modules.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { parseDockerfile } from '../../dockerfile/parse.ts';
import { finalStage, lastOf } from '../../dockerfile/stages.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { replaceLines } from '../../edit/replace.ts';
import { convertToMultiStage } from '../../rewrite/multi-stage.ts';
import { lostInstructions } from '../../rewrite/verify.ts';
import { structuralFailures } from '../../rewrite/verify-change.ts';
import { manifestObstacle } from '../../rewrite/verify-manifests.ts';
import { developedWith } from '../../tools/development.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { findToolchain, type Toolchain } from './toolchain.part.ts';

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
      // Without a command of its own the image is a base or a tool, where the tools may be the point, as where it is
      // developed with.
      ...(starts(model) && !developedWith(model, facts) ? {} : { severity: 'info' as const }),
    };
  },
  fixes(_, { model, facts }) {
    const { text } = convertToMultiStage(model, facts, false);
    if (text === undefined || !isSound({ model, facts }, text)) return [];
    const files = keepHostModulesOut(facts, model);
    return [
      {
        title: 'Convert to a multi-stage build',
        applicability: 'suggested',
        preferred: true,
        edits: [replaceLines(model.text, text)],
        ...(files.length > 0 && { files }),
      },
    ];
  },
});

/** As Optimize asks for it: nothing of the user's is lost, and everything that is copied or started is there. */
function isSound(before: RuleContext, text: string): boolean {
  const { model, facts } = before;
  const after = { model: parseDockerfile(text), facts };
  return (
    manifestObstacle(model, facts) === undefined &&
    lostInstructions(model, after.model).length === 0 &&
    structuralFailures(before, after).length === 0
  );
}

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
