import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/dev-server.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const node = (scripts: Record<string, string>, more: object = {}): MemoryTree => ({
  'package.json': JSON.stringify({ name: 'shop', scripts, dependencies: { express: '5.1.0', next: '15.5.0' }, ...more }),
  'server.js': '',
}); // prettier-ignore
const head = 'FROM node:22-alpine\nWORKDIR /srv\nCOPY . .\nUSER node\n';
const python = 'FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\nUSER 1000\n';
const start = node({ start: 'node server.js' });

const silent: RuleCase[] = [
  ['node itself', `${head}CMD ["node", "server.js"]\n`],
  ['a script that starts node', `${head}CMD ["npm", "start"]\n`],
  ['a last stage for development', `FROM node:22-alpine AS development\nWORKDIR /srv\nCOPY . .\nCMD ["npx", "nodemon", "server.js"]\n`],
  ['a stage of its own', `FROM node:22-alpine AS dev\nCMD ["npx", "nodemon", "server.js"]\n${head}CMD ["node", "server.js"]\n`],
  ['a stage that is thrown away', `FROM node:22-alpine AS build\nCMD ["npx", "vite"]\n${head}COPY --from=build /a /a\nCMD ["node", "server.js"]\n`],
  ['an environment for development', `${head}ENV NODE_ENV=development\nCMD ["npx", "nodemon", "server.js"]\n`],
  ['a RUN', `${head}RUN npx next dev --help\nCMD ["node", "server.js"]\n`],
  ['the other branch of a choice', `${head}CMD if [ "$NODE_ENV" = production ]; then npm start; else npx nodemon server.js; fi\n`],
  ['a choice of servers', `${python}CMD if [ -n "$DEV" ]; then flask run; else gunicorn app:app; fi\n`],
  ['overridden', `FROM node:22-alpine AS base\nCMD ["npx", "vite"]\nFROM base\nCMD ["node", "server.js"]\n`],
  ['a mode in the command', `FROM php:8.4-cli\nWORKDIR /srv\nCOPY . .\nCMD ["php", "bin/console", "--env=dev", "server:run", "0.0.0.0:8000"]\n`],
  ['next start', `${head}CMD ["npx", "next", "start"]\n`],
  ['vite build', `${head}CMD ["npx", "vite", "build"]\n`],
  ['an argument of the program', `${head}CMD ["node", "server.js", "--watch"]\n`],
  ['a name that only looks so', `${head}CMD ["node", "nodemon.js"]\n`],
  ['gunicorn', `${python}CMD ["gunicorn", "app:app"]\n`],
  ['manage.py migrate', `${python}CMD ["python", "manage.py", "migrate"]\n`],
  ['flask routes', `${python}CMD ["flask", "routes"]\n`],
  ['uvicorn', `${python}CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n`],
  ['fastapi run', `${python}CMD ["fastapi", "run", "main.py"]\n`],
  ['a Python program', `${python}CMD ["python", "app.py"]\n`],
  ['artisan queue:work', `FROM php:8.4-cli\nCMD ["php", "artisan", "queue:work"]\n`],
  ['go version', `FROM golang:1.26\nCMD ["go", "version"]\n`],
  ['cargo build', `FROM rust:1.98\nCMD ["cargo", "test"]\n`],
  ['a .dll', `FROM mcr.microsoft.com/dotnet/aspnet:8.0\nENTRYPOINT ["dotnet", "shop.dll"]\n`],
  ['a jar', `FROM eclipse-temurin:21-jre\nCMD ["java", "-jar", "app.jar"]\n`],
  ['mvn package', `FROM maven:3.9-eclipse-temurin-21\nCMD ["mvn", "-q", "package"]\n`],
  ['Windows', `FROM mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022\nCMD dotnet run\n`],
  ['no command', head],
].map(([name, text]) => ({ name: name!, text: text!, findings: [], files: { ...start, 'app.py': 'print(1)\n', 'requirements.txt': 'flask\n' } })); // prettier-ignore

const one = (name: string, text: string, span: string, files: MemoryTree = start, fixed?: string): RuleCase => ({ name, text, files, findings: [span], ...(fixed !== undefined && { fixed }) }); // prettier-ignore
const flask: MemoryTree = { 'requirements.txt': 'flask==3.1.2\ngunicorn==23.0.0\n', 'app.py': 'from flask import Flask\nweb = Flask(__name__)\nif __name__ == "__main__":\n    web.run(host="0.0.0.0", port=8080)\n' }; // prettier-ignore
const django: MemoryTree = { 'requirements.txt': 'Django\ngunicorn\n', 'manage.py': '', 'shop/wsgi.py': '', 'shop/settings.py': '' }; // prettier-ignore

