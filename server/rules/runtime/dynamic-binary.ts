import type { Stage } from '../../dockerfile/model.ts';
import { lineage, stageNamed } from '../../dockerfile/stages.ts';
import { replaceBase } from '../../edit/base-image.ts';
import { lookupRoot } from '../../images/root.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { staticBuild } from './cgo-fix.part.ts';
import { copiedBinaries, type CopiedBinary } from './copied-binary.part.ts';
import { targetLibc } from './libc.part.ts';
import { startedStages } from '../../tools/start-command.ts';

interface DynamicBinary {
  readonly stage: Stage;
  readonly binary: CopiedBinary;
  /** The smallest distroless base with the C library of the build stage's Debian. */
  readonly base: string | undefined;
}

export default defineRule<DynamicBinary>({
  id: 'runtime/dynamic-binary',
  severity: 'error',
  summary: 'A program that needs a C library is copied into an image without one',
  fix: 'suggested',
  why: `A dynamically linked program names a loader of its C library, \`/lib64/ld-linux-x86-64.so.2\` say. \`scratch\` and distroless's \`static\` have none:
the container ends at once with \`no such file or directory\`, though the program is there. Go links the C library as soon as cgo is on and a package
such as \`net\` is used; Rust for a \`-gnu\` target always does.

The rule looks at how the program is built and at what it imports, and is silent where it can't tell.`,
  fixSafety: `\`CGO_ENABLED=0\` makes Go use its own name resolution, which reads \`/etc/hosts\` and \`/etc/resolv.conf\` but none of the host's NSS plugins. It is
not offered for code that needs cgo; there the base is changed to one with the C library.`,
  equivalents: [],
  examples: [
    {
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.26\n',
        'main.go':
          'package main\n\nimport "net/http"\n\nfunc main() { _ = http.ListenAndServe(":8080", nil) }\n',
      },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n',
    },
    {
      title: 'Rust',
      files: {
        'Cargo.toml': '[package]\nname = "shop"\nversion = "1.0.0"\nedition = "2024"\n',
        'Cargo.lock': '',
        'src/main.rs': 'fn main() {}\n',
      },
      bad: 'FROM rust:1.98 AS build\nWORKDIR /src\nCOPY Cargo.toml Cargo.lock ./\nCOPY src ./src\nRUN cargo build --release --locked\n\nFROM gcr.io/distroless/static-debian13:nonroot\nCOPY --from=build /src/target/release/shop /shop\nENTRYPOINT ["/shop"]\n',
      good: 'FROM rust:1.98 AS build\nWORKDIR /src\nCOPY Cargo.toml Cargo.lock ./\nCOPY src ./src\nRUN cargo build --release --locked\n\nFROM gcr.io/distroless/cc-debian13:nonroot\nCOPY --from=build /src/target/release/shop /shop\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    const seen = new Set<Stage>();
    for (const end of startedStages(model)) {
      for (const stage of lineage(end)) {
        if (seen.has(stage)) continue;
        seen.add(stage);
        const binaries = copiedBinaries(stage, context);
        const target = binaries.length > 0 ? targetLibc(end, context) : undefined;
        if (target?.libc !== 'none') continue;
        for (const binary of binaries) {
          const base = baseFor(binary, stage, context);
          const { path, libc, reason, go, source } = binary;
          const advice = go ? 'Build it with CGO_ENABLED=0.' : base === undefined ? 'Use a base that has it.' : `Use ${base}, which has it.`; // prettier-ignore
          yield {
            span: source.word.span,
            message: `\`${path}\` needs ${libc}, which ${target.base} does not have, and can't start there: ${reason}. ${advice}`,
            data: { stage, binary, base },
            ...(go && { related: [{ span: go.command.span, message: 'it is built here' }] }),
          };
        }
      }
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const { binary, base, stage } = data;
    const fix = binary.go && staticBuild(binary.go);
    if (fix) return [fix];
    const word = stage.imageWord;
    if (base === undefined || !word) return [];
    const edits = stage.base.kind === 'scratch' && word.raw === 'scratch' ? [{ span: word.span, newText: base }] : replaceBase(model, stage, base); // prettier-ignore
    const change: Fix | undefined = edits && {
      title: `Switch to ${base}, which has the C library`,
      applicability: 'suggested',
      edits,
      preferred: true,
    };
    return change ? [change] : [];
  },
}); // prettier-ignore

/** Rust's programs, and C++ behind cgo, need more than glibc: `cc` has libgcc and libstdc++ too. */
function baseFor(
  { libc, copy, path }: CopiedBinary,
  stage: Stage,
  { model, facts }: RuleContext,
): string | undefined {
  const from = copy.from === undefined ? undefined : stageNamed(model, copy.from, stage);
  const distro = from && lookupRoot(from, facts.images)?.distro;
  if (libc !== 'glibc' || distro?.family !== 'debian' || !/^1[23]$/.test(distro.version ?? ''))
    return undefined;
  const own =
    stage.base.kind === 'image'
      ? /^gcr\.io\/distroless\/static[^:@]*(?::([\w-]+))?$/.exec(stage.base.reference)
      : undefined;
  // A base with an account for programs; what switches the user itself may go on doing so.
  const tag = own ? own[1] : 'nonroot';
  if (stage.base.kind !== 'scratch' && !own) return undefined;
  if (/python|node$/.test(path)) return undefined;
  return `gcr.io/distroless/cc-debian${distro.version}${tag === undefined ? '' : `:${tag}`}`;
}
