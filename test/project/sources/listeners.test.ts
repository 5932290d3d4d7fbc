import { describe, expect, it } from 'vitest';
import type { SourceFacts } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

async function sourcesOf(tree: MemoryTree): Promise<SourceFacts> {
  const found = (await projectOf(tree)).sources('');
  expect(found).toBeDefined();
  return found!;
}

const javascript = (text: string): Promise<SourceFacts> =>
  sourcesOf({ 'package.json': json({ name: 'shop', dependencies: { express: '^5.0.0' } }), 'a.js': text });
const python = (text: string): Promise<SourceFacts> =>
  sourcesOf({ 'requirements.txt': 'flask\n', 'app.py': text });
const go = (text: string): Promise<SourceFacts> =>
  sourcesOf({ 'go.mod': 'module x\n', 'main.go': `package main\n${text}\n` });

describe('hosts that a program listens on', () => {
  it.each<[string, (text: string) => Promise<SourceFacts>, string, [string | undefined, boolean, number | undefined][]]>([
    ['every address', javascript, 'app.listen(3000)', [['', true, 3000]]],
    ['a callback', javascript, "app.listen(3000, () => console.log('up'))", [['', true, 3000]]],
    ['a host', javascript, "app.listen(3000, 'localhost', () => 0)", [['localhost', false, 3000]]],
    ['a host in options', javascript, "server.listen({ port: 80, host: '127.0.0.1' })", [['127.0.0.1', false, 80]]],
    ['Bun', javascript, "Bun.serve({ port: 80, hostname: '0.0.0.0' })", [['0.0.0.0', false, 80]]],
    ['a host that only the running program knows', javascript, 'app.listen(3000, process.env.HOST)', [[undefined, false, 3000]]],
    ['a variable of that name', javascript, 'app.listen({ port: 3000, host })', [[undefined, false, 3000]]],
    ['options of another place', javascript, 'app.listen({ port: 3000, ...options })', [[undefined, false, 3000]]],
    ['Fastify', javascript, "const app = Fastify({ logger: true });\napp.listen({ port: 3000 })", [['localhost', true, 3000]]],
    ['Fastify by require', javascript, "const app = require('fastify')();\napp.listen({ port: 3000 }, (e) => {})", [['localhost', true, 3000]]],
    ['Fastify with a host', javascript, "const app = fastify();\napp.listen({ port: 3000, host: '0.0.0.0' })", [['0.0.0.0', false, 3000]]],
    ['an event emitter', javascript, "bus.listen('message', f)", [[undefined, false, undefined]]],
    ['Flask', python, 'from flask import Flask\napp = Flask(__name__)\napp.run()', [['127.0.0.1', true, 5000]]],
    ['Flask with a host', python, 'app = Flask(__name__)\napp.run(host="0.0.0.0", port=80)', [['0.0.0.0', false, 80]]],
    ['Flask with the host first', python, 'app = Flask(__name__)\napp.run("0.0.0.0", debug=True)', [['0.0.0.0', false, 5000]]],
    ['Flask with options', python, 'app = Flask(__name__)\napp.run(**options)', [[undefined, false, 5000]]],
    ['Flask with a host from the environment', python, 'app = Flask(__name__)\napp.run(host=os.environ["HOST"])', [[undefined, false, 5000]]],
    ['uvicorn', python, 'import uvicorn\nuvicorn.run("main:app", port=8080)', [['127.0.0.1', true, 8080]]],
    ['something else that runs', python, 'subprocess.run(["ls"])', []],
    ['Go', go, 'func main() { http.ListenAndServe(":8080", nil) }', [['', false, 8080]]],
    ['Go with a host', go, 'func main() { http.ListenAndServe("127.0.0.1:8080", nil) }', [['127.0.0.1', false, 8080]]],
    ['Go with a host of version 6', go, 'func main() { net.Listen("tcp", "[::1]:8080") }', [['::1', false, 8080]]],
    ['Go with a server', go, 'var s = http.Server{Addr: "localhost:80"}', [['localhost', false, 80]]],
    ['gin', go, 'func main() { r := gin.Default(); r.Run() }', [[undefined, true, undefined]]],
    ['Go with a variable', go, 'func main() { http.ListenAndServe(addr, nil) }', [[undefined, false, undefined]]],
  ])('%s', async (_, sources, text, expected) => {
    const { listeners } = await sources(text);
    expect(listeners.map(({ host, byDefault, port }) => [host, byDefault, port])).toEqual(expected);
  }); // prettier-ignore

  it('knows Flask’s own server', async () => {
    const { listeners } = await python(
      'import flask\nweb = flask.Flask(__name__)\nweb.run()\nuvicorn.run(x)',
    );
    expect(listeners.map(({ flask }) => flask?.application)).toEqual(['web', undefined]);
  });
});

describe('what a Go program needs of its image', () => {
  it.each<[string, string, string[]]>([
    ['an address', 'func f() { http.Get("https://api.example.com/v1") }', ['calls https://api.example.com']],
    ['of this machine', 'func f() { http.Get("https://localhost:8443/") }', []],
    ['without TLS', 'func f() { http.Get("http://api.example.com/") }', []],
    ['an address that nothing calls', 'const docs = "https://docs.example.com/"', []],
    [
      'a module of a service',
      'import "github.com/stripe/stripe-go/v82"',
      ['uses github.com/stripe/stripe-go/v82'],
    ],
  ])('TLS: %s', async (_, text, expected) => {
    expect((await go(text)).tlsUses.map(({ what }) => what)).toEqual(expected);
  });

  it.each<[string, string, (string | undefined)[]]>([
    ['a zone', 'var z, _ = time.LoadLocation("Europe/Berlin")', ['Europe/Berlin']],
    ['of the user', 'var z, _ = time.LoadLocation(name)', [undefined]],
    ['known to every program', 'var z, _ = time.LoadLocation("UTC")', []],
    ['brought along', 'import _ "time/tzdata"\nvar z, _ = time.LoadLocation("Europe/Berlin")', []],
  ])('zones: %s', async (_, text, expected) => {
    expect((await go(text)).timezoneUses.map(({ zone }) => zone)).toEqual(expected);
  });
});
