import { insertBefore, keywordCase } from '../../edit/insert.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import {
  foreignBuilds,
  shippedOnBuilder,
  type ForeignBuild,
  type ShippedOnBuilder,
} from './build-platform.part.ts';
import { removeFlag } from './platform.part.ts';

type Data = ShippedOnBuilder | ForeignBuild;

export default defineRule<Data>({
  id: 'correctness/build-platform',
  severity: 'warning',
  summary: 'A build for another platform ships what is for the builder’s',
  fix: 'suggested',
  why: `\`FROM --platform=$BUILDPLATFORM\` makes a stage run on the builder's own platform, which is fast and right for a stage that only builds. The stage
that ships must be for the target: else \`docker build --platform=linux/arm64\` on an Intel machine makes an image that says it is for ARM and
holds Intel programs. The same happens when such a stage compiles a Go program without GOOS and GOARCH of the target.

It does not matter while every image is built where it runs, or when what is copied is the same on every platform.`,
  fixSafety: `Without the flag a cross build runs the steps of that stage in an emulator, which is slower. With GOOS and GOARCH a program that needs cgo also
needs a C compiler for the target.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM --platform=$BUILDPLATFORM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nUSER 10001\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nUSER 10001\nCMD ["python", "app.py"]\n',
      files: { 'app.py': '' },
    },
    {
      title: 'a Go program for the builder',
      files: { 'go.mod': 'module example.org/shop\n\ngo 1.26\n', 'main.go': 'package main\n\nfunc main() {}\n' },
      bad: 'FROM --platform=$BUILDPLATFORM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n',
      good: 'FROM --platform=$BUILDPLATFORM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nARG TARGETOS TARGETARCH\nRUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check(context) {
    const shipped = shippedOnBuilder(context);
    if (shipped)
      yield {
        span: shipped.flag.span,
        message: `The image that ships is made on the builder's platform: \`docker build --platform\` for another one gets ${shipped.reference} and its programs for the wrong processor. Leave the flag out here, it is for stages that only build.`,
        data: shipped,
      };
    for (const build of foreignBuilds(context))
      yield {
        span: build.site.command.span,
        message: `\`go build\` compiles for the builder's platform, and \`COPY --from=${build.from}\` ships the program in an image for the target. ${build.site.project?.usesCgo ? 'It needs GOOS and GOARCH of the target, and a C compiler for it.' : 'Give it `GOOS=$TARGETOS GOARCH=$TARGETARCH`.'}`,
        related: [{ span: build.copy.span, message: 'shipped here' }],
        data: build,
      };
  },
  fixes({ data }, context) {
    if (!data) return [];
    if (data.kind === 'build') return targetFix(data, context);
    return [{ title: 'Leave the flag out', applicability: 'suggested', preferred: true, edits: [removeFlag(data.flag, context.model)] }];
  },
}); // prettier-ignore

function targetFix({ site, declared }: ForeignBuild, { model }: RuleContext): Fix[] {
  const [program] = site.command.words;
  if (!site.command.exact || !program || site.command.wrappers.length > 0) return [];
  const missing = ['TARGETOS', 'TARGETARCH'].filter((name) => !declared.has(name));
  const at = program.span.start;
  return [
    {
      title: 'Compile for the target platform',
      applicability: 'suggested',
      preferred: site.project?.usesCgo === false,
      edits: [
        ...(missing.length > 0
          ? [insertBefore(model, site.instruction, [`${keywordCase(model, 'ARG')} ${missing.join(' ')}`])]
          : []),
        { span: { start: at, end: at }, newText: 'GOOS=$TARGETOS GOARCH=$TARGETARCH ' },
      ],
    },
  ];
}
