import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/security/root-user.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const app = {
  'package.json': '{"name":"shop","main":"server.js"}',
  'server.js': 'require("http").createServer().listen(8080);\n',
};
const node = 'FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\n';
const start = 'CMD ["node", "server.js"]\n';

const silent = (name: string, text: string): RuleCase => ({ name, text, files: app, findings: 0 });

const cases: readonly RuleCase[] = [
  silent('USER by name', `${node}USER node\n${start}`),
  silent('USER by number', `${node}USER 1000\n${start}`),
  silent('USER with a group', `${node}USER 1000:0\n${start}`),
  silent(
    'USER from a variable with a default',
    `FROM node:22-alpine\nARG RUN_AS=node\nCOPY server.js ./\nUSER \${RUN_AS}\n${start}`,
  ),
  silent(
    'USER from a variable that the build sets',
    `FROM node:22-alpine\nARG RUN_AS\nCOPY server.js ./\nUSER $RUN_AS\n${start}`,
  ),
  silent(
    'USER inherited from a stage',
    `FROM node:22-alpine AS base\nUSER node\n\nFROM base\nCOPY server.js ./\n${start}`,
  ),
  silent('root only for a while', `${node}USER root\nRUN mkdir /data\nUSER node\n${start}`),
  silent(
    'an image that is not root by default',
    `FROM gcr.io/distroless/nodejs22-debian12:nonroot\nCOPY server.js /\nCMD ["/server.js"]\n`,
  ),
  silent(
    'an unprivileged web server',
    `FROM nginxinc/nginx-unprivileged:latest\nCOPY server.js /usr/share/nginx/html/\n`,
  ),
  silent('an unknown image', `FROM registry.example.org/base/node:4\nCOPY server.js ./\n${start}`),
  silent('an unknown version of the image', `ARG BASE\nFROM $BASE\nCOPY server.js ./\n${start}`),
  silent('a database gives its rights up', 'FROM postgres:18\nCOPY server.js /docker-entrypoint-initdb.d/\n'),
  silent(
    'nginx starts workers',
    'FROM nginx:1.29-alpine\nCOPY server.js /usr/share/nginx/html/\nEXPOSE 80\n',
  ),
  silent('Apache with PHP', 'FROM php:8.4-apache\nCOPY server.js /var/www/html/\n'),
  silent(
    'gosu',
    `FROM node:22-slim\nRUN apt-get update && apt-get install -y --no-install-recommends gosu && rm -rf /var/lib/apt/lists/*\nCOPY server.js ./\nENTRYPOINT ["/entry.sh"]\n`,
  ),
  silent(
    'su-exec',
    `FROM node:22-alpine\nRUN apk add --no-cache su-exec\nENTRYPOINT ["su-exec", "node", "node"]\n`,
  ),
  silent('setpriv', 'FROM debian:trixie-slim\nENTRYPOINT ["setpriv", "--reuid=1000", "sleep", "1"]\n'),
  silent(
    'files from scratch',
    `FROM node:22-alpine AS build\nRUN mkdir /dist\nFROM scratch\nCOPY --from=build /dist /\n`,
  ),
  silent(
    'a stage that is thrown away',
    `FROM node:22-alpine AS build\nRUN mkdir /dist\n${node}USER node\n${start}`,
  ),
  silent('Windows', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCMD ["cmd"]\n'),
  {
    name: 'the default of the image',
    files: app,
    text: `${node}${start}`,
    findings: ['node:22-alpine'],
    fixed: `${node}USER node\n${start}`,
  },
  {
    name: 'before EXPOSE and HEALTHCHECK, above their comments',
    files: app,
    text: `${node}ENV PORT=8080\n\n# the API\nEXPOSE 8080\nHEALTHCHECK CMD ["true"]\n${start}`,
    findings: 1,
    fixed: `${node}ENV PORT=8080\n\nUSER node\n# the API\nEXPOSE 8080\nHEALTHCHECK CMD ["true"]\n${start}`,
  },
  {
    name: 'in the file’s own letter case and indentation',
    files: app,
    text: 'from node:22-alpine\n  workdir /app\n  copy server.js ./\n  cmd ["node", "server.js"]\n',
    findings: 1,
    fixed:
      'from node:22-alpine\n  workdir /app\n  copy server.js ./\n  user node\n  cmd ["node", "server.js"]\n',
  },
  {
    name: 'USER root last',
    files: app,
    text: `${node}USER root\n${start}`,
    findings: ['root'],
    fixed: `${node}USER node\n${start}`,
  },
  {
    name: 'USER 0:0 with a step below it',
    files: app,
    text: `${node}USER 0:0\nRUN mkdir /data\n${start}`,
    findings: ['0:0'],
    fixed: `${node}USER 0:0\nRUN mkdir /data\nUSER node\n${start}`,
  },
  {
    name: 'back to the user it had before, on an unknown image',
    files: app,
    text: `FROM registry.example.org/base/node:4\nUSER shop\nUSER root\nRUN mkdir /data\n${start}`,
    findings: ['root'],
    fixed: `FROM registry.example.org/base/node:4\nUSER shop\nUSER root\nRUN mkdir /data\nUSER shop\n${start}`,
  },
  {
    name: 'root on an image that is not',
    files: app,
    text: 'FROM nginxinc/nginx-unprivileged:latest\nUSER root\nRUN mkdir /data\nCMD ["nginx-debug"]\n',
    findings: ['root'],
    fixed:
      'FROM nginxinc/nginx-unprivileged:latest\nUSER root\nRUN mkdir /data\nUSER nginx\nCMD ["nginx-debug"]\n',
  },
  {
    name: 'an account that the file makes',
    files: app,
    text: `FROM node:22-slim\nWORKDIR /app\nRUN groupadd -r shop && useradd -r -g shop -m -s /bin/false shop\nCOPY server.js ./\n${start}`,
    findings: 1,
    fixed: `FROM node:22-slim\nWORKDIR /app\nRUN groupadd -r shop && useradd -r -g shop -m -s /bin/false shop\nCOPY server.js ./\nUSER shop\n${start}`,
  },
  {
    name: 'an account of BusyBox',
    files: app,
    text: `FROM alpine:3.23\nRUN addgroup -S shop && adduser -S -G shop -h /app shop\nCOPY server.js /app/\nCMD ["sleep", "1"]\n`,
    findings: 1,
    fixed: `FROM alpine:3.23\nRUN addgroup -S shop && adduser -S -G shop -h /app shop\nCOPY server.js /app/\nUSER shop\nCMD ["sleep", "1"]\n`,
  },
  {
    name: 'Alpine',
    files: app,
    text: 'FROM alpine:3.23\nCOPY server.js /\nCMD ["sleep", "1"]\n',
    findings: ['alpine:3.23'],
    fixed:
      'FROM alpine:3.23\nCOPY server.js /\nRUN adduser -S -D -H -u 10001 app\nUSER app\nCMD ["sleep", "1"]\n',
  },
  {
    name: 'Ubuntu’s account is for people',
    files: app,
    text: 'FROM ubuntu:24.04\nCOPY server.js /\nCMD ["sleep", "1"]\n',
    findings: 1,
    fixed:
      'FROM ubuntu:24.04\nCOPY server.js /\nRUN useradd --system --no-create-home --uid 10001 app\nUSER app\nCMD ["sleep", "1"]\n',
  },
  {
    name: 'Bun',
    files: app,
    text: 'FROM oven/bun:1-alpine\nCOPY server.js ./\nCMD ["bun", "server.js"]\n',
    findings: 1,
    fixed: 'FROM oven/bun:1-alpine\nCOPY server.js ./\nUSER bun\nCMD ["bun", "server.js"]\n',
  },
  {
    name: 'distroless',
    files: app,
    text: 'FROM gcr.io/distroless/nodejs22-debian12\nCOPY server.js /\nCMD ["/server.js"]\n',
    findings: 1,
    fixed: 'FROM gcr.io/distroless/nodejs22-debian12\nCOPY server.js /\nUSER nonroot\nCMD ["/server.js"]\n',
  },
  {
    name: '.NET',
    files: app,
    text: 'FROM mcr.microsoft.com/dotnet/aspnet:10.0\nWORKDIR /app\nCOPY server.js ./\nENTRYPOINT ["dotnet", "shop.dll"]\n',
    findings: 1,
    fixed:
      'FROM mcr.microsoft.com/dotnet/aspnet:10.0\nWORKDIR /app\nCOPY server.js ./\nUSER $APP_UID\nENTRYPOINT ["dotnet", "shop.dll"]\n',
  },
  {
    name: 'a final stage without instructions',
    files: app,
    text: `${node.replace('\n', ' AS base\n')}${start}\nFROM base`,
    findings: ['base'],
    fixed: `${node.replace('\n', ' AS base\n')}${start}\nFROM base\nUSER node`,
  },
  {
    name: 'a program below /root: no fix',
    files: app,
    text: `FROM node:22-alpine\nWORKDIR /root/app\nCOPY server.js ./\n${start}`,
    findings: 1,
    fixed: `FROM node:22-alpine\nWORKDIR /root/app\nCOPY server.js ./\n${start}`,
  },
];

describe('security/root-user', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  async function preferred(text: string, files: Record<string, string> = app): Promise<boolean> {
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    return preferredFix(finding!)?.preferred === true;
  }

  it('is taken by Optimize where nothing speaks against it', async () => {
    expect(await preferred(`${node}EXPOSE 8080\n${start}`)).toBe(true);
  });

  it.each([
    ['a low port', `${node}EXPOSE 80\n${start}`],
    ['a volume', `${node}VOLUME /data\n${start}`],
    ['an entrypoint script', `${node}ENTRYPOINT ["/docker-entrypoint.sh"]\n${start}`],
    ['nothing to start', node],
    ['a stage for development', `${node.replace('\n', ' AS dev\n')}${start}`],
  ])('is left to the user with %s', async (_, text) => {
    expect(await preferred(text)).toBe(false);
  });

  it.each<[string, string, boolean]>([
    ['waits and starts', 'until nc -z db 5432; do sleep 1; done\nexec "$@"\n', true],
    ['writes to /tmp', 'echo ready > /tmp/ready\nexec "$@"\n', true],
    ['gives files to somebody', 'chown -R node /app\nexec "$@"\n', false],
    ['installs', 'npm install\nexec "$@"\n', false],
    ['installs a system package', 'apk add curl\nexec "$@"\n', false],
    ['writes a configuration', 'envsubst < a.conf > /etc/a.conf\nexec "$@"\n', false],
    ['edits a file', 'sed -i s/a/b/ config.json\nexec "$@"\n', false],
    ['makes a folder', 'mkdir -p uploads\nexec "$@"\n', false],
  ])('reads an entrypoint script that %s', async (_, script, isTaken) => {
    const text = `${node}COPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n${start}`;
    expect(await preferred(text, { ...app, 'entrypoint.sh': `#!/bin/sh\n${script}` })).toBe(isTaken);
  });

  it.each<[string, string, boolean]>([
    ['installs', 'RUN apk add git\n', true],
    ['only starts something else', 'CMD ["npm", "run", "dev"]\n', true],
    ['names its own user', 'USER root\nRUN apk add git\n', false],
    ['is only a name', 'LABEL a=b\n', false],
  ])('keeps the user of a stage that builds on it and %s', async (_, rest, isKept) => {
    const text = `FROM node:22-alpine AS prod\nWORKDIR /app\nCOPY server.js ./\n${start}\nFROM prod AS dev\n${rest}`;
    const facts = { ...(await factsFor(text, app)), target: 'prod' };
    const [finding] = findingsOf(rule, text, facts);
    const edits = preferredFix(finding!)!.edits.map(({ newText }) => newText);
    expect(edits).toEqual(isKept ? ['USER node\n', 'USER root\n'] : ['USER node\n']);
  });

  it('is silent where a script gives the rights up', async () => {
    const text = `${node}COPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n${start}`;
    const files = { ...app, 'entrypoint.sh': '#!/bin/sh\nexec su-exec node "$@"\n' };
    expect(findingsOf(rule, text, await factsFor(text, files))).toEqual([]);
  });

  it.each<[string, string, string, boolean]>([
    ['a low port of the sources', '', '80', false],
    ['a low port that the environment overrides', 'ENV PORT=3000\n', 'process.env.PORT || 80', true],
    ['a port for everybody', '', '8080', true],
  ])('looks at %s', async (_, env, port, isTaken) => {
    const files = { ...app, 'server.js': `require("http").createServer().listen(${port});\n` };
    expect(await preferred(`${node}${env}${start}`, files)).toBe(isTaken);
  });

  it('gives the program its files where it writes to them', async () => {
    const files = {
      ...app,
      'server.js': "const fs = require('fs');\nfs.writeFileSync('data/state.json', '{}');\n",
    };
    const text = `FROM node:22-alpine\nWORKDIR /app\nCOPY . .\n${start}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, { ...files, '.dockerignore': '.git\n' }));
    expect(finding!.message).toContain('writes to data');
    const fix = preferredFix(finding!)!;
    expect(fix.preferred).toBe(false);
    expect(fix.edits.map(({ newText }) => newText)).toEqual(['USER node\n', ' --chown=node:node']);
  });

  it.each([
    ['a folder that COPY . . brings', 'COPY . .\n', true, [' --chown=node:node']],
    ['a folder copied by name', 'COPY server.js ./\nCOPY data ./data\n', true, [' --chown=node:node']],
    ['a folder copied elsewhere', 'COPY server.js ./\nCOPY data /data\n', false, [' --chown=node:node']],
    ['a folder that is not copied', 'COPY server.js ./\n', false, [' --chown=node:node']],
  ])(
    'takes the fix when the written folder belongs to the user: %s',
    async (_name, copies, taken, owners) => {
      const files = {
        ...app,
        'server.js':
          "const dir = path.join(__dirname, 'data');\nfs.writeFileSync(path.join(dir, name), '{}');\n",
        'data/seed.json': '{}',
      };
      const text = `FROM node:22-alpine\nWORKDIR /app\n${copies}${start}`;
      const [finding] = findingsOf(rule, text, await factsFor(text, files));
      const fix = preferredFix(finding!)!;
      expect(fix.preferred).toBe(taken);
      expect(fix.edits.map(({ newText }) => newText)).toEqual(['USER node\n', ...owners]);
      expect(finding!.message.includes('writes to data')).toBe(!taken);
    },
  );

  it('does not take the fix when the program writes where only root may, or nobody knows where', async () => {
    const text = `FROM node:22-alpine\nWORKDIR /app\nCOPY . .\n${start}`;
    const messageFor = async (source: string): Promise<string> => {
      const [finding] = findingsOf(rule, text, await factsFor(text, { ...app, 'server.js': source }));
      expect(preferredFix(finding!)!.preferred).toBe(false);
      return finding!.message;
    };
    expect(await messageFor("fs.appendFileSync('/var/log/shop.log', line)")).toContain(
      'server.js writes to /var/log/shop.log',
    );
    expect(await messageFor('function save(file) { fs.writeFileSync(file, text) }')).toContain(
      'server.js writes to a place that only the running program knows',
    );
  });

  it('names the port that speaks against it', async () => {
    const text = `${node}EXPOSE 80\n${start}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, app));
    expect(finding!.message).toContain('that is the default of node:22-alpine, and no USER changes it');
    expect(finding!.message).toContain('port 80 is below 1024');
  });
});

