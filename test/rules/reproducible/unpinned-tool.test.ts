import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/unpinned-tool.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const base = 'FROM debian:trixie-slim\n';
const user = 'USER 10001\n';

const silent: readonly [string, string][] = [
  ['npm with versions', 'RUN npm install -g pnpm@9.1.0 npm@11 "turbo@^2.10.0" @nestjs/cli@~10.1 serve@v14'],
  ['npm with a version in a variable', 'ARG PNPM=9\nRUN npm i -g pnpm@$PNPM "typescript@${TS}" $TOOLS'],
  ['npm from elsewhere', 'RUN npm install -g ./tool.tgz /srv/tool . git+https://git.example.org/a.git example/tool https://example.org/a.tgz'],
  ['npm of a project', 'RUN npm install && npm ci && npm install left-pad --save'],
  ['Yarn 1, which is finished', 'RUN npm install -g yarn'],
  ['yarn of a project', 'RUN yarn add a && yarn global bin && yarn global add serve@14'],
  ['corepack with a version', 'RUN corepack enable && corepack prepare pnpm@9.1.0 --activate && corepack install'],
  ['pip with versions', `RUN pip install flask==3.0 'gunicorn>=21,<22' "uvicorn[standard]~=0.30" poetry==$POETRY "a===1"`],
  ['pip of files', 'RUN pip install -r requirements.txt && pip install . && pip install -e .[dev] && pip install ./dist/a.whl https://example.org/a.zip'],
  ['pip with constraints', 'RUN pip install -c constraints.txt flask'],
  ['pip with constraints from a variable', 'ENV PIP_CONSTRAINT=/c.txt\nRUN pip install flask'],
  ['pip itself', 'RUN pip install --upgrade pip setuptools wheel && python3 -m pip install -U pip'],
  ['gem with versions', 'RUN gem install bundler:2.5.5 && gem install rails -v 8.0.1 && gem install --version 3 rake && gem install ./a.gem && gem install -g Gemfile'],
  ['gem with a version that the build finds', `RUN gem install bundler:$(cat .bundler) "bundler:$V"`],
  ['go with versions', 'RUN go install example.org/a@v1.2.3 example.org/b@$B example.org/c@1a2b3c4d && go install ./... && go install . && go install example.org/d/cmd/d'],
  ['cargo with versions', 'RUN cargo install cargo-chef --version 0.1.68 && cargo install sccache@0.8 --locked && cargo install --path . && cargo install --git https://example.org/a --rev 1a2b3c a'],
  ['composer with versions', 'RUN composer global require phpstan/phpstan:^1 a/b:1.2 && composer global require a/c "^2.0" && composer require a/b'],
  ['dotnet with a version', 'RUN dotnet tool install -g dotnet-ef --version 9.0.1 && dotnet tool restore && dotnet tool install dotnet-ef'],
  ['uv and pipx with versions', 'RUN pipx install poetry==1.8.3 && uv tool install ruff==0.6 && uv pip install a==1 && uv sync'],
  ['system packages, which are another rule', 'RUN apt-get update && apt-get install -y curl'],
]; // prettier-ignore

const bad: readonly [string, string, string][] = [
  ['npm', 'RUN npm install -g pnpm', 'pnpm'],
  ['npm with the option before', 'RUN npm -g i typescript', 'typescript'],
  ['npm with a tag', 'RUN npm install --global @angular/cli@latest', '@angular/cli@latest'],
  ['npm with a scope', 'RUN npm i -g @nestjs/cli', '@nestjs/cli'],
  ['npm of itself', 'RUN npm install -g npm@latest', 'npm@latest'],
  ['the first of several', 'RUN npm install -g firebase-tools@13 postcss postcss-cli', 'postcss'],
  ['pnpm', 'RUN pnpm add -g serve', 'serve'],
  ['yarn', 'RUN yarn global add serve', 'serve'],
  ['bun', 'RUN bun install -g serve', 'serve'],
  ['corepack', 'RUN corepack enable && corepack prepare pnpm@latest --activate', 'pnpm@latest'],
  ['pip', 'RUN pip3 install --no-cache-dir gunicorn', 'gunicorn'],
  ['pip beside a file', 'RUN pip install -r requirements.txt gunicorn', 'gunicorn'],
  ['pip with extras', `RUN python -m pip install 'uvicorn[standard]'`, `'uvicorn[standard]'`],
  ['uv', 'RUN uv pip install --system flask', 'flask'],
  ['a tool of uv', 'RUN uv tool install ruff', 'ruff'],
  ['pipx', 'RUN pipx install poetry', 'poetry'],
  ['gem', 'RUN gem install --no-document bundler', 'bundler'],
  ['go', 'RUN CGO_ENABLED=0 go install example.org/a/cmd/a@latest', 'example.org/a/cmd/a@latest'],
  ['cargo', 'RUN cargo install --locked cargo-chef', 'cargo-chef'],
  ['cargo of another toolchain', 'RUN cargo +nightly install cargo-chef', 'cargo-chef'],
  ['composer', 'RUN composer global require phpstan/phpstan', 'phpstan/phpstan'],
  ['dotnet', 'RUN dotnet tool install --global dotnet-ef', 'dotnet-ef'],
  ['in a condition', 'RUN if [ -f a ]; then npm i -g serve; fi', 'serve'],
  ['ONBUILD', 'ONBUILD RUN npm i -g serve', 'serve'],
]; // prettier-ignore

