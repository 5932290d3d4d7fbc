/** What is wrong with the lines of a .dockerignore file. */
import { compileBelowTest } from '../context/ignore-pattern.ts';
import { parseDockerignore } from '../context/dockerignore.ts';
import type { IgnorePattern } from '../context/dockerignore.ts';
import { sharedCandidates } from '../context/shared-candidates.ts';
import { secretName } from '../context/secrets.ts';
import { isGoPattern } from '../context/go-match.ts';
import { nearestName } from '../dockerfile/nearest.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { absentSources, ignoringPattern } from '../rules/context/sources.part.ts';
import { redundantLines } from './redundant.ts';
import type { Redundant } from './redundant.ts';
import type { IgnoreSubject } from './subject.ts';

export interface IgnoreFix {
  readonly title: string;
  /** The line's new text; undefined: the line goes away. */
  readonly text: string | undefined;
}

export interface IgnoreProblem {
  /** 0-based. */
  readonly line: number;
  readonly code: 'invalid' | 'duplicate' | 'shadowed' | 'ineffective' | 'top-only' | 'needed' | 'secret';
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
  readonly fixes: readonly IgnoreFix[];
}

/** Sorted by line; without `subject` only what the text alone shows. One problem for a line, the worst. */
export function ignoreProblems(text: string, subject: IgnoreSubject | undefined): readonly IgnoreProblem[] {
  const { patterns, invalid } = parseDockerignore(text);
  const problems: IgnoreProblem[] = invalid.map((refused) => ({
    line: refused.line,
    code: 'invalid',
    severity: 'error',
    message: `The builder refuses \`${shorten(refused.text)}\`, and with it every build: ${refused.text === '!' ? 'there is no pattern behind the `!`' : 'the pattern is malformed'}.`,
    fixes: [remove],
  }));
  if (subject !== undefined)
    problems.push(...neededByCopies(text, subject), ...takenBackSecrets(patterns, text, subject));
  problems.push(...redundantLines(patterns).map(redundantProblem));
  if (subject !== undefined) problems.push(...withoutEffect(patterns, subject));
  const lines = new Set<number>();
  return problems.filter(({ line }) => !lines.has(line) && lines.add(line)).sort((a, b) => a.line - b.line);
}

const remove: IgnoreFix = { title: 'Remove this line', text: undefined };
const shownText = 60;

function shorten(text: string): string {
  return text.length > shownText ? `${text.slice(0, shownText)}…` : text;
}

function redundantProblem({ pattern, kind, by }: Redundant): IgnoreProblem {
  const line = by === undefined ? '' : `Line ${by.line + 1} (\`${shorten(by.text)}\`)`;
  const messages: Record<Redundant['kind'], string> = {
    duplicate: `${line} says the same.`,
    covered: `${line} covers this already.`,
    overruled: `${line} ${pattern.negated ? 'excludes this again' : 'takes all of this back'}: the last match decides.`,
    'nothing-before':
      'Nothing before this line excludes anything that it could take back: the last match decides.',
  };
  return {
    line: pattern.line,
    code: kind === 'duplicate' ? 'duplicate' : 'shadowed',
    severity: kind === 'overruled' || kind === 'nothing-before' ? 'warning' : 'hint',
    message: messages[kind],
    fixes: [remove],
  };
}

/** Lines that keep out what a COPY, an ADD or a bind mount names: the build stops there. */
function neededByCopies(text: string, { context, dockerfile }: IgnoreSubject): readonly IgnoreProblem[] {
  const facts = context.withDockerignore(text);
  const files = [...(dockerfile === undefined ? [] : [dockerfile]), ...context.sharing];
  return files.flatMap(({ path, model }) =>
    absentSources(model, facts).flatMap(({ source, absence }) => {
      const pattern =
        absence === 'ignored' && source.path !== '' ? ignoringPattern(source.path, facts) : undefined;
      if (pattern === undefined) return [];
      const place = `${path}:${model.text.slice(0, source.span.start).split('\n').length}`;
      const verb = source.kind === 'bind' ? 'A bind mount' : source.kind;
      return [
        {
          line: pattern.line,
          code: 'needed',
          severity: 'warning',
          message: `${verb} in ${place} needs \`${source.written}\`, which this line excludes: the build stops there. Let it through with a later \`!${source.path}\`.`,
          fixes: pattern.pattern === source.path ? [remove] : [],
        } as const,
      ];
    }),
  );
}

