import { parseDockerignore } from '../../context/dockerignore.ts';
import type { ContextFacts, ContextSecret } from '../../context/facts.ts';
import { isGoPattern } from '../../context/go-match.ts';
import { proposeDockerignore } from '../../context/propose.ts';
import { secretName } from '../../context/secrets.ts';
import { brings, contextSources, type ContextSource } from '../../context/sources.ts';
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { isShipped, neededStages, stageNamed } from '../../dockerfile/stages.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

interface Leak {
  readonly source: ContextSource;
  readonly secrets: readonly ContextSecret[];
  /** Copied by its own name. */
  readonly named: boolean;
}

export default defineRule<Leak>({
  id: 'security/secret-file',
  severity: 'error',
  summary: 'A file with secrets is copied into the image',
  fix: 'safe',
  why: `Whoever can pull an image can read every file of every layer, also one that a later step deletes. Keys, tokens and environment
files therefore must not be copied: what the build needs is mounted for one step (\`RUN --mount=type=secret\`), what the program needs
is given to the container when it starts. Files are recognised by name, and where a name proves nothing (\`.npmrc\`, \`*.pem\`) by a look
at what they contain; examples, public keys and test data are none. In a stage that is thrown away the file stays in the build cache.`,
  equivalents: [{ tool: 'trivy', id: 'DS-0031' }],
  examples: [
    {
      title: 'taken along by a broad COPY',
      files: {
        '.dockerignore': '.git\nnode_modules\n',
        'package.json': '{"name":"shop"}',
        '.env': 'DB_PASSWORD=hunter2\n',
        'src/index.js': '',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "src/index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "src/index.js"]\n',
    },
    {
      title: 'copied by name',
      files: { id_ed25519: '-----BEGIN OPENSSH PRIVATE KEY-----\n' },
      bad: 'FROM alpine:3.23\nCOPY id_ed25519 /home/ci/.ssh/id_ed25519\nUSER 10001\n',
      good: 'FROM alpine:3.23\nUSER 10001\n',
    },
  ],
  *check({ model, facts }) {
    const { context } = facts;
    const told = new Set<string>();
    const leaks = contextSources(model)
      .filter((source) => source.kind !== 'bind' && source.complete)
      .flatMap((source) => {
        const { named, secrets } = secretsOf(source, context);
        const ship = secrets.filter(({ path }) => reaches(source, path, context, model));
        const rest = secrets.filter((secret) => !ship.includes(secret));
        return [{ source, named, secrets: ship, shipped: true }, { source, named, secrets: rest, shipped: false }];
      })
      // The copies that reach the image first: a secret is told once, where it does most harm.
      .sort((a, b) => Number(b.shipped) - Number(a.shipped));
    for (const { source, named, shipped, ...leaked } of leaks) {
      const secrets = leaked.secrets.filter(({ path }) => !told.has(path));
      if (secrets.length === 0) continue;
      secrets.forEach(({ path }) => told.add(path));
      const leak = { source, secrets, named };
      yield {
        span: source.span,
        message: message(leak, shipped, context),
        ...(!shipped && { severity: 'warning' }),
        data: leak,
      };
    }
  }, // prettier-ignore
  fixes({ data }, context) {
    const fix = data && !data.named && exclude(data, context);
    return fix ? [fix] : [];
  },
});

function secretsOf(
  source: ContextSource,
  context: ContextFacts,
): { named: boolean; secrets: readonly ContextSecret[] } {
  const named =
    source.path !== '' && !isGoPattern(source.path) && context.entry(source.path)?.type !== 'directory';
  if (!named)
    return {
      named,
      secrets: context.secrets.filter(({ path }) => !context.isIgnored(path) && brings(source, path)),
    };
  // The builder does not find what .dockerignore excludes: then the build stops.
  if (context.isIgnored(source.path)) return { named, secrets: [] };
  if (context.entry(source.path))
    return { named, secrets: context.secrets.filter(({ path }) => path === source.path) };
  const byName = secretName(source.path);
  return { named, secrets: byName?.assumed ? [{ path: source.path, label: byName.label }] : [] };
}

/** Does the file get into the final image, by its own stage or by a COPY --from of it or of a folder around it? */
function reaches(
  source: ContextSource,
  path: string,
  context: ContextFacts,
  model: DockerfileModel,
): boolean {
  const { instruction } = source;
  const stage = instruction.stage!;
  if (isShipped(stage, model)) return true;
  const copy = readCopy(instruction);
  if (copy?.target === undefined) return false;
  const isFolder =
    source.path === '' || source.path === '.' || context.entry(source.path)?.type === 'directory';
  const below = isFolder
    ? path.slice(source.path.replace(/^\.$/, '').length)
    : path.slice(path.lastIndexOf('/'));
  const file =
    isFolder || copy.intoDirectory ? `${copy.target}/${below}`.replace(/\/{2,}/g, '/') : copy.target;
  return [...neededStages(model)].some(
    (other) => isShipped(other, model) && takesFrom(other, stage, file, model),
  );
}

function takesFrom(stage: Stage, from: Stage, file: string, model: DockerfileModel): boolean {
  return stage.instructions.some((instruction) => {
    const copy = readCopy(instruction);
    if (copy?.from === undefined || stageNamed(model, copy.from, stage) !== from) return false;
    return copy.sources.some(({ path, complete }) => {
      const absolute = path === '.' ? '' : `/${path}`;
      return complete && (absolute === file || file.startsWith(`${absolute}/`));
    });
  });
}

function message({ source, secrets, named }: Leak, shipped: boolean, context: ContextFacts): string {
  const shown = secrets.slice(0, 3).map(({ path, label }) => `${path} (${label})`);
  const more = secrets.length - shown.length;
  const list = more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(' and ');
  const where = shipped ? 'into the image, where everybody who pulls it can read it' : 'into the build cache';
  const them = secrets.length === 1 ? 'it' : 'them';
  const verb = `${source.instruction.keyword} ${source.written}`;
  if (named) return `\`${verb}\` puts ${list} ${where}. ${advice(source.path)}`;
  const cause = context.dockerignore.exists
    ? `${context.dockerignore.path} does not exclude ${them}`
    : 'there is no .dockerignore';
  return `\`${verb}\` takes ${list} ${where}: ${cause}.`;
}

function advice(path: string): string {
  const name = path.split('/').pop()!;
  if (/^\.env|\.env$/.test(name)) return 'Give the variables to the container when it starts (--env-file).';
  const id = name.replace(/^[._]+/, '');
  return `Mount it where it is needed: RUN --mount=type=secret,id=${id}.`;
}

/** The entry in .dockerignore, when the proposal covers all of the leak's files. */
function exclude({ secrets }: Leak, { model, facts }: RuleContext): Fix | undefined {
  if (facts.context.dockerignore.path.startsWith('../')) return undefined;
  const proposal = proposeDockerignore(facts, model);
  if (!proposal) return undefined;
  const { path, before, after } = proposal;
  const matcher = parseDockerignore(after);
  if (!secrets.every((secret) => matcher.ignores(secret.path))) return undefined;
  const names = secrets.slice(0, 2).map((secret) => secret.path);
  const more = secrets.length - names.length;
  const what = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(' and ');
  return {
    title: `${before === undefined ? 'Create' : 'Add'} ${before === undefined ? `${path}, with ${what}` : `${what} to ${path}`}`,
    applicability: 'safe',
    preferred: true,
    edits: [],
    files: [{ path, before, after }],
  };
}
