import type { ContextSource } from '../../context/sources.ts';
import { isGoPattern } from '../../context/go-match.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { defineRule, type CheckContext, type Report } from '../rule.ts';
import { explanationOf, nearestPaths, type Nearest } from './missing-source.part.ts';
import { absentSources, contextText, groupedSources, sourceText, tellingSources } from './sources.part.ts';

interface Missing {
  readonly source: ContextSource;
  readonly spelling: string | undefined;
}

/** context/outside tells of `../x`, context/ignored-source of what is there and kept back. */
export default defineRule<Missing>({
  id: 'context/missing-source',
  severity: 'warning',
  summary: 'The build context does not have what the Dockerfile copies',
  fix: 'suggested',
  why: `A COPY of a path that the build context does not have stops the build with "not found". A pattern that matches nothing copies nothing, without a
word.

It does not matter where the path is made before \`docker build\` runs: by a CI job, or by hand. What looks like that (\`dist\`, \`target/*.jar\`, a path in a
variable) or like a private file (\`.env\`, a key) is only a piece of information; a path that a Makefile, a script or a workflow puts there is a hint. If most of the paths are missing, the build probably uses another folder as
its context; then there is one finding that says so.`,
  fixSafety: `A path is only corrected where one in the same folder is one or two letters away.`,
  equivalents: [],
  examples: [
    {
      files: { 'package.json': '{"name":"shop"}', 'src/server.js': '' },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json ./\nCOPY scr ./src\nUSER node\nCMD ["node", "src/server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json ./\nCOPY src ./src\nUSER node\nCMD ["node", "src/server.js"]\n',
    },
  ],
  *check(context) {
    const { model, facts } = context;
    const missing = absentSources(model, facts.context).filter(({ absence }) => absence === 'missing');
    if (missing.length === 0) return;
    if (isElsewhere(missing.map(({ source }) => source), context)) yield elsewhere(missing.map(({ source }) => source), context);
    else for (const group of groupedSources(missing, facts.context)) yield one(group, context);
  },
  fixes({ data }, { model }) {
    if (data?.spelling === undefined) return [];
    const { source, spelling } = data;
    const span = spanOfPath(source, model);
    if (!span) return [];
    return [
      {
        title: `Copy \`${spelling}\``,
        applicability: 'suggested',
        preferred: true,
        edits: [{ span, newText: spelling }],
      },
    ];
  },
}); // prettier-ignore

/**
 * Is the folder that is taken for the context none? All of several paths, or most of those that nothing explains, are
 * missing, and none of them is a slip of the pen.
 */
function isElsewhere(sources: readonly ContextSource[], { model, facts }: CheckContext): boolean {
  const { context, project } = facts;
  if (context.reason === 'as given') return false;
  const telling = tellingSources(model);
  const unexplained = sources.filter((source) => !explanationOf(source, model, project, context));
  if (unexplained.length === 0) return false;
  if (sources.length < telling && (unexplained.length < 2 || unexplained.length * 2 <= telling)) return false;
  return !unexplained
    .slice(0, looked)
    .some((source) => nearestPaths(source.path, context).spelling !== undefined);
}

/** A file with more paths than this is not written by hand. */
const looked = 50;

function elsewhere(sources: readonly ContextSource[], { model, facts }: CheckContext): Report<Missing> {
  const [first, ...others] = sources;
  const paths = [...new Set(sources.map(({ written }) => written))];
  const shown = paths.slice(0, 3).map((path) => `\`${path}\``).join(', '); // prettier-ignore
  const rest = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  const verb = paths.length === 1 ? 'is' : 'are';
  const all = sources.length === tellingSources(model);
  const what = all ? `What this file copies (${shown}${rest}) is` : `${shown}${rest} ${verb}`;
  return {
    span: first!.span,
    message: `${what} not in ${contextText(facts.context)}, which is taken for the build context. If the build uses another folder, nothing is wrong.`,
    severity: 'info',
    related: others.slice(0, 10).map(({ span }) => ({ span, message: 'not there either' })),
    data: { source: first!, spelling: undefined },
  };
}

function one(
  [source, ...others]: readonly [ContextSource, ...ContextSource[]],
  { model, facts }: CheckContext,
): Report<Missing> {
  const { context } = facts;
  const pattern = source.kind !== 'bind' && isGoPattern(source.path);
  const nearest: Nearest = pattern
    ? { spelling: undefined, elsewhere: [] }
    : nearestPaths(source.path, context);
  const explanation =
    nearest.spelling === undefined ? explanationOf(source, model, facts.project, context) : undefined;
  const text = sourceText(source);
  const what = pattern
    ? `Nothing in ${contextText(context)} matches \`${source.path}\``
    : `The build context, ${contextText(context)}, has no \`${source.path}\``;
  return {
    span: source.span,
    message: `${what}: ${consequence(source, pattern, explanation, text)}${advice(nearest)}`,
    ...(explanation && { severity: typeof explanation === 'object' ? ('hint' as const) : ('info' as const) }),
    related: others.slice(0, 10).map(({ span }) => ({ span, message: 'not there either' })),
    data: { source, spelling: nearest.spelling },
  };
}

function consequence(
  source: ContextSource,
  pattern: boolean,
  explanation: ReturnType<typeof explanationOf>,
  text: string,
): string {
  if (explanation === 'private') return 'it is taken for a private file that the machine of the build has.';
  if (typeof explanation === 'object') return `${explanation.by} puts it there before the build.`;
  const effect = pattern ? `${text} copies nothing` : `the build stops at ${text}`;
  if (explanation !== 'made') return `${effect}.`;
  const index = source.instruction.stage?.index ?? 0;
  const stage = index > 0 ? ' If a stage above makes it, copy it with `--from`.' : '';
  return `it is taken for something that is made before \`docker build\` runs, else ${effect}.${stage}`;
}

function advice({ spelling, elsewhere }: Nearest): string {
  if (spelling !== undefined) return ` Is \`${spelling}\` meant?`;
  return elsewhere.length > 0 ? ` There is ${elsewhere.map((path) => `\`${path}\``).join(' and ')}.` : '';
}

/** Where the path itself stands: the word without quotes; undefined where variables, escapes or a mount make it up. */
function spanOfPath(
  { kind, span, written }: ContextSource,
  { text }: DockerfileModel,
): ContextSource['span'] | undefined {
  if (kind === 'bind') return undefined;
  const raw = text.slice(span.start, span.end);
  const path = /^(["']?)(?:\.?\/)*([^"'$\\]*?)\/*\1$/.exec(raw)?.[2];
  if (path === undefined || path === '' || !written.includes(path)) return undefined;
  const start = span.start + raw.indexOf(path);
  return { start, end: start + path.length };
}
