/** How paths that the Dockerfile copies come into the context before the build: a Makefile or a script puts them there. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { joinLocation, relativeLocation } from '../location.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import { throwIfCancelled } from '../ports.ts';
import type { ContextFacts, Preparation } from './facts.ts';
import { contextSources } from './sources.ts';

/** Files that run commands before a build, by name, and the folders beside them that hold such files. */
const builders =
  /^(?:GNUmakefile|[Mm]akefile|[Jj]ustfile|[Tt]askfile\.ya?ml|Rakefile|Jenkinsfile|package\.json|\.gitlab-ci\.yml|\.travis\.yml|(?:cloudbuild|azure-pipelines|bitbucket-pipelines|config)\.ya?ml|.+\.(?:mk|sh|bash|ps1))$/;
const builderFolders = [
  'scripts',
  'script',
  'hack',
  'ci',
  '.ci',
  'build',
  'tools',
  '.circleci',
  '.buildkite',
];
const workflowFolder = '.github/workflows';

/** A file with commands is short; a repository has few of them where a build is prepared. */
const readBytes = 128 * 1024;
const readFiles = 60;
/** A line with more characters is data. */
const longestLine = 2000;

/**
 * Looks into the build files of these folders (the context's own and those above it) for lines that put what the
 * Dockerfile copies and the context lacks into the context. Reads nothing when nothing is missing.
 * @throws CancelledError
 */
export async function findPreparations(
  fileSystem: FileSystem,
  context: ContextFacts,
  folders: readonly string[],
  model: DockerfileModel,
  token: CancellationToken,
): Promise<readonly Preparation[]> {
  const missing = new Set(
    contextSources(model)
      .filter(({ complete, path }) => complete && path !== '' && context.match(path).length === 0)
      .map(({ path }) => path),
  );
  const found = new Map<string, string>();
  let reads = 0;
  for (const folder of missing.size === 0 ? [] : folders) {
    const below = relativeLocation(folder, context.location);
    if (below === undefined) continue;
    for (const name of await buildFiles(fileSystem, folder)) {
      if (found.size === missing.size || reads++ >= readFiles) break;
      throwIfCancelled(token);
      const read = await fileSystem.readText(joinLocation(folder, name), readBytes);
      if (!read.ok) continue;
      const lines = commandLines(read.text);
      for (const path of missing)
        if (!found.has(path) && lines.some((line) => puts(line, path, below))) found.set(path, name);
    }
  }
  return [...found].map(([path, by]) => ({ path, by }));
}

/** Names relative to the folder. */
async function buildFiles(fileSystem: FileSystem, folder: string): Promise<readonly string[]> {
  const named = async (below: string, pattern: RegExp): Promise<readonly string[]> => {
    const entries =
      (await fileSystem.readDirectory(below === '' ? folder : joinLocation(folder, below))) ?? [];
    return entries
      .filter(({ name, type }) => type === 'file' && pattern.test(name))
      .map(({ name }) => (below === '' ? name : `${below}/${name}`))
      .sort();
  };
  const names = [...(await named('', builders)), ...(await named(workflowFolder, /\.ya?ml$/))];
  for (const below of builderFolders) names.push(...(await named(below, builders)));
  return names;
}

/** Commands that make or bring files. */
const brings =
  /(?:^|[\s;&|(@"'`])(?:cp|mv|ln|rsync|install|copy|Copy-Item|curl|wget|tar|unzip|(?:aws\s+s3|gsutil|gcloud\s+storage|docker)\s+cp)\s|>/;

/** Lines that bring files, with their continuations. */
function commandLines(text: string): readonly string[] {
  return text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .filter((line) => line.length <= longestLine && brings.test(line) && !/^\s*#/.test(line));
}

/** Does the line name the path, and put it into the folder that is the context (relative to where the line is)? */
function puts(line: string, path: string, folder: string): boolean {
  const words = line.split(/[\s"'`;&|()]+/).filter((word) => word !== '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isNamed = words.some((word) => word === path || word === name || word.endsWith(`/${name}`));
  if (!isNamed) return false;
  if (folder !== '') return words.some((word) => isWithin(word.replace(/^(?:\.\/|\$\S*?\/)/, ''), folder));
  // In the context itself the path is what is written, or the folder is the last word.
  const written = words.findIndex(
    (word, i) =>
      word === path && (/^(?:>{1,2}|-o|-O|--output)$/.test(words[i - 1] ?? '') || i === words.length - 1),
  );
  return (
    written > 0 ||
    (/^\.\/?$/.test(words.at(-1) ?? '') &&
      words.some((word) => word.startsWith('../') && word.endsWith(`/${name}`)))
  );
}

function isWithin(word: string, folder: string): boolean {
  return word === folder || word.startsWith(`${folder}/`);
}
