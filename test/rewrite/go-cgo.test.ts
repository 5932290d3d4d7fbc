/** Go programs with C: what they are linked against, and the image that has it. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const program =
  'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.ListenAndServe(":8081", nil)\n}\n';
const c = (preamble: string): string =>
  `package sums\n\n/*\n${preamble}\n*/\nimport "C"\n\nfunc Sum() int { return int(C.sum()) }\n`;
const go = (extra: MemoryTree = {}, mod = ''): MemoryTree => ({
  'go.mod': `module example.org/shop\n\ngo 1.25\n${mod}`,
  ...(mod === '' ? {} : { 'go.sum': 'example.org/x v1.0.0 h1:x\n' }),
  'main.go': program,
  ...extra,
});
const own = (preamble: string, extra: MemoryTree = {}): MemoryTree =>
  go({ 'sums/sums.go': c(preamble), ...extra });
const plain = own(
  '#cgo LDFLAGS: -lm\n#include <math.h>\n#include <stdint.h>\nstatic int sum(void) { return (int)sqrt(4); }',
);
const sqlite = '\nrequire github.com/mattn/go-sqlite3 v1.14.22\n';
const text = `FROM golang:1.25-bookworm
WORKDIR /app
COPY . .
RUN go build -o server .
EXPOSE 8081
CMD ["./server"]
`;
const build = (command: string): string => text.replace('go build -o server .', command);

const opens = (call: string): MemoryTree =>
  go(
    { 'db.go': `package main\n\nimport "database/sql"\n\nfunc connect(path string) {\n\t${call}\n}\n` },
    sqlite,
  );
const cases: PlanCase[] = [
  { name: 'own-c', files: plain, text },
  { name: 'own-c-on-alpine', files: plain, text: text.replace('-bookworm', '-alpine').replace('COPY', 'RUN apk add --no-cache build-base\nCOPY') },
  { name: 'files-in-c', files: own('#include "sum.h"', { 'sums/sum.h': 'int sum(void);\n', 'sums/sum.c': '#include <stdlib.h>\n#include "sum.h"\nint sum(void) { return 4; }\n' }), text },
  { name: 'looks-up-accounts', files: own('#include <stddef.h>\n#include <pwd.h>\nstatic int sum(void) { return getpwnam("shop") != NULL; }'), text },
  { name: 'loads-a-library', files: own('#cgo LDFLAGS: -ldl\nvoid *dlopen(const char *, int);\nstatic int sum(void) { return dlopen("libm.so.6", 1) != 0; }'), text },
  { name: 'library-beside-the-sources', files: own('#cgo LDFLAGS: -L${SRCDIR} -lsum\nint sum(void);', { 'sums/libsum.a': '' }), text },
  { name: 'shared-library-beside-the-sources', files: own('#cgo LDFLAGS: -L${SRCDIR} -lsum\nint sum(void);', { 'sums/libsum.so': '' }), text },
  { name: 'compiler-for-musl', files: plain, text: build('CC=musl-gcc go build -o server .').replace('COPY', 'RUN apt-get update && apt-get install -y --no-install-recommends musl-tools && rm -rf /var/lib/apt/lists/*\nCOPY') },
  { name: 'in-cpp', files: own('int sum(void);', { 'sums/sum.cpp': '#include <vector>\nextern "C" int sum() { return 4; }\n' }), text },
  { name: 'in-cpp-on-alpine', files: own('int sum(void);', { 'sums/sum.cpp': '#include <vector>\nextern "C" int sum() { return 4; }\n' }), text: text.replace('-bookworm', '-alpine').replace('COPY', 'RUN apk add --no-cache build-base\nCOPY') },
  { name: 'only-for-another-system', files: own('#cgo darwin LDFLAGS: -framework Security\n#cgo windows LDFLAGS: -lws2_32\nstatic int sum(void) { return 4; }'), text },
  { name: 'sqlite', files: go({}, `${sqlite}require github.com/gin-gonic/gin v1.10.0\n`), text },
  { name: 'sqlite-with-features', files: go({}, sqlite), text: build('CGO_ENABLED=1 go build -tags "sqlite_fts5 sqlite_json" -ldflags "-X main.version=1.2" -o server .') },
  { name: 'sqlite-of-the-system', files: go({}, sqlite), text: build('go build -tags libsqlite3 -o server .').replace('COPY', 'RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-dev && rm -rf /var/lib/apt/lists/*\nCOPY') },
  { name: 'sqlite-with-extensions', files: go({ 'db.go': 'package main\n\nimport "github.com/mattn/go-sqlite3"\n\nvar driver = &sqlite3.SQLiteDriver{Extensions: []string{"mod_spatialite"}}\n' }, sqlite), text },
  { name: 'sqlite-in-a-folder', files: opens('sql.Open("sqlite3", "file:data/shop.db?cache=shared")'), text },
  { name: 'sqlite-in-a-folder-of-the-system', files: opens('gorm.Open(sqlite.Open("/data/shop.db"), nil)'), text },
  { name: 'sqlite-in-memory', files: opens('sql.Open("sqlite3", ":memory:")'), text },
  { name: 'sqlite-where-a-setting-says', files: opens('sql.Open("sqlite3", path)'), text },
  { name: 'unknown-module', files: go({}, `${sqlite}require example.com/engine v1.0.0\n`), text },
  { name: 'replaced-module', files: go({}, `${sqlite}replace github.com/mattn/go-sqlite3 => github.com/example/sqlcipher v1.0.0\n`), text },
  { name: 'static-already', files: plain, text: build(`CGO_ENABLED=1 GOOS=linux go build -a -ldflags '-linkmode external -extldflags "-static"' -o server .`) },
  { name: 'other-compiler', files: plain, text: build('CC=clang go build -o server .') },
  { name: 'race-detector', files: plain, text: build('go build -race -o server .') },
  { name: 'flags-in-a-variable', files: plain, text: build('go build -ldflags "$FLAGS" -o server .').replace('COPY', 'ARG FLAGS\nCOPY') },
  { name: 'flags-without-quotes', files: plain, text: build('go build -ldflags=-s -o server .') },
  { name: 'library-of-the-image', files: go({}, '\nrequire github.com/h2non/bimg v1.1.9\n'), text: text.replace('-bookworm', '-alpine').replace('COPY', 'RUN apk add --no-cache build-base vips-dev\nCOPY') },
]; // prettier-ignore

goldenTests('go-cgo', cases);
