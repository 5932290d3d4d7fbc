/** Generators of projects with the Dockerfiles that people write for them. */
import fc from 'fast-check';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { nodeFiles, type Manifest } from '../support/node-project.ts';
import { dockerfiles } from './dockerfiles.ts';

const manifest = (scripts: Record<string, string>, native: boolean): Manifest => ({
  name: 'shop',
  scripts,
  dependencies: { express: '^4.19.2', ...(native && { bcrypt: '^5.1.1' }) },
  devDependencies: { typescript: '^5.4.5' },
});

const scripts = fc.record(
  {
    build: fc.constantFrom('tsc', 'nest build', 'vite build', 'esbuild src/index.ts --bundle --outfile=out/a.js', 'node build.js'),
    start: fc.constantFrom('node dist/index.js', 'node server.js', 'ts-node src/index.ts', 'A=1 node dist/index.js', 'npm run build && node .'),
    prepare: fc.constantFrom('husky', 'npm run build'),
    postinstall: fc.constantFrom('patch-package', 'node setup.js', 'prisma generate'),
  },
  { requiredKeys: ['build', 'start'] },
); // prettier-ignore

const nodeProjects: fc.Arbitrary<MemoryTree> = fc
  .record({
    manager: fc.constantFrom('npm', 'pnpm', 'yarn', 'berry', 'bun', 'none' as const),
    scripts,
    native: fc.boolean(),
    source: fc.constantFrom(
      "require('express')().listen(8080);",
      "const fs = require('fs');\nfs.readFileSync('./data/a.json');\nfs.writeFileSync('out/b.txt', '');",
      "require('child_process').exec('git status');",
    ),
    extra: fc.constantFrom<MemoryTree[]>({}, { 'public/a.css': '' }, { '.dockerignore': 'node_modules\n' }, { 'prisma/schema.prisma': '' }, { 'node_modules/express/index.js': '' }),
    folder: fc.constantFrom('', '', 'app/'),
  })
  .map(({ manager, scripts: own, native, source, extra, folder }) => {
    const files = {
      ...nodeFiles(manager, manifest(own, native)),
      'src/index.ts': source,
      'server.js': source,
      'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
      'entrypoint.sh': '#!/bin/sh\nexec "$@"\n',
      ...extra,
    };
    return Object.fromEntries(Object.entries(files).map(([path, entry]) => [folder + path, entry]));
  }); // prettier-ignore

const goProjects: fc.Arbitrary<MemoryTree> = fc
  .record({
    body: fc.constantFrom(
      '',
      'os.ReadFile("config.yaml")',
      'os.WriteFile("data/x.json", nil, 0)',
      'exec.Command("ls")',
    ),
    sum: fc.boolean(),
    main: fc.constantFrom('main.go', 'cmd/api/main.go'),
  })
  .map(({ body, sum, main }) => ({
    'go.mod': `module example.org/shop\n\ngo 1.25\n${sum ? '\nrequire github.com/gorilla/mux v1.8.1\n' : ''}`,
    ...(sum && { 'go.sum': 'github.com/gorilla/mux v1.8.1 h1:x\n' }),
    [main]: `package main\n\nimport (\n\t"os"\n${body.startsWith('exec') ? '\t"os/exec"\n' : ''})\n\nfunc main() {\n\t${body}\n}\n`,
    'config.yaml': '',
    'templates/a.html': '',
  }));

