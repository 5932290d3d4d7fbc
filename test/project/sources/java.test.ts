import { describe, expect, it } from 'vitest';
import type { SourceFacts } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { projectOf } from '../support.ts';

const pom =
  '<project><groupId>org.example</groupId><artifactId>shop</artifactId><version>1.0</version></project>';
const main = 'src/main/java/org/example/Shop.java';
const settings = 'src/main/resources/application.properties';

async function look(tree: MemoryTree): Promise<SourceFacts> {
  const facts = await projectOf({ 'pom.xml': pom, ...tree });
  return facts.sources('')!;
}

/** A class with these statements. */
const java = (statements: string, imports = ''): MemoryTree => ({
  [main]: `package org.example;\n${imports}\nclass Shop {\n  void run() throws Exception {\n    ${statements}\n  }\n}\n`,
});

describe('paths of Java', () => {
  it.each<[string, string, readonly string[]]>([
    ['a file', 'new File("data/prices.csv").length();', ['data/prices.csv']],
    ['a path', 'Files.readString(Path.of("data/prices.csv"));', ['data/prices.csv']],
    ['paths in the old way', 'Files.lines(Paths.get("./data/prices.csv"));', ['data/prices.csv']],
    ['a constant', 'String NAME = "data/prices.csv"; new FileReader(NAME);', ['data/prices.csv']],
    ['the beginning of a text', 'new File("data/" + name);', ['data']],
    [
      'the folder it runs in',
      'new File(System.getProperty("user.dir") + "/data/prices.csv");',
      ['data/prices.csv'],
    ],
    ['what is not there', 'new File("other.csv").length();', []],
    ['the class path', 'ResourceUtils.getFile("classpath:data/prices.csv");', []],
    ['a comment', '// new File("data/prices.csv")', []],
    ['a text block', 'String a = """\n  new File("data/prices.csv") "" """;', []],
  ])('read: %s', async (_name, statements, expected) => {
    const found = await look({ ...java(statements), 'data/prices.csv': '' });
    expect(found.complete).toBe(true);
    expect(found.runtimePaths.map(({ path }) => path.replace(/\/$/, ''))).toEqual(expected);
    expect(found.writes).toEqual([]);
    expect(found.writesElsewhere).toEqual([]);
  });

  it.each<[string, string, readonly string[], readonly (string | undefined)[]]>([
    ['a stream', 'new FileOutputStream("out/a.bin");', ['out/a.bin'], []],
    ['a writer by its whole name', 'new java.io.FileWriter("out/a.txt");', ['out/a.txt'], []],
    ['a folder', 'new File("uploads").mkdirs();', ['uploads'], []],
    [
      'a folder by a constant',
      'final String DIR = "uploads/"; Path p = Paths.get(DIR); Files.createDirectories(p);',
      ['uploads'],
      [],
    ],
    ['an absolute folder', 'new File("/data/shop").mkdirs();', [], ['/data/shop']],
    ['the temporary folder', 'new FileWriter("/tmp/a");', [], []],
    ['what nobody knows', 'Files.write(target, bytes);', [], [undefined]],
    ['a stream nobody knows', 'new FileOutputStream(file);', [], [undefined]],
    ['a response', 'new PrintWriter(out).print(1);', [], []],
  ])('written: %s', async (_name, statements, writes, elsewhere) => {
    const found = await look(java(statements));
    expect(found.writes.map(({ path }) => path)).toEqual(writes);
    expect(found.writesElsewhere.map(({ path }) => path)).toEqual(elsewhere);
  });

  it('in Kotlin', async () => {
    const found = await look({
      'src/main/kotlin/Main.kt': 'fun main() { File("log/${name}.txt").writeText("a") }',
    });
    expect(found.writes.map(({ path }) => path)).toEqual(['log']);
  });
});

describe('programs and tools', () => {
  it.each([
    ['new ProcessBuilder("ffmpeg", "-i", a).start();', ['ffmpeg (src/main/java/org/example/Shop.java)']],
    ['Runtime.getRuntime().exec("git status");', ['git (src/main/java/org/example/Shop.java)']],
    ['Runtime all = Runtime.getRuntime(); all.exec(line);', ['exec (src/main/java/org/example/Shop.java)']],
    ['executor.exec("git status");', []],
    ['statement.execute();', []],
  ])('%s', async (statements, expected) => {
    expect((await look(java(statements))).runsPrograms).toEqual(expected);
  });

  it('in the ways of other languages', async () => {
    const scala = 'import scala.sys.process._\nobject Shop { def run() = "ls".! }\n';
    expect((await look({ 'src/main/scala/Shop.scala': scala })).runsPrograms).toEqual([
      'sys.process (src/main/scala/Shop.scala)',
    ]);
    const groovy = { 'src/main/groovy/Shop.groovy': 'class Shop { def run() { "ls".execute() } }\n' };
    expect((await look(groovy)).runsPrograms).toEqual(['execute (src/main/groovy/Shop.groovy)']);
  });

  it.each<[string, readonly string[]]>([
    ['NumberFormat.getCurrencyInstance().format(1);', ['getCurrencyInstance']],
    ['NumberFormat.getCurrencyInstance(Locale.GERMANY).format(1);', []],
    ['WeekFields.of(Locale.getDefault());', ['getDefault']],
    ['calendar.getFirstDayOfWeek();', ['getFirstDayOfWeek']],
    ['TimeZone.getDefault();', []],
  ])('by the locale: %s', async (statements, expected) => {
    const { localeUses = [] } = await look(java(statements));
    expect(localeUses.map(({ what }) => what)).toEqual(expected);
  });

  it('of the development kit', async () => {
    const found = await look(
      java('ToolProvider.getSystemJavaCompiler();', 'import javax.tools.ToolProvider;'),
    );
    expect(found.kitUses).toEqual([{ what: 'javax.tools', file: main }]);
    expect((await look(java('', 'import java.util.List;'))).kitUses).toBeUndefined();
  });
});

describe('settings', () => {
  it.each<[string, readonly string[]]>([
    ['spring.datasource.url=jdbc:h2:file:./data/shop', ['data/shop']],
    ['spring.datasource.url=jdbc:h2:mem:shop', []],
    ['spring.datasource.url=jdbc:sqlite:shop.db', ['shop.db']],
    ['spring.datasource.url=jdbc:sqlite::memory:', []],
    ['logging.file.name=logs/shop.log', ['logs/shop.log']],
    ['upload.dir=${UPLOAD:./uploads}', ['uploads']],
    ['# logging.file.name=logs/shop.log', []],
    ['server.servlet.context-path=/api', []],
    ['spring.mvc.static-path-pattern=/static/**', []],
  ])('%s', async (line, expected) => {
    const found = await look({ [settings]: `${line}\n` });
    expect(found.writes.map(({ path }) => path)).toEqual(expected);
  });

  it('name the port', async () => {
    expect((await look({ [settings]: 'server.port=${PORT:9090}\n' })).ports).toEqual([
      { port: 9090, file: settings },
    ]);
  });
});

describe('files that are looked at', () => {
  it('are those of the program, whatever their package is called', async () => {
    const statement = 'class A { File f = new File("uploads"); { f.mkdirs(); } }';
    const found = await look({
      'src/main/java/com/example/build/A.java': statement.replace('uploads', 'a'),
      'src/test/java/com/example/A.java': statement.replace('uploads', 'b'),
      'target/generated/A.java': statement.replace('uploads', 'c'),
      'core/build/A.java': statement.replace('uploads', 'd'),
    });
    expect(found.writes.map(({ path }) => path)).toEqual(['a']);
  });
});