/** `!` lines that have the last word on a secret that an earlier line had excluded. */
function takenBackSecrets(
  patterns: readonly IgnorePattern[],
  text: string,
  { context }: IgnoreSubject,
): readonly IgnoreProblem[] {
  const facts = context.withDockerignore(text);
  return context.secrets.flatMap(({ path, label }) => {
    if (facts.isIgnored(path)) return [];
    const places = path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
    const matching = patterns.filter((pattern) => places.some((place) => pattern.matches(place)));
    const last = matching.at(-1);
    if (!last?.negated || matching.every(({ negated }) => negated)) return [];
    return [
      {
        line: last.line,
        code: 'secret',
        severity: 'warning',
        message: `This takes back \`${path}\` (${label}): the builder receives it, and a broad COPY puts it into the image.`,
        fixes: isGoPattern(last.pattern) ? [] : [remove],
      } as const,
    ];
  });
}

/** Patterns that match nothing now and that nothing we know of would make. */
function withoutEffect(patterns: readonly IgnorePattern[], subject: IgnoreSubject): readonly IgnoreProblem[] {
  const { context } = subject;
  // An unfinished listing proves nothing.
  if (!context.complete) return [];
  const hidden = context.entries.filter(
    ({ path, type }) =>
      type === 'directory' && context.children(path).length === 0 && context.has(`${path}/x`) === undefined,
  );
  const expected = expectedPatterns(subject);
  return patterns.flatMap((pattern): IgnoreProblem[] => {
    const { line, pattern: cleaned, negated } = pattern;
    if (context.entries.some(({ path }) => pattern.matches(path))) return [];
    const below = compileBelowTest(cleaned);
    if (hidden.some(({ path }) => below(path))) return [];
    const deeper = cleaned.includes('/') ? undefined : deeperMatch(pattern, subject);
    if (deeper !== undefined)
      return [
        {
          line,
          code: 'top-only',
          severity: 'warning',
          message: `A pattern counts from the top of the context: this matches nothing there, and not \`${deeper}\`. Write \`**/${cleaned}\` for any folder.`,
          fixes: [
            { title: `Write ${negated ? '!' : ''}**/${cleaned}`, text: `${negated ? '!' : ''}**/${cleaned}` },
          ],
        },
      ];
    if (negated ? isExpected(cleaned, expected) && cleaned.includes('*') : isExpected(cleaned, expected))
      return [];
    const meant = isGoPattern(cleaned) ? undefined : meantPath(cleaned, subject);
    return [
      {
        line,
        code: 'ineffective',
        severity: meant === undefined ? 'hint' : 'warning',
        message: `Nothing in the context matches this${meant === undefined ? '.' : `. Did you mean \`${meant}\`?`}`,
        fixes: [
          ...(meant === undefined
            ? []
            : [{ title: `Write ${negated ? '!' : ''}${meant}`, text: `${negated ? '!' : ''}${meant}` }]),
          remove,
        ],
      },
    ];
  });
}

function deeperMatch(pattern: IgnorePattern, { context }: IgnoreSubject): string | undefined {
  return context.entries.find(({ path }) => {
    const slash = path.lastIndexOf('/');
    return slash >= 0 && pattern.matches(path.slice(slash + 1)) && !context.isIgnored(path);
  })?.path;
}

/** An entry beside which the pattern would lie, with nearly its name. */
function meantPath(path: string, { context }: IgnoreSubject): string | undefined {
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? '' : path.slice(0, slash);
  const names = context.children(folder).map((entry) => entry.path);
  return nearestName(path, names);
}

/** Names that tools, editors and systems make sooner or later, whatever the project. */
const familiar =
  /^(?:\.[\w.*-]+|\*{1,2}\.[\w*[\]-]+|[\w.-]*\*+|\*+[\w.-]*|node_modules|bower_components|jspm_packages|vendor|dist|build|out|output|target|bin|obj|lib|tmp|temp|cache|logs?|coverage|htmlcov|reports?|results?|test-results|playwright-report|venv|env|__pycache__|eggs|wheels|[\w.-]*-debug\.log|Thumbs\.db|desktop\.ini|(?:docker-)?compose[\w.-]*|Dockerfile[\w.*-]*|Makefile|README[\w.]*|LICENSE[\w.]*|CHANGELOG[\w.]*|docs?|charts?|secrets?[\w.-]*|credentials?[\w.-]*|values?\.[\w.]+)$/i;

function expectedPatterns({ context, project, dockerfile }: IgnoreSubject): ReadonlySet<string> {
  const model = dockerfile?.model ?? parseDockerfile('');
  return new Set(sharedCandidates({ context, project }, model).map(({ pattern }) => pattern));
}

function isExpected(pattern: string, expected: ReadonlySet<string>): boolean {
  const last = pattern.split('/').at(-1) ?? '';
  return (
    expected.has(pattern) ||
    expected.has(last) ||
    familiar.test(last) ||
    familiar.test(pattern.split('/')[0] ?? '') ||
    secretName(pattern) !== undefined
  );
}
