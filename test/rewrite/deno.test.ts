/** Images of programs that Deno runs from their sources. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const ignored = { '.dockerignore': '.git\nDockerfile\n' };
const lock = (dependencies: readonly string[]): string =>
  JSON.stringify({ version: '5', specifiers: Object.fromEntries(dependencies.map((one) => [one, '1.0.0'])), npm: { 'hono@4.13.19': {} }, workspace: { dependencies } }); // prettier-ignore

interface Settings {
  readonly tasks?: Readonly<Record<string, unknown>>;
  readonly imports?: Readonly<Record<string, string>>;
  readonly nodeModulesDir?: string;
}
const server = `import { Hono } from 'hono';

const app = new Hono();
app.get('/health', (context) => context.text('ok'));
Deno.serve({ port: Number(Deno.env.get('PORT') ?? 8000) }, app.fetch);
`;
const project = (settings: Settings = {}, files: MemoryTree = {}): MemoryTree => {
  const all = { tasks: { start: 'deno run --allow-net --allow-env src/main.ts' }, imports: { hono: 'npm:hono@^4.6.16' }, ...settings };
  return {
    'deno.json': JSON.stringify(all),
    'deno.lock': lock(Object.values(all.imports).filter((one) => /^(?:npm|jsr):/.test(one))),
    'src/main.ts': server,
    ...ignored,
    ...files,
  };
}; // prettier-ignore

const text = `FROM denoland/deno:2.9.6
WORKDIR /app
COPY . .
RUN deno install
EXPOSE 8000
CMD ["deno", "task", "start"]
`;
const run = 'CMD ["run", "--allow-net", "--allow-env", "src/main.ts"]';
const withRun = (command: string, base = text): string => base.replace(/CMD .*/, command);
const std = { hono: 'npm:hono@^4.6.16', '@std/path': 'jsr:@std/path@1' };
const usesStd = { 'src/main.ts': `import { join } from '@std/path';\n${server}` };

