import { describe, expect, it } from 'vitest';
import type { SourceFacts } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

const nodeManifest = (dependencies: Record<string, string> = { express: '^4.0.0' }): string =>
  json({ name: 'shop', dependencies });

async function sourcesOf(tree: MemoryTree): Promise<SourceFacts> {
  const facts = await projectOf(tree);
  const found = facts.sources('');
  expect(found).toBeDefined();
  return found!;
}

const node = (tree: MemoryTree): Promise<SourceFacts> =>
  sourcesOf({ 'package.json': nodeManifest(), ...tree });
const paths = (facts: SourceFacts): string[] => facts.healthRoutes.map((route) => route.path);

describe('health routes in JavaScript', () => {
  const cases: [string, MemoryTree, string[]][] = [
    ['express', { 'a.js': "const express = require('express');\nconst app = express();\napp.get('/health', (q, s) => s.send('ok'));" }, ['/health']],
    ['one line', { 'a.js': "const app = require('express')(); app.get('/healthz', (q, s) => s.end())" }, ['/healthz']],
    ['best first', { 'a.ts': "const app = express();\napp.get('/status', f);\napp.get('/ping', f);\napp.get('/healthz', f);" }, ['/healthz', '/ping', '/status']],
    ['commented out', { 'a.js': "const app = express();\n// app.get('/health', f)\n/* app.get('/ready', f) */" }, []],
    ['for who has logged in', { 'a.js': "const app = express();\napp.get('/admin/status', verifyJWT, hasRole(['admin']), f);\napp.get('/ping', passport.authenticate('jwt'), f);\napp.get('/ready', cors(), f);" }, ['/ready']],
    ['for who has logged in, fastify', { 'a.js': "const app = Fastify();\napp.get('/status', { preHandler: [app.authenticate] }, f);\napp.get('/health', { logLevel: 'silent' }, f);" }, ['/health']],
    ['below a guard', { 'a.js': "const app = express();\napp.get('/health', f);\napp.use('/api', requireAuth);\napp.get('/api/status', f);\napp.get('/ready', f);\napp.use(checkToken);\napp.get('/ping', f);" }, ['/health', '/ready']],
    ['a router behind a guard', { 'a.js': "const app = express();\nconst r = express.Router();\nr.get('/health', f);\napp.use('/api', isAuthenticated, r);" }, []],
    ['a router that is about authentication', { 'a.js': "import authRoutes from './auth.js';\nconst app = express();\napp.use(authRoutes);\napp.use('/auth', authRouter);\napp.get('/health', f);" }, ['/health']],
    ['a middleware that is written here', { 'a.js': "const app = express();\napp.use((req, res, next) => (req.path === '/health' ? next() : auth(req, res, next)));\napp.get('/health', f);" }, ['/health']],
    ['other method', { 'a.js': "const app = express();\napp.post('/health', f);" }, []],
    ['a setting is no route', { 'a.js': "const app = express();\napp.get('status');" }, []],
    ['parameter in the path', { 'a.js': "const app = express();\napp.get('/:id/health', f);" }, []],
    ['unknown receiver', { 'a.js': "module.exports = (app) => { app.get('/health', f); };" }, []],
    ['shadowed receiver', { 'a.js': "const app = express();\nfunction sub(app) { app.get('/health', f); }" }, []],
    ['http client', { 'a.js': "axios.get('/health', { timeout: 1 });" }, []],
    ['mounted in the same file', { 'a.js': "const app = express();\nconst r = express.Router();\nr.get('/health', f);\napp.use('/api', r);" }, ['/api/health']],
    ['never mounted', { 'a.js': "const app = express();\nconst r = express.Router();\nr.get('/health', f);" }, []],
    ['unknown prefix', { 'a.js': "const app = express();\nconst r = express.Router();\nr.get('/health', f);\napp.use(config.base, r);" }, []],
    ['behind middleware', { 'a.js': "const app = express();\nconst r = express.Router();\nr.get('/health', f);\napp.use('/v1', cors(), r);" }, ['/v1/health']],
    ['mounted across files', {
      'src/app.ts': "import express from 'express';\nimport health from './routes/health.js';\nconst app = express();\napp.use('/api', health);",
      'src/routes/health.ts': "import { Router } from 'express';\nconst router = Router();\nrouter.get('/ready', f);\nexport default router;",
    }, ['/api/ready']],
    ['mounted across files with require', {
      'app.js': "const app = express();\napp.use('/internal', require('./routes'));",
      'routes/index.js': "const router = require('express').Router();\nconst r = express.Router();\nr.get('/health', f);\nmodule.exports = r;",
    }, ['/internal/health']],
    ['named export', {
      'src/app.ts': "import { health as h } from './h';\nconst app: Express = express();\napp.use(h);",
      'src/h.ts': "export const health = express.Router();\nhealth.get('/live', f);",
    }, ['/live']],
    ['application imported elsewhere', {
      'app.js': 'const app = express();\nexport default app;',
      'routes.js': "import app from './app.js';\napp.get('/health', f);",
    }, ['/health']],
    ['class field', { 'a.ts': "class S { constructor() { this.app = express(); this.app.get('/health', f); } }" }, ['/health']],
    ['fastify', { 'a.js': "const server = Fastify({ logger: true });\nserver.get('/health', async () => ({}));" }, ['/health']],
    ['fastify route object', { 'a.js': "const s = fastify();\ns.route({ method: 'GET', url: '/ready', handler })" }, ['/ready']],
    ['fastify plugin parameter', { 'a.js': "export default async function (fastify) { fastify.get('/health', f); }" }, []],
    ['express route chain', { 'a.js': "const app = express();\napp.route('/health').get(f);" }, ['/health']],
    ['koa router', { 'a.js': "const app = new Koa();\nconst router = new Router({ prefix: '/v2' });\nrouter.get('/health', f);\napp.use(router.routes());" }, ['/v2/health']],
    ['hono', { 'a.ts': "const app = new Hono<{ Bindings: Env }>();\napp.get('/health', (c) => c.text('ok'));" }, ['/health']],
    ['hono with a base path', { 'a.ts': "const app = new Hono().basePath('/api');\napp.get('/health', (c) => c.text('ok'));" }, []],
    ['plain http', { 'a.js': "http.createServer((req, res) => { if (req.url === '/healthz') res.end('ok'); }).listen(8080);" }, ['/healthz']],
    ['router mounted in itself', { 'a.js': "const r = Router();\nr.get('/health', f);\nr.use('/x', r);" }, []],
    ['in a test', { 'test/a.js': "const app = express();\napp.get('/health', f);", 'a.test.js': "const app = express();\napp.get('/health', f);" }, []],
    ['two routers of one name', { 'a.js': "const app = express();\nfunction a() { const r = Router(); r.get('/health', f); }\nfunction b() { const r = Router(); app.use('/b', r); }" }, []],
  ]; // prettier-ignore
  it.each(cases)('%s', async (_name, tree, expected) => {
    expect(paths(await node(tree))).toEqual(expected);
  });

  const nest = json({ name: 'n', dependencies: { '@nestjs/core': '^10.0.0' } });
  const controller =
    "@Controller('health')\nexport class H {\n  @Get()\n  check() { return 'ok'; }\n  @Get('ready')\n  r() {}\n}";
  it.each([
    ['no prefix', 'const app = await NestFactory.create(M);', ['/health', '/health/ready']],
    ['literal prefix', "app.setGlobalPrefix('api');", ['/api/health', '/api/health/ready']],
    ['prefix from settings', 'app.setGlobalPrefix(prefix);', []],
    ['versions in the path', 'app.enableVersioning();', []],
  ])('nest: %s', async (_name, main, expected) => {
    expect(
      paths(await sourcesOf({ 'package.json': nest, 'src/main.ts': main, 'src/h.ts': controller })),
    ).toEqual(expected);
  });

  it('next: reads the folder structure', async () => {
    const facts = await sourcesOf({
      'package.json': json({ name: 'n', dependencies: { next: '14.0.0' } }),
      'src/app/(ops)/api/health/route.ts': 'export async function GET() {}',
      'app/api/status/route.ts': 'export async function POST() {}',
      'pages/api/ready.js': 'export default f',
    });
    expect(paths(facts)).toEqual(['/api/health', '/api/ready']);
  });
});