it('offers no user who would not find the browsers that root has installed', async () => {
  const text =
    'FROM node:22\nWORKDIR /app\nCOPY server.js ./\nRUN npx playwright install --with-deps chromium\nCMD ["node", "server.js"]\n';
  const [finding] = findingsOf(rule, text, await factsFor(text, { 'server.js': '' }));
  expect(finding?.message).toContain("playwright keeps its browsers in root's home");
  expect(finding?.fixes()).toEqual([]);
});

describe('what speaks against another user is true of this image', () => {
  const messageOf = async (text: string, files: Record<string, string>): Promise<string | undefined> =>
    findingsOf(rule, text, await factsFor(text, files))[0]?.message;

  it('knows where the browsers were put', async () => {
    const text =
      'FROM node:22\nENV PLAYWRIGHT_BROWSERS_PATH=/browsers\nWORKDIR /app\nCOPY server.js ./\nRUN npx playwright install chromium\nCMD ["node", "server.js"]\n';
    expect(await messageOf(text, { 'server.js': '' })).not.toContain('playwright');
    const home = text.replace('=/browsers', '=/root/browsers');
    expect(await messageOf(home, { 'server.js': '' })).toContain('out of /root');
  });

  it('does not speak of other programs of the repository', async () => {
    const files = {
      'web/package.json': '{"name":"web","dependencies":{"next":"15.0.0"}}',
      'jobs/package.json': '{"name":"jobs"}',
      'jobs/run.js': 'const fs = require("fs");\nfs.writeFileSync("/var/lib/jobs/state.json", "{}");\n',
    };
    const image = (lines: string): string => `FROM node:22\nWORKDIR /app\n${lines}CMD ["node", "run.js"]\n`;
    const own = await messageOf(image('COPY jobs/run.js ./\n'), files);
    expect(own).toContain('jobs/run.js writes to /var/lib/jobs/state.json');
    expect(own).not.toContain('.next');
    expect(await messageOf(image('COPY . .\n'), files)).toContain('.next');
  });

  it('does not speak of files that stay outside', async () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
    const files = {
      'package.json': '{}',
      'server.js': '',
      'tools/put.js': 'const fs = require("fs");\nfunction put(file) { fs.writeFileSync(file, "x") }\n',
    };
    expect(await messageOf(text, files)).toContain('tools/put.js writes');
    expect(await messageOf(text, { ...files, '.dockerignore': 'tools\n' })).not.toContain('tools/put.js');
  });

  it.each([
    ['PATH names it, the program is started by its own path', 'ENV PATH=/root/.cargo/bin:/usr/bin\nCMD ["/bin/sh", "/start.sh"]\n', false],
    ['the program is looked for in PATH', 'ENV PATH=/root/.cargo/bin:/usr/bin\nCMD ["shop"]\n', true],
    ['what was there is removed', 'RUN make && (rm -rf /root/.cargo || true)\nCMD ["shop"]\n', false],
    ['something is put there', 'RUN cp shop /root/.local/bin\nCMD ["shop"]\n', true],
  ])('the home of root: %s', async (_, lines, expected) => {
    const message = await messageOf(`FROM debian:13-slim\n${lines}`, {});
    expect(message?.includes('out of /root')).toBe(expected);
  }); // prettier-ignore

  it.each([
    ['packages of pip', 'COPY --from=base /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nCMD ["/shop/start.sh"]\n', 'Move what the program needs of /root/.local out of /root'],
    ['an install of the user', 'RUN pip install --user flask\nCMD ["/shop/start.sh"]\n', 'needs of /root/.local out'],
    ['another folder', 'ENV DATA=/root/data/shop\nCMD ["shop"]\n', 'needs of /root/data out'],
    ['the program', 'WORKDIR /root/shop\nCMD ["./shop"]\n', 'Move the program out of /root'],
    ['started there', 'RUN make install\nCMD ["/root/shop/start"]\n', 'Move the program out of /root'],
  ])('says what is in the home of root: %s', async (_, lines, expected) => {
    expect(await messageOf(`FROM python:3.13-slim AS base\nFROM python:3.13-slim\n${lines}`, {})).toContain(expected);
  }); // prettier-ignore

  it('says nothing of an image to build on that has its tools in the home of root', async () => {
    const text = 'FROM debian:13-slim\nRUN install-rust\nENV CARGO_HOME=/root/.cargo\n';
    expect(await messageOf(text, {})).toBeUndefined();
    expect(await messageOf(`${text}CMD ["shop"]\n`, {})).toContain('out of /root');
  });

  it('does not take scripts of the sources for the program of an image that starts none', async () => {
    const files = { 'package.json': '{}', 'release.js': 'const fs = require("fs");\nfs.writeFileSync("notes.md", "x");\n' };
    const text = 'FROM node:22\nWORKDIR /app\nCOPY . .\n';
    expect(await messageOf(text, files)).not.toContain('notes.md');
    expect(await messageOf(`${text}CMD ["node", "release.js"]\n`, files)).toContain('notes.md');
  }); // prettier-ignore

  it.each([
    ['a bundler', 'vite', 'a development server writes its caches'],
    ['a watcher', 'nodemon server.js', undefined],
    ['a compiler in memory', 'nodemon --exec node --loader ts-node/esm server.ts', undefined],
    ['a build', 'npm run build && node dist/server.js', 'the start builds the program'],
    ['checking of types', 'tsc --noEmit && node server.js', undefined],
  ])('knows what the start leaves beside the sources: %s', async (_, script, expected) => {
    const manifest = JSON.stringify({ scripts: { start: script, build: 'tsc' } });
    const message = await messageOf('FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n', { 'package.json': manifest });
    if (expected === undefined) expect(message).not.toContain('Mind that');
    else expect(message).toContain(expected);
  }); // prettier-ignore

  it.each([
    ['poetry', 'CMD ["poetry", "run", "uvicorn", "app:app"]', "poetry keeps its settings and its environments in root's home"],
    ['pipenv', 'CMD pipenv run python app.py', "pipenv keeps its settings and its environments in root's home"],
    ['told by a variable', 'ENV POETRY_VIRTUALENVS_CREATE=false\nCMD ["poetry", "run", "uvicorn", "app:app"]', undefined],
    ['without it', 'CMD ["uvicorn", "app:app"]', undefined],
  ])('knows whose environment a tool starts in: %s', async (_, lines, expected) => {
    const files = { 'pyproject.toml': '[project]\nname = "a"\n', 'app.py': '' };
    const message = await messageOf(`FROM python:3.13-slim\nWORKDIR /app\nRUN poetry config virtualenvs.create false\nCOPY app.py ./\n${lines}\n`, files);
    if (expected === undefined) expect(message).not.toContain('Mind that');
    else expect(message).toContain(expected);
  }); // prettier-ignore

  it.each([
    ['by its name', '/shop_data', '', true],
    ['by a variable', '/shop', 'ENV SHOP_DIR=/shop\n', true],
    ['with the program in it', '/shop_data', 'COPY server.js ./\n', false],
    ['that a RUN has settled', '/shop_data', 'RUN chmod 777 /shop_data\n', false],
    ['of no meaning', '/app', '', false],
  ])('takes an empty working folder for the place of data: %s', async (_, folder, line, expected) => {
    const text = `FROM alpine:3.23\nCOPY server.js /usr/local/bin/\nWORKDIR ${folder}\n${line}CMD ["/usr/local/bin/server.js"]\n`;
    const message = await messageOf(text, app);
    if (expected) expect(message).toContain(`may keep its data in ${folder}`);
    else expect(message).not.toContain('data in');
  }); // prettier-ignore

  it('knows that cargo compiles where the sources are', async () => {
    const text = 'FROM rust:1.98\nWORKDIR /app\nCOPY . .\nCMD ["cargo", "run", "--release"]\n';
    expect(await messageOf(text, {})).toContain('the start builds the program');
    expect(await messageOf(text.replace('"cargo", "run", "--release"', '"./shop"'), {})).not.toContain('the start builds');
  }); // prettier-ignore

  it('does not know what another image brings', async () => {
    const text =
      'FROM python:3.13-slim AS own\nFROM python:3.13-slim\nCOPY --from=acme/agent:4 /opt/agent /opt/agent\nCOPY --from=own /srv /srv\nENTRYPOINT ["/opt/agent/run"]\n';
    expect(await messageOf(text, {})).toContain('what /opt/agent/run does is not known');
    expect(await messageOf(text.replace('/opt/agent/run', '/srv/run'), {})).not.toContain('not known');
  });
});
