import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/localhost-bind.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const python = 'FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\nUSER 1000\nEXPOSE 8000\n';
const node = 'FROM node:22-alpine\nWORKDIR /srv\nCOPY . .\nUSER node\nEXPOSE 3000\n';
const manifest: MemoryTree = { 'package.json': '{"name":"shop","scripts":{"start":"node server.js","serve":"vite preview --host localhost --port 3000"},"dependencies":{"fastify":"5.6.1"}}' }; // prettier-ignore
const server = (text: string): MemoryTree => ({ ...manifest, 'server.js': text });
const app = (text: string): MemoryTree => ({ 'requirements.txt': 'uvicorn\n', 'main.py': text });

const silent: RuleCase[] = [
  { name: 'every address', text: `${python}CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n` },
  { name: 'every address, in one word', text: `${python}CMD uvicorn main:app --host=0.0.0.0\n` },
  { name: 'a host from a variable', text: `${python}CMD uvicorn main:app --host $HOST\n` },
  { name: 'a host by ENV', text: `${python}ENV UVICORN_HOST=0.0.0.0\nCMD ["uvicorn", "main:app"]\n` },
  { name: 'a socket', text: `${python}CMD ["uvicorn", "main:app", "--uds", "/run/app.sock"]\n` },
  { name: 'nothing exposed', text: 'FROM python:3.13-slim\nCMD ["uvicorn", "main:app"]\n' },
  { name: 'another port is exposed', text: `${python}CMD ["uvicorn", "main:app", "--port", "9000"]\n` },
  { name: 'gunicorn on two addresses', text: `${python}CMD ["gunicorn", "-b", "127.0.0.1:8000", "-b", "0.0.0.0:8000", "app:app"]\n` },
  { name: 'gunicorn with PORT', text: `${python}ENV PORT=8000\nCMD ["gunicorn", "app:app"]\n` },
  { name: 'gunicorn with settings', text: `${python}CMD ["gunicorn", "-c", "conf.py", "app:app"]\n` },
  { name: 'gunicorn with its own settings file', text: `${python}CMD ["gunicorn", "app:app"]\n`, files: { 'gunicorn.conf.py': 'bind = "0.0.0.0:8000"\n' } },
  { name: 'behind a proxy of its own', text: `${python}CMD gunicorn -b 127.0.0.1:8000 app:app & nginx -g 'daemon off;'\n` },
  { name: 'fastapi run', text: `${python}CMD ["fastapi", "run"]\n` },
  { name: 'a script', text: `${python}CMD ["./start.sh"]\n` },
  { name: 'vite may have settings', text: `${node}CMD ["npx", "vite", "preview"]\n`, files: manifest },
  { name: 'a client with a host', text: `${python}CMD ["psql", "--host", "localhost"]\n` },
  { name: 'a development server is another rule’s', text: `${python}CMD ["flask", "run"]\n` },
  { name: 'a stage that is thrown away', text: `${python.replace('slim', 'slim AS a')}CMD ["uvicorn", "main:app"]\nFROM alpine:3.22\nCOPY --from=a /a /a\nEXPOSE 8000\nCMD ["/a"]\n` },
  { name: 'source: every address', text: `${node}CMD ["node", "server.js"]\n`, files: server('app.listen(3000)') },
  { name: 'source: one of two', text: `${node}CMD ["node", "server.js"]\n`, files: server("admin.listen(9000, 'localhost'); app.listen(3000)") },
  { name: 'source: another port', text: `${node}CMD ["node", "server.js"]\n`, files: server("admin.listen(9000, 'localhost')") },
  { name: 'source: by environment', text: `${node}CMD ["node", "server.js"]\n`, files: server("app.listen(3000, process.env.HOST || 'localhost')") },
  { name: 'source: another file listens', text: `${node}CMD ["node", "server.js"]\n`, files: { ...server('require("./a")'), 'a.js': "a.listen(3000, 'localhost')", 'b.js': 'b.listen(3000)' } },
  { name: 'source: of another program', text: `${python}CMD ["gunicorn", "-b", ":8000", "main:app"]\n`, files: app('import uvicorn\nuvicorn.run("main:app")') },
  { name: 'source: uvicorn with a host', text: `${python}CMD ["python", "main.py"]\n`, files: app('import uvicorn\nuvicorn.run("main:app", host="0.0.0.0")') },
].map((test) => ({ findings: [], ...test })); // prettier-ignore

const one = (name: string, text: string, fixed: string | undefined, files: MemoryTree = {}): RuleCase => ({ name, text, files, findings: 1, ...(fixed !== undefined && { fixed }) }); // prettier-ignore

