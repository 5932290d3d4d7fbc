/** The few files of a context whose content decides something about the context itself. */
import { shellOf } from '../dockerfile/shell.ts';
import type { ShellCommand } from '../dockerfile/shell.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { joinLocation } from '../location.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import { throwIfCancelled } from '../ports.ts';
import type { ContextEntry, ContextFacts, ContextSecret } from './facts.ts';
import { isPublicEnvironment, isReadByBuild, secretName } from './secrets.ts';

/** Keys and credentials are small; a look at the first kilobytes is enough for each. */
const readBytes = 128 * 1024;
const readFiles = 200;

type Contents = Pick<ContextFacts, 'secrets' | 'publicEnvironment' | 'versionControlUse'>;

/** `models`: the Dockerfiles that are built in the context. @throws CancelledError */
export async function readContents(
  fileSystem: FileSystem,
  root: string,
  entries: readonly ContextEntry[],
  models: readonly DockerfileModel[],
  token: CancellationToken,
): Promise<Contents> {
  const secrets: ContextSecret[] = [];
  const publicEnvironment: string[] = [];
  const ignored = await readGitignore(fileSystem, root, entries);
  let reads = 0;
  for (const entry of entries) {
    const kind = entry.type === 'file' ? secretName(entry.path) : undefined;
    if (kind === undefined) continue;
    throwIfCancelled(token);
    let isSecret = kind.assumed;
    let readByBuild = false;
    if (kind.content !== undefined && reads < readFiles) {
      reads += 1;
      const read = await fileSystem.readText(joinLocation(root, entry.path), readBytes);
      if (read.ok) {
        isSecret = kind.content(read.text);
        if (kind.label === 'environment file' && isPublicEnvironment(read.text))
          publicEnvironment.push(entry.path);
        // `.env.local` is one machine's own.
        readByBuild = /(?:^|\/)\.env(?:\.production)?$/.test(entry.path) && isReadByBuild(read.text);
      }
    }
    if (isSecret)
      secrets.push({
        path: entry.path,
        label: kind.label,
        ...(readByBuild && { readByBuild }),
        ...(ignored?.(entry.path) === false && { committed: true }),
      });
  }
  const versionControlUse = await findVersionControlUse(fileSystem, root, entries, models);
  return { secrets, publicEnvironment, versionControlUse };
}

