import type { Stage } from '../../dockerfile/model.ts';
import { lineage } from '../../dockerfile/stages.ts';
import type { GoSite } from '../../tools/installs.ts';
import { defineRule, type Report, type RuleContext } from '../rule.ts';
import { staticBuild } from './cgo-fix.part.ts';
import { copiedBinaries } from './copied-binary.part.ts';
import { copiedModules } from './copied-modules.part.ts';
import { copiedPython } from './copied-python.part.ts';
import { targetLibc } from './libc.part.ts';
import { startedStages } from '../../tools/start-command.ts';

/** The Go build that could do without the C library. */
type Mix = GoSite | undefined;

export default defineRule<Mix>({
  id: 'runtime/libc-mix',
  severity: 'error',
  summary: 'What was built for one C library or Python is copied to another',
  fix: 'suggested',
  why: `Programs and native modules are built for one C library: glibc on Debian and its kin, musl on Alpine. On the other one a program does not
start (\`not found\`, though it is there) and a module can't be loaded. The same happens to Python packages that are copied to an image with another
Python version, and to the scripts of a virtual environment that is copied to another path.

Pure JavaScript, pure Python and static binaries run everywhere; only what is known to have native code is found. A \`gcompat\` or \`libc6-compat\`
in the image silences the rule.`,
  fixSafety: `Only for Go programs that need no cgo: \`CGO_ENABLED=0\` makes the binary static, and Go's own name resolution is used.`,
  equivalents: [],
  examples: [
    {
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.26\n',
        'main.go':
          'package main\n\nimport "net/http"\n\nfunc main() { _ = http.ListenAndServe(":8080", nil) }\n',
      },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN go build -o /shop .\n\nFROM alpine:3.22\nCOPY --from=build /shop /usr/local/bin/shop\nUSER 1000\nCMD ["shop"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM alpine:3.22\nCOPY --from=build /shop /usr/local/bin/shop\nUSER 1000\nCMD ["shop"]\n',
    },
    {
      title: 'packages for another Python',
      bad: 'FROM python:3.13-slim AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir flask==3.1.2\n\nFROM python:3.14-slim\nCOPY --from=build /opt/venv /opt/venv\nUSER 1000\nCMD ["/opt/venv/bin/flask", "--version"]\n',
      good: 'FROM python:3.14-slim AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir flask==3.1.2\n\nFROM python:3.14-slim\nCOPY --from=build /opt/venv /opt/venv\nUSER 1000\nCMD ["/opt/venv/bin/flask", "--version"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    const seen = new Set<number>();
    for (const end of startedStages(model)) {
      for (const report of [...copiedPrograms(end, context), ...copiedModules(end, context), ...copiedPython(end, context)]) {
        if (!seen.has(report.span.start)) yield report;
        seen.add(report.span.start);
      }
    }
  },
  fixes({ data }) {
    const fix = data && staticBuild(data);
    return fix ? [fix] : [];
  },
}); // prettier-ignore

function* copiedPrograms(end: Stage, context: RuleContext): Generator<Report<Mix>> {
  const binaries = lineage(end).flatMap((stage) => copiedBinaries(stage, context));
  const target = binaries.length > 0 ? targetLibc(end, context) : undefined;
  if (!target || target.libc === 'none') return;
  for (const { libc, path, reason, go, source, builtOn } of binaries) {
    if (libc === target.libc) continue;
    const advice = go ? 'Build it with CGO_ENABLED=0.' : 'Use the same kind of base in both stages.';
    yield {
      span: source.word.span,
      message: `\`${path}\` was linked against ${libc} on ${builtOn}, and can't start on ${target.base}, which has ${target.libc}: ${reason}. ${advice}`,
      data: go,
      ...(go && { related: [{ span: go.command.span, message: 'it is built here' }] }),
    };
  }
}
