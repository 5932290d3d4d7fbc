import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/dynamic-binary.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const server = 'package main\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n\nfunc main() { fmt.Println(http.ListenAndServe(":8080", nil)) }\n'; // prettier-ignore
const files = { 'go.mod': 'module example.org/shop\n\ngo 1.26\n', 'main.go': server };
const build = (run: string, base = 'golang:1.26'): string => `FROM ${base} AS build\nWORKDIR /src\nCOPY . .\nRUN ${run}\n`; // prettier-ignore
const end = 'FROM scratch\nCOPY --from=build /src/shop /shop\nENTRYPOINT ["/shop"]\n';

const rust = { 'Cargo.toml': '[package]\nname = "shop"\n', 'src/main.rs': '' };
const cargo = (run: string, base = 'rust:1.98'): string => `FROM ${base} AS build\nWORKDIR /src\nCOPY . .\nRUN ${run}\nFROM scratch\nCOPY --from=build /src/target/release/shop /shop\nCMD ["/shop"]\n`; // prettier-ignore

const silent: RuleCase[] = [
  ['cgo is off', build('CGO_ENABLED=0 go build -o shop .') + end],
  ['off by ENV', `FROM golang:1.26 AS build\nENV CGO_ENABLED=0\nWORKDIR /src\nCOPY . .\nRUN go build -o shop .\n${end}`],
  ['off in the stage above', `FROM golang:1.26 AS base\nENV CGO_ENABLED=0 GOOS=linux\nFROM base AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o shop .\n${end}`],
  ['off by ARG', `FROM golang:1.26 AS build\nARG CGO_ENABLED=0\nWORKDIR /src\nCOPY . .\nRUN go build -o shop .\n${end}`],
  ['off by export', build('export CGO_ENABLED=0 && go build -o shop .') + end],
  ['off by env', build('env CGO_ENABLED=0 go build -o shop .') + end],
  ['off by go env', build('go env -w CGO_ENABLED=0 && go build -o shop .') + end],
  ['off in a heredoc', build('<<EOF\nset -e\nexport CGO_ENABLED=0\ngo build -o shop .\nEOF') + end],
  ['linked statically', build(`go build -ldflags '-extldflags "-static"' -o shop .`) + end],
  ['Go’s own resolver', build('go build -tags netgo,osusergo -o shop .') + end],
  ['flags from a variable', build('go build -ldflags "$LDFLAGS" -o shop .') + end],
  ['another compiler', build('CC=musl-gcc go build -o shop .') + end],
  ['another processor', build('GOARCH=arm64 go build -o shop .') + end],
  ['another processor from a variable', `FROM golang:1.26 AS build\nARG TARGETARCH\nWORKDIR /src\nCOPY . .\nRUN GOARCH=$TARGETARCH go build -o shop .\n${end}`],
  ['no compiler on Alpine', build('go build -o shop .', 'golang:1.26-alpine') + end],
  ['make knows', build('make') + end],
  ['a base with glibc', `${build('go build -o shop .')}FROM gcr.io/distroless/base-debian13\nCOPY --from=build /src/shop /shop\nENTRYPOINT ["/shop"]\n`],
  ['an unknown base', `${build('go build -o shop .')}FROM registry.example.com/base:1\nCOPY --from=build /src/shop /shop\nENTRYPOINT ["/shop"]\n`],
  ['libraries are copied', `${build('go build -o shop .')}FROM scratch\nCOPY --from=build /lib64 /lib64\nCOPY --from=build /lib/x86_64-linux-gnu/libc.so.6 /lib/x86_64-linux-gnu/\nCOPY --from=build /src/shop /shop\nENTRYPOINT ["/shop"]\n`],
  ['a root file system is copied', `${build('go build -o shop .')}FROM scratch\nCOPY --from=build /rootfs /\nCOPY --from=build /src/shop /shop\nENTRYPOINT ["/shop"]\n`],
  ['files to export', `${build('go build -o shop .')}FROM scratch\nCOPY --from=build /src/shop /shop\n`],
  ['another file is copied', `${build('go build -o shop .')}FROM scratch\nCOPY --from=build /src/other /shop\nENTRYPOINT ["/shop"]\n`],
  ['unknown image of the build', build('go build -o shop .', 'registry.example.com/go:1') + end],
  ['a stage that is thrown away', `${build('go build -o shop .')}FROM scratch AS files\nCOPY --from=build /src/shop /shop\nCMD ["/shop"]\nFROM debian:13-slim\nCOPY --from=files /shop /shop\nCMD ["/shop"]\n`],
].map(([name, text]) => ({ name: name!, text: text!, findings: [], files })); // prettier-ignore

