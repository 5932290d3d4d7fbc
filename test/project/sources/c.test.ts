import { describe, expect, it } from 'vitest';
import type { SourceFacts } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

async function look(code: string, tree: MemoryTree = {}): Promise<SourceFacts> {
  const facts = await projectOf({ Makefile: 'a: main.cpp\n', 'main.cpp': code, ...tree });
  return facts.sources('')!;
}

describe('C and C++ sources', () => {
  const tree = { 'www/a.html': '', 'config/a.ini': '', 'shop.conf': '' };
  it.each([
    ['fopen("shop.conf", "r");', ['shop.conf']],
    ['std::ifstream in("config/a.ini");', ['config/a.ini']],
    ['opendir("www");', ['www']],
    ['const char *root = "./www/";', ['www']],
    ['#include "shop.conf"', []],
    ['puts("www");', []],
    ['// fopen("shop.conf", "r")', []],
    ['fopen("/etc/shop.conf", "r");', []],
  ])('open files: %s', async (code, expected) => {
    expect((await look(code, tree)).runtimePaths.map(({ path }) => path)).toEqual(expected);
  });

  it.each([
    ['fopen("out.txt", "w");', ['out.txt'], []],
    ['fopen(name, "ab+");', [], [undefined]],
    ['fopen("in.txt", "r");', [], []],
    ['open("data/a", O_RDWR | O_CREAT, 0644);', ['data/a'], []],
    ['open("data/a", O_RDONLY);', [], []],
    ['std::ofstream out("log/shop.log");', ['log/shop.log'], []],
    ['std::ofstream out;', [], [undefined]],
    ['mkdir("/var/shop", 0755);', [], ['/var/shop']],
    ['sqlite3_open(":memory:", &db);', [], []],
  ])('write files: %s', async (code, writes, elsewhere) => {
    const facts = await look(code);
    expect(facts.writes.map(({ path }) => path)).toEqual(writes);
    expect(facts.writesElsewhere.map(({ path }) => path)).toEqual(elsewhere);
  });

  it.each([
    ['system("ls -l");', ['ls', 'sh']],
    ['system(command);', [undefined]],
    ['execlp("git", "git", "log", NULL);', ['git']],
    ['posix_spawnp(&pid, "ffmpeg", 0, 0, argv, environ);', ['ffmpeg']],
    ['dlopen("libshop.so", RTLD_LAZY);', [undefined]],
    ['parser.system("x");', []],
  ])('start programs: %s', async (code, expected) => {
    expect((await look(code)).startedPrograms!.map(({ program }) => program)).toEqual(expected);
  });
});