const found: RuleCase[] = [
  one('nodemon', `${head}CMD ["nodemon", "-L", "--watch", "src", "server.js", "--port", "80"]\n`, '["nodemon", "-L", "--watch", "src", "server.js", "--port", "80"]', start, `${head}CMD ["node", "server.js", "--port", "80"]\n`),
  one('npx', `${head}CMD npx nodemon server.js\n`, 'npx nodemon server.js', start, `${head}CMD ["node", "server.js"]\n`),
  one('in node_modules', `${head}CMD ["./node_modules/.bin/nodemon", "server.js"]\n`, '["./node_modules/.bin/nodemon", "server.js"]', start, `${head}CMD ["node", "server.js"]\n`),
  one('a script', `${head}CMD ["npm", "run", "dev"]\n`, '["npm", "run", "dev"]', node({ dev: 'nodemon server.js' }), `${head}CMD ["node", "server.js"]\n`),
  one('a script of a script', `${head}CMD ["yarn", "dev"]\n`, '["yarn", "dev"]', node({ dev: 'npm run watch', watch: 'NODE_OPTIONS=-r nodemon server.js' })),
  one('behind a step', `${head}CMD npm run migrate && npm run dev\n`, 'npm run dev', node({ migrate: 'node migrate.js', dev: 'nodemon server.js' }), `${head}CMD npm run migrate && exec node server.js\n`),
  one('both branches', `${head}CMD if [ -n "$PORT" ]; then npx nodemon server.js; else npx nodemon -w src server.js; fi\n`, 'npx nodemon server.js'),
  one('ENTRYPOINT and CMD', `${head}ENTRYPOINT ["npm", "run"]\nCMD ["dev"]\n`, '["dev"]', node({ dev: 'vite' })),
  one('an init', `${head}ENTRYPOINT ["dumb-init", "--"]\nCMD ["nodemon", "server.js"]\n`, '["nodemon", "server.js"]', start, `${head}ENTRYPOINT ["dumb-init", "--"]\nCMD ["node", "server.js"]\n`),
  one('behind an entry script', `${head}ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["npm", "run", "dev"]\n`, '["npm", "run", "dev"]', node({ dev: 'ng serve --host 0.0.0.0' })),
  one('node --watch', `${head}CMD ["node", "--watch", "server.js"]\n`, '["node", "--watch", "server.js"]', start, `${head}CMD ["node", "server.js"]\n`),
  one('a production script', `${head}CMD ["npm", "run", "dev"]\n`, '["npm", "run", "dev"]', node({ dev: 'next dev', start: 'next start -p 3000', build: 'next build' })),
  one('a production script, built', `${head}RUN npm run build\nCMD ["npm", "run", "dev"]\n`, '["npm", "run", "dev"]', node({ dev: 'next dev', start: 'next start -p 3000', build: 'next build' }), `${head}RUN npm run build\nCMD ["node_modules/.bin/next", "start", "-p", "3000"]\n`),
  one('nest', `${head}RUN npm run build\nCMD ["npm", "start"]\n`, '["npm", "start"]', { ...node({ start: 'nest start', build: 'nest build', 'start:prod': 'node dist/main' }), 'nest-cli.json': '{}', 'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"}}' }, `${head}RUN npm run build\nCMD ["node", "dist/main"]\n`),
  one('vite with options', `${head}CMD ["npx", "vite", "--host", "0.0.0.0"]\n`, '["npx", "vite", "--host", "0.0.0.0"]'),
  one('vite preview', `${head}CMD ["npm", "run", "preview"]\n`, '["npm", "run", "preview"]', node({ preview: 'vite preview --host' })),
  one('react-scripts', `${head}CMD ["npm", "start"]\n`, '["npm", "start"]', node({ start: 'PORT=80 react-scripts start' })),
  one('ts-node', `${head}CMD ["npx", "ts-node", "src/index.ts"]\n`, '["npx", "ts-node", "src/index.ts"]'),
  one('tsx watch', `${head}CMD ["pnpm", "exec", "tsx", "watch", "src/index.ts"]\n`, '["pnpm", "exec", "tsx", "watch", "src/index.ts"]'),
  one('bun --hot', 'FROM oven/bun:1\nCMD ["bun", "--hot", "server.ts"]\n', '["bun", "--hot", "server.ts"]', start, 'FROM oven/bun:1\nCMD ["bun", "server.ts"]\n'),
  one('a script by its name', 'FROM node:22-alpine\nCMD ["npm", "run", "start:dev"]\n', '["npm", "run", "start:dev"]', {}),
  one('flask run', `${python}CMD ["flask", "--app", "shop", "run", "--host=0.0.0.0"]\n`, '["flask", "--app", "shop", "run", "--host=0.0.0.0"]'),
  one('python -m flask', `${python}CMD python -m flask run\n`, 'python -m flask run'),
  one('poetry run flask', `${python}CMD ["poetry", "run", "flask", "run"]\n`, '["poetry", "run", "flask", "run"]'),
  one('app.run', `${python}CMD ["python", "app.py"]\n`, '["python", "app.py"]', flask, `${python}CMD ["gunicorn", "--bind", "0.0.0.0:8080", "app:web"]\n`),
  one('app.run without gunicorn', `${python}CMD ["python3", "-u", "app.py"]\n`, '["python3", "-u", "app.py"]', { ...flask, 'requirements.txt': 'flask==3.1.2\n' }),
  one('runserver', `${python}CMD ["python", "manage.py", "runserver", "0.0.0.0:9000"]\n`, '["python", "manage.py", "runserver", "0.0.0.0:9000"]', django, `${python}CMD ["gunicorn", "--bind", "0.0.0.0:9000", "shop.wsgi:application"]\n`),
  one('runserver behind migrate', `${python}CMD ["sh", "-c", "python manage.py migrate && python manage.py runserver 0.0.0.0:8000"]\n`, '["sh", "-c", "python manage.py migrate && python manage.py runserver 0.0.0.0:8000"]', django, `${python}CMD ["sh", "-c", "python manage.py migrate && exec gunicorn --bind 0.0.0.0:8000 shop.wsgi:application"]\n`),
  one('runserver with ENTRYPOINT', `${python}ENTRYPOINT ["python3"]\nCMD ["manage.py", "runserver", "0.0.0.0:8000"]\n`, '["manage.py", "runserver", "0.0.0.0:8000"]', django),
  one('uvicorn --reload', `${python}CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--reload"]\n`, '["uvicorn", "main:app", "--host", "0.0.0.0", "--reload"]', start, `${python}CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n`),
  one('uv run uvicorn --reload', `${python}CMD ["uv", "run", "uvicorn", "main:app", "--reload"]\n`, '["uv", "run", "uvicorn", "main:app", "--reload"]', start, `${python}CMD ["uv", "run", "uvicorn", "main:app"]\n`),
  one('fastapi dev', `${python}CMD ["fastapi", "dev", "main.py"]\n`, '["fastapi", "dev", "main.py"]', start, `${python}CMD ["fastapi", "run", "main.py"]\n`),
  one('http.server', `${python}CMD ["python", "-m", "http.server", "80"]\n`, '["python", "-m", "http.server", "80"]'),
  one('php -S', 'FROM php:8.4-cli\nCMD ["php", "-S", "0.0.0.0:80", "-t", "public"]\n', '["php", "-S", "0.0.0.0:80", "-t", "public"]'),
  one('artisan serve', 'FROM php:8.4-cli\nCMD php artisan serve --host=0.0.0.0\n', 'php artisan serve --host=0.0.0.0'),
  one('go run', 'FROM golang:1.26\nCMD ["go", "run", "."]\n', '["go", "run", "."]'),
  one('cargo run', 'FROM rust:1.98\nCMD ["cargo", "run", "--release"]\n', '["cargo", "run", "--release"]'),
  one('dotnet run', 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nENTRYPOINT ["dotnet", "run"]\n', '["dotnet", "run"]'),
  one('spring-boot:run', 'FROM maven:3.9-eclipse-temurin-21\nCMD ["./mvnw", "-q", "spring-boot:run"]\n', '["./mvnw", "-q", "spring-boot:run"]'),
  one('bootRun', 'FROM gradle:9.1-jdk21-alpine\nCMD gradle --no-daemon bootRun\n', 'gradle --no-daemon bootRun'),
  one('bundle exec jekyll', 'FROM ruby:3.4\nCMD ["bundle", "exec", "jekyll", "serve"]\n', '["bundle", "exec", "jekyll", "serve"]'),
]; // prettier-ignore

describe('runtime/dev-server', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it.each([
    [`${head}CMD ["npm", "run", "dev"]\n`, node({ dev: 'vite' }), "`npm run dev` runs Vite's development server, which compiles"],
    [`${head}CMD ["nodemon", "server.js"]\n`, start, '`nodemon server.js` watches files'],
    [`${python}CMD ["flask", "run"]\n`, start, "`flask run` is Flask's development server: it is not made for load"],
    [`${python}CMD ["flask", "run"]\n`, start, 'It listens on 127.0.0.1 only'],
    [`${python}CMD ["python", "app.py"]\n`, flask, "`python app.py` runs `web.run()` in app.py, which is Flask's development server"],
    ['FROM node:22-alpine\nCMD ["npm", "run", "dev"]\n', {}, 'by its name; its package.json was not found here'],
  ])('says what it is: %j', async (text, files, part) => {
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding!.message).toContain(part);
  }); // prettier-ignore
});