const pnpm = {
  'package.json': '{"name":"shop","packageManager":"pnpm@10.4.1+sha512.abc"}',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters:\n  .: {}\n",
};
const locked = {
  'package.json': '{"name":"shop","devDependencies":{"typescript":"^5"},"dependencies":{"pm2":"6"}}',
  'package-lock.json': JSON.stringify({
    name: 'shop',
    lockfileVersion: 3,
    packages: {
      '': { name: 'shop', devDependencies: { typescript: '^5' }, dependencies: { pm2: '6' } },
      'node_modules/typescript': { version: '5.8.3', dev: true },
      'node_modules/pm2': { version: '6.0.5' },
      'node_modules/nodemon': { version: '3.1.0', dev: true },
    },
  }),
};

const cases: readonly RuleCase[] = [
  ...silent.map(([name, line]) => ({ name, text: `${base}${line}\n${user}`, findings: 0 })),
  ...bad.map(([name, line, span]) => ({ name, text: `${base}${line}\n${user}`, findings: [span] })),
  {
    name: 'in a stage for development',
    text: `${base.trim()} AS app\nFROM app AS dev\nRUN npm i -g nodemon\nFROM app\n${user}`,
    findings: 0,
  },
  {
    name: 'in a stage that builds',
    text: `${base.trim()} AS build\nRUN npm i -g serve\n${base}COPY --from=build /a /a\n${user}`,
    findings: ['serve'],
  },
  {
    name: 'the package manager of the project',
    files: pnpm,
    text: `${base}RUN corepack prepare pnpm@latest --activate\n${user}`,
    findings: ['pnpm@latest'],
    fixed: `${base}RUN corepack prepare pnpm@10.4.1 --activate\n${user}`,
  },
  {
    name: 'versions of the lockfile',
    files: locked,
    text: `${base}RUN npm i -g typescript pm2 --silent\n${user}`,
    findings: ['typescript'],
    fixed: `${base}RUN npm i -g typescript@5.8.3 pm2@6.0.5 --silent\n${user}`,
  },
  {
    name: 'only one of them in the lockfile: no fix',
    files: locked,
    text: `${base}RUN npm i -g typescript serve\n${user}`,
    findings: ['typescript'],
    fixed: `${base}RUN npm i -g typescript serve\n${user}`,
  },
  {
    name: 'in the lockfile for another package: no fix',
    files: locked,
    text: `${base}RUN npm i -g nodemon\n${user}`,
    findings: ['nodemon'],
    fixed: `${base}RUN npm i -g nodemon\n${user}`,
  },
  {
    name: 'in quotes: no fix',
    files: locked,
    text: `${base}RUN npm i -g "typescript"\n${user}`,
    findings: ['"typescript"'],
    fixed: `${base}RUN npm i -g "typescript"\n${user}`,
  },
  {
    name: 'a version that the shell takes for a file',
    text: `${base}RUN pip install --no-cache-dir flask>=3.0 gunicorn==21\n${user}`,
    findings: ['flask>=3.0'],
    fixed: `${base}RUN pip install --no-cache-dir "flask>=3.0" gunicorn==21\n${user}`,
  },
  {
    name: 'a log of pip',
    text: `${base}RUN pip install flask >/tmp/log 2>&1\n${user}`,
    findings: ['flask'],
    fixed: `${base}RUN pip install flask >/tmp/log 2>&1\n${user}`,
  },
];

describe('reproducible/unpinned-tool', () => {
  it.each(cases)('$name', async (test) => {
    await checkCase(rule, test);
  });

  it.each<[string, Record<string, string>, string]>([
    ['npm i -g pnpm', pnpm, '`npm i -g` takes the newest pnpm on the day of the build, so the next build may get another. package.json has pnpm 10.4.1: write pnpm@10.4.1.'],
    ['npm i -g a b c d', {}, '`npm i -g` takes the newest a, b and 2 more on the day of the build, so the next build may get another. Write a@VERSION.'],
    ['gem install a b', {}, '`gem install` takes the newest a and b on the day of the build, so the next build may get another. Write a:VERSION.'],
    ['dotnet tool install -g a', {}, '`dotnet tool install` takes the newest a on the day of the build, so the next build may get another. Write a --version VERSION.'],
    ['pip install a>=2', {}, 'The shell takes `>` for a redirection: `pip install` gets no version, and writes a file. Quote the word.'],
  ])('%s', async (line, files, message) => {
    const text = `${base}RUN ${line}\n${user}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding?.message).toBe(message);
  }); // prettier-ignore

  it('lets Optimize take the package manager of package.json, and leaves other versions to the user', async () => {
    const preferred = async (line: string, files: Record<string, string>) => {
      const text = `${base}RUN ${line}\n${user}`;
      const [finding] = findingsOf(rule, text, await factsFor(text, files));
      return finding && preferredFix(finding)?.preferred;
    };
    expect(await preferred('npm i -g pnpm', pnpm)).toBe(true);
    expect(await preferred('npm i -g typescript', locked)).toBe(false);
  });
});
