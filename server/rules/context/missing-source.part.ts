/** What a path that the context does not have may be: made elsewhere, private, or misspelt. */
import type { ContextFacts } from '../../context/facts.ts';
import type { ContextSource } from '../../context/sources.ts';
import { nearestName } from '../../dockerfile/nearest.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ProjectFacts } from '../../project/facts.ts';

/** `made`: something makes it before `docker build`; `private`: it is kept out of the repository; `by`: a file that puts it there. */
export type Explanation = 'made' | 'private' | { readonly by: string };

const madeFolders: ReadonlySet<string> = new Set([
  'dist', 'build', 'out', 'output', 'target', 'release', 'releases', 'publish', 'published', 'artifacts', 'artifact', '.next', '.nuxt', '.output', '_build',
  '_site', 'obj', 'wheels', 'wheelhouse', 'node_modules', 'vendor', 'coverage', 'generated', 'gen', '.venv', 'venv', 'storybook-static', 'tmp', '.cache',
  '.svelte-kit', '.yarn', 'bin',
]); // prettier-ignore
const madeEnding = /\.(?:jar|war|ear|whl|deb|rpm|apk|exe|so|dll|dylib|a|o|class|wasm|tgz|tar|gz|bz2|xz|zst|zip|bin|img|iso|nupkg|phar|map)$/i; // prettier-ignore
const sourceEnding = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|php|java|kt|sh|bash|html?|css|scss|json|ya?ml|toml|xml|md|txt|conf|cfg|ini|sql)$/i; // prettier-ignore
const privateName =
  /^(?:\.env(?:\..+)?|.*\.env|id_(?:rsa|ed25519|ecdsa)|\.npmrc|\.netrc|\.pypirc|.*\.(?:pem|key|crt|cer|p12|pfx|jks|keystore|license)|.*credentials?.*|.*secrets?.*|.*service-?account.*\.json)$/i;

const privateFolder = /^(?:certs?|certificates|keys|ssl|tls|secrets)$/i;

export function explanationOf(
  { path, kind, instruction, span }: ContextSource,
  model: DockerfileModel,
  project: ProjectFacts,
  context: ContextFacts,
): Explanation | undefined {
  const preparation = context.preparations.find((each) => each.path === path);
  if (preparation) return { by: preparation.by };
  const segments = path.split('/');
  const name = segments.at(-1)!;
  if (privateName.test(name) || segments.some((segment) => privateFolder.test(segment))) return 'private';
  const folders = segments.filter((segment) => madeFolders.has(segment));
  if (folders.some((folder) => folder !== 'bin' && folder !== 'vendor') || madeEnding.test(name))
    return 'made';
  if (folders.length > 0 && !sourceEnding.test(name)) return 'made';
  // Whoever puts a path in a variable means to set it.
  if (kind !== 'bind' && model.text.slice(span.start, span.end).includes('$')) return 'made';
  if (project.projects.some((each) => each.kind === 'node' && each.build?.output === path)) return 'made';
  return isBinary(name, instruction, project, context) ? 'made' : undefined;
}

/** `COPY server /server` beside a Go module or a crate, or to a folder for programs, in a file that compiles nothing. */
function isBinary(
  name: string,
  { stage, words }: ContextSource['instruction'],
  project: ProjectFacts,
  context: ContextFacts,
): boolean {
  if (name.includes('.') || stage?.instructions.some(({ keyword, args }) => keyword === 'RUN' && /\b(?:go|cargo)\s+(?:build|install)\b/.test(args.text))) return false; // prettier-ignore
  return (
    stage?.base.kind === 'scratch' ||
    /(?:^|\/)s?bin(?:\/|$)/.test(words.at(-1)?.value ?? '') ||
    project.projects.some((each) => each.kind === 'go') ||
    context.entry('Cargo.toml') !== undefined
  );
}

/** Where files of a name are, built once for a context. */
const namesOf = new WeakMap<ContextFacts, ReadonlyMap<string, readonly string[]>>();

function pathsNamed(name: string, context: ContextFacts): readonly string[] {
  let names = namesOf.get(context);
  if (!names) {
    const found = new Map<string, string[]>();
    for (const { path } of context.entries) {
      const last = path.slice(path.lastIndexOf('/') + 1);
      const paths = found.get(last);
      if (paths) paths.push(path);
      else found.set(last, [path]);
    }
    namesOf.set(context, (names = found));
  }
  return names.get(name) ?? [];
}

export interface Nearest {
  /** One slip of the pen away, in the same folder. */
  readonly spelling: string | undefined;
  /** The same name in other folders, the shortest paths first, two at most. */
  readonly elsewhere: readonly string[];
}

export function nearestPaths(path: string, context: ContextFacts): Nearest {
  const spelling = nearestSpelling(path, context);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const elsewhere = spelling === undefined ? pathsNamed(name, context) : [];
  const shortest = [...elsewhere].sort((a, b) => a.split('/').length - b.split('/').length || a.length - b.length); // prettier-ignore
  return { spelling, elsewhere: shortest.filter((each) => !context.isIgnored(each)).slice(0, 2) };
}

/** Corrects the first segment that is not there, if the rest then is. */
function nearestSpelling(path: string, context: ContextFacts): string | undefined {
  const segments = path.split('/');
  for (let i = 0; i < segments.length; i++) {
    const folder = segments.slice(0, i).join('/');
    const here = [...segments.slice(0, i + 1)].join('/');
    if (context.has(here) !== false) continue;
    const names = context
      .children(folder)
      .map((entry) => entry.path.slice(folder === '' ? 0 : folder.length + 1));
    const near = nearestName(segments[i]!, names);
    if (near === undefined) return undefined;
    const corrected = [...segments.slice(0, i), near, ...segments.slice(i + 1)].join('/');
    return context.has(corrected) === true && !context.isIgnored(corrected) ? corrected : undefined;
  }
  return undefined;
}
