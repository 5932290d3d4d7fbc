import type { Stage } from '../../dockerfile/model.ts';
import { finalStage } from '../../dockerfile/stages.ts';
import { insertAfter, keywordCase } from '../../edit/insert.ts';
import { lookupRoot } from '../../images/root.ts';
import type { NodeProject } from '../../project/facts.ts';
import { containersOf, servesDevelopment } from '../../tools/development.ts';
import { defineRule } from '../rule.ts';
import { devServer } from './dev-server.part.ts';
import { startedProgram } from './node-start.part.ts';

/** Packages that do something else without it, with what that is (from their documentation). */
const readers: readonly (readonly [RegExp, string])[] = [
  [/^express$/, 'Express sends stack traces to clients and does not cache templates'],
  [/^@nestjs\/platform-express$/, 'Express, under Nest, sends stack traces to clients'],
  [/^koa$/, 'Koa prints every error of a request'],
  [/^(?:@apollo\/server|apollo-server(?:-\w+)?)$/, 'Apollo Server answers introspection queries and shows stack traces'],
  [/^sequelize$/, 'Sequelize’s tools take the configuration for development'],
  [/^react-dom$/, 'React renders with its slow development build'],
  [/^@strapi\/strapi$/, 'Strapi takes the configuration for development'],
  [/^config$/, 'the package config reads the file for development'],
  [/^sails$/, 'Sails runs in development mode'],
]; // prettier-ignore

/** Their servers set it themselves. */
const setItThemselves = /^(?:next|nuxt|remix|react-router|sveltekit|astro)$/;

export default defineRule<{ readonly stage: Stage }>({
  id: 'runtime/node-env',
  severity: 'hint',
  summary: 'A Node program is started without NODE_ENV=production',
  fix: 'suggested',
  why: `Many Node packages look at \`NODE_ENV\` and take anything but \`production\` for development: Express sends stack traces and renders templates anew for each
request, React uses a build with checks. Official images don't set it.

It does not matter where the platform sets it, for frameworks that do so themselves (Next.js, Nuxt …), and for programs that use no such package: then
the rule is silent, and so it is for images that are for development.`,
  fixSafety: `The variable is set behind the last RUN, so that no install changes. The program may read other settings, for a database or for logging say, by
this name.`,
  equivalents: [],
  examples: [
    {
      files: { 'package.json': '{"name":"shop","dependencies":{"express":"5.1.0"}}', 'server.js': '' },
      bad: 'FROM node:22-alpine\nWORKDIR /srv\nCOPY package.json server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /srv\nCOPY package.json server.js ./\nENV NODE_ENV=production\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check(context) {
    const { model, facts } = context;
    const stage = finalStage(model);
    if (!stage || model.isWindows || stage.endState.env.has('NODE_ENV')) return;
    if (servesDevelopment(model, facts) || devServer(context)) return;
    // What Compose sets holds for the container, whatever the image says.
    const containers = containersOf(model, facts);
    if (containers.length > 0 && containers.every(({ environment }) => environment.has('NODE_ENV'))) return;
    // Only images that are known to leave it open.
    if (lookupRoot(stage, facts.images)?.runtime?.name !== 'node') return;
    const program = startedProgram(stage, context);
    if (!program || program.sets.has('NODE_ENV') || !startsNode(program.argv)) return;
    const { project, started } = program;
    const effect = project && effectOn(project);
    if (effect === undefined) return;
    const { instruction, command } = started;
    yield {
      span: instruction.json && instruction.bodySpan ? instruction.bodySpan : command.span,
      message: `NODE_ENV is not set to production: ${effect}. Set it with ENV, behind the installs.`,
      data: { stage },
    };
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const last = data.stage.instructions.findLast(({ keyword }) => /^(?:RUN|COPY|ADD|WORKDIR)$/.test(keyword));
    const line = `${keywordCase(model, 'ENV')} NODE_ENV=production`;
    return [
      {
        title: 'Set NODE_ENV=production',
        applicability: 'suggested',
        edits: [insertAfter(model, last ?? data.stage.from, [line])],
      },
    ];
  },
}); // prettier-ignore

function startsNode([program = '', ...args]: readonly string[]): boolean {
  return program === 'node' || program === 'pm2-runtime' || (program === 'strapi' && args[0] === 'start');
}

function effectOn({ dependencies, frameworks }: NodeProject): string | undefined {
  if (frameworks.some((name) => setItThemselves.test(name))) return undefined;
  return readers.find(([name]) => Object.keys(dependencies).some((each) => name.test(each)))?.[1];
}