const cases: PlanCase[] = [
  { name: 'task', files: project(), text },
  { name: 'arguments-alone', files: project(), text: withRun(run) },
  { name: 'shell-form', files: project(), text: withRun('CMD deno run --allow-net --allow-env src/main.ts') },
  { name: 'shell-form-with-variable', files: project(), text: withRun('CMD deno run --allow-net --port=$PORT src/main.ts') },
  { name: 'copies-alone', files: { 'deno.json': '{"tasks":{"start":"deno run --allow-net --allow-env app.ts"}}', 'app.ts': server.replace(/^import.*\n/, '').replace(/const app.*\n|app\.get.*\n/g, '').replace('app.fetch', '() => new Response()'), ...ignored }, text: text.replace('RUN deno install\n', '') },
  { name: 'entrypoint', files: project(), text: withRun('ENTRYPOINT ["/usr/bin/deno", "run", "--allow-net", "--allow-env"]\nCMD ["src/main.ts"]') },
  { name: 'jsr-loaded-before', files: project({ imports: std }, usesStd), text: withRun(run, text.replace('2.9.6', '2.1.4')) },
  { name: 'cached-by-module', files: project({ imports: std }, usesStd), text: withRun(run, text.replace('RUN deno install', 'RUN deno cache src/main.ts')) },
  { name: 'modules-by-address', files: { 'main.ts': "import { serve } from 'https://deno.land/std@0.224.0/http/server.ts';\nserve(() => new Response('ok'), { port: 8000 });\n", 'deps.ts': '', ...ignored }, text: 'FROM denoland/deno:1.46.3\nEXPOSE 8000\nWORKDIR /app\nUSER deno\nCOPY deps.ts .\nRUN deno cache deps.ts\nADD . .\nRUN deno cache main.ts\nCMD ["run", "--allow-net", "main.ts"]\n' },
  { name: 'all-permissions-without-configuration', files: { 'main.ts': "Deno.serve(() => new Response('ok'));\n", ...ignored }, text: 'FROM denoland/deno:2.9.6\nWORKDIR /app\nCOPY . .\nRUN deno cache main.ts\nEXPOSE 8000\nCMD ["run", "-A", "main.ts"]\n' },
  { name: 'own-user', files: project(), text: text.replace('EXPOSE', 'RUN chown -R deno:deno /app\nUSER deno\nEXPOSE') },
  { name: 'writes-beside-the-sources', files: project({}, { 'src/main.ts': `${server}await Deno.writeTextFile('data/log.txt', 'x');\n`, 'data/.keep': '' }), text: withRun('CMD ["run", "-A", "src/main.ts"]') },
  { name: 'may-not-write', files: project({}, { 'src/main.ts': `${server}await Deno.writeTextFile('data/log.txt', 'x');\n` }), text },
  { name: 'folder-for-data', files: project(), text: text.replace('EXPOSE', 'RUN mkdir -p /data && chown deno:deno /data\nENV DATA=/data\nEXPOSE') },
  { name: 'runs-programs', files: project({}, { 'src/main.ts': `${server}await new Deno.Command('ffmpeg').output();\n` }), text: withRun('CMD ["run", "-A", "src/main.ts"]', text.replace('COPY', 'RUN apt-get update && apt-get install -y ffmpeg && rm -rf /var/lib/apt/lists/*\nCOPY')) },
  { name: 'may-not-run-programs', files: project({}, { 'src/main.ts': `${server}await new Deno.Command('ls').output();\n` }), text },
  { name: 'system-package', files: project(), text: text.replace('COPY', 'RUN apt-get update && apt-get install -y --no-install-recommends tzdata imagemagick && rm -rf /var/lib/apt/lists/*\nCOPY') },
  { name: 'packages-for-the-build', files: project(), text: text.replace('COPY', 'RUN apt-get update && apt-get install -y --no-install-recommends git unzip && rm -rf /var/lib/apt/lists/*\nCOPY') },
  { name: 'native-package', files: project({ imports: { hono: 'npm:hono@^4', sharp: 'npm:@prisma/client@6' } }), text: withRun('CMD ["run", "-A", "src/main.ts"]') },
  { name: 'library-by-ffi', files: project({}, { 'src/main.ts': `${server}Deno.dlopen('libsqlite3.so', {});\n` }), text: withRun('CMD ["run", "-A", "src/main.ts"]') },
  { name: 'watches', files: project({ tasks: { dev: 'deno run --watch -A src/main.ts' } }), text: withRun('CMD ["deno", "task", "dev"]') },
  { name: 'vite-at-start', files: project({ tasks: { dev: 'vite dev' } }), text: withRun('CMD ["deno", "task", "dev"]') },
  { name: 'unknown-task', files: project(), text: withRun('CMD ["task", "serve"]') },
  { name: 'task-with-dependencies', files: project({ tasks: { start: { command: 'deno run --allow-net src/main.ts', dependencies: ['prepare'] }, prepare: 'mkdir -p cache && echo ready' } }), text },
  { name: 'fresh', files: project({ tasks: { build: 'vite build', start: 'deno serve -A _fresh/server.js' }, imports: { fresh: 'jsr:@fresh/core@^2', vite: 'npm:vite@^7' }, nodeModulesDir: 'manual' }, { 'main.ts': "import { App } from 'fresh';\nexport const app = new App();\n", 'src/main.ts': '' }), text: 'FROM denoland/deno:latest\n\nARG GIT_REVISION\nENV DENO_DEPLOYMENT_ID=${GIT_REVISION}\n\nWORKDIR /app\n\nCOPY . .\nRUN deno install\nRUN deno task build\nRUN deno cache _fresh/server.js\n\nEXPOSE 8000\n\nCMD ["serve", "-A", "_fresh/server.js"]\n' },
  { name: 'node-modules', files: project({ nodeModulesDir: 'auto' }), text },
  { name: 'version-argument', files: project(), text: `ARG DENO_VERSION=2.9.6\n${text.replace('2.9.6', '${DENO_VERSION}')}` },
  { name: 'debian-tag', files: project(), text: text.replace('2.9.6', 'debian-2.9.6') },
  { name: 'digest', files: project(), text: text.replace('2.9.6', `2.9.6@sha256:${'0'.repeat(64)}`) },
  { name: 'alpine', files: project(), text: text.replace('2.9.6', 'alpine-2.9.6') },
  { name: 'alpine-with-jsr', files: project({ imports: std }, usesStd), text: text.replace('2.9.6', 'alpine-2.1.4') },
  { name: 'distroless-already', files: project(), text: withRun(run, text.replace('2.9.6', 'distroless-2.9.6').replace('RUN deno install', 'RUN ["deno", "install"]')) },
  { name: 'health-check-with-curl', files: project(), text: text.replace('COPY', 'RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\nCOPY').replace('CMD', 'HEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1\nCMD') },
  { name: 'health-check-by-script', files: project({}, { 'check.sh': '#!/bin/sh\ndeno eval 1\n' }), text: text.replace('CMD', 'HEALTHCHECK CMD ./check.sh\nCMD') },
  { name: 'start-script', files: project({}, { 'start.sh': '#!/bin/sh\ndeno run -A migrate.ts\nexec deno run -A src/main.ts\n' }), text: withRun('CMD ["./start.sh"]') },
  { name: 'root-folder', files: project(), text: withRun(run, text.replace('WORKDIR /app\n', '')) },
  { name: 'other-folder-of-modules', files: project(), text: text.replace('WORKDIR', 'ENV DENO_DIR=/app/.deno_cache\nWORKDIR') },
  { name: 'stages-with-modules', files: project(), text: 'FROM denoland/deno:2.9.6 AS builder\nWORKDIR /app\nCOPY . .\nRUN deno cache src/main.ts\n\nFROM denoland/deno:2.9.6\nWORKDIR /app\nCOPY --from=builder --chown=deno:deno /deno-dir /deno-dir\nCOPY --from=builder /app .\nUSER deno\nEXPOSE 8000\nCMD ["deno", "run", "--allow-net", "--allow-env", "src/main.ts"]\n' },
  { name: 'stages-without-modules', files: project(), text: 'FROM denoland/deno:2.9.6 AS builder\nWORKDIR /app\nCOPY . .\nRUN deno install --entrypoint src/main.ts\n\nFROM denoland/deno:2.9.6\nWORKDIR /app\nCOPY --from=builder /app .\nUSER deno\nCMD ["deno", "run", "--allow-net", "--allow-env", "src/main.ts"]\n' },
  { name: 'lower-case-and-crlf', files: project(), text: text.replace(/^(?:FROM|RUN|COPY|WORKDIR|EXPOSE|CMD)/gm, (word) => word.toLowerCase()).replaceAll('\n', '\r\n') },
]; // prettier-ignore

goldenTests('deno', cases);