const lines = (...options: string[]): fc.Arbitrary<string> => fc.constantFrom(...options);
const some = (arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.option(arbitrary, { nil: '', freq: 2 });

/** Things that may stand anywhere in a stage. */
const extras = lines(
  'ENV NODE_ENV=production', 'ENV PORT=8080 LOG_LEVEL=info', 'ENV A=1 \\\n    B="two words"', 'ARG VERSION=1', 'ARG NODE_ENV=production', 'ARG TOKEN\nENV TOKEN=$TOKEN', 'LABEL a="b" c=d',
  'EXPOSE 8080', 'EXPOSE 80 443/tcp', 'VOLUME /data', 'VOLUME ["/a", "/b"]', 'STOPSIGNAL SIGINT', '# a comment', '  # indented\n# and another', 'USER node', 'USER 1000:1000', 'USER root',
  'HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1', 'HEALTHCHECK NONE', 'RUN mkdir -p uploads && chown node:node uploads', 'RUN adduser -D app', 'RUN chmod +x entrypoint.sh',
  'RUN apt-get update && apt-get install -y git python3 make g++ ffmpeg', 'RUN apk add --no-cache libc6-compat', 'RUN npm install -g pm2', 'RUN corepack enable', 'RUN rm -rf /tmp/*',
  'COPY entrypoint.sh /usr/local/bin/', 'COPY --chown=node:node public ./public', 'COPY --from=busybox /bin/busybox /bin/', 'COPY <<EOF /etc/a.conf\nx\nEOF', 'ADD https://example.org/a.tgz /tmp/',
  'WORKDIR sub', 'WORKDIR /other', 'SHELL ["/bin/bash", "-c"]', 'ONBUILD RUN true', 'RUN unknown-tool --flag', 'MAINTAINER somebody',
); // prettier-ignore

const nodeText: fc.Arbitrary<string> = fc
  .tuple(
    lines('FROM node:22', 'FROM node:22', 'FROM node:20-alpine', 'FROM --platform=linux/amd64 node:22-slim', 'from node:22 as app', 'ARG V=22\nFROM node:$V', 'FROM oven/bun:1', 'FROM example.org/own:1'),
    some(extras),
    some(lines('WORKDIR /app', 'WORKDIR /srv/shop')),
    some(extras),
    lines('COPY . .', 'COPY package*.json ./', 'COPY package.json package-lock.json ./', 'COPY app/ .', 'ADD . /app', 'COPY --chown=node . .'),
    some(extras),
    lines('RUN npm install', 'RUN npm ci', 'RUN yarn', 'RUN corepack enable && pnpm install --frozen-lockfile', 'RUN bun install', 'RUN --mount=type=cache,target=/root/.npm npm ci', 'RUN npm ci && npm run build && npm prune --production', 'RUN cd app && npm ci'),
    some(extras),
    some(lines('COPY . .', 'COPY src ./src\nCOPY tsconfig.json ./')),
    some(lines('RUN npm run build', 'RUN npx tsc', 'RUN yarn build')),
    some(extras),
    some(lines('CMD ["npm", "start"]', 'CMD node dist/index.js', 'CMD ["node", "server.js"]', 'ENTRYPOINT ["./entrypoint.sh"]\nCMD ["node", "dist"]', 'CMD npx serve -s dist', 'CMD ["npx", "vite", "preview"]', 'CMD ["sh", "-c", "node a.js && node dist/index.js"]', 'ENTRYPOINT ["tini", "--", "npm", "start"]')),
    some(extras),
  )
  .map((parts) => parts.filter((part) => part !== '').join('\n') + '\n'); // prettier-ignore

const goText: fc.Arbitrary<string> = fc
  .tuple(
    lines('FROM golang:1.25', 'FROM golang:1.25-alpine', 'FROM golang:1.22 AS build'),
    some(extras),
    some(lines('WORKDIR /src', 'WORKDIR /app')),
    some(lines('COPY go.mod go.sum ./\nRUN go mod download', 'COPY go.* ./', 'RUN apk add --no-cache git gcc musl-dev')),
    lines('COPY . .', 'COPY . /app', 'ADD . .'),
    some(extras),
    lines('RUN go build -o server .', 'RUN CGO_ENABLED=0 go build -o /bin/server ./cmd/api', 'RUN go install ./...', 'RUN go build -ldflags "-X main.v=$VERSION" -o bin/ .', 'RUN go test ./... && go build -race'),
    some(extras),
    lines('CMD ["./server"]', 'CMD ./server --port $PORT', 'ENTRYPOINT ["/bin/server"]', 'CMD ["shop"]', 'CMD ["/app/server", "-v"]'),
    some(extras),
  )
  .map((parts) => parts.filter((part) => part !== '').join('\n') + '\n'); // prettier-ignore

const eols = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.constantFrom('\n', '\n', '\r\n')).map(([lf, eol]) => lf.replaceAll('\n', eol));

/** A Dockerfile with its project. */
export const dockerfilesWithProjects: fc.Arbitrary<[string, MemoryTree]> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(eols(nodeText), nodeProjects) },
  { weight: 2, arbitrary: fc.tuple(eols(goText), goProjects) },
  { weight: 1, arbitrary: fc.tuple(dockerfiles, fc.oneof(nodeProjects, goProjects)) },
);
