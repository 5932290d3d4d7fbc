import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/copy-chown-after-user.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const files = {
  'package.json': '{"name":"shop","main":"server.js"}',
  'server.js': "const fs = require('fs');\nfs.writeFileSync('uploads/last.txt', 'x');\n",
  'uploads/.keep': '',
  'public/index.html': '<p>x</p>',
  '.dockerignore': '.git\n',
};
const top = 'FROM node:22-alpine\nWORKDIR /app\n';
const rest = 'CMD ["node", "server.js"]\n';

const cases: readonly RuleCase[] = [
  { name: '--chown', text: `${top}USER node\nCOPY --chown=node . .\n${rest}`, files, findings: 0 },
  { name: 'root', text: `${top}COPY . .\n${rest}`, files, findings: 0 },
  { name: 'a RUN gives the files away', text: `${top}COPY . .\nRUN chown -R node /app\nUSER node\n${rest}`, files, findings: 0 },
  { name: 'only that folder', text: `${top}COPY . .\nRUN chown node uploads\nUSER node\n${rest}`, files, findings: 0 },
  { name: 'everybody may write', text: `${top}COPY . .\nRUN chmod 1777 /app/uploads\nUSER node\n${rest}`, files, findings: 0 },
  { name: 'what is copied is not written', text: `${top}USER node\nCOPY public ./public\n${rest}`, files, findings: 0 },
  { name: 'a stage that is thrown away', text: `${top.trim().replace('\n', ' AS build\n')}\nUSER node\nCOPY . .\nFROM alpine:3.23\nCOPY --from=build /app/public /public\nUSER 10001\n`, files, findings: 0 },
  { name: 'the folder is ignored', text: `${top}USER node\nCOPY . .\n${rest}`, files: { ...files, '.dockerignore': 'uploads\n' }, findings: 0 },
  { name: 'a script for developers writes', text: `${top}USER node\nCOPY . .\n${rest}`, files: { ...files, 'server.js': '', 'scripts/seed.js': files['server.js'] }, findings: 0 },
  { name: 'the user is a variable', text: `${top}ARG WHO\nUSER $WHO\nCOPY . .\n${rest}`, files, findings: 0 },
  { name: 'no context', text: `${top}USER node\nCOPY . .\n${rest}`, findings: 0 },
  {
    name: 'everything',
    text: `${top}USER node\nCOPY . .\n${rest}`,
    files,
    findings: ['COPY'],
    fixed: `${top}USER node\nCOPY --chown=node . .\n${rest}`,
  },
  {
    name: 'the folder, before USER, with a group',
    text: `${top}COPY package.json server.js ./\nCOPY --link uploads ./uploads\nUSER node:node\n${rest}`,
    files,
    findings: ['COPY'],
    fixed: `${top}COPY package.json server.js ./\nCOPY --link --chown=node:node uploads ./uploads\nUSER node:node\n${rest}`,
  },
]; // prettier-ignore

describe('correctness/copy-chown-after-user', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