const quiet: RuleCase[] = [
  { name: 'nothing of the network', text: build('go build -o shop .') + end, findings: [], files: { ...files, 'main.go': 'package main\n\nimport "net/url"\n\nfunc main() { _, _ = url.Parse("") }\n' } },
  { name: 'only a test uses it', text: build('go build -o shop .') + end, findings: [], files: { ...files, 'main.go': 'package main\n\nfunc main() {}\n', 'main_test.go': server } },
  { name: 'another program of the module uses it', text: build('go build -o shop ./cmd/tool') + end, findings: [], files: { ...files, 'cmd/tool/main.go': 'package main\n\nfunc main() {}\n' } },
  { name: 'no project', text: build('go build -o shop .') + end, findings: [] },
  { name: 'rust for musl', text: cargo('rustup target add x86_64-unknown-linux-musl && cargo build --release --target x86_64-unknown-linux-musl'), findings: [], files: rust },
  { name: 'rust on Alpine', text: cargo('cargo build --release', 'rust:1.98-alpine'), findings: [], files: rust },
  { name: 'rust with flags', text: cargo(`RUSTFLAGS='-C target-feature=+crt-static' cargo build --release`), findings: [], files: rust },
  { name: 'rust with settings', text: cargo('cargo build --release'), findings: [], files: { ...rust, '.cargo/config.toml': '[build]\ntarget = "x86_64-unknown-linux-musl"\n' } },
  { name: 'rust with settings by ENV', text: cargo('cargo build --release').replace('WORKDIR', 'ENV CARGO_BUILD_TARGET=x86_64-unknown-linux-musl\nWORKDIR'), findings: [], files: rust },
]; // prettier-ignore

const one = (name: string, text: string, fixed: string, own: RuleCase['files'] = files): RuleCase => ({ name, text, files: own, findings: 1, fixed }); // prettier-ignore

const found: RuleCase[] = [
  one('cgo is on by default', build('go build -o shop .') + end, build('CGO_ENABLED=0 go build -o shop .') + end),
  one('distroless static', `${build('go build -o /out/app .')}FROM gcr.io/distroless/static:nonroot\nCOPY --from=build /out/app /app\nCMD ["/app"]\n`, `${build('CGO_ENABLED=0 go build -o /out/app .')}FROM gcr.io/distroless/static:nonroot\nCOPY --from=build /out/app /app\nCMD ["/app"]\n`),
  one('in a chain', build('go mod download \\\n && GOOS=linux go build -o shop .') + end, build('go mod download \\\n && GOOS=linux CGO_ENABLED=0 go build -o shop .') + end),
  one('switched on', build('CGO_ENABLED=1 go build -o shop .') + end, build('CGO_ENABLED=0 go build -o shop .') + end),
  one('its folder is copied', `${build('go build -o bin/shop .')}FROM scratch\nCOPY --from=build /src/bin/ /bin/\nENTRYPOINT ["/bin/shop"]\n`, `${build('CGO_ENABLED=0 go build -o bin/shop .')}FROM scratch\nCOPY --from=build /src/bin/ /bin/\nENTRYPOINT ["/bin/shop"]\n`),
  one('named by its module', build('go build') + end, build('CGO_ENABLED=0 go build') + end),
  one('moved', `${build('go build -o shop . && mv shop /usr/local/bin/')}FROM scratch\nCOPY --from=build /usr/local/bin/shop /\nENTRYPOINT ["/shop"]\n`, `${build('CGO_ENABLED=0 go build -o shop . && mv shop /usr/local/bin/')}FROM scratch\nCOPY --from=build /usr/local/bin/shop /\nENTRYPOINT ["/shop"]\n`),
  one('by number of the stage', build('go build -o shop .') + end.replace('=build', '=0'), build('CGO_ENABLED=0 go build -o shop .') + end.replace('=build', '=0')),
  one('a compiler is installed on Alpine', build('apk add --no-cache gcc musl-dev && go build -o shop .', 'golang:1.26-alpine') + end, build('apk add --no-cache gcc musl-dev && CGO_ENABLED=0 go build -o shop .', 'golang:1.26-alpine') + end),
  one('inherited', `${build('go build -o shop .')}FROM scratch AS base\nCOPY --from=build /src/shop /shop\nFROM base\nENTRYPOINT ["/shop"]\n`, `${build('CGO_ENABLED=0 go build -o shop .')}FROM scratch AS base\nCOPY --from=build /src/shop /shop\nFROM base\nENTRYPOINT ["/shop"]\n`),
  one('code that needs cgo', build('go build -o shop .', 'golang:1.26-bookworm') + end, build('go build -o shop .', 'golang:1.26-bookworm') + end.replace('scratch', 'gcr.io/distroless/cc-debian12:nonroot'), { ...files, 'go.mod': 'module example.org/shop\n\ngo 1.26\n\nrequire github.com/mattn/go-sqlite3 v1.14.32\n' }),
  one('rust', cargo('cargo build --release --locked'), cargo('cargo build --release --locked').replace('scratch', 'gcr.io/distroless/cc-debian13:nonroot'), rust),
  one('rust from a cache mount', cargo('--mount=type=cache,target=/src/target cargo build --release && cp target/release/shop /bin/shop').replace('/src/target/release/shop', '/bin/shop'), cargo('--mount=type=cache,target=/src/target cargo build --release && cp target/release/shop /bin/shop').replace('/src/target/release/shop', '/bin/shop').replace('scratch', 'gcr.io/distroless/cc-debian13:nonroot'), rust),
]; // prettier-ignore

describe('runtime/dynamic-binary', () => {
  it.each([...silent, ...quiet])('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('names the import that does it', async () => {
    const text = build('go build -o shop .') + end;
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding!.message).toContain('cgo is on by default in golang:1.26, and main.go imports net/http');
  });

  it('finds Node of a Debian image in scratch', async () => {
    const text = 'FROM scratch\nCOPY --from=node:22-slim /usr/local/bin/node /node\nCOPY a.js /\nCMD ["/node", "/a.js"]\n'; // prettier-ignore
    const [finding] = findingsOf(rule, text, await factsFor(text, { 'a.js': '' }));
    expect(finding!.message).toContain('`/usr/local/bin/node` needs glibc');
    expect(finding!.fixes()).toEqual([]);
  });
});
