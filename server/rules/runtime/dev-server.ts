import { defineRule } from '../rule.ts';
import { devServer, type DevServer } from './dev-server.part.ts';
import { productionWords } from './dev-server-fix.part.ts';
import { loopbackBind } from './loopback.part.ts';
import { commandEdit } from './start-project.part.ts';
import { shownWords } from './started.part.ts';

export default defineRule<DevServer>({
  id: 'runtime/dev-server',
  severity: 'warning',
  summary: 'The container starts a development server',
  fix: 'suggested',
  why: `Development servers compile on demand, watch files, show stack traces to whoever asks, and answer one request at a time. Their own documentation
says not to use them in production. In an image they also keep compilers, sources and development packages in it, and start slowly.

It does not matter for images that are for development: a last stage or a Dockerfile that is called dev or test, or \`NODE_ENV=development\`, silences the
rule. Scripts of package.json are followed to the program that they run.`,
  fixSafety: `Suggested where the project shows what production runs: a script such as \`start:prod\` whose file is there or built, the same program without
its watch option, or gunicorn when it is among the packages.`,
  equivalents: [],
  examples: [
    {
      title: 'nodemon behind a script',
      files: {
        'package.json':
          '{"name":"shop","scripts":{"dev":"nodemon server.js"},"dependencies":{"express":"5.1.0"},"devDependencies":{"nodemon":"3.1.10"}}',
        'server.js': '',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /srv\nCOPY package.json server.js ./\nUSER node\nCMD ["npm", "run", "dev"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /srv\nCOPY package.json server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      title: 'Django',
      files: {
        'requirements.txt': 'django==5.2.7\ngunicorn==23.0.0\n',
        'manage.py': '',
        'shop/wsgi.py': '',
      },
      bad: 'FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\nUSER 1000\nEXPOSE 8000\nCMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\nUSER 1000\nEXPOSE 8000\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi:application"]\n',
    },
  ],
  *check(context) {
    const found = devServer(context);
    if (!found) return;
    const { started, program, scripts, stage } = found;
    const { instruction, command } = started;
    const words = `\`${shownWords(started)}\``;
    const runs = scripts.length > 0 || found.listener !== undefined;
    const isItself = program.name.startsWith('`') ? words : `${words} is ${program.name}: it`;
    const subject = runs ? `${words} runs ${program.name}, which` : isItself;
    const bind = loopbackBind(found.argv, stage, context);
    const alone = bind ? ` It listens on ${bind.host} only, so nobody outside of the container reaches it.` : '';
    yield {
      span: instruction.json && instruction.bodySpan ? instruction.bodySpan : command.span,
      message: `${subject} ${program.does}.${alone} ${program.advice}`,
      data: found,
    };
  },
  fixes({ data }, context) {
    const words = data && productionWords(data, context);
    const edit = words && commandEdit(words, data.started, context.model);
    if (!edit) return [];
    return [
      {
        title: `Start \`${words.join(' ')}\``,
        applicability: 'suggested',
        edits: [edit],
        preferred: true,
      },
    ];
  },
}); // prettier-ignore
