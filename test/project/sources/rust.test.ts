import { describe, expect, it } from 'vitest';
import type { SourceFacts } from '../../../server/project/facts.ts';
import { tokenizeRust } from '../../../server/project/sources/rust-tokens.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const manifest = '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n';

async function look(main: string, tree: MemoryTree = {}, directory = ''): Promise<SourceFacts> {
  const prefix = directory === '' ? '' : `${directory}/`;
  const files = { [`${prefix}Cargo.toml`]: manifest, [`${prefix}src/main.rs`]: main, ...tree };
  const facts = await projectOf(files);
  return facts.sources(directory)!;
}

const texts = (source: string): string[] => tokenizeRust(source).map(({ text }) => text);

describe('tokens', () => {
  it.each([
    ["fn f<'a>(x: &'a str) -> char { 'x' }", ['fn', 'f', '<', "'", 'a', '>', '(', 'x', ':', '&', "'", 'a', 'str', ')', '->', 'char', '{', "'x'", '}']],
    ['r#"a "quoted" \\ one"# r"b" br##"c"# "##', ['a "quoted" \\ one', 'b', 'c"# ']],
    ['"a\\"b\\\n   c" b"d"', ['a"bc', 'd']],
    ['/* a /* b */ "c" */ "d" // "e"', ['d']],
    ["'\\'' '\"' \"e\"", ["'\\''", "'\"'", 'e']],
    ['std::fs::read(x) != env!("A")', ['std', '.', 'fs', '.', 'read', '(', 'x', ')', '!=', 'env!', '(', 'A', ')']],
    ['#[cfg(test)] mod tests { fn a() { b() } } c', ['c']],
    ['#[cfg(test)] mod tests; c', ['c']],
  ])('%s', (source, expected) => {
    expect(texts(source)).toEqual(expected);
  });
}); // prettier-ignore

describe('files that are opened', () => {
  const tree = { 'static/a.css': '', 'templates/a.html': '', 'config/base.toml': '', 'migrations/1.sql': '' };
  it.each([
    ['ServeDir::new("static")', ['static']],
    ['fs::Files::new("/assets", "./static")', ['static']],
    ['Tera::new("templates/**/*")', ['templates']],
    ['File::with_name("config/base")', ['config/base.toml']],
    ['base.join("config").join(format!("{}.toml", e))', ['config']],
    ['std::fs::read_to_string("config/base.toml")', ['config/base.toml']],
    ['concat!(env!("CARGO_MANIFEST_DIR"), "/static")', ['static']],
    ['FileServer::from(relative!("static"))', ['static']],
    ['json!({ "templates": 1 })', []],
    ['app.route("/static", get(x))', []],
    ['include_str!("../templates/a.html")', []],
    ['sqlx::migrate!("./migrations")', []],
    ['// open("static")', []],
  ])('%s', async (code, expected) => {
    const { runtimePaths } = await look(`fn main() { ${code}; }`, tree);
    expect(runtimePaths.map(({ path }) => path)).toEqual(expected);
  });

  it('are seen from the workspace as well', async () => {
    const { runtimePaths } = await look('fn main() { ServeDir::new("web/dist"); }', { 'web/dist/a.js': '' }, 'crates/api');
    expect(runtimePaths.map(({ path }) => path)).toEqual(['web/dist']);
  }); // prettier-ignore

  it.each([
    ['include_str!("../templates/a.html")', ['templates/a.html']],
    ['sqlx::migrate!()', ['migrations']],
    ['embed_migrations!("migrations")', ['migrations']],
    ['include_dir!("$CARGO_MANIFEST_DIR/static")', ['static']],
  ])('or are part of the program: %s', async (code, expected) => {
    expect((await look(`fn main() { ${code}; }`, tree)).embedded).toEqual(expected);
  });

  it('or are part of it by an attribute', async () => {
    const source = '#[derive(RustEmbed)]\n#[folder = "static/"]\nstruct Assets;\nfn main() {}\n';
    const facts = await look(source, tree);
    expect(facts.embedded).toEqual(['static']);
    expect(facts.runtimePaths).toEqual([]);
  });
});

describe('programs', () => {
  const started = async (code: string): Promise<(string | undefined)[]> =>
    (await look(code)).startedPrograms!.map(({ program }) => program);
  it.each([
    ['use std::process::Command;\nfn main() { Command::new("git").arg("x"); }', ['git']],
    ['use std::process::{Command, Stdio};\nfn main() { Command::new(name); }', [undefined]],
    ['fn main() { tokio::process::Command::new("ffmpeg"); }', ['ffmpeg']],
    ['use clap::Command;\nfn main() { Command::new("shop"); }', []],
    [
      'use std::process::Command;\nfn main() {}\n#[cfg(test)]\nmod tests { fn a() { Command::new("git"); } }',
      [],
    ],
  ])('%s', async (code, expected) => {
    expect(await started(code)).toEqual(expected);
  });

  it('of build.rs are for the build', async () => {
    const facts = await look('fn main() {}', {
      'build.rs':
        'use std::process::Command;\nfn main() { Command::new("protoc"); std::env::var("VERSION"); }',
    });
    expect(facts.startedPrograms).toEqual([]);
    expect(facts.rust!.compileVariables).toEqual(['VERSION']);
  });
});

describe('files that are written', () => {
  it.each([
    ['File::create("out/report.txt")', ['out/report.txt'], []],
    ['std::fs::create_dir_all("uploads")', ['uploads'], []],
    ['fs::write(path, data)', [], [undefined]],
    ['OpenOptions::new().append(true).open("log.txt")', ['log.txt'], []],
    ['OpenOptions::new().read(true).open("log.txt")', [], []],
    ['SqlitePool::connect("sqlite://data/shop.db?mode=rwc")', ['data/shop.db'], []],
    ['use rusqlite::Connection; Connection::open("shop.db")', ['shop.db'], []],
    ['SqliteConnection::establish(&url)', [], [undefined]],
    ['PgConnection::establish(&url)', [], []],
    ['tracing_appender::rolling::daily("logs", "shop.log")', ['logs'], []],
    ['File::create("/var/lib/shop/x")', [], ['/var/lib/shop/x']],
  ])('%s', async (code, writes, elsewhere) => {
    const facts = await look(`fn main() { ${code}; }`);
    expect(facts.writes.map(({ path }) => path)).toEqual(writes);
    expect(facts.writesElsewhere.map(({ path }) => path)).toEqual(elsewhere);
  });
});

describe('what a program knows of its build', () => {
  it('has variables and its own place', async () => {
    const { rust } = await look(
      'fn main() { env!("A"); option_env!("B"); std::env::var("CARGO_MANIFEST_DIR"); std::env::var("PORT"); std::env::current_exe(); }',
    );
    expect(rust).toEqual({
      findsItself: true,
      compileVariables: ['A', 'B'],
      cargoVariables: ['CARGO_MANIFEST_DIR'],
    });
  });
});
