import { literalPattern } from '../../context/dockerignore.ts';
import type { ContextFacts } from '../../context/facts.ts';
import { isGoPattern } from '../../context/go-match.ts';
import { isWhole, type ContextSource } from '../../context/sources.ts';
import { defineRule, type Fix } from '../rule.ts';
import { absentSources, groupedSources, ignoringPattern, sourceText } from './sources.part.ts';

/**
 * BuildKit's check gives up as soon as .dockerignore has a `!`; this one follows it, and knows which files are there.
 */
export default defineRule<ContextSource>({
  id: 'context/ignored-source',
  severity: 'warning',
  summary: '.dockerignore keeps back what the Dockerfile copies',
  fix: 'suggested',
  why: `What .dockerignore excludes does not exist for the builder. A COPY of such a path stops the build with "not found", though the file is there for
everybody to see, and a pattern of which nothing is left copies nothing.

It does not matter for a broad \`COPY . .\`: to leave things out of it is what the file is for.`,
  fixSafety: `The path gets into the build context again, for every COPY of a folder above it as well. It may be the Dockerfile that is wrong: a folder that
the build makes is to be copied from the stage that makes it.`,
  equivalents: [{ tool: 'buildkit', id: 'CopyIgnoredFile' }],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop"}',
        'server.js': '',
        'config/production.json': '{}',
        '.dockerignore': 'node_modules\nconfig\n',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json server.js ./\nCOPY config ./config\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json server.js ./\nCOPY config ./config\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model, facts }) {
    const { context } = facts;
    const ignored = absentSources(model, context).filter(({ absence }) => absence === 'ignored');
    for (const [source, ...others] of groupedSources(ignored, context)) {
      // A folder with nothing but the Dockerfile says nothing about the project it is for.
      if (isWhole(source) && context.entries.every(({ path }) => isOwn(path, context))) continue;
      const pattern = source.path === '' ? undefined : ignoringPattern(source.path, context);
      const name = context.dockerignore.path;
      const line = pattern ? ` in line ${pattern.line + 1} (\`${pattern.text}\`)` : '';
      const message =
        source.kind !== 'bind' && (isWhole(source) || isGoPattern(source.path))
          ? `${name} excludes everything that ${sourceText(source)} could bring${line}: nothing is copied. Let the files through with \`!\`, or change the COPY.`
          : `${name} excludes \`${source.written}\`${line}, so the build stops at ${sourceText(source)}: not found. Let it through with \`!${source.path}\`, or take it from the stage that makes it.`;
      yield {
        span: source.span,
        message,
        related: others.slice(0, 10).map(({ span }) => ({ span, message: 'here too' })),
        data: source,
      };
    }
  },
  fixes({ data: source }, { facts }) {
    const fix = source && source.path !== '' && !isGoPattern(source.path) ? letThrough(source, facts.context) : undefined;
    return fix ? [fix] : [];
  },
}); // prettier-ignore

function letThrough({ path }: ContextSource, context: ContextFacts): Fix | undefined {
  const { dockerignore } = context;
  if (!dockerignore.exists || dockerignore.problem || dockerignore.path.startsWith('../')) return undefined;
  // Secrets and version control are excluded for good reason.
  if (/(?:^|\/)\.git(?:\/|$)/.test(path) || context.secrets.some((secret) => isAt(secret.path, path)))
    return undefined;
  const before = dockerignore.text;
  const line = ignoringPattern(path, context);
  const without = line && line.pattern === path ? removeLine(before, line.line) : undefined;
  for (const [after, title] of [
    [without, `Remove \`${line?.text ?? ''}\` from ${dockerignore.path}`],
    [appendLine(before, `!${literalPattern(path)}`), `Let \`${path}\` through in ${dockerignore.path}`],
  ] as const) {
    if (after === undefined || !passes(path, context, after)) continue;
    return {
      title,
      applicability: 'suggested',
      edits: [],
      files: [{ path: dockerignore.path, before, after }],
    };
  }
  return undefined;
}

/** The Dockerfile itself, or its .dockerignore. */
function isOwn(path: string, { dockerfilePath, dockerignore }: ContextFacts): boolean {
  return path === dockerfilePath || path === dockerignore.path;
}

function isAt(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function passes(path: string, context: ContextFacts, text: string): boolean {
  const changed = context.withDockerignore(text);
  return context.entry(path) ? changed.match(path).length > 0 : !changed.isIgnored(path);
}

function removeLine(text: string, line: number): string {
  const lines = text.split('\n');
  return [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n');
}

function appendLine(text: string, line: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return text + (text === '' || text.endsWith('\n') ? '' : eol) + line + eol;
}