/** Does .gitignore leave a file out, by its name? Undefined where there is none, and so no word about what git has. */
async function readGitignore(
  fileSystem: FileSystem,
  root: string,
  entries: readonly ContextEntry[],
): Promise<((path: string) => boolean) | undefined> {
  const files = entries
    .filter(({ path, type }) => type === 'file' && /(?:^|\/)\.gitignore$/.test(path))
    .slice(0, 20);
  if (!files.some(({ path }) => path === '.gitignore')) return undefined;
  const patterns: { readonly below: string; readonly negated: boolean; readonly name: RegExp }[] = [];
  for (const { path } of files) {
    const read = await fileSystem.readText(joinLocation(root, path), readBytes);
    if (!read.ok) return undefined;
    for (const line of read.text.split(/\r?\n/)) {
      const [, mark, pattern] = /^(!?)\/?(?:.*\/)?([^/#][^/]*)\/?\s*$/.exec(line) ?? [];
      if (pattern === undefined) continue;
      const source = pattern
        .trim()
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replace(/\*+/g, '.*')
        .replace(/\?/g, '.');
      patterns.push({
        below: path.slice(0, -'.gitignore'.length),
        negated: mark === '!',
        name: new RegExp(`^${source}$`),
      });
    }
  }
  return (path) => {
    const last = patterns.findLast(
      ({ below, name }) =>
        path.startsWith(below) &&
        path
          .slice(below.length)
          .split('/')
          .some((part) => name.test(part)),
    );
    return last !== undefined && !last.negated;
  };
}

const versionFromGit =
  /setuptools[-_]scm|setuptools[-_]git[-_]versioning|hatch-vcs|versioneer|dunamai|poetry-dynamic-versioning|source\s*=\s*"(?:scm|vcs)"|flit[-_]scm|vergen/; // prettier-ignore
const gitCommand =
  /\bgit\s+(?:-\S+\s+)*(?:rev-parse|describe|log|rev-list|show|submodule|status|diff|tag|branch|symbolic-ref)\b/;

/** Files at the top that a build reads, what in them asks git, and the command in a RUN that makes them matter. */
const versionFiles: readonly {
  readonly name: RegExp;
  readonly asks: RegExp;
  readonly runBy?: RegExp;
}[] = [
  { name: /^(?:pyproject\.toml|setup\.(?:py|cfg)|Cargo\.toml)$/, asks: versionFromGit },
  { name: /^(?:setup\.py|build\.rs)$/, asks: gitCommand },
  { name: /^(?:GNUmakefile|[Mm]akefile)$/, asks: gitCommand, runBy: /^make$/ },
  { name: /^[Jj]ustfile$/, asks: gitCommand, runBy: /^just$/ },
  { name: /^[Tt]askfile\.ya?ml$/, asks: gitCommand, runBy: /^task$/ },
  { name: /^[\w.-]+\.sh$/, asks: gitCommand, runBy: /\.sh$|^(?:ba|da|a)?sh$/ },
  {
    name: /^(?:vite|next|webpack|vue|astro|nuxt|rollup|esbuild|build)(?:\.\w+)*\.[cm]?[jt]s$/,
    asks: gitCommand,
  },
];

/** `subprocess.run(['git', 'describe'])`, `execFileSync("git", ["log"])`, GitPython */
const gitCall =
  /["'`]git["'`]\s*,\s*\[?\s*["'`](?:-\S+["'`]\s*,\s*["'`])*(?:rev-parse|describe|log|rev-list|show|status|diff|tag|branch)\b|\bgit\.Repo\(/;

/** Scripts of the context that a RUN calls, as it names them: `python tools/version.py`, `./build.sh`. */
function scriptsOf({ name, words, args }: ShellCommand): readonly string[] {
  const isInterpreter = /^(?:python[\d.]*|node|ruby|php|perl|(?:ba|da|a|z|k)?sh)$/.test(name);
  const script = isInterpreter ? args.find(({ value }) => !value.startsWith('-')) : words[0];
  const path = script?.value.replace(/^\.\//, '');
  return path !== undefined && /\.(?:py|[cm]?[jt]s|rb|php|pl|sh|bash)$/.test(path) ? [path] : [];
}

/** `Dockerfile`, or the first file at the top of the context, that shows that a build asks git something. */
async function findVersionControlUse(
  fileSystem: FileSystem,
  root: string,
  entries: readonly ContextEntry[],
  models: readonly DockerfileModel[],
): Promise<string | undefined> {
  const byFile = models.map((model) =>
    model.instructions
      .filter((instruction) => instruction.keyword === 'RUN')
      .flatMap((instruction) => shellOf(instruction, model)?.commands ?? []),
  );
  if (byFile.some(asksGit)) return 'Dockerfile';
  const commands = byFile.flat();
  const files = new Set(entries.filter(({ type }) => type === 'file').map(({ path }) => path));
  for (const path of new Set(commands.flatMap(scriptsOf)))
    if (files.has(path)) {
      const read = await fileSystem.readText(joinLocation(root, path), readBytes);
      if (read.ok && (gitCommand.test(read.text) || gitCall.test(read.text))) return path;
    }
  for (const entry of entries) {
    if (entry.type !== 'file' || entry.path.includes('/')) continue;
    const asks = versionFiles.filter(
      ({ name, runBy }) =>
        name.test(entry.path) &&
        (runBy === undefined || commands.some((command) => runBy.test(command.name))),
    );
    if (asks.length === 0) continue;
    const read = await fileSystem.readText(joinLocation(root, entry.path), readBytes);
    if (read.ok && asks.some((each) => each.asks.test(read.text))) return entry.path;
  }
  return undefined;
}

/** A RUN that clones a repository of its own asks that one. */
function asksGit(commands: readonly ShellCommand[]): boolean {
  const lines = commands
    .filter((command) => command.name === 'git')
    .map((command) => `git ${command.args.map((word) => word.value).join(' ')}`);
  return (
    lines.some((line) => gitCommand.test(line)) &&
    !lines.some((line) => /^git (?:\S+ )*(?:clone|init)\b/.test(line))
  );
}
