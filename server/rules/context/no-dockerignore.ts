import type { ContextFacts } from '../../context/facts.ts';
import type { AddedPattern } from '../../context/propose.ts';
import { isWhole } from '../../context/sources.ts';
import { defineRule } from '../rule.ts';
import {
  bytesOf,
  copyText,
  listEntries,
  saving,
  unfiltered,
  writeDockerignore,
} from './dockerignore.part.ts';

export default defineRule({
  id: 'context/no-dockerignore',
  severity: 'warning',
  summary: 'The whole context is copied and there is no .dockerignore',
  fix: 'safe',
  why: `\`COPY . .\` takes every file that is there: the git history, the dependencies installed on this machine, build output, logs.
They make the build slow and the image large, and a change in any of them (a commit is enough) makes the builder run all later steps
again. It does not matter where only named files are copied. The fix writes a .dockerignore for this project that never excludes what
the Dockerfile copies by name or the build reads.`,
  equivalents: [],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"^4.19.2"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"}},"node_modules/express":{"version":"4.19.2"}}}',
        'src/index.js': '',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY . .\nUSER node\nCMD ["node", "src/index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY . .\nUSER node\nCMD ["node", "src/index.js"]\n',
    },
  ],
  *check(context) {
    const { dockerignore } = context.facts.context;
    const found = dockerignore.exists ? undefined : unfiltered(context);
    if (!found) return;
    const { entries, source } = found;
    // A folder by its name does not bring what lies beside it; a folder of Dockerfiles is built from another one.
    if (entries.length === 0 && (!isWhole(source) || holdsNothing(context.facts.context))) return;
    const takes =
      entries.length > 0
        ? `takes ${listEntries(entries)} along`
        : `takes everything along that lies here when somebody builds: ${example(found.proposal.added, context.facts.context)}`;
    yield {
      span: source.span,
      message: `There is no .dockerignore, so \`${copyText(source)}\` ${takes}.`,
      ...(entries.length === 0 &&
        !isToGrow(found.proposal.added, context.facts.context) && { severity: 'info' as const }),
    };
  },
  fixes(_, context) {
    const found = unfiltered(context);
    if (!found) return [];
    const { proposal } = found;
    return [
      writeDockerignore(proposal, `Create ${proposal.path} for this project${saving(bytesOf(proposal))}`),
    ];
  },
});

/** What somebody's next steps make here. The history is here already, or in a folder above, from where it never comes along. */
function example(added: readonly { readonly pattern: string }[], context: ContextFacts): string {
  const names = added
    .filter(({ pattern }) => pattern !== '.git' || context.entry(pattern) !== undefined)
    .map(({ pattern }) => pattern.replace(/^\*\*\//, ''));
  return `${names.slice(0, 2).join(', ')} and the like`;
}

/** Will somebody's next steps make here what costs something: dependencies, build output? */
function isToGrow(added: readonly AddedPattern[], context: ContextFacts): boolean {
  return added.some(
    ({ pattern, reason }) =>
      reason === 'dependencies' ||
      reason === 'build output' ||
      (reason === 'version control' && context.entry(pattern) !== undefined),
  );
}

function holdsNothing({ entries, dockerfilePath }: ContextFacts): boolean {
  return entries.every(({ path }) => path === dockerfilePath || /(?:^|[./])dockerfile(?:$|[.])/i.test(path));
}
