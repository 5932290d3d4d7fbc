import { describe, expect, it } from 'vitest';
import type { NativeProject } from '../../../server/project/facts.ts';
import { readCMake } from '../../../server/project/native/cmake.ts';
import { readMakefile } from '../../../server/project/native/makefile.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const nativeOf = async (tree: MemoryTree, directory = ''): Promise<NativeProject | undefined> =>
  (await projectOf(tree)).find('native', directory);

describe('C and C++', () => {
  it('with CMake', async () => {
    const project = await nativeOf({
      'CMakeLists.txt': `cmake_minimum_required(VERSION 3.20)
project(shop LANGUAGES C CXX) # the shop
#[[ add_executable(no no.c) ]]
find_package(OpenSSL REQUIRED)
pkg_check_modules(DEPS REQUIRED libpq zlib)
add_executable(\${PROJECT_NAME} src/main.cpp)
add_executable("tool" tool.c)
add_executable(\${OTHER} x.c)
INSTALL(TARGETS shop DESTINATION bin)
`,
      'src/main.cpp': '',
      'src/CMakeLists.txt': '',
      Makefile: 'all:\n',
    });
    expect(project).toEqual({
      kind: 'native',
      directory: '',
      manifest: 'CMakeLists.txt',
      system: 'cmake',
      language: 'C++',
      name: 'shop',
      executables: ['shop', 'tool'],
      targets: [],
      installs: true,
      libraries: ['OpenSSL', 'libpq', 'zlib'],
      isStatic: false,
    });
  });
  it('with a Makefile', async () => {
    const project = await nativeOf({
      Makefile:
        'CC = gcc\nTARGET := server\nLDLIBS = -lpthread -lz \\\n -lm\n.PHONY: all clean\nall: $(TARGET)\n$(TARGET): main.o util.o\n\t$(CC) -static -o $@ $^\n%.o: %.c\n\tcc -c $<\nclean:\n\trm -f *.o\ninstall: all\n\tcp server /usr/bin\n',
      'main.c': '',
    });
    expect(project).toMatchObject({
      system: 'make',
      language: 'C',
      executables: ['server'],
      targets: ['all', 'server', 'clean', 'install'],
      installs: true,
      libraries: ['pthread', 'z', 'm'],
      isStatic: true,
    });
  });
  it.each<[string, MemoryTree]>([
    [
      'a Makefile of another language',
      { Makefile: 'build:\n\tgo build\n', 'go.mod': 'module x\n', 'x.c': '' },
    ],
    ['a Makefile without sources', { Makefile: 'all:\n' }],
    ['C of a package', { Makefile: 'all:\n', 'ext/package.json': '{}', 'ext/addon.c': '' }],
    ['C beside another language', { 'main.c': '', 'go.mod': 'module x\n' }],
  ])('not: %s', async (_name, tree) => {
    expect(await nativeOf(tree)).toBeUndefined();
  });

  it('are there without a file that says how to build them', async () => {
    const found = await nativeOf({ 'src/main.cpp': '', 'src/a.c': '' });
    expect(found).toMatchObject({ system: 'none', directory: '', language: 'C++', executables: [] });
  });

  it.each([
    ['CMakeLists.txt', { 'CMakeLists.txt': 'project(x C)\nadd_library(core SHARED a.c)\n', 'a.c': '' }, 'CMakeLists.txt'],
    ['a file below', { 'CMakeLists.txt': 'project(x C)\n', 'lib/CMakeLists.txt': 'FetchContent_Declare(json)\n', 'a.c': '' }, 'lib/CMakeLists.txt'],
    ['Makefile', { Makefile: 'libx.so: a.c\n', 'a.c': '' }, 'Makefile'],
    ['no file', { Makefile: '# libx.so\nx: a.c\n', 'a.c': '' }, undefined],
  ] as const)('say who makes shared libraries: %s', async (_name, tree, expected) => {
    expect((await nativeOf(tree))?.sharedBy).toBe(expected);
  }); // prettier-ignore
  it.each([
    ['calls', 'a('.repeat(200_000), readCMake],
    ['quotes', '"'.repeat(100_001), readCMake],
    ['hashes', '#['.repeat(100_000), readCMake],
    ['nested calls', `a(${'b() '.repeat(100_000)}`, readCMake],
    ['blanks', `a${' '.repeat(300_000)}`, readMakefile],
    ['colons', 'a:'.repeat(100_000), readMakefile],
    ['lines', '\n'.repeat(500_000), readMakefile],
  ] as const)('nothing but %s is read quickly', (_name, text, read) => {
    read(text);
  });
});
