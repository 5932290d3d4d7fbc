/** Node servers with a build, by package manager and compiler. */
import { nodeFiles } from '../support/node-project.ts';
import { goldenTests } from './golden.ts';
import { npmText, server } from './node-servers.ts';
import type { PlanCase } from './plan-tester.ts';

const cases: PlanCase[] = [
  { name: 'npm', files: server('npm'), text: npmText },
  {
    name: 'npm-prefers-slim',
    files: server('npm'),
    text: npmText,
    preferences: { nodeBase: 'slim' },
  },
  {
    name: 'pnpm-corepack',
    files: server('pnpm', { packageManager: 'pnpm@9.1.0' }),
    text: `FROM node:22
WORKDIR /app
RUN corepack enable
COPY . .
RUN pnpm install
RUN pnpm build
EXPOSE 8080
CMD ["pnpm", "start"]
`,
  },
  {
    name: 'pnpm-corepack-in-the-install',
    files: server('pnpm', { packageManager: 'pnpm@9.1.0' }),
    text: `FROM node:22
WORKDIR /app
COPY . .
RUN corepack enable && pnpm install && pnpm run build
EXPOSE 8080
CMD pnpm start
`,
  },
  {
    name: 'pnpm-global',
    files: server('pnpm'),
    text: `FROM node:22
RUN npm install -g pnpm@9
WORKDIR /app
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --frozen-lockfile
COPY . .
RUN pnpm build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'yarn-classic',
    files: server('yarn'),
    text: `FROM node:22
WORKDIR /usr/src/app
COPY package*.json yarn.lock ./
RUN yarn
COPY . .
RUN yarn build
EXPOSE 8080
CMD yarn start
`,
  },
  {
    name: 'yarn-berry-node-modules',
    files: server(
      'berry',
      { packageManager: 'yarn@4.1.1' },
      {
        '.yarnrc.yml': 'nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.1.1.cjs\n',
        '.yarn/releases/yarn-4.1.1.cjs': '',
      },
    ),
    text: `FROM node:22
WORKDIR /app
COPY . .
RUN yarn install
RUN yarn build
EXPOSE 8080
CMD ["yarn", "start"]
`,
  },
  {
    name: 'yarn-berry-corepack',
    files: server('berry', { packageManager: 'yarn@4.1.1' }, { '.yarnrc.yml': 'nodeLinker: node-modules\n' }),
    text: `FROM node:22
RUN corepack enable
WORKDIR /app
COPY . .
RUN yarn install --immutable
RUN yarn build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'yarn-berry-3',
    files: server(
      'berry',
      { packageManager: 'yarn@3.6.4' },
      {
        '.yarnrc.yml': 'nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-3.6.4.cjs\n',
        '.yarn/releases/yarn-3.6.4.cjs': '',
      },
    ),
    text: `FROM node:22
WORKDIR /app
COPY . .
RUN yarn install
RUN yarn build
EXPOSE 8080
CMD ["node", "dist/index.js"]
`,
  },
  {
    name: 'yarn-pnp',
    files: server('berry', { packageManager: 'yarn@4.1.1' }, { '.yarnrc.yml': 'enableTelemetry: false\n' }),
    text: `FROM node:22
RUN corepack enable
WORKDIR /app
COPY . .
RUN yarn install
RUN yarn build
EXPOSE 8080
CMD ["yarn", "node", "dist/index.js"]
`,
  },
  {
    name: 'bun-runs-typescript',
    files: server('bun', { scripts: { start: 'bun src/index.ts' } }),
    text: `FROM oven/bun:1
WORKDIR /app
COPY . .
RUN bun install
EXPOSE 8080
CMD ["bun", "run", "src/index.ts"]
`,
  },
  {
    name: 'bun-build',
    files: server('bun', {
      scripts: { build: 'bun build src/index.ts --outdir dist --target bun', start: 'bun dist/index.js' },
    }),
    text: `FROM oven/bun:1
WORKDIR /app
COPY . .
RUN bun install
RUN bun run build
EXPOSE 8080
CMD ["bun", "dist/index.js"]
`,
  },
  {
    name: 'bun-tsc',
    files: server('bun', { scripts: { build: 'tsc', start: 'bun dist/index.js' } }),
    text: `FROM oven/bun:1
WORKDIR /app
COPY . .
RUN bun install
RUN bun run build
EXPOSE 8080
CMD ["bun", "run", "start"]
`,
  },
  {
    name: 'nest',
    files: {
      ...nodeFiles('npm', {
        name: 'api',
        scripts: { build: 'nest build', start: 'nest start', 'start:prod': 'node dist/main' },
        dependencies: {
          '@nestjs/core': '^10.0.0',
          '@nestjs/common': '^10.0.0',
          'reflect-metadata': '^0.2.0',
        },
        devDependencies: { '@nestjs/cli': '^10.0.0', typescript: '^5.4.5' },
      }),
      'nest-cli.json': '{"sourceRoot":"src"}',
      'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"}}',
      'tsconfig.build.json': '{"extends":"./tsconfig.json","exclude":["test"]}',
      'src/main.ts':
        "import { NestFactory } from '@nestjs/core';\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(process.env.PORT ?? 3000);\n}\nbootstrap();\n",
      'src/health.controller.ts':
        "@Controller('health')\nexport class HealthController {\n  @Get()\n  check() { return 'ok'; }\n}\n",
    },
    text: `FROM node:22
WORKDIR /usr/src/app
COPY package*.json ./
RUN npm install
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["npm", "run", "start:prod"]
`,
  },
  {
    name: 'esbuild',
    files: server('npm', {
      scripts: {
        build: 'esbuild src/index.ts --bundle --platform=node --packages=external --outfile=build/server.js',
        start: 'node build/server.js',
      },
      devDependencies: { esbuild: '^0.21.0', typescript: '^5.4.5' },
    }),
    text: npmText,
  },
  {
    name: 'tsup',
    files: server('npm', {
      type: 'module',
      scripts: { build: 'tsup src/index.ts --format esm', start: 'node dist/index.js' },
      devDependencies: { tsup: '^8.0.0', typescript: '^5.4.5' },
    }),
    text: npmText,
  },
];

goldenTests('node-server', cases);