describe('health routes in Python and Go', () => {
  const python: [string, MemoryTree, string[]][] = [
    ['flask', { 'app.py': "from flask import Flask\napp = Flask(__name__)\n@app.route('/health')\ndef h(): return 'ok'" }, ['/health']],
    ['flask, POST only', { 'app.py': "app = Flask(__name__)\n@app.route('/health', methods=['POST'])\ndef h(): pass" }, []],
    ['commented out', { 'app.py': "app = Flask(__name__)\n# @app.route('/health')\n" }, []],
    ['fastapi', { 'main.py': "app: FastAPI = FastAPI()\n@app.get('/healthz')\nasync def h(): ..." }, ['/healthz']],
    ['router with prefix', { 'main.py': "app = FastAPI()\nrouter = APIRouter(prefix='/api')\n@router.get('/health')\ndef h(): ...\napp.include_router(router)" }, ['/api/health']],
    ['router of another module', {
      'main.py': "from app.routes import health\napp = FastAPI()\napp.include_router(health.router, prefix='/v1')",
      'app/routes/health.py': "router = APIRouter()\n@router.get('/ping')\ndef p(): ...",
    }, ['/v1/ping']],
    ['blueprint', { 'app.py': "app = Flask(__name__)\nbp = Blueprint('b', __name__, url_prefix='/own')\n@bp.route('/health')\ndef h(): ...\napp.register_blueprint(bp)" }, ['/own/health']],
    ['blueprint prefix replaced', { 'app.py': "app = Flask(__name__)\nbp = Blueprint('b', __name__, url_prefix='/own')\n@bp.route('/health')\ndef h(): ...\napp.register_blueprint(bp, url_prefix='/new')" }, ['/new/health']],
    ['router never included', { 'app.py': "router = APIRouter()\n@router.get('/health')\ndef h(): ..." }, []],
  ]; // prettier-ignore
  it.each(python)('python: %s', async (_name, tree, expected) => {
    expect(paths(await sourcesOf({ 'requirements.txt': 'flask\n', ...tree }))).toEqual(expected);
  });

  const go: [string, string, string[]][] = [
    ['net/http', 'http.HandleFunc("/health", h)', ['/health']],
    ['mux with method', 'mux := http.NewServeMux()\nmux.HandleFunc("GET /healthz", h)', ['/healthz']],
    ['other method', 'mux := http.NewServeMux()\nmux.HandleFunc("POST /healthz", h)', []],
    ['gin', 'r := gin.Default()\nr.GET("/ping", h)', ['/ping']],
    ['gin group', 'r := gin.Default()\nv1 := r.Group("/v1")\nv1.GET("/health", h)', ['/v1/health']],
    ['echo', 'e := echo.New()\ne.GET("/ready", h)', ['/ready']],
    ['chi', 'r := chi.NewRouter()\nr.Get("/health", h)', ['/health']],
    [
      'chi sub-router',
      'r := chi.NewRouter()\nr.Route("/api", func(r chi.Router) {\nr.Get("/health", h)\n})',
      [],
    ],
    ['unknown receiver', 'c.Get("/health", h)', []],
    ['comment', '// http.HandleFunc("/health", h)', []],
    ['of operators, on a port of its own', 'http.HandleFunc("/debug/health", h)', []],
  ];
  it.each(go)('go: %s', async (_name, body, expected) => {
    const facts = await sourcesOf({
      'go.mod': 'module x\n',
      'main.go': `package main\nfunc main() {\n${body}\n}\n`,
    });
    expect(paths(facts)).toEqual(expected);
  });
});

