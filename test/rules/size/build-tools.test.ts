import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/build-tools.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const pip = 'pip install --no-cache-dir -r requirements.txt';
const files = { 'requirements.txt': 'uwsgi\n', 'app.py': '' };
const app = (lines: string, base = 'python:3.13-slim'): string =>
  `FROM ${base}\nWORKDIR /app\nCOPY requirements.txt ./\n${lines}\nCOPY app.py ./\nUSER 10001\nCMD ["uwsgi", "app.ini"]\n`;
const apt = (packages: string): string =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${packages} && rm -rf /var/lib/apt/lists/*`;

const silent: RuleCase[] = [
  ['removed in the same RUN', app(`RUN apk add --no-cache --virtual .build gcc && ${pip} && apk del .build`, 'python:3.13-alpine')],
  ['purged by name', app(`RUN apt-get update && apt-get install -y gcc && ${pip} && apt-get purge -y gcc`)],
  ['removed in a later RUN is another rule’s', app(`${apt('gcc')}\nRUN ${pip}\nRUN apt-get purge -y gcc`)],
  ['a stage that is thrown away', `FROM python:3.13 AS build\n${apt('gcc')}\nRUN ${pip}\n${app('COPY --from=build /opt/venv /opt/venv')}`],
  ['headers alone', app(`${apt('libpq-dev')}\nRUN ${pip}`)],
  ['libraries', app(`${apt('libpq5 curl')}\nRUN ${pip}`)],
  ['nothing is built', app(apt('gcc'))],
  ['everything is built before', app(`RUN ${pip}\n${apt('gcc')}`)],
  ['an image to work in', `FROM python:3.13-slim\n${apt('gcc')}\nRUN ${pip}\nCMD ["bash"]\n`],
  ['a shell of the language', `FROM python:3.13-slim\n${apt('gcc')}\nRUN ${pip}\nCMD ["python3"]\n`],
  ['no program at all', `FROM python:3.13-slim\n${apt('gcc')}\nRUN ${pip}\n`],
  ['a stage for development', `FROM python:3.13-slim AS dev\n${apt('gcc')}\nRUN ${pip}\nCMD ["uwsgi", "app.ini"]\n`],
  ['the base image has a compiler anyway', app(`${apt('gcc')}\nRUN ${pip}`, 'python:3.13')],
  ['the program calls it', `FROM python:3.13-slim\n${apt('make')}\nRUN ${pip}\nCMD ["make", "serve"]\n`],
  ['a build with a tool chain is another rule’s', `FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN apt-get update && apt-get install -y gcc && go build -o /x . && ${pip}\nCMD ["/x"]\n`],
].map(([name, text]) => ({ name: name!, text: text!, files, findings: 0 })); // prettier-ignore

const found: RuleCase[] = [
  { name: 'two RUNs', files, text: app(`${apt('gcc libpq-dev')}\nRUN ${pip}`), findings: ['gcc'] },
  { name: 'a build step far below', files, text: app(`${apt('build-essential')}\nRUN useradd app\nENV X=1\nRUN ${pip}`), findings: ['build-essential'] },
  { name: 'headers stay in the fix', files, text: app(`RUN apt-get update && apt-get install -y gcc libpq-dev && ${pip}`), findings: ['gcc'], fixed: app(`RUN apt-get update && apt-get install -y gcc libpq-dev && ${pip} \\\n    && apt-get purge -y --auto-remove gcc`) },
  { name: 'some packages of apk', files, text: app(`RUN apk add --no-cache gcc curl musl-dev && ${pip}`, 'python:3.13-alpine'), findings: ['gcc'], fixed: app(`RUN apk add --no-cache --virtual .build-deps gcc musl-dev && apk add --no-cache curl && ${pip} \\\n    && apk del .build-deps`, 'python:3.13-alpine') },
  { name: 'a group that nobody removes', files, text: app(`RUN apk add --no-cache --virtual .build gcc && ${pip}`, 'python:3.13-alpine'), findings: ['gcc'] },
  { name: 'what is compiled from C++', files, text: app(`RUN apk add --no-cache g++ && ${pip}`, 'python:3.13-alpine'), findings: ['g++'], fixed: app(`RUN apk add --virtual .build-deps --no-cache g++ \\\n    && apk add --no-cache libstdc++ && ${pip} && apk del .build-deps`, 'python:3.13-alpine') },
  { name: 'lines', files, text: app(`RUN apk add --no-cache \\\n      curl \\\n      gcc \\\n      musl-dev \\\n  && ${pip}`, 'python:3.13-alpine'), findings: ['gcc'], fixed: app(`RUN apk add --no-cache --virtual .build-deps gcc musl-dev \\\n  && apk add --no-cache \\\n      curl \\\n  && ${pip} \\\n  && apk del .build-deps`, 'python:3.13-alpine') },
  { name: 'a stage that the last one builds on', files, text: `FROM python:3.13-slim AS base\n${apt('gcc')}\nFROM base\nCOPY requirements.txt ./\nRUN ${pip}\nCMD ["uwsgi", "app.ini"]\n`, findings: ['gcc'] },
]; // prettier-ignore

describe('size/build-tools', () => {
  it.each(silent)('is silent: $name', async (test) => {
    await checkCase(rule, test);
  });
  it.each(found)('finds: $name', async (test) => {
    await checkCase(rule, test);
  });

  it('makes a remark of small helpers', async () => {
    const severity = async (packages: string): Promise<unknown> => {
      const text = app(`${apt(packages)}\nRUN ${pip}`);
      return findingsOf(rule, text, await factsFor(text, files))[0]?.effectiveSeverity;
    };
    expect(await severity('gcc')).toBe('warning');
    expect(await severity('make')).toBe('info');
  });

  it('is silent where the program compiles while it runs', async () => {
    const text = app(`${apt('gcc')}\nRUN ${pip}`);
    expect(findingsOf(rule, text, await factsFor(text, { 'requirements.txt': 'torch\n' }))).toEqual([]);
  });
});
