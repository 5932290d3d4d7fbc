import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/runtime/unreadable-by-user.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const end = 'CMD ["gunicorn", "app:app"]\n';
const build = 'FROM python:3.13 AS build\nRUN pip install --user gunicorn==23.0.0\n';

const silent: RuleCase[] = [
  ['root', `${build}FROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\n${end}`],
  ['root by number', `${build}FROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nUSER 0\n${end}`],
  ['a user from the build', `${build}FROM python:3.13-slim\nARG USER\nCOPY --from=build /root/.local /root/.local\nUSER $USER\n${end}`],
  ['into the user’s home', `${build}FROM python:3.13-slim\nRUN useradd -m app\nCOPY --from=build /root/.local /home/app/.local\nUSER app\n${end}`],
  ['opened', `${build}FROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nRUN chmod 755 /root\nUSER 1000\n${end}`],
  ['opened in a heredoc', `${build}FROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nRUN <<EOF\nchmod -R o+rX /root\nEOF\nUSER 1000\n${end}`],
  ['moved', `${build}FROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nRUN mv /root/.local /opt/packages\nUSER 1000\n${end}`],
  ['in the build stage only', `${build}FROM python:3.13-slim\nCOPY --from=build /root/.local /usr/local\nUSER 1000\n${end}`],
  ['installed by the user', `FROM python:3.13-slim\nRUN useradd -m app\nUSER app\nRUN pip install --user gunicorn\n${end}`],
  ['installed without --user', `FROM python:3.13-slim\nRUN pip install gunicorn\nUSER 1000\n${end}`],
  ['another home while installing', `FROM python:3.13-slim\nENV HOME=/srv\nRUN pip install --user gunicorn\nUSER 1000\n${end}`],
  ['a family whose root has a group', `FROM registry.access.redhat.com/ubi9/ubi:9.6\nWORKDIR /root/app\nUSER 1001\nCMD ["./app"]\n`],
  ['an unknown image', `FROM registry.example.com/python:3\nWORKDIR /root/app\nUSER 1001\nCMD ["./app"]\n`],
  ['starts nothing', 'FROM debian:13-slim\nWORKDIR /root/app\nUSER 1001\n'],
  ['a name that only begins so', 'FROM debian:13-slim\nWORKDIR /rootless\nUSER 1001\nCMD ["/rootfs/app"]\n'],
  ['a stage that is thrown away', `FROM debian:13-slim AS a\nWORKDIR /root/app\nUSER 1001\nCMD ["./app"]\nFROM debian:13-slim\nCOPY --from=a /etc/hostname /a\nCMD ["/app"]\n`],
  ['browsers in a common place', 'FROM node:22\nENV PLAYWRIGHT_BROWSERS_PATH=/ms-playwright\nRUN npx playwright install --with-deps chromium\nUSER node\nCMD ["node", "a.js"]\n'],
  ['browsers of the user', 'FROM node:22\nUSER node\nRUN npx playwright install chromium\nCMD ["node", "a.js"]\n'],
  ['the image has the tool', 'FROM oven/bun:1\nENV PATH=/root/.bun/bin:$PATH\nUSER bun\nCMD ["bun", "a.ts"]\n'],
].map(([name, text]) => ({ name: name!, text: text!, findings: [] })); // prettier-ignore

const one = (name: string, text: string, span: string, fixed?: string): RuleCase => ({ name, text, findings: [span], ...(fixed !== undefined && { fixed }) }); // prettier-ignore

const found: RuleCase[] = [
  one('packages of the build stage', `${build}FROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nUSER 1000\n${end}`, '/root/.local'),
  one('an account with a home', `${build}FROM python:3.13-slim\nRUN useradd -m -u 1000 app\nCOPY --from=build /root/.local /root/.local\nENV PATH="/root/.local/bin:$PATH" \\\n    PYTHONPATH=/root/.local/lib\nUSER app:app\n${end}`, '/root/.local', `${build}FROM python:3.13-slim\nRUN useradd -m -u 1000 app\nCOPY --from=build /root/.local /home/app/.local\nENV PATH="/home/app/.local/bin:$PATH" \\\n    PYTHONPATH=/home/app/.local/lib\nUSER app:app\n${end}`),
  one('an account with a home elsewhere', `${build}FROM python:3.13-alpine\nRUN adduser -D -h /srv/app app\nCOPY --from=build /root/.local/ /root/.local/\nUSER app\n${end}`, '/root/.local/', `${build}FROM python:3.13-alpine\nRUN adduser -D -h /srv/app app\nCOPY --from=build /root/.local/ /srv/app/.local/\nUSER app\n${end}`),
  one('installed here', `FROM python:3.13-slim\nRUN pip install --no-cache-dir --user -r requirements.txt\nUSER 1000\n${end}`, '--user'),
  one('the program', 'FROM debian:13-slim\nCOPY app /root/app\nUSER nobody\nENTRYPOINT ["/root/app", "serve"]\n', '"/root/app"'),
  one('the working directory', 'FROM alpine:3.22\nWORKDIR /root\nWORKDIR app\nCOPY app ./\nUSER 1000\nCMD ["./app"]\n', 'app'),
  one('inherited', `${build}FROM python:3.13-slim AS base\nCOPY --from=build /root/.local /root/.local\nFROM base\nUSER 1000\n${end}`, '/root/.local'),
  one('browsers', 'FROM node:22\nRUN npm ci && npx -y playwright@1.56.0 install --with-deps chromium\nUSER node\nCMD ["node", "a.js"]\n', 'npx -y playwright@1.56.0 install --with-deps chromium'),
  one('a tool of an installer', 'FROM debian:13-slim\nRUN curl -fsSL https://bun.sh/install | bash\nENV PATH=/root/.bun/bin:$PATH\nUSER 1000\nCMD ["bun", "a.ts"]\n', '"bun"'),
]; // prettier-ignore

describe('runtime/unreadable-by-user', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it.each([
    ['no home', `${build}FROM python:3.13-slim\nRUN useradd app\nCOPY --from=build /root/.local /root/.local\nUSER app\n${end}`],
    ['a number', `${build}FROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nUSER 1000\n${end}`],
  ])('leaves to the user: %s', async (_, text) => {
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(finding!.fixes()).toEqual([]);
  }); // prettier-ignore
});