describe('ports', () => {
  it.each([
    ['literal', 'app.listen(3000)', [3000]],
    ['default', 'app.listen(process.env.PORT || 8080, () => {})', [8080]],
    ['variable', 'const PORT = process.env.PORT ?? 4000;\napp.listen(PORT)', [4000]],
    [
      'converted',
      "const port = parseInt(process.env.PORT || '5001', 10)\nserver.listen(port, '0.0.0.0')",
      [5001],
    ],
    ['options', 'await s.listen({ port: Number(process.env.PORT) || 3333, host })', [3333]],
    ['short form', 'const port = 7000\ns.listen({ port, host })', [7000]],
    ['Bun', 'Bun.serve({ port: 3001, fetch })', [3001]],
    ['unknown', 'app.listen(config.port)', []],
    ['any free one', 'app.listen(0)', []],
    ['declared twice', 'let p = 1000;\nfunction f() { let p = 2000; app.listen(p) }', []],
  ])('node: %s', async (_name, text, expected) => {
    expect((await node({ 'a.js': text })).ports.map((item) => item.port)).toEqual(expected);
  });
  it.each([
    ['flask', "app = Flask(__name__)\napp.run(host='0.0.0.0', port=5001)", [5001]],
    ['environment', "app = Flask(__name__)\napp.run(port=int(os.environ.get('PORT', 8081)))", [8081]],
    ['uvicorn', "uvicorn.run('main:app', port=9000)", [9000]],
    ['uvicorn default', 'uvicorn.run(app)', [8000]],
    ['something else', 'job.run(port=1)', []],
  ])('python: %s', async (_name, text, expected) => {
    const facts = await sourcesOf({ 'requirements.txt': 'flask', 'app.py': text });
    expect(facts.ports.map((item) => item.port)).toEqual(expected);
  });
  it.each([
    ['literal', 'http.ListenAndServe(":8080", nil)', [8080]],
    [
      'variable',
      'port := os.Getenv("PORT")\nif port == "" { port = "8081" }\nhttp.ListenAndServe(":"+port, nil)',
      [8081],
    ],
    ['server', 's := &http.Server{Addr: ":9090", Handler: h}', [9090]],
    ['gin default', 'r := gin.Default()\nr.Run()', [8080]],
    ['echo', 'e := echo.New()\ne.Logger.Fatal(e.Start(":1323"))', [1323]],
    ['unknown', 'http.ListenAndServe(addr, nil)', []],
  ])('go: %s', async (_name, body, expected) => {
    const facts = await sourcesOf({
      'go.mod': 'module x',
      'main.go': `package main\nfunc main() {\n${body}\n}`,
    });
    expect(facts.ports.map((item) => item.port)).toEqual(expected);
  });
});

