/** Go programs. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const go = (main = '', extra: MemoryTree = {}, mod = ''): MemoryTree => ({
  'go.mod': `module example.org/shop\n\ngo 1.25\n${mod}`,
  'main.go': `package main\n\nimport (\n\t"net/http"\n)\n\nfunc main() {\n${main}\thttp.ListenAndServe(":8081", nil)\n}\n`,
  ...extra,
});
const required = '\nrequire github.com/gorilla/mux v1.8.1\n';
const sum = { 'go.sum': 'github.com/gorilla/mux v1.8.1 h1:x\n' };
const text = `FROM golang:1.25
WORKDIR /app
COPY . .
RUN go build -o server .
EXPOSE 8081
CMD ["./server"]
`;
const build = (command: string): string => text.replace('go build -o server .', command);
const start = (command: string, line = text): string => line.replace('CMD ["./server"]', command);

const cases: PlanCase[] = [
  { name: 'no-requirements', files: go(), text },
  { name: 'with-sum', files: go('', sum, required), text },
  {
    name: 'templates',
    files: {
      ...go(),
      'main.go':
        'package main\n\nimport (\n\t"html/template"\n\t"net/http"\n)\n\nfunc main() {\n\ttemplate.Must(template.ParseGlob("templates/*.html"))\n\thttp.ListenAndServe(":8081", nil)\n}\n',
      'templates/index.html': '',
    },
    text,
  },
  {
    name: 'embed',
    files: {
      ...go(),
      'main.go':
        'package main\n\nimport (\n\t"embed"\n\t"html/template"\n)\n\n//go:embed templates\nvar files embed.FS\n\nfunc main() {\n\ttemplate.ParseFS(files, "templates/*.html")\n}\n',
      'templates/index.html': '',
    },
    text,
  },
  {
    name: 'vendored',
    files: go('', { ...sum, 'vendor/modules.txt': '# github.com/gorilla/mux v1.8.1\n' }, required),
    text,
  },
  {
    name: 'cmd-server',
    files: {
      'go.mod': 'module example.org/shop\n\ngo 1.25\n',
      'cmd/server/main.go': 'package main\n\nfunc main() {}\n',
      'internal/x/x.go': 'package x\n',
    },
    text: build('go build -o /bin/server ./cmd/server').replace('./server"', '/bin/server"'),
  },
  {
    name: 'cmd-api-without-output',
    files: {
      'go.mod': 'module example.org/shop\n\ngo 1.25\n',
      'cmd/api/main.go': 'package main\n\nfunc main() {}\n',
    },
    text: build('go build ./cmd/api').replace('./server"', './api"'),
  },
  { name: 'install', files: go('', sum, required), text: start('CMD ["shop"]', build('go install .')) },
  {
    name: 'install-path',
    files: go(),
    text: start('ENTRYPOINT ["/go/bin/shop"]\nCMD ["--port", "8081"]', build('go install ./...')),
  },
  { name: 'cgo', files: go('', { ...sum }, '\nrequire github.com/mattn/go-sqlite3 v1.14.22\n'), text },
  {
    name: 'cgo-alpine',
    files: go('', { ...sum }, '\nrequire github.com/mattn/go-sqlite3 v1.14.22\n'),
    text: text
      .replace('golang:1.25', 'golang:1.25-alpine')
      .replace('COPY', 'RUN apk add --no-cache gcc musl-dev\nCOPY'),
  },
  { name: 'alpine', files: go('', sum, required), text: text.replace('golang:1.25', 'golang:1.25-alpine') },
  { name: 'own-ldflags', files: go(), text: build('go build -ldflags "-X main.version=1.2.3" -o server .') },
  {
    name: 'own-flags',
    files: go(),
    text: build(
      'CGO_ENABLED=0 GOOS=linux GOARCH=amd64 go build -a -installsuffix cgo -trimpath -ldflags="-s -w" -o server .',
    ),
  },
  { name: 'env-cgo', files: go(), text: text.replace('WORKDIR', 'ENV CGO_ENABLED=0 GOOS=linux\nWORKDIR') },
  { name: 'env-mixed', files: go(), text: text.replace('WORKDIR', 'ENV GO111MODULE=on PORT=8081\nWORKDIR') },
  {
    name: 'command-name',
    files: go(),
    text: start('CMD ["shop"]', build('go build -o /usr/local/bin/shop')),
  },
  { name: 'shell-form', files: go(), text: start('CMD ./server --port 8081') },
  { name: 'shell-form-variable', files: go(), text: start('CMD ./server --port $PORT') },
  {
    name: 'runs-programs',
    files: {
      ...go(),
      'main.go':
        'package main\n\nimport "os/exec"\n\nfunc main() {\n\texec.Command("git", "status").Run()\n}\n',
    },
    text,
  },
  { name: 'workspace', files: { ...go(), 'go.work': 'go 1.25\n\nuse .\n' }, text },
  {
    name: 'local-replace',
    files: go(
      '',
      { 'lib/go.mod': 'module example.org/lib\n\ngo 1.25\n', 'lib/lib.go': 'package lib\n' },
      '\nrequire example.org/lib v0.0.0\n\nreplace example.org/lib => ./lib\n',
    ),
    text,
  },
  {
    name: 'several-mains',
    files: {
      'go.mod': 'module example.org/shop\n\ngo 1.25\n',
      'cmd/a/main.go': 'package main\n',
      'cmd/b/main.go': 'package main\n',
    },
    text: build('go build -o bin/ ./cmd/...'),
  },
  {
    name: 'two-builds',
    files: {
      'go.mod': 'module example.org/shop\n\ngo 1.25\n',
      'cmd/a/main.go': 'package main\n',
      'cmd/b/main.go': 'package main\n',
    },
    text: build('go build -o a ./cmd/a && go build -o b ./cmd/b'),
  },
  {
    name: 'two-programs-started',
    files: {
      'go.mod': 'module example.org/shop\n\ngo 1.25\n',
      'cmd/a/main.go':
        'package main\n\nimport "os/exec"\n\nfunc main() { exec.Command("/usr/local/bin/b").Run() }\n',
      'cmd/b/main.go': 'package main\n\nfunc main() {}\n',
    },
    text: start('CMD ["/usr/local/bin/a"]', build('go build -o /usr/local/bin/ ./cmd/...')),
  },
  {
    name: 'script-starts-two',
    files: {
      'go.mod': 'module example.org/shop\n\ngo 1.25\n',
      'cmd/migrate/main.go': 'package main\n\nfunc main() {}\n',
      'cmd/server/main.go': 'package main\n\nfunc main() {}\n',
      'start.sh': '#!/bin/sh\nset -e\n./bin/migrate up\nexec ./bin/server "$@"\n',
    },
    text: start(
      'CMD ["sh", "start.sh"]',
      build('go build -o bin/migrate ./cmd/migrate && go build -o bin/server ./cmd/server'),
    ),
  },
  {
    name: 'cgo-with-libraries',
    files: go('', sum, '\nrequire github.com/h2non/bimg v1.1.9\n'),
    text: text.replace(
      'COPY',
      'RUN apt-get update && apt-get install -y --no-install-recommends libvips-dev && rm -rf /var/lib/apt/lists/*\nCOPY',
    ),
  },
  {
    name: 'private-modules',
    files: go('', sum, '\nrequire git.example.org/core v1.0.0\n'),
    text: start(
      'CMD ./server --port $PORT',
      text.replace(
        'COPY',
        'ENV GOPRIVATE=git.example.org\nARG TOKEN\nRUN git config --global url."https://oauth2:${TOKEN}@git.example.org/".insteadOf "https://git.example.org/"\nCOPY',
      ),
    ),
  },
  {
    name: 'runs-unknown-programs',
    files: {
      ...go(),
      'main.go': 'package main\n\nimport "os/exec"\n\nfunc main() {\n\texec.Command(name()).Run()\n}\n',
    },
    text,
  },
  {
    name: 'go-run',
    files: go(),
    text: start('CMD ["go", "run", "."]'),
  },
  {
    name: 'download-already',
    files: go('', sum, required),
    text: `FROM golang:1.25
WORKDIR /app
# modules first
COPY go.mod go.sum ./
RUN go mod download
COPY *.go ./
RUN CGO_ENABLED=0 GOOS=linux go build -o /docker-gs-ping
EXPOSE 8080
CMD ["/docker-gs-ping"]
`,
  },
  {
    name: 'subfolder',
    files: Object.fromEntries(
      Object.entries(go('', sum, required)).map(([path, entry]) => [`api/${path}`, entry]),
    ),
    text: text.replace('COPY . .', 'COPY api/ .'),
  },
  {
    name: 'whole-context-with-the-module-below',
    files: Object.fromEntries(
      Object.entries(go('', sum, required)).map(([path, entry]) => [`api/${path}`, entry]),
    ),
    text: text.replace('COPY . .', 'COPY . .\nWORKDIR /app/api'),
  },
  {
    name: 'certificates-and-zones',
    files: {
      ...go(),
      'main.go':
        'package main\n\nimport (\n\t"net/http"\n\t"time"\n)\n\nfunc main() {\n\ttime.LoadLocation("Europe/Paris")\n\thttp.Get("https://example.org")\n}\n',
    },
    text,
  },
  {
    name: 'writes',
    files: {
      ...go(),
      'main.go':
        'package main\n\nimport "os"\n\nfunc main() {\n\tos.WriteFile("data/state.json", nil, 0o644)\n}\n',
    },
    text,
  },
  {
    name: 'healthcheck-curl',
    files: go(),
    text: text.replace('CMD ["./', 'HEALTHCHECK CMD curl -f http://localhost:8081/\nCMD ["./'),
  },
  {
    name: 'user-and-workdir',
    files: go(),
    text: text.replace('EXPOSE', 'USER nobody\nWORKDIR /data\nEXPOSE').replace('./server"', '/app/server"'),
  },
  {
    name: 'apt-packages',
    files: go(),
    text: text.replace('WORKDIR', 'RUN apt-get update && apt-get install -y ca-certificates git\nWORKDIR'),
  },
  {
    name: 'entrypoint-script',
    files: go('', { 'entrypoint.sh': '#!/bin/sh\nexec ./server\n' }),
    text: start('ENTRYPOINT ["./entrypoint.sh"]'),
  },
  { name: 'crlf', files: go(), text: text.replaceAll('\n', '\r\n') },
  {
    name: 'config-file-copied',
    files: go('', { 'config.yaml': 'port: 8081\n' }),
    text: text.replace('EXPOSE', 'COPY config.yaml /etc/shop/config.yaml\nEXPOSE'),
  },
  {
    name: 'scratch-already',
    files: go('', sum, required),
    text: `FROM golang:1.25 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /shop .

FROM scratch
COPY --from=build /shop /shop
ENTRYPOINT ["/shop"]
`,
  },
];

goldenTests('go', cases);
