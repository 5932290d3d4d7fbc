import { describe, expect, it } from 'vitest';
import { Collected } from '../../../server/project/sources/collected.ts';
import { tokenizeCSharp } from '../../../server/project/sources/csharp-tokens.ts';
import { isDotnetSource, readDotnet } from '../../../server/project/sources/dotnet.ts';

const look = (text: string, path = 'Program.cs'): Collected => {
  const into = new Collected();
  readDotnet({ path, text }, into);
  return into;
};
const writes = (text: string, path?: string): (string | undefined)[] =>
  look(text, path).writesElsewhere.map((one) => one.path);

describe('what a .NET program writes', () => {
  it.each([
    ['File.WriteAllText("data/users.json", json);', ['data/users.json']],
    ['await System.IO.File.AppendAllTextAsync(path, line);', [undefined]],
    ['using var file = new FileStream(Path.Combine(root, name), FileMode.Create);', [undefined]],
    ['using var file = new FileStream(path, FileMode.Open, FileAccess.Read);', []],
    ['Directory.CreateDirectory("uploads");', ['uploads']],
    ['options.UseSqlite("Data Source=shop.db");', ['shop.db']],
    ['options.UseSqlite("Data Source=:memory:");', []],
    ['options.UseSqlite(configuration.GetConnectionString("Default"));', [undefined]],
    [
      'Log.Logger = new LoggerConfiguration().WriteTo.File("logs/shop.txt").CreateLogger();',
      ['logs/shop.txt'],
    ],
    ['File.Copy("a.txt", "b.txt");', ['b.txt']],
    ['File.WriteAllText(Path.GetTempFileName(), text);', []],
    ['File.WriteAllText("/tmp/shop", text);', []],
    ['return File(bytes, "image/png");', []],
    ['// File.WriteAllText("a", b);\n/* File.Delete("a") */\n#region File.Delete("b")\n', []],
    ['var text = "File.WriteAllText(\\"a\\", b)";', []],
  ])('%s', (text, expected) => {
    expect(writes(text)).toEqual(expected);
  });

  it('reads settings', () => {
    const text = `{ // of the program
      "ConnectionStrings": { "Default": "Data Source=app.db;Cache=Shared" },
      "Serilog": { "WriteTo": [{ "Name": "File", "Args": { "path": "logs/shop.log" } }] },
      "Kestrel": { "Endpoints": { "Http": { "Url": "http://*:81" } } }
    }`;
    expect(writes(text, 'appsettings.json').sort()).toEqual(['app.db', 'logs/shop.log']);
    expect(look(text, 'appsettings.json').ports).toEqual([{ port: 81, file: 'appsettings.json' }]);
    expect(writes('{ "Default": "Server=db;Database=shop" }', 'appsettings.json')).toEqual([]);
    expect(writes('<nlog><targets><target fileName="a.log"/></targets></nlog>', 'nlog.config')).toEqual([
      undefined,
    ]);
    expect(writes('{ broken', 'appsettings.json')).toEqual([]);
  });

  it('does not know other languages', () => {
    expect(writes('printfn "hello"', 'Program.fs')).toEqual([undefined]);
  });
});

describe('what a .NET program starts', () => {
  it.each([
    ['Process.Start("git", "status");', ['git']],
    [
      'var info = new ProcessStartInfo { FileName = "ffmpeg", Arguments = "-i" };\nProcess.Start(info);',
      ['ffmpeg'],
    ],
    ['using var one = Process.Start(new ProcessStartInfo("curl", url));', ['curl', 'curl']],
    ['Process.Start(name, "x");', [undefined]],
    ['process.StartInfo.FileName = "git";\nprocess.Start();', ['git']],
  ])('%s', (text, expected) => {
    const started = look(text).startedPrograms.map(({ program }) => program);
    expect([...new Set(started)]).toEqual([...new Set(expected)]);
  });
});

describe('where a .NET program listens', () => {
  it.each([
    ['app.Run("http://0.0.0.0:80");', [80]],
    ['builder.WebHost.UseUrls("http://*:5000;https://*:5001");', [5000, 5001]],
    ['options.ListenAnyIP(8081);', [8081]],
    ['options.Listen(IPAddress.Any, 9000);', [9000]],
    ['policy.WithOrigins("http://localhost:3000");', []],
  ])('%s', (text, expected) => {
    expect(look(text).ports.map(({ port }) => port)).toEqual(expected);
  });
});

it('leaves out what builds make', () => {
  expect(
    ['Program.cs', 'Data/Store.cs', 'appsettings.Production.json', 'Pages/Index.cshtml'].every(
      isDotnetSource,
    ),
  ).toBe(true);
  expect(['obj/Debug/a.cs', 'bin/appsettings.json', 'package.json', '.vs/a.cs'].some(isDotnetSource)).toBe(
    false,
  );
});

describe('tokens of C#', () => {
  const texts = (text: string): string[] =>
    tokenizeCSharp(text).map((token) => `${token.kind} ${token.text}`);

  it('knows the forms of strings', () => {
    expect(texts('@"C:\\a ""b""" "x\\ty" $"{a}/b" """raw "text" here""" \'"\' @class')).toEqual([
      'string C:\\a "b"',
      'string x\ty',
      'template {a}/b',
      'string raw "text" here',
      "number '\"'",
      'name class',
    ]);
  });

  it('ends with what is not closed', () => {
    expect(texts('a /* b')).toEqual(['name a']);
    expect(texts('"open\nb')).toEqual(['punctuation "', 'name open', 'name b']);
  });
});
