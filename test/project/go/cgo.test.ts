import { describe, expect, it } from 'vitest';
import { cDoubt, goDoubt } from '../../../server/project/go/c-source.ts';

const doubt = (text: string, files: readonly string[] = []): string | undefined => {
  const found = cDoubt(text, 'a.c', (_, name) => files.includes(name));
  return found && `${found.needs}: ${found.text}`;
};

describe('C in a Go module', () => {
  it.each([
    ['functions of the C library', '#include <stdio.h>\n#include <sys/mman.h>\nint f(void) { return puts("x"); }', undefined],
    ['the processor', '#include <immintrin.h>\n#include <arm_neon.h>', undefined],
    ['a line comment in front of import "C"', '// #include <stdlib.h>\n// #include <pwd.h>\nimport "C"', 'libc: a.c includes pwd.h'],
    ['one line', '/* #include <dlfcn.h> */', 'more: a.c includes dlfcn.h'],
    ['a header that a macro names', '#include SOME_HEADER', 'more: a.c includes SOME_HEADER'],
    ['a header of a library', '#include <zlib.h>', 'more: a.c includes zlib.h'],
    ['names', 'struct addrinfo *r; getaddrinfo(h, p, 0, &r);', 'libc: a.c uses getaddrinfo'],
    ['accounts', 'getpwuid_r(1, 0, 0, 0, 0);', 'libc: a.c uses getpwuid_r'],
    ['the end of a thread', 'pthread_cancel(t);', 'more: a.c uses pthread_cancel'],
    ['the worst of several', '#include <pwd.h>\nvoid *l = dlopen("x", 1);', 'more: a.c uses dlopen'],
    ['a shell', 'system ("ls");', 'more: a.c uses system'],
    ['a word like it', 'int file_system(int x);', undefined],
    ['libraries', '#cgo linux LDFLAGS: -lm -lpthread -ldl', undefined],
    ['another library', '#cgo LDFLAGS: -lssl', 'more: a.c has `#cgo LDFLAGS: -lssl`'],
    ['pkg-config', '#cgo pkg-config: vips', 'more: a.c has `#cgo pkg-config: vips`'],
    ['a sanitizer', '#cgo CFLAGS: -O2 -fsanitize=address', 'more: a.c has `#cgo CFLAGS: -O2 -fsanitize=address`'],
    ['settings of the compiler', '#cgo CFLAGS: -O3 -DNAME=1 -I${SRCDIR}/include', undefined],
    ['another system', '#cgo darwin,!ios LDFLAGS: -framework Cocoa', undefined],
    ['callbacks', '#cgo noescape f\n#cgo nocallback f', undefined],
  ])('%s', (_, text, expected) => {
    expect(doubt(text)).toBe(expected);
  }); // prettier-ignore

  it('asks for headers in quotes', () => {
    expect(doubt('#include "sum.h"')).toBe('more: a.c includes sum.h');
    expect(doubt('#include "sum.h"', ['sum.h'])).toBeUndefined();
    expect(doubt('#include "_cgo_export.h"')).toBeUndefined();
  });

  it.each([
    ['import "plugin"', 'a.go loads plugins'],
    ['import (\n\t"fmt"\n\t"plugin"\n)', 'a.go loads plugins'],
    ['import "example.org/plugin"', undefined],
    ['conn.LoadExtension("mod", "init")', 'a.go loads extensions of SQLite'],
    ['d := D{Extensions: []string{"x"}}', 'a.go loads extensions of SQLite'],
  ])('Go: %s', (text, expected) => {
    expect(goDoubt(`package main\n\n${text}\n`, 'a.go')?.text).toBe(expected);
  });
});
