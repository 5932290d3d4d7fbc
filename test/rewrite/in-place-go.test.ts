/** Go programs whose file has several stages already. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const go = (main = '', extra: MemoryTree = {}): MemoryTree => ({
  'go.mod': 'module example.org/shop\n\ngo 1.25\n',
  'main.go': `package main\n\nimport (\n\t"net/http"\n)\n\nfunc main() {\n${main}\thttp.ListenAndServe(":8081", nil)\n}\n`,
  '.dockerignore': '.git\n.env*\n*.log\n',
  ...extra,
});
const text = `FROM golang:1.25-bookworm AS build
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
RUN go build -o /out/shop .

FROM debian:bookworm-slim
# certificates for the exchange rates
RUN apt-get update \\
    && apt-get install -y --no-install-recommends ca-certificates tzdata \\
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /out/shop ./
EXPOSE 8081
CMD ["./shop"]
`;
const without = (from: RegExp | string, to = ''): string => text.replace(from, to);

const cases: PlanCase[] = [
  { name: 'debian-slim', files: go(), text },
  { name: 'ubuntu', files: go(), text: without(/debian:bookworm-slim/, 'ubuntu:22.04') },
  { name: 'toolchain-as-the-base', files: go(), text: without(/debian:bookworm-slim/, 'golang:1.25-bookworm') },
  { name: 'alpine-is-small', files: go(), text: without(/FROM debian[^]*WORKDIR/, 'FROM alpine:3.22\nRUN apk add --no-cache ca-certificates\nWORKDIR') },
  { name: 'static-already', files: go(), text: without('go build', 'CGO_ENABLED=0 GOOS=linux go build -ldflags="-X main.version=2"') },
  {
    name: 'account-of-its-own',
    files: go(),
    text: without('EXPOSE', 'RUN groupadd --system shop && useradd --system --gid shop shop\nUSER shop\nEXPOSE'),
  },
  {
    name: 'account-with-a-number',
    files: go(),
    text: without('WORKDIR /app\nCOPY', 'RUN useradd --uid 1500 shop\nWORKDIR /app\nCOPY --chown=shop:shop').replace('EXPOSE', 'USER shop\nEXPOSE'),
  },
  { name: 'numeric-user', files: go(), text: without('EXPOSE', 'USER 1000:1000\nEXPOSE') },
  { name: 'low-port-stays-root', files: go(), text: without('EXPOSE 8081', 'EXPOSE 80') },
  { name: 'in-the-home-of-root', files: go(), text: without('WORKDIR /app', 'WORKDIR /root') },
  { name: 'runs-programs', files: go('\texec.Command("git").Run()\n', { 'git.go': 'package main\n\nimport "os/exec"\n\nfunc git() { exec.Command("git", "log").Run() }\n' }), text },
  { name: 'cgo', files: go('', { 'c.go': 'package main\n\nimport "C"\n' }), text },
  { name: 'cgo-that-looks-up-accounts', files: go('', { 'c.go': 'package main\n\n// #include <pwd.h>\nimport "C"\n' }), text },
  { name: 'cgo-with-headers', files: go('', { 'c.go': 'package main\n\nimport "C"\n' }), text: without('COPY go.mod', 'RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-dev && rm -rf /var/lib/apt/lists/*\nCOPY go.mod') },
  { name: 'cgo-of-an-unknown-module', files: go('', { 'c.go': 'package main\n\nimport "C"\n', 'go.mod': 'module example.org/shop\n\ngo 1.25\n\nrequire example.com/engine v1.0.0\n' }), text },
  { name: 'cgo-switched-on', files: go(), text: without('go build', 'CGO_ENABLED=1 go build') },
  { name: 'health-check-by-curl', files: go(), text: without('tzdata', 'curl').replace('EXPOSE', 'HEALTHCHECK CMD curl -f http://localhost:8081/ || exit 1\nEXPOSE') },
  { name: 'health-check-by-itself', files: go(), text: without('EXPOSE', 'HEALTHCHECK CMD ["/app/shop", "-check"]\nEXPOSE') },
  { name: 'entrypoint-script', files: go('', { 'start.sh': '#!/bin/sh\nexec ./shop\n' }), text: without('CMD ["./shop"]', 'COPY start.sh ./\nENTRYPOINT ["./start.sh"]') },
  { name: 'other-packages', files: go(), text: without('tzdata', 'ffmpeg') },
  { name: 'shell-form', files: go(), text: without('CMD ["./shop"]', 'CMD ./shop --port 8081') },
  { name: 'shell-form-with-a-variable', files: go(), text: without('CMD ["./shop"]', 'CMD ./shop --port $PORT') },
  { name: 'templates-through-the-build', files: go('', { 'templates/a.html': '' }), text: without('EXPOSE', 'COPY --from=build /src/templates ./templates\nEXPOSE') },
  { name: 'something-else-of-the-build', files: go(), text: without('EXPOSE', 'COPY --from=build /usr/local/bin/helper /usr/local/bin/\nEXPOSE') },
  { name: 'found-by-its-name', files: go(), text: without('/out/shop ./', '/out/shop /usr/local/bin').replace('"./shop"', '"shop"') },
  { name: 'folder-made-before', files: go(), text: without('WORKDIR /app\n', 'RUN mkdir -p /app && chmod +x /app/shop\nWORKDIR /app\n') },
  { name: 'folder-that-only-a-run-makes', files: go(), text: without('EXPOSE', 'RUN mkdir -p /data\nEXPOSE') },
  { name: 'digest', files: go(), text: without('debian:bookworm-slim', `debian:bookworm-slim@sha256:${'a'.repeat(64)}`) },
  { name: 'for-debugging', files: go(), text: without('go build', 'go build -gcflags="all=-N -l"') },
  { name: 'whole-folder', files: go(), text: without('go build -o /out/shop .', 'go build -o shop .').replace('/out/shop ./', '/src ./') },
  {
    name: 'no-folder-of-its-own',
    files: go(),
    text: without('WORKDIR /app\n').replace('"./shop"', '"/shop"'),
  },
  { name: 'crlf', files: go(), text: text.replaceAll('\n', '\r\n') },
  {
    name: 'started-otherwise',
    files: go('', { 'compose.yaml': 'services:\n  shop:\n    build: .\n    command: ["sh", "-c", "sleep 3 && ./shop"]\n' }),
    text,
  },
  {
    name: 'target-before-the-last',
    files: go('', { 'compose.yaml': 'services:\n  shop:\n    build:\n      context: .\n      target: shop\n' }),
    text: `${text.replace('FROM debian:bookworm-slim', 'FROM debian:bookworm-slim AS shop')}\nFROM golang:1.25-bookworm AS dev\nCMD ["go", "run", "."]\n`,
  },
]; // prettier-ignore

goldenTests('in-place-go', cases);
