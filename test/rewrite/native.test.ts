/** C and C++ programs. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const main = '#include <stdio.h>\nint main(void) { puts("shop"); return 0; }\n';
const c = (files: MemoryTree = {}): MemoryTree => ({
  Makefile: 'CC = gcc\n\nserver: main.c\n\t$(CC) -O2 -o server main.c\n\nclean:\n\trm -f server\n',
  'main.c': main,
  ...files,
});
const cpp = (files: MemoryTree = {}, cmake = ''): MemoryTree => ({
  'CMakeLists.txt': `cmake_minimum_required(VERSION 3.20)\nproject(shop LANGUAGES CXX)\nadd_executable(server src/main.cpp)\n${cmake}`,
  'src/main.cpp': '#include <iostream>\nint main() { std::cout << "shop"; }\n',
  ...files,
});
const text = `FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make
EXPOSE 8080
CMD ["./server"]
`;
const base = (image: string, from = text): string => from.replace('debian:bookworm', image);
const build = (command: string, from = text): string => from.replace('RUN make', `RUN ${command}`);
const packages = (names: string, from = text): string =>
  from.replace('build-essential', `build-essential ${names}`);
const start = (command: string, from = text): string => from.replace('CMD ["./server"]', command);
const withoutInstall = (from: string): string => from.replace(/^RUN apt-get.*\n/m, '');
const cmake = start(
  'CMD ["./build/server"]',
  build('cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build', packages('cmake')),
);

const cases: PlanCase[] = [
  { name: 'make', files: c(), text },
  { name: 'cmake', files: cpp(), text: cmake },
  { name: 'cmake-in-a-folder', files: cpp(), text: start('CMD ["/app/build/server"]', packages('cmake').replace('RUN make', 'WORKDIR /app/build\nRUN cmake .. && make')) },
  { name: 'compiler', files: { 'main.c': main }, text: build('gcc -O2 -o server main.c -lpthread -lm') },
  { name: 'compiler-of-cpp', files: { 'main.cpp': '#include <iostream>\nint main() {}\n' }, text: build('g++ main.cpp', start('CMD ["./a.out"]')) },
  { name: 'static', files: { 'main.c': main }, text: build('gcc -O2 -static -o /server main.c', start('ENTRYPOINT ["/server"]')) },
  { name: 'libraries', files: cpp({}, 'find_package(OpenSSL REQUIRED)\nfind_package(PostgreSQL REQUIRED)\n'), text: packages('libssl-dev libpq-dev', cmake) },
  { name: 'openssl', files: cpp({}, 'find_package(OpenSSL REQUIRED)\n'), text: packages('libssl-dev', cmake) },
  { name: 'ubuntu', files: cpp({}, 'find_package(OpenSSL REQUIRED)\n'), text: base('ubuntu:22.04', packages('libssl-dev', cmake)) },
  { name: 'ubuntu-unknown-library', files: cpp(), text: base('ubuntu:22.04', packages('libpoco-dev', cmake)) },
  { name: 'alpine', files: c(), text: base('alpine:3.24', text.replace(/RUN apt-get.*/, 'RUN apk add --no-cache build-base')) },
  { name: 'alpine-cpp', files: cpp(), text: base('alpine:3.24', cmake.replace(/RUN apt-get.*/, 'RUN apk add --no-cache g++ cmake make openssl-dev')) },
  { name: 'gcc', files: c(), text: base('gcc:14', withoutInstall(text)) },
  { name: 'gcc-cpp', files: { 'main.cpp': 'int main() {}\n' }, text: base('gcc:15', build('g++ -O2 -o server main.cpp', withoutInstall(text))) },
  { name: 'gcc-cpp-static-library', files: { 'main.cpp': 'int main() {}\n' }, text: base('gcc:15-bookworm', build('g++ -static-libstdc++ -static-libgcc -o server main.cpp', withoutInstall(text))) },
  { name: 'gcc-cpp-of-bookworm', files: { 'main.cpp': 'int main() {}\n' }, text: base('gcc:14-bookworm', build('g++ -o server main.cpp', withoutInstall(text))) },
  { name: 'gcc-with-a-library-of-the-image', files: { 'main.c': main }, text: base('gcc:14', build('gcc -o server main.c -lssl -lcrypto', withoutInstall(text))) },
  { name: 'gcc-with-cmake', files: cpp(), text: base('gcc:13', cmake) },
  { name: 'shared-library', files: cpp({}, 'add_library(core SHARED src/core.cpp)\n'), text: cmake },
  { name: 'fetched-projects', files: cpp({}, 'include(FetchContent)\nFetchContent_Declare(json URL https://example.org/json.tar.gz)\nFetchContent_MakeAvailable(json)\n'), text: cmake },
  { name: 'install', files: cpp({}, 'install(TARGETS server)\n'), text: start('CMD ["server"]', build('cmake -B build && cmake --build build && cmake --install build', packages('cmake'))) },
  { name: 'install-with-a-prefix', files: cpp({}, 'install(TARGETS server)\n'), text: base('gcc:14', start('CMD ["/opt/shop/bin/server"]', build('cmake -B build -DCMAKE_INSTALL_PREFIX=/opt/shop && cmake --build build && cmake --install build', packages('cmake')))) },
  { name: 'install-in-gcc', files: cpp({}, 'install(TARGETS server)\n'), text: base('gcc:14', start('CMD ["server"]', build('cmake -B build && cmake --build build && cmake --install build', packages('cmake')))) },
  { name: 'install-with-make', files: c({ Makefile: 'server: main.c\n\tcc -o server main.c\n\ninstall: server\n\tinstall -D server $(DESTDIR)/usr/bin/server\n' }), text: start('CMD ["server"]', build('make && make install DESTDIR=/out')) },
  { name: 'reads-files', files: { 'main.c': '#include <stdio.h>\nint main(void) { fopen("config/shop.ini", "r"); opendir("www"); }\n', 'config/shop.ini': '', 'www/index.html': '' }, text: build('gcc -o server main.c') },
  { name: 'writes-files', files: { 'main.cpp': '#include <fstream>\nint main() { std::ofstream out("data/shop.txt"); }\n', 'data/.gitkeep': '' }, text: build('g++ -o server main.cpp') },
  { name: 'runs-programs', files: { 'main.c': '#include <stdlib.h>\nint main(void) { system("ls -l"); }\n' }, text: build('gcc -o server main.c') },
  { name: 'runs-unknown-programs', files: { 'main.c': '#include <stdlib.h>\nint main(int n, char **a) { system(a[1]); }\n' }, text: build('gcc -o server main.c') },
  { name: 'moved', files: { 'main.c': main }, text: start('CMD ["server"]', build('gcc -o server main.c && mv server /usr/local/bin/ && rm -rf /app/*')) },
  { name: 'comments-and-variables', files: c(), text: `# The shop.\nFROM debian:bookworm AS shop\nLABEL org.opencontainers.image.title="shop"\nENV PORT=8080\nENV CFLAGS=-O2\n# compilers\nRUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nCOPY . .\n# the program\nRUN make\n# users\nRUN useradd -m shop\nUSER shop\nEXPOSE 8080\nHEALTHCHECK CMD ["./server", "--check"]\nCMD ./server --port $PORT\n` },
  { name: 'health-check', files: c(), text: packages('curl', text.replace('CMD', 'HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1\nCMD')) },
  { name: 'packages-of-the-program', files: c(), text: packages('tini fonts-dejavu', start('ENTRYPOINT ["tini", "--"]\nCMD ["./server"]')) },
  { name: 'copied-program', files: c({ run: '' }), text: start('CMD ["./run"]') },
  { name: 'sanitizer', files: { 'main.c': main }, text: build('gcc -fsanitize=address -o server main.c') },
  { name: 'sanitizer-in-the-makefile', files: c({ Makefile: 'CFLAGS = -g -fsanitize=address\nserver: main.c\n\tcc $(CFLAGS) -o server main.c\n' }), text },
  { name: 'atomic', files: c({ Makefile: 'server: main.c\n\tcc -o server main.c -latomic -fopenmp\n' }), text },
  { name: 'openmp', files: { 'main.c': main }, text: build('gcc -fopenmp -o server main.c') },
  { name: 'downloads', files: c(), text: text.replace('RUN make', 'RUN wget https://example.org/model.bin && make') },
]; // prettier-ignore

goldenTests('native', cases);
