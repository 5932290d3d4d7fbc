/** Whether the build context has what COPY, ADD and bind mounts name. */
import { parseDockerignore, type IgnorePattern } from '../../context/dockerignore.ts';
import type { ContextFacts } from '../../context/facts.ts';
import { compileGoPattern, isGoPattern, literalFolder } from '../../context/go-match.ts';
import { contextSources, isWhole, type ContextSource } from '../../context/sources.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';

/**
 * `ignored`: .dockerignore keeps it (or everything that the pattern matches) from the builder; `missing`: the context
 * does not have it.
 */
export type Absence = 'ignored' | 'missing';

export interface AbsentSource {
  readonly source: ContextSource;
  readonly absence: Absence;
}

/** Patterns are matched against every entry of the context; a file with more of them gets no more answers. */
const maximumPatterns = 200;

const known = new WeakMap<DockerfileModel, WeakMap<ContextFacts, readonly AbsentSource[]>>();

/** The sources that the builder will not find, in order. Nothing that is not proved by the listing is among them. */
export function absentSources(model: DockerfileModel, context: ContextFacts): readonly AbsentSource[] {
  let byContext = known.get(model);
  if (!byContext) known.set(model, (byContext = new WeakMap()));
  let found = byContext.get(context);
  if (!found) byContext.set(context, (found = context.known ? lookFor(model, context) : []));
  return found;
}

function lookFor(model: DockerfileModel, context: ContextFacts): AbsentSource[] {
  const verdicts = new Map<string, Absence | undefined>();
  let patterns = 0;
  return contextSources(model).flatMap((source): AbsentSource[] => {
    if (!source.complete || leavesContext(source.written)) return [];
    // On Windows a backslash is one more slash.
    if (model.isWindows && source.path.includes('\\')) return [];
    if (!verdicts.has(source.path)) {
      if (isGoPattern(source.path) && patterns++ >= maximumPatterns) return [];
      verdicts.set(source.path, absenceOf(source, context));
    }
    const absence = verdicts.get(source.path);
    return absence && !isOptional(source, absence) ? [{ source, absence }] : [];
  });
}

/** Does the path climb above the folder it starts in? */
export function leavesContext(written: string): boolean {
  let depth = 0;
  for (const segment of written.replace(/^["']|["']$/g, '').split('/')) {
    if (segment === '..') depth -= 1;
    else if (segment !== '' && segment !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

function absenceOf({ path, kind, instruction }: ContextSource, context: ContextFacts): Absence | undefined {
  if (path === '') return hasNothing(context) ? 'ignored' : undefined;
  // A mount's source is a path, whatever characters it has.
  if (kind !== 'bind' && isGoPattern(path)) {
    // `**` is one only with --parents, and then goes through folders that were not entered.
    const usesParents = instruction.flags.some(({ name }) => name === 'parents');
    return usesParents && path.includes('**') ? undefined : absenceOfPattern(path, context);
  }
  if (context.match(path).length > 0) return undefined;
  const has = context.has(path);
  if (has === undefined)
    return context.isIgnored(path) && !mayReinclude(path, context) ? 'ignored' : undefined;
  if (has || context.isIgnored(path)) return 'ignored';
  return 'missing';
}

/** The builder takes a path with such a character literally when a file of that name is there. */
function absenceOfPattern(path: string, context: ContextFacts): Absence | undefined {
  if (context.match(path).length > 0) return undefined;
  const matches = compileGoPattern(path);
  if (!matches) return undefined;
  if (context.entries.some((entry) => matches(entry.path))) return 'ignored';
  const folder = literalFolder(path);
  if (!context.complete || (folder !== '' && context.has(folder) === undefined)) return undefined;
  // A folder that was listed and not entered may have it.
  const entry = folder === '' ? undefined : context.entry(folder);
  if (entry && context.children(folder).length === 0 && entry.type !== 'file') return undefined;
  return 'missing';
}

/** A folder with nothing but a Dockerfile is hardly the context; that nothing of it is copied says nothing. */
function hasNothing(context: ContextFacts): boolean {
  const own = context.children('').filter(({ path }) => !/^(?:\.?dockerfile.*|.*\.(?:dockerfile|dockerignore))$/i.test(path)); // prettier-ignore
  return context.complete && own.length > 0 && context.match('').length === 0;
}

function mayReinclude(path: string, { dockerignore }: ContextFacts): boolean {
  return parseDockerignore(dockerignore.text).mayReincludeBelow(path);
}

/** `COPY package.json yarn.lock* ./`: a pattern that matches nothing is no error, and often written for that. */
function isOptional({ path, kind, instruction }: ContextSource, absence: Absence): boolean {
  if (kind === 'bind' || absence === 'ignored' || !isGoPattern(path)) return false;
  const others = instruction.words.length > 2;
  const name = path.split('/').pop()!;
  return name.endsWith('*') && (others || /^[^*?[]{3,}\*$/.test(name));
}

/**
 * Absent sources that are one problem: the same path, or paths below the same folder that is not there. In the order of
 * the first of each.
 */
export function groupedSources(
  absent: readonly AbsentSource[],
  context: ContextFacts,
): readonly (readonly [ContextSource, ...ContextSource[]])[] {
  const groups = new Map<string, [ContextSource, ...ContextSource[]]>();
  for (const { source, absence } of absent) {
    const key = absence === 'missing' ? firstMissing(source.path, context) : source.path;
    const group = groups.get(key);
    if (group) group.push(source);
    else groups.set(key, [source]);
  }
  return [...groups.values()];
}

/** The shortest part of the path that the context does not have. */
function firstMissing(path: string, context: ContextFacts): string {
  const segments = path.split('/');
  for (let i = 1; i < segments.length; i++) {
    const folder = segments.slice(0, i).join('/');
    if (isGoPattern(folder)) return path;
    if (context.has(folder) === false) return folder;
  }
  return path;
}

/** The line of .dockerignore that has the last word on this path, or on what the pattern matches. */
export function ignoringPattern(path: string, context: ContextFacts): IgnorePattern | undefined {
  const { patterns } = parseDockerignore(context.dockerignore.text);
  const matches = isGoPattern(path) ? compileGoPattern(path) : undefined;
  const entry = matches && context.entries.find((each) => matches(each.path));
  const target = entry?.path ?? path;
  const places = target.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
  return patterns.findLast((pattern) => !pattern.negated && places.some((place) => pattern.matches(place)));
}

/** What the context is, for messages: nobody told us, so the user may know better. */
export function contextText({ reason }: ContextFacts): string {
  if (reason === 'its own folder') return "the Dockerfile's own folder";
  if (reason === 'as given') return 'the folder that was given';
  const found = reason.replace(/ exists there$| is there$/, ' is');
  // Else a file that builds the image says so: `compose.yaml (service web)`.
  return found === reason ? `the folder that ${reason} names` : `the folder above where ${found}`;
}

/** How many sources tell something about which folder the context is. */
export function tellingSources(model: DockerfileModel): number {
  return contextSources(model).filter(
    (source) => source.complete && !isWhole(source) && !leavesContext(source.written),
  ).length;
}

/** `COPY src`, `the mount of src`. */
export function sourceText({ kind, written }: ContextSource): string {
  return kind === 'bind' ? `the mount of \`${written}\`` : `\`${kind} ${written}\``;
}
