/** A front end and a back end in one file: the front end gets a stage of its own. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles, type Manifest } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

type Manager = Parameters<typeof nodeFiles>[0];

const below = (folder: string, files: MemoryTree): MemoryTree =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));

const clientOf = (manager: Manager, folder = 'client', more: Manifest = {}): MemoryTree =>
  below(folder, {
    ...nodeFiles(manager, { name: 'client', scripts: { build: 'vite build' }, dependencies: { vue: '^3.4.0' }, devDependencies: { vite: '^5.0.0' }, ...more }),
    'src/main.js': "import { createApp } from 'vue';\n",
    'index.html': '',
  }); // prettier-ignore
const server: Manifest = {
  name: 'server',
  scripts: { start: 'node index.js' },
  dependencies: { express: '^4.19.2' },
};
const serverSource =
  "const path = require('path');\nconst express = require('express');\nconst app = express();\napp.use(express.static(path.join(__dirname, '../client/dist')));\napp.listen(3000);\n";
const serverOf = (manager: Manager, folder = 'server'): MemoryTree =>
  below(folder, { ...nodeFiles(manager, server), 'index.js': serverSource });
const both = (manager: Manager, more: MemoryTree = {}): MemoryTree => ({
  ...clientOf(manager),
  ...serverOf(manager),
  ...more,
});
const typed: MemoryTree = below('server', {
  ...nodeFiles('npm', { ...server, scripts: { build: 'tsc', start: 'node dist/index.js' }, devDependencies: { typescript: '^5.4.5' } }),
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"},"include":["src"]}',
  'src/index.ts': "import express from 'express';\nexpress().listen(3000);\n",
}); // prettier-ignore
const django: MemoryTree = {
  ...clientOf('npm', 'frontend'),
  'requirements.txt': 'django==5.0\ngunicorn==22.0.0\npsycopg2==2.9.9\n',
  'manage.py': 'import django\n',
  'site/wsgi.py': '',
};
const gin: MemoryTree = {
  ...clientOf('npm', 'web'),
  'go.mod': 'module example.org/x\n\ngo 1.26\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
  'go.sum': '',
  'main.go': 'package main\n\nimport "github.com/gin-gonic/gin"\n\nfunc main() {\n\tr := gin.Default()\n\tr.Static("/", "./web/dist")\n\tr.Run(":8080")\n}\n',
}; // prettier-ignore

const file = (...lines: string[]): string => `${lines.join('\n')}\n`;

const cases: PlanCase[] = [
  { name: 'two-folders-npm', files: both('npm'), text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', 'RUN cd client && npm install && npm run build', 'RUN cd server && npm install', 'EXPOSE 3000', 'CMD ["node", "server/index.js"]') },
  { name: 'two-folders-with-prefix', files: both('npm'), text: file('FROM node:22-alpine', 'WORKDIR /app', '', '# Client', 'COPY client/package*.json ./client/', 'RUN npm install --prefix client', 'COPY client/ ./client/', 'RUN npm run build --prefix client', '', '# Server', 'COPY server/package*.json ./server/', 'RUN npm install --prefix server', 'COPY server/ ./server/', '', 'EXPOSE 3000', 'ENV PORT=3000', 'CMD ["node", "server/index.js"]') },
  { name: 'two-folders-by-workdir', files: { ...clientOf('npm'), ...typed }, text: file('FROM node:22', 'WORKDIR /app/client', 'COPY client/package*.json ./', 'RUN npm install', 'COPY client/. .', 'RUN npm run build', 'WORKDIR /app/server', 'COPY server/package*.json ./', 'RUN npm install', 'COPY server/. .', 'RUN npm run build', 'CMD ["npm", "start"]') },
  { name: 'two-folders-yarn', files: both('yarn'), text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', 'RUN yarn --cwd client install && yarn --cwd client build', 'RUN yarn --cwd server install --production', 'CMD ["node", "server/index.js"]') },
  { name: 'two-folders-pnpm', files: both('pnpm'), text: file('FROM node:22', 'RUN npm install -g pnpm@9', 'WORKDIR /app', 'COPY . .', 'RUN cd client \\', '    && pnpm install \\', '    && pnpm build \\', '    && cd ../server \\', '    && pnpm install --prod', 'CMD ["node", "server/index.js"]') },
  { name: 'server-at-the-root', files: { ...clientOf('npm'), ...nodeFiles('npm', { ...server, dependencies: { express: '^4.19.2', bcrypt: '^5.1.1' } }, { bcrypt: { hasInstallScript: true } }), 'index.js': serverSource.replace('../client', 'client') }, text: file('FROM node:22', 'WORKDIR /app', 'COPY package*.json ./', 'RUN npm install', 'COPY . .', 'RUN cd client && npm install && npm run build', 'RUN rm -rf client/node_modules', 'ENV NODE_ENV=production', 'CMD ["npm", "start"]') },
  { name: 'build-arguments', files: both('npm'), text: file('FROM node:22', 'ARG VITE_API=/api', 'ENV VITE_API=$VITE_API NODE_ENV=production', 'WORKDIR /app', 'COPY . .', 'RUN cd client && npm install --include=dev && VITE_MODE=full npm run build', 'RUN cd server && npm install', 'CMD ["node", "server/index.js"]') },
  { name: 'reaches-outside', files: both('npm', { 'client/vite.config.js': "export default { resolve: { alias: { '@shared': '../shared' } } }\n", 'shared/a.js': '' }), text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', 'RUN cd client && npm install && npm run build', 'RUN cd server && npm install', 'CMD ["node", "server/index.js"]') },
  { name: 'copies-its-result', files: { ...both('npm'), ...clientOf('npm', 'client', { scripts: { build: 'vite build && cp -r dist ../server/public' } }) }, text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', 'RUN cd client && npm install && npm run build', 'RUN cd server && npm install', 'CMD ["node", "server/index.js"]') },
  { name: 'result-is-copied-by-a-run', files: both('npm'), text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', 'RUN cd client && npm install && npm run build && cp -r dist ../server/public', 'RUN cd server && npm install', 'CMD ["node", "server/index.js"]') },
  { name: 'starts-both', files: both('npm', { 'package.json': '{"name":"all","scripts":{"start":"concurrently \\"npm start --prefix server\\" \\"npm start --prefix client\\""}}' }), text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', 'RUN cd client && npm install && npm run build', 'RUN cd server && npm install', 'CMD ["npm", "start"]') },
  { name: 'starts-a-script', files: both('npm', { 'start.sh': '#!/bin/sh\nset -e\nexec node server/index.js\n' }), text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', 'RUN cd client && npm install && npm run build', 'RUN cd server && npm install', 'CMD ["sh", "./start.sh"]') },
  { name: 'named-like-the-folder', files: both('npm'), text: file('FROM node:22 AS client', 'WORKDIR /app', 'COPY . .', 'RUN cd client && npm install && npm run build', 'RUN cd server && npm install', 'CMD ["node", "server/index.js"]') },
  { name: 'three-installs', files: both('npm', nodeFiles('npm', { name: 'all', devDependencies: { concurrently: '^8.0.0' } })), text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', 'RUN npm install', 'RUN npm install --prefix server', 'RUN npm install --prefix client', 'RUN npm run build --prefix client', 'ENV NODE_ENV=production', 'CMD ["node", "server/index.js"]') },
  { name: 'two-front-ends', files: { ...both('npm'), ...clientOf('npm', 'admin') }, text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', '# The shop', 'RUN cd client && npm install && npm run build', '# The back office', 'RUN cd admin && npm install && npm run build', 'RUN cd server && npm install', 'CMD ["node", "server/index.js"]') },
  { name: 'django-with-nodesource', files: django, text: file('FROM python:3.12-slim', 'ENV PYTHONUNBUFFERED=1', 'WORKDIR /app', '', '# Node for the front end', 'RUN apt-get update && apt-get install -y curl gcc libpq-dev \\', '  && curl -fsSL https://deb.nodesource.com/setup_22.x | bash - \\', '  && apt-get install -y nodejs \\', '  && rm -rf /var/lib/apt/lists/*', '', 'COPY requirements.txt .', 'RUN pip install --no-cache-dir -r requirements.txt', 'COPY . .', '', 'WORKDIR /app/frontend', 'RUN npm install && npm run build', '', 'WORKDIR /app', 'RUN python manage.py collectstatic --noinput', 'CMD ["gunicorn", "site.wsgi"]') },
  { name: 'python-with-packaged-node', files: django, text: file('FROM python:3.12-alpine3.22', 'RUN apk add --no-cache nodejs npm', 'WORKDIR /app', 'COPY . .', 'RUN pip install -r requirements.txt', 'RUN cd frontend && npm ci && npm run build', 'CMD ["gunicorn", "site.wsgi"]') },
  { name: 'go-with-packaged-node', files: gin, text: file('FROM golang:1.26-alpine', 'RUN apk add --no-cache nodejs npm git', 'WORKDIR /src', 'COPY . .', 'RUN cd web && npm ci && npm run build', 'RUN go build -o server .', 'EXPOSE 8080', 'CMD ["./server"]') },
  { name: 'php-keeps-one-stage', files: { ...clientOf('npm', 'web'), 'index.php': '' }, text: file('FROM php:8.3-apache', 'RUN curl -sL https://deb.nodesource.com/setup_24.x | bash - && apt-get install -y nodejs', 'WORKDIR /var/www/html', 'COPY . .', 'RUN cd web && npm ci && npm run build', 'EXPOSE 80', 'CMD ["apache2-foreground"]') },
  { name: 'node-by-nvm', files: django, text: file('FROM python:3.12', 'RUN curl -o- https://raw.githubusercontent.com/nvm-sh/nvm/v0.39.7/install.sh | bash', 'WORKDIR /app', 'COPY . .', 'RUN pip install -r requirements.txt', 'RUN cd frontend && npm ci && npm run build', 'CMD ["gunicorn", "site.wsgi"]') },
  { name: 'python-calls-node', files: { ...django, 'render.py': "import subprocess\nsubprocess.run(['node', 'ssr.js'])\n" }, text: file('FROM python:3.12', 'RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs', 'WORKDIR /app', 'COPY . .', 'RUN pip install -r requirements.txt', 'RUN cd frontend && npm ci && npm run build', 'CMD ["gunicorn", "site.wsgi"]') },
  { name: 'carriage-returns', files: both('npm'), text: 'from node:22\r\nworkdir /app\r\n# all of it\r\ncopy . .\r\nrun cd client && npm install && npm run build\r\nrun cd server && npm install\r\ncmd ["node", "server/index.js"]\r\n' },
]; // prettier-ignore

const spring: MemoryTree = {
  ...clientOf('npm', 'ui'),
  'pom.xml':
    '<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>app</artifactId><version>1.0</version></project>',
  'src/main/java/A.java': 'class A {}',
};
const further: PlanCase[] = [
  { name: 'maven-may-pack-it', files: spring, text: file('FROM maven:3.9-eclipse-temurin-21-alpine', 'RUN apk add --no-cache nodejs npm', 'WORKDIR /src', 'COPY . .', 'RUN cd ui && npm ci && npm run build', 'RUN mvn package', 'CMD ["java", "-jar", "target/app-1.0.jar"]') },
  { name: 'go-embeds-it', files: { ...gin, 'main.go': 'package main\n\nimport "embed"\n\n//go:embed web/dist\nvar files embed.FS\n\nfunc main() {}\n' }, text: file('FROM golang:1.26-alpine', 'RUN apk add --no-cache nodejs npm', 'WORKDIR /src', 'COPY . .', 'RUN cd web && npm ci && npm run build', 'RUN go build -o server .', 'CMD ["./server"]') },
  { name: 'comments-between-lines', files: both('npm'), text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', '# first', 'RUN cd client \\', '  # install it', '  && npm ci \\', '  # build it', '  && npm run build \\', '  # the server', '  && cd ../server && npm ci', '# start', 'CMD node server/index.js') },
  { name: 'in-subshells', files: both('npm'), text: file('FROM node:22', 'WORKDIR /app', 'COPY . .', 'RUN (cd client && npm ci && npm run build)', 'RUN cd server && npm ci', 'CMD ["node", "server/index.js"]') },
  { name: 'files-beside-the-result', files: both('npm', { 'client/public/logo.svg': '', 'server/index.js': serverSource.replace('client/dist', 'client/public') }), text: file('FROM node:22', 'WORKDIR /app', 'COPY client ./client', 'RUN cd client && npm ci && npm run build', 'COPY server ./server', 'RUN cd server && npm ci', 'CMD ["node", "server/index.js"]') },
  { name: 'lies-over-the-result', files: both('npm'), text: file('FROM node:22', 'WORKDIR /app', 'COPY client ./client', 'RUN cd client && npm ci && npm run build', 'COPY server ./server', 'COPY server/robots.txt ./client/dist/', 'RUN cd server && npm ci', 'CMD ["node", "server/index.js"]') },
]; // prettier-ignore

goldenTests('front-end', [...cases, ...further]);