describe('files at run time', () => {
  const assets = { 'public/i.html': '', 'views/a.ejs': '', 'data.json': '{}', 'src/x.sql': '' };
  it.each([
    ['express.static', "app.use(express.static('public'))", ['public']],
    ['from the file', "app.use(express.static(path.join(__dirname, '..', 'public')))", ['public']],
    [
      'through a variable',
      "const dir = path.resolve(__dirname, '../public');\napp.use('/s', express.static(dir))",
      ['public'],
    ],
    ['views', "app.set('views', path.join(process.cwd(), 'views'))", ['views']],
    ['default views', "app.set('view engine', 'ejs')", ['views']],
    ['read file', "fs.readFileSync('data.json', 'utf8')", ['data.json']],
    ['URL', "readFile(new URL('./x.sql', import.meta.url))", ['src/x.sql']],
    ['template', 'res.sendFile(`${__dirname}/../public/i.html`)', ['public/i.html']],
    ['added', "fs.readFileSync(__dirname + '/x.sql')", ['src/x.sql']],
    ['sendFile with root', "res.sendFile('i.html', { root: 'public' })", ['public']],
    ['missing', "express.static('nothing')", []],
    ['absolute', "fs.readFileSync('/etc/hosts')", []],
    ['outside', "fs.readFileSync('../../secret')", []],
    ['commented out', "// express.static('public')", []],
  ])('node: %s', async (_name, text, expected) => {
    const facts = await node({ ...assets, 'src/app.js': text });
    expect(facts.runtimePaths.map((item) => item.path)).toEqual(expected);
  });

  it('tells writes from reads', async () => {
    const facts = await node({
      'src/a.js':
        "multer({ dest: 'uploads/' });\nfs.mkdirSync('logs');\nnew Database('data/app.db');\nfs.createWriteStream('/var/log/x');\nnew Database(':memory:')",
    });
    expect(facts.writes.map((item) => item.path)).toEqual(['uploads', 'logs', 'data/app.db']);
  });

  it.each([
    ['a literal', "fs.writeFileSync('notes/a.md', x)", ['notes/a.md'], []],
    [
      'a name in a folder',
      "const dir = path.join(__dirname, 'pages');\nfs.writeFileSync(path.join(dir, name), x)",
      ['src/pages'],
      [],
    ],
    ['a name in the working directory', 'fs.writeFileSync(path.join(process.cwd(), name), x)', [''], []],
    [
      'a template',
      'const dir = `${__dirname}/../pages`;\nfs.writeFile(`${dir}/old/${id}.md`, x, f)',
      ['pages/old'],
      [],
    ],
    ['a template that begins with a folder', 'fs.writeFile(`uploads/${id}.png`, x, f)', ['uploads'], []],
    ['a sum', "fs.writeFile('uploads/' + id, x, f)", ['uploads'], []],
    [
      'the default behind the environment',
      "const dir = process.env.DATA_DIR ?? './data';\nfs.mkdirSync(dir)",
      ['data'],
      [],
    ],
    ['the folder of a file', "fs.mkdirSync(path.dirname('data/app.db'))", ['data'], []],
    ['an absolute path', "fs.createWriteStream('/var/log/shop.log')", [], ['/var/log/shop.log']],
    [
      'the temporary folder',
      "fs.writeFileSync(path.join(os.tmpdir(), name), x);\nfs.writeFileSync('/tmp/x', y)",
      [],
      [],
    ],
    ['a parameter', 'function save(file, text) { fs.writeFileSync(file, text) }', [], [undefined]],
    ['a folder from outside', 'fs.writeFileSync(path.join(options.folder, "a.md"), text)', [], [undefined]],
    [
      'a path that climbs out',
      "fs.writeFileSync(path.join(__dirname, '../../..', name), text)",
      [],
      [undefined],
    ],
    ['a variable of itself', 'const a = a;\nfs.writeFileSync(a, text)', [], [undefined]],
  ])('node writes to %s', async (_name, text, inside, elsewhere) => {
    const facts = await node({ 'src/a.js': text });
    expect(facts.writes.map((item) => item.path)).toEqual(inside);
    expect(facts.writesElsewhere.map((item) => item.path)).toEqual(elsewhere);
  });

  it('python: folders of Flask and literal files', async () => {
    const facts = await sourcesOf({
      'requirements.txt': 'flask',
      'shop/__init__.py':
        "app = Flask(__name__)\nopen('seed.csv')\nopen('out.txt', 'w')\nsqlite3.connect('a.db')",
      'shop/templates/i.html': '',
      'shop/static/s.css': '',
      'seed.csv': '',
    });
    expect(facts.runtimePaths.map((item) => item.path)).toEqual([
      'shop/templates',
      'shop/static',
      'seed.csv',
    ]);
    expect(facts.writes.map((item) => item.path)).toEqual(['out.txt', 'a.db']);
  });

  it('go: templates, static files, embedded ones, certificates and zones', async () => {
    const facts = await sourcesOf({
      'go.mod': 'module x',
      'web/a.html': '',
      'templates/a.html': '',
      'static/a.css': '',
      'main.go':
        'package main\nimport (\n\t"embed"\n\t"os/exec"\n)\n//go:embed web/*.html all:assets\nvar f embed.FS\nfunc main() {\n template.Must(template.ParseGlob("templates/*.html"))\n http.Handle("/s/", http.FileServer(http.Dir("static")))\n http.Get("https://x")\n time.LoadLocation("Europe/Paris")\n os.WriteFile("out.log", nil, 0o644)\n}',
    });
    expect(facts.runtimePaths.map((item) => item.path)).toEqual(['templates', 'static']);
    expect(facts.embedded).toEqual(['web/*.html', 'assets']);
    expect(facts.writes.map((item) => item.path)).toEqual(['out.log']);
    expect(facts.runsPrograms).toEqual(['os/exec (main.go)']);
    expect([facts.needsCertificates, facts.needsTimezones]).toEqual([true, true]);
  });

  it('go: a plain server needs neither certificates nor zones', async () => {
    const facts = await sourcesOf({
      'go.mod': 'module x',
      'main.go': 'package main\nfunc main() { http.ListenAndServe(":1", nil) }',
    });
    expect([facts.needsCertificates, facts.needsTimezones, facts.complete]).toEqual([false, false, true]);
  });

  it('notes programs that are run', async () => {
    expect((await node({ 'a.ts': "import { spawn } from 'node:child_process'" })).runsPrograms).toEqual([
      'child_process (a.ts)',
    ]);
    expect(
      (await node({ 'a.ts': "// require('child_process')\nconst s = 'child_process'" })).runsPrograms,
    ).toEqual([]);
  });

  it('is not complete when a file is too large', async () => {
    expect((await node({ 'a.js': 'x'.repeat(300_000) })).complete).toBe(false);
  });
});
