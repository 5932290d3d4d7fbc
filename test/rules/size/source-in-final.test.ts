import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/source-in-final.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const go = {
  'go.mod': 'module example.org/shop\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
  'README.md': '',
};
const build =
  'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o shop .\n\nFROM gcr.io/distroless/static-debian13:nonroot\nWORKDIR /app\n';
const ts = {
  'package.json': '{"name":"x","scripts":{"build":"tsc"}}',
  'src/index.ts': '',
  'tsconfig.json': '{}',
};
const node =
  'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM node:22-slim\nWORKDIR /app\n';

const silent: RuleCase[] = [
  { name: 'the artifact alone', files: go, text: `${build}COPY --from=build /src/shop ./\nCMD ["./shop"]\n`, findings: 0 },
  { name: 'files by name', files: go, text: `${build}COPY README.md ./\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n`, findings: 0 },
  { name: 'one stage', files: go, text: 'FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build -o shop .\nCMD ["./shop"]\n', findings: 0 },
  { name: 'sources that are the program', files: { 'app.py': '' }, text: 'FROM python:3.13 AS build\nRUN python -m venv /venv\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=build /venv /venv\nCOPY . .\nCMD ["/venv/bin/python", "app.py"]\n', findings: 0 },
  { name: 'JavaScript as it is', files: { 'package.json': '{"name":"x"}', 'server.js': '' }, text: 'FROM node:22 AS deps\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=deps /app/node_modules ./node_modules\nCOPY . .\nCMD ["node", "server.js"]\n', findings: 0 },
  { name: 'a static site', files: { 'index.html': '', 'src/app.ts': '' }, text: 'FROM node:22 AS build\nRUN true\nFROM nginx:1.29-alpine\nCOPY . /usr/share/nginx/html\n', findings: 0 },
  { name: 'sources that .dockerignore holds back', files: { ...go, '.dockerignore': '**/*.go\n' }, text: `${build}COPY . .\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n`, findings: 0 },
  { name: 'sources in a folder of their own', files: go, text: `${build}COPY --from=build /src/shop ./\nWORKDIR /repo\nCOPY . .\nENTRYPOINT ["/app/shop"]\n`, findings: 0 },
  { name: 'a program found by PATH may work on them', files: go, text: `${build}COPY . .\nCOPY --from=build /src/shop /usr/local/bin/\nENTRYPOINT ["shop"]\n`, findings: 0 },
  { name: 'another program is started', files: go, text: `${build}COPY . .\nCOPY --from=build /src/shop ./\nCMD ["/usr/bin/other"]\n`, findings: 0 },
  { name: 'a RUN may read the sources', files: go, text: `${build}COPY . .\nRUN ./prepare\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n`, findings: 0 },
  { name: 'a stage for development', files: go, text: `${build.replace('nonroot\n', 'nonroot AS dev\n')}COPY . .\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n`, findings: 0 },
  { name: 'packages beside the sources are another rule’s', files: ts, text: `${node}COPY --from=build /app ./\nCMD ["node", "dist/index.js"]\n`, findings: 0 },
]; // prettier-ignore

const found: RuleCase[] = [
  { name: 'the whole context', files: go, text: `${build}COPY . .\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n`, findings: ['COPY . .'], fixed: `${build}COPY --from=build /src/shop ./\nCMD ["./shop"]\n` },
  { name: 'what the program opens, with the flags', files: { ...go, 'main.go': 'package main\n\nimport "os"\n\nfunc main() { os.ReadFile("data/list.json") }\n', 'data/list.json': '[]', 'config.yaml': '' }, text: `${build}COPY --chown=65532:65532 . .\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n`, findings: 1, fixed: `${build}COPY --chown=65532:65532 config.yaml ./\nCOPY --chown=65532:65532 data/ ./data/\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n` },
  { name: 'the folder of the build stage', files: go, text: `${build}COPY --from=build /src /app\nCMD ["./shop"]\n`, findings: ['COPY --from=build /src /app'] },
  { name: 'TypeScript', files: ts, text: `${node}COPY . .\nRUN npm ci --omit=dev\nCOPY --from=build /app/dist ./dist\nCMD ["node", "dist/index.js"]\n`, findings: ['COPY . .'] },
  { name: 'accounts and owners read nothing', files: go, text: `${build}COPY . .\nCOPY --from=build /src/shop ./\nRUN chown -R nonroot .\nCMD ["./shop"]\n`, findings: 1 },
]; // prettier-ignore

describe('size/source-in-final', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('offers no fix where not only Go is in the project', async () => {
    const text = `${build}COPY . .\nCOPY --from=build /src/shop ./\nCMD ["./shop"]\n`;
    const [finding] = findingsOf(
      rule,
      text,
      await factsFor(text, { ...go, 'web/package.json': '{"name":"web"}' }),
    );
    expect(finding?.fixes()).toEqual([]);
  });
});
