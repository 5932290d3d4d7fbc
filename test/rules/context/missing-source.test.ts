import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { analyze } from '../../../server/engine/analyze.ts';
import { gatherFacts } from '../../../server/engine/gather.ts';
import rule from '../../../server/rules/context/missing-source.ts';
import { factsFor, testToday } from '../../support/facts.ts';
import { createMemoryFileSystem, type MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const top = 'FROM alpine:3.23\nWORKDIR /app\n';
const user = 'USER 10001\n';
const copy = (line: string): string => `${top}${line}\n${user}`;
const files = {
  'package.json': '{"name":"shop"}',
  'src/server.js': '',
  'tools/run.sh': '',
  '.dockerignore': '.git\ndist\n',
};

const cases: readonly RuleCase[] = [
  { name: 'there', text: copy('COPY package.json src ./'), files, findings: 0 },
  { name: 'with ./ and slashes', text: copy('COPY ./src/ /package.json ./'), files, findings: 0 },
  { name: 'everything', text: copy('COPY . .'), files, findings: 0 },
  { name: 'excluded is another rule', text: copy('COPY dist ./'), files, findings: 0 },
  { name: 'outside is another rule', text: copy('COPY ../x ./'), files, findings: 0 },
  { name: 'another stage', text: `FROM alpine:3.23 AS a\n${top}COPY --from=a /x /x\n${user}`, files, findings: 0 },
  { name: 'a named context', text: copy('COPY --from=assets x /x'), files, findings: 0 },
  { name: 'inline text', text: `${top}COPY <<EOF /x\nhello\nEOF\n${user}`, files, findings: 0 },
  { name: 'a URL', text: copy('ADD https://example.com/x /x'), files, findings: 0 },
  { name: 'git', text: copy('ADD git@github.com:acme/x.git /x'), files, findings: 0 },
  { name: 'a variable that only the build knows', text: copy('ARG DIR\nCOPY $DIR ./'), files, findings: 0 },
  { name: 'in a folder that is not listed', text: copy('COPY node_modules/x ./x'), files: { ...files, 'node_modules/y/a.js': '' }, findings: 0 },
  { name: 'behind a link', text: copy('COPY link/x ./x'), files: { ...files, link: { symlink: '../elsewhere' } }, findings: 0 },
  { name: 'a pattern of something', text: copy('COPY pack*.json ./'), files, findings: 0 },
  { name: 'an optional file', text: copy('COPY package.json yarn.lock* ./'), files, findings: 0 },
  { name: 'an optional file alone', text: copy('COPY .npmrc* ./'), files, findings: 0 },
  { name: '--parents with folders between', text: copy('COPY --parents ./**/go.mod ./'), files, findings: 0 },
  { name: 'a comment', text: copy('COPY src ./src # all of it'), files, findings: 0 },
  { name: 'in quotes that belong to the name', text: copy('COPY ["a b.txt", "./"]'), files: { ...files, 'a b.txt': '' }, findings: 0 },
  { name: 'no context', text: copy('COPY missing ./'), findings: 1 },
  { name: 'a file', text: copy('COPY package.json yarn.lock ./'), files, findings: ['yarn.lock'] },
  { name: 'a misspelt file', text: copy('COPY pakcage.json ./'), files, findings: ['pakcage.json'], fixed: copy('COPY package.json ./') },
  { name: 'another case', text: copy('COPY ./Src/server.js ./'), files, findings: 1, fixed: copy('COPY ./src/server.js ./') },
  { name: 'JSON form', text: copy('COPY ["scr", "./src"]'), files, findings: 1, fixed: copy('COPY ["src", "./src"]') },
  { name: 'a pattern of nothing', text: copy('COPY *.csproj ./'), files, findings: ['*.csproj'] },
  { name: 'a pattern in a folder that is not there', text: copy('COPY lib/*.js ./'), files, findings: 1 },
  { name: 'a mount', text: copy('RUN --mount=type=bind,source=yarn.lock,target=yarn.lock true'), files, findings: 1 },
  { name: '--exclude takes a value', text: copy('COPY --exclude=*.md missing ./'), files, findings: ['missing'] },
  { name: 'the same path again', text: copy('COPY a ./\nCOPY b a ./'), files, findings: ['a', 'b'] },
  { name: 'of one missing folder', text: copy('COPY lib/a lib/b ./\nCOPY lib ./'), files, findings: ['lib/a'] },
  { name: 'a backslash on Windows', text: '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nCOPY .\\lib ./\n', files, findings: 0 },
  { name: 'a trigger is for another context', text: copy('ONBUILD COPY missing ./'), files, findings: 0 },
]; // prettier-ignore

describe('context/missing-source', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it.each([
    ['COPY out/app.js ./', 'info', 'made before `docker build` runs'],
    ['ARG JAR_FILE=target/*.jar\nCOPY $JAR_FILE app.jar', 'info', 'made before `docker build` runs'],
    ['COPY .env.production ./', 'info', 'private file'],
    ['COPY certs/server.pem ./', 'info', 'private file'],
    ['COPY agent /usr/local/bin/', 'info', 'made before `docker build` runs'],
    ['COPY lib ./lib', 'warning', 'the build stops at `COPY lib`'],
    ['COPY run.sh ./', 'warning', 'There is `tools/run.sh`'],
    ['COPY bin/start.sh ./', 'warning', 'the build stops'],
  ])('says of %s what was assumed', async (line, severity, part) => {
    const text = copy(line);
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding?.effectiveSeverity).toBe(severity);
    expect(finding?.message).toContain(part);
  });

  it('says which file names the folder', async () => {
    const text = 'FROM nginx:1.29-alpine\nCOPY site.conf /etc/nginx/conf.d/\nCOPY index.html /srv/\n';
    const facts = await factsFor(text, { 'index.html': '' });
    const named = { ...facts, context: { ...facts.context, reason: 'compose.yaml (service web)' } };
    expect(findingsOf(rule, text, named)[0]!.message).toContain(
      'The build context, the folder that compose.yaml (service web) names, has no `site.conf`',
    );
  });

  it('says who puts the file there', async () => {
    const text = 'FROM nginx:1.29-alpine\nCOPY site.conf /etc/nginx/conf.d/\nCOPY index.html /srv/\n';
    const files = { 'index.html': '', Makefile: 'image:\n\tcp ../shared/site.conf .\n\tdocker build .\n' };
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding?.severity).toBe('hint');
    expect(finding?.message).toContain('Makefile puts it there before the build.');
  });

  it('asks for --from where a stage above may make it', async () => {
    const text = `FROM alpine:3.23 AS build\nRUN mkdir out\n${copy('COPY out ./out')}`;
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding?.message).toContain('copy it with `--from`');
  });

  it('takes a binary for one where the file compiles nothing', async () => {
    for (const [stage, severity] of [
      ['FROM scratch\nCOPY server /server\n', 'info'],
      ['FROM alpine:3.23\nCOPY server /server\n', 'warning'],
    ] as const) {
      const [finding] = findingsOf(rule, stage, await factsFor(stage, files));
      expect(finding?.effectiveSeverity).toBe(severity);
    }
  });

  it('says once that the context may be another folder', async () => {
    const text = copy('COPY go.mod go.sum ./\nCOPY cmd ./cmd\nCOPY package.json ./');
    const findings = await withoutContext(text, { 'package.json': '{}' });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.effectiveSeverity).toBe('info');
    expect(findings[0]?.message).toContain('`go.mod`, `go.sum`, `cmd` are not in');
    expect(findings[0]?.related).toHaveLength(2);
    expect(findings[0]?.message).toContain("the Dockerfile's own folder");
  });

  it('is as careful with a Dockerfile on its own', async () => {
    const findings = await withoutContext(copy('COPY package*.json ./'), {});
    expect(findings.map(({ effectiveSeverity }) => effectiveSeverity)).toEqual(['info']);
  });

  it('still sees a slip of the pen', async () => {
    const findings = await withoutContext(copy('COPY scr ./src'), files);
    expect(findings.map(({ effectiveSeverity }) => effectiveSeverity)).toEqual(['warning']);
  });

  it('names each one where the context was given', async () => {
    const text = copy('COPY go.mod go.sum ./\nCOPY cmd ./cmd\nCOPY package.json ./');
    expect(findingsOf(rule, text, await factsFor(text, files))).toHaveLength(3);
  });
});

/** The context is what the Dockerfile suggests. */
async function withoutContext(text: string, tree: MemoryTree) {
  const model = parseDockerfile(text);
  const facts = await gatherFacts({
    model,
    fileSystem: createMemoryFileSystem({ ...tree, Dockerfile: text, '.git/HEAD': '' }),
    clock: { today: () => testToday, now: () => 0 },
    dockerfile: 'file:///project/Dockerfile',
    workspaceRoot: 'file:///project',
  });
  return analyze(model, facts, { only: [rule] }).findings;
}