const found: RuleCase[] = [
  one('uvicorn', `${python}CMD ["uvicorn", "main:app"]\n`, `${python}CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n`),
  one('uvicorn in shell form', `${python}CMD exec uvicorn main:app --port 8000\n`, `${python}CMD exec uvicorn main:app --port 8000 --host 0.0.0.0\n`),
  one('uvicorn by name', `${python}CMD ["uvicorn", "main:app", "--host", "localhost"]\n`, `${python}CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n`),
  one('poetry run', `${python}CMD ["poetry", "run", "uvicorn", "main:app"]\n`, `${python}CMD ["poetry", "run", "uvicorn", "main:app", "--host", "0.0.0.0"]\n`),
  one('python -m', `${python}CMD ["python", "-m", "uvicorn", "main:app"]\n`, `${python}CMD ["python", "-m", "uvicorn", "main:app", "--host", "0.0.0.0"]\n`),
  one('gunicorn', `${python}CMD ["gunicorn", "app:app"]\n`, `${python}CMD ["gunicorn", "app:app", "--bind", "0.0.0.0:8000"]\n`),
  one('gunicorn with an address', `${python}CMD ["gunicorn", "--bind=127.0.0.1:8000", "app:app"]\n`, `${python}CMD ["gunicorn", "--bind=0.0.0.0:8000", "app:app"]\n`),
  one('in a script', `${python}CMD ["sh", "-c", "alembic upgrade head && exec uvicorn main:app"]\n`, `${python}CMD ["sh", "-c", "alembic upgrade head && exec uvicorn main:app --host 0.0.0.0"]\n`),
  one('words of ENTRYPOINT and CMD', `${python}ENTRYPOINT ["uvicorn"]\nCMD ["main:app"]\n`, `${python}ENTRYPOINT ["uvicorn"]\nCMD ["main:app", "--host", "0.0.0.0"]\n`),
  one('a development stage', `${python.replace('slim', 'slim AS dev')}CMD ["python", "manage.py", "runserver", "8000"]\n`, `${python.replace('slim', 'slim AS dev')}CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]\n`),
  one('a development stage without an address', `${python.replace('slim', 'slim AS dev')}CMD ["python", "manage.py", "runserver"]\n`, `${python.replace('slim', 'slim AS dev')}CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]\n`),
  one('php', 'FROM php:8.4-cli AS dev\nEXPOSE 80\nCMD ["php", "-S", "localhost:80"]\n', 'FROM php:8.4-cli AS dev\nEXPOSE 80\nCMD ["php", "-S", "0.0.0.0:80"]\n'),
  one('next start', `${node}CMD ["npx", "next", "start", "-H", "127.0.0.1", "-p", "3000"]\n`, `${node}CMD ["npx", "next", "start", "-H", "0.0.0.0", "-p", "3000"]\n`),
  one('inherited', `${python.replace('slim', 'slim AS base')}FROM base\nCMD ["uvicorn", "main:app"]\n`, `${python.replace('slim', 'slim AS base')}FROM base\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n`),
  one('a port from a variable', `FROM python:3.13-slim\nENV P=8000\nEXPOSE $P\nCMD ["uvicorn", "main:app"]\n`, `FROM python:3.13-slim\nENV P=8000\nEXPOSE $P\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n`),
  one('source: a host', `${node}CMD ["node", "server.js"]\n`, undefined, server("app.listen(3000, '127.0.0.1', () => {})")),
  one('source: by a script', `${node}CMD ["npm", "start"]\n`, undefined, server("app.listen(3000, 'localhost')")),
  one('source: Fastify', `${node}CMD ["node", "server.js"]\n`, undefined, server("const app = require('fastify')();\napp.listen({ port: 3000 })")),
  one('source: uvicorn', `${python}CMD ["python", "main.py"]\n`, undefined, app('import uvicorn\nif __name__ == "__main__":\n    uvicorn.run("main:app")\n')),
  one('source: Go', 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /shop .\nFROM alpine:3.22\nCOPY --from=build /shop /shop\nEXPOSE 8080\nCMD ["/shop"]\n', undefined, { 'go.mod': 'module x\n\ngo 1.26\n', 'main.go': 'package main\nfunc main() { http.ListenAndServe("localhost:8080", nil) }\n' }),
]; // prettier-ignore

describe('runtime/localhost-bind', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it.each([
    [`${python}CMD ["gunicorn", "app:app"]\n`, {}, 'listens on 127.0.0.1 when nothing else is said, unless PORT is set'],
    [`${python}CMD ["uvicorn", "main:app", "--host", "localhost"]\n`, {}, 'listens on localhost, which only the container itself reaches: port 8000 is exposed in vain'],
    [`${node}CMD ["node", "server.js"]\n`, server("const app = require('fastify')();\napp.listen({ port: 3000 })"), '`app.listen()` in server.js listens on localhost when no host is given'],
  ])('says why: %j', async (text, files, part) => {
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding!.message).toContain(part);
  }); // prettier-ignore
});
