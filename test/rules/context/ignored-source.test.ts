import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/context/ignored-source.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const top = 'FROM alpine:3.23\nWORKDIR /app\n';
const user = 'USER 10001\n';
const copy = (line: string): string => `${top}${line}\n${user}`;
const project = { 'src/a.txt': 'a', 'dist/b.txt': 'b', 'docs/c.md': 'c', 'node_modules/x/index.js': '' };
const ignoring = (text: string) => ({ ...project, '.dockerignore': text });

const cases: readonly RuleCase[] = [
  { name: 'no .dockerignore', text: copy('COPY dist ./dist'), files: project, findings: 0 },
  { name: 'broad copies leave things out', text: copy('COPY . .'), files: ignoring('dist\n'), findings: 0 },
  { name: 'part of a folder', text: copy('COPY src ./src'), files: ignoring('src/*.log\n'), findings: 0 },
  { name: 'a folder with something taken back', text: copy('COPY dist ./dist'), files: ignoring('dist\n!dist/b.txt\n'), findings: 0 },
  { name: 'a folder with nothing but the Dockerfile', text: copy('COPY . .'), files: { '.dockerignore': '*Dockerfile*\n.*\n' }, findings: 0 },
  { name: 'everything but', text: copy('COPY dist ./dist'), files: ignoring('*\n!dist\n'), findings: 0 },
  { name: 'one at the top only', text: copy('COPY src/dist ./dist'), files: { ...ignoring('dist\n'), 'src/dist/b.txt': 'b' }, findings: 0 },
  { name: 'from another stage', text: `FROM alpine:3.23 AS dist\n${top}COPY --from=dist /dist ./dist\n${user}`, files: ignoring('dist\n'), findings: 0 },
  { name: 'a pattern with something left', text: copy('COPY d* ./'), files: ignoring('dist\n'), findings: 0 },
  { name: 'a mount of everything', text: copy('RUN --mount=type=bind,target=/src true'), files: ignoring('dist\n'), findings: 0 },
  { name: 'not there, and not excluded', text: copy('COPY lib ./lib'), files: ignoring('dist\n'), findings: 0 },
  { name: 'a Dockerfile alone', text: copy('COPY . .'), files: { '.dockerignore': 'Dockerfile\n.dockerignore\n' }, findings: 0 },
  { name: 'a folder', text: copy('COPY dist ./dist'), files: ignoring('dist\n'), findings: ['dist'] },
  { name: 'a file in it', text: copy('COPY ./dist/b.txt ./'), files: ignoring('dist\n'), findings: ['./dist/b.txt'] },
  { name: 'also when it is not there yet', text: copy('COPY build ./build'), files: ignoring('build\n'), findings: 1 },
  { name: 'in a folder that is not listed', text: copy('COPY node_modules/x ./x'), files: ignoring('node_modules\n'), findings: 1 },
  { name: 'a pattern', text: copy('COPY *.txt ./'), files: { ...ignoring('*.txt\n'), 'd.txt': 'd' }, findings: ['*.txt'] },
  { name: 'everything', text: copy('COPY . .'), files: ignoring('*\n'), findings: ['.'] },
  { name: 'a mount', text: copy('RUN --mount=type=bind,source=dist,target=/dist true'), files: ignoring('dist\n'), findings: 1 },
  { name: 'the default of a variable', text: copy('ARG DIR=dist\nCOPY $DIR ./dist'), files: ignoring('dist\n'), findings: ['$DIR'] },
  { name: 'the second word', text: copy('COPY src dist ./'), files: ignoring('dist\n'), findings: ['dist'] },
]; // prettier-ignore

describe('context/ignored-source', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it.each([
    ['takes out the line that says exactly that', 'docs\ndist/\n*.log\n', 'docs\n*.log\n'],
    ['takes it back elsewhere', 'di*\n', 'di*\n!dist\n'],
    ['ends the last line', '*', '*\n!dist\n'],
    ['keeps line breaks', 'docs\r\ndi*\r\n', 'docs\r\ndi*\r\n!dist\r\n'],
  ])('%s', async (_, before, after) => {
    const text = copy('COPY dist ./dist');
    const [finding] = findingsOf(rule, text, await factsFor(text, ignoring(before)));
    expect(finding?.fixes()[0]?.files).toEqual([{ path: '.dockerignore', before, after }]);
  });

  it('does not let secrets through', async () => {
    const text = copy('COPY .env ./');
    const files = { '.env': 'TOKEN=abc123\n', '.dockerignore': '.env\n' };
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding?.fixes()).toEqual([]);
  });

  it('names the line', async () => {
    const text = copy('COPY dist ./dist');
    const [finding] = findingsOf(rule, text, await factsFor(text, ignoring('docs\n\n**/dist\n')));
    expect(finding?.message).toContain('in line 3 (`**/dist`)');
  });
});
