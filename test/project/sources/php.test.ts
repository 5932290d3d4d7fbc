import { describe, expect, it } from 'vitest';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';

async function written(code: string, path = 'src/Shop.php', more: MemoryTree = {}): Promise<(string | undefined)[]> {
  const files = { 'composer.json': '{"name":"acme/shop"}', [path]: `<?php\n${code}`, ...more };
  const { project } = await factsFor('FROM php:8.3-cli\nCOPY . .\n', files);
  const sources = project.sources('')!;
  expect(sources.complete).toBe(true);
  return [...sources.writes.map((one) => one.path), ...sources.writesElsewhere.map((one) => one.path ?? '?')];
} // prettier-ignore

describe('what PHP programs write', () => {
  it.each<[string, string, (string | undefined)[]]>([
    ['a file beside the source', "file_put_contents(__DIR__ . '/shop.log', $line);", ['src/shop.log']],
    ['above it', "file_put_contents(__DIR__ . '/../data/shop.json', $json, LOCK_EX);", ['data/shop.json']],
    ['by dirname', "touch(dirname(__DIR__) . '/data/now');", ['data/now']],
    ['by dirname of a file', "touch(dirname(__FILE__, 2) . '/data/now');", ['data/now']],
    ['a name that only the program knows', "file_put_contents(__DIR__ . '/../data/' . $name, $x);", ['data/*']],
    ['a text with variables', 'file_put_contents(__DIR__ . "/../data/{$name}.json", $x);', ['data/*']],
    ['a variable with the folder', "$dir = __DIR__ . '/../cache';\nfile_put_contents(\"$dir/$key\", $x);", ['cache/*']],
    ['a property', "class A {\n private string $dir = __DIR__ . '/../cache';\n function f() { mkdir($this->dir); }\n}", ['cache/*']],
    ['a constant of the class', "class A {\n const FILE = __DIR__ . '/../data/a.txt';\n function f() { unlink(self::FILE); }\n}", ['data/a.txt']],
    ['a constant', "define('DATA', __DIR__ . '/data/');\nfopen(DATA . 'log.txt', 'ab');", ['src/data/log.txt']],
    ['a folder', "mkdir(__DIR__ . '/../uploads', 0777, true);", ['uploads/*']],
    ['an upload', "move_uploaded_file($_FILES['a']['tmp_name'], __DIR__ . '/../public/uploads/' . $name);", ['public/uploads/*']],
    ['a database', "$db = new PDO('sqlite:' . __DIR__ . '/../data/shop.db');", ['data/shop.db']],
    ['a database by a text', '$root = dirname(__DIR__);\n$db = new PDO("sqlite:$root/data/shop.db");', ['data/shop.db']],
    ['a database of SQLite3', "new \\SQLite3(__DIR__ . '/shop.db');", ['src/shop.db']],
    ['a database of Doctrine', "$url = 'sqlite:///%kernel.project_dir%/var/data.db';", ['var/data.db']],
    ['a log of Monolog', "$log->pushHandler(new StreamHandler(__DIR__ . '/../logs/app.log', Level::Info));", ['logs/app.log']],
    ['a cache of Twig', "$twig = new \\Twig\\Environment($loader, ['cache' => __DIR__ . '/../var/twig']);", ['var/twig/*']],
    ['a compiled container', "$builder->enableCompilation(__DIR__ . '/../var/cache');", ['var/cache/*']],
    ['the folders of Laravel', "File::put(storage_path('app/x.txt'), $x);\n$file->move(public_path('uploads'), $name);", ['storage/app/x.txt', 'public/uploads/*']],
    ['an image', "imagejpeg($image, __DIR__ . '/../public/thumbs/' . $id . '.jpg', 80);", ['public/thumbs/*']],
    ['an image to the answer', 'imagejpeg($image, null, 80);', []],
    ['its own log', "error_log('x', 3, __DIR__ . '/../log/e.log');\nini_set('error_log', __DIR__ . '/../log/f.log');", ['log/e.log', 'log/f.log']],
    ['a default of the environment', "$path = getenv('DATA_DIR') ?: __DIR__ . '/../data';\nfile_put_contents($path . '/a', $x);", ['data/a']],
    ['an absolute place', "file_put_contents('/var/lib/shop/state', $x);", ['/var/lib/shop/state']],
    ['a place of its own', "file_put_contents($path, $x);", ['?']],
    ['a parameter with a default', "function f($path = __DIR__ . '/x') { file_put_contents($path, 1); }", ['?']],
    ['a variable with two values', "$p = __DIR__ . '/a';\nif ($x) { $p = '/b'; }\nfile_put_contents($p, 1);", ['?']],
    ['a mode that only the program knows', "fopen(__DIR__ . '/../data/a.txt', $mode);", ['data/a.txt']],
    ['temporary files', "file_put_contents(sys_get_temp_dir() . '/a', $x);\ntempnam('/tmp', 'x');", []],
    ['streams', "fopen('php://output', 'w');\nfile_put_contents('php://stderr', 'x');\nnew StreamHandler('php://stdout');", []],
    ['a file that is read', "fopen(__DIR__ . '/a.csv', 'r');\nfile_get_contents('x');", []],
    ['a record', '$user->save();\n$form->save($manager);\n$list->move($a);', []],
    ['a database in memory', "new PDO('sqlite::memory:');", []],
    ['a comment and a text', "// file_put_contents($x)\n# unlink($x)\n/* touch($y) */ $a = 'mkdir($z)';", []],
    ['what stands in the page', "?>\n<p>don't mkdir($x)</p>\n<?php echo 1;", []],
    ['a relative path of an unknown folder', "file_put_contents('shop.log', $x);", ['shop.log']],
  ])('%s', async (_, code, places) => {
    expect(await written(code)).toEqual(places);
  }); // prettier-ignore

  it('takes a relative path for one beside the folder that exists', async () => {
    expect(await written("file_put_contents('data/shop.log', $x);", 'public/index.php', { 'data/.gitkeep': '' })).toEqual(['data/shop.log']);
    expect(await written("file_put_contents('shop.log', $x);", 'index.php')).toEqual(['shop.log']);
  }); // prettier-ignore

  it('leaves out tests, migrations and packages', async () => {
    for (const path of ['tests/A.php', 'database/migrations/1_a.php', 'vendor/a/b.php', 'src/ShopTest.php'])
      expect(await written("file_put_contents('/srv/x', 1);", path), path).toEqual([]);
  });

  it('names the programs that it starts', async () => {
    const code = "exec('/usr/bin/convert a.png b.jpg');\nnew Process(['git', 'log']);\nshell_exec($x);";
    const files = { 'composer.json': '{}', 'a.php': `<?php\n${code}` };
    const { project } = await factsFor('FROM php:8.3-cli\nCOPY . .\n', files);
    expect(project.sources('')!.startedPrograms?.map(({ program }) => program)).toEqual(['convert', 'git', undefined]); // prettier-ignore
  });
});
