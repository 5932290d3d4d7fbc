import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { insertBefore, keywordCase } from '../../edit/insert.ts';
import { copyLines, goInstallInputs, nodeInstallInputs } from '../../tools/install-inputs.ts';
import {
  goCommands,
  nodeInstalls,
  pipInstalls,
  runCommands,
  type CommandSite,
} from '../../tools/installs.ts';
import { dependencyInstalls, readInstall } from '../../tools/dependencies/all.ts';
import type { DependencyInstall } from '../../tools/dependencies/install.ts';
import { folderOf, locate, type Origin } from '../../tools/locate.ts';
import { nodeCommand } from '../../tools/node.ts';
import { resolvePath, withFoldersAbove } from '../../tools/working-directory.ts';
import { defineRule, type Facts, type Fix, type RuleContext } from '../rule.ts';
import { missingSources } from './build-sources.part.ts';
import { cannotHave } from './used-before-copied.part.ts';

interface Missing {
  readonly site: CommandSite;
  /** What the command reads, for the message: `package.json`. */
  readonly file: string;
  /** Where it would have to be. */
  readonly imagePath: string;
  readonly what: 'node' | 'pip' | 'go' | 'dependencies' | 'sources';
  readonly install?: DependencyInstall;
}

export default defineRule<Missing>({
  id: 'correctness/used-before-copied',
  severity: 'error',
  summary: 'A RUN needs a file that the stage does not have yet',
  fix: 'suggested',
  why: `Each step sees only what the steps above it brought. An install without its manifest stops the build or, with \`npm install\` and
\`yarn\`, installs nothing and says nothing; a build without sources fails. There is only a finding where nothing above can have brought
the file: no copy of a folder, no other stage, no download, no program that writes it, and a base image that is known to hold no project.`,
  fixSafety: `The fix copies the files that the command reads, as they lie in the build context. It is only suggested, because the order that was
meant may be another one.`,
  equivalents: [],
  examples: [
    {
      title: 'npm ci without package.json',
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"^4.19.2"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"}},"node_modules/express":{"version":"4.19.2"}}}',
        'src/index.js': '',
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY src ./src\nUSER node\nCMD ["node", "src/index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY src ./src\nUSER node\nCMD ["node", "src/index.js"]\n',
    },
    {
      title: 'pip install before the requirements are there',
      files: { 'requirements.txt': 'flask==3.1.2\n', 'app.py': '', '.dockerignore': '.git\n' },
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nUSER 10001\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nUSER 10001\nCMD ["python", "app.py"]\n',
    },
  ],
  *check(context) {
    for (const missing of findMissing(context)) {
      const { site, imagePath } = missing;
      const later = laterCopy(missing, context);
      yield {
        span: site.command.span,
        message: message(missing, later),
        ...(later && {
          related: [{ span: later.span, message: `${imagePath.split('/').pop()!} comes only here` }],
        }),
        data: missing,
      };
    }
  },
  fixes({ data }, context) {
    const fix = data && copyFirst(data, context);
    return fix ? [fix] : [];
  },
});

function* findMissing(context: RuleContext): Iterable<Missing> {
  const { model, facts } = context;
  if (model.isWindows) return;
  for (const site of nodeInstalls(model, facts)) {
    if (isThere(site.manifest, facts) || site.directory === undefined) continue;
    if (cannotHave(upwards(site.directory, 'package.json'), site, context))
      yield {
        site,
        file: 'package.json',
        imagePath: resolvePath(site.directory, 'package.json'),
        what: 'node',
      };
  }
  for (const site of pipInstalls(model, facts))
    for (const { path, origin } of site.requirements) {
      if (path === undefined || isThere(origin, facts) || /^[a-z]+:\//i.test(path.slice(1))) continue;
      if (cannotHave([path], site, context))
        yield { site, file: path.split('/').pop()!, imagePath: path, what: 'pip' };
    }
  for (const site of goCommands(model, facts)) {
    if (isThere(site.manifest, facts) || site.directory === undefined || site.go.subcommand !== 'mod')
      continue;
    if (!/^(?:download|tidy|vendor|verify)$/.test(site.go.operands[0]?.value ?? '')) continue;
    if (cannotHave(upwards(site.directory, 'go.mod'), site, context))
      yield { site, file: 'go.mod', imagePath: resolvePath(site.directory, 'go.mod'), what: 'go' };
  }
  for (const install of dependencyInstalls(model, facts)) {
    const { directory, manifestName } = install;
    if (directory === undefined || isThere(install.manifest, facts)) continue;
    const names = manifestName === 'Gemfile' ? ['Gemfile', 'gems.rb'] : [manifestName];
    const needs = install.needs ?? names.flatMap((name) => upwards(directory, name));
    if (needs.length > 0 && cannotHave(needs, install, context))
      yield {
        site: install,
        file: manifestName,
        imagePath: install.needs?.[0] ?? resolvePath(directory, manifestName),
        what: 'dependencies',
        install,
      };
  }
  for (const site of runCommands(model)) {
    const run = nodeCommand(site.command);
    if (run?.kind !== 'run' || run.filtered || run.directory !== undefined || site.directory === undefined)
      continue;
    const sources = missingSources(site, run.script, context);
    if (sources) yield { site, file: sources.file, imagePath: sources.imagePath, what: 'sources' };
  }
}

/** Proved by the listing of the context; an origin that is only assumed is looked at again, more strictly. */
function isThere(origin: Origin | undefined, { context }: Facts): boolean {
  return origin !== undefined && origin.assumed !== true && context.known;
}

/** The file in the folder and in those above it, where the tools look too. */
function upwards(directory: string, name: string): string[] {
  return withFoldersAbove(directory).map((folder) => resolvePath(folder, name));
}

function laterCopy({ site, imagePath }: Missing, { model, facts }: RuleContext): Instruction | undefined {
  const origin = locate(imagePath, { model, context: facts.context, stage: site.stage, before: undefined });
  return origin && origin.instruction.index > site.instruction.index ? origin.instruction : undefined;
}

function message({ site, file, what }: Missing, later: Instruction | undefined): string {
  const command = commandText(site);
  const when = later
    ? `${later.keyword} ${later.words
        .map(({ value }) => value)
        .slice(-2)
        .join(' ')} comes only below`
    : 'no instruction above brings one';
  if (what === 'sources')
    return `\`${command}\` runs before the sources are in the stage: of ${file} and the rest nothing is copied above it. Copy the sources first.`;
  const installsNothing =
    what === 'node'
      ? /^(?:npm (?:install|i)|yarn|yarn install)$/.test(command)
      : what === 'dependencies' && /^pipenv install(?!.*--deploy)/.test(command);
  const effect = installsNothing ? 'installs nothing' : 'fails';
  return `\`${command}\` ${effect}: it needs ${file}, and ${when}. Copy ${file} first.`;
}

function commandText({ command }: CommandSite): string {
  const words = command.words.map(({ raw }) => raw);
  return words.length > 5 ? `${words.slice(0, 4).join(' ')} …` : words.join(' ');
}

function copyFirst(missing: Missing, context: RuleContext): Fix | undefined {
  const { site } = missing;
  const { model, facts } = context;
  const files = missing.what === 'sources' ? undefined : filesFor(missing, context);
  if (missing.what !== 'sources' && !files) return undefined;
  if (files?.paths.some((path) => facts.context.isIgnored(path) || facts.context.has(path) !== true))
    return undefined;
  const later = laterCopy(missing, context);
  const chown = later && readCopy(later)?.chown;
  const lines = files
    ? copyLines(files.paths, {
        contextRoot: files.contextRoot,
        imageRoot: files.imageRoot,
        workdir: site.instruction.state.workdir ?? '/',
        keyword: keywordCase(model, 'COPY'),
        ...(chown !== undefined && { flags: `--chown=${chown}` }),
        context: facts.context,
      })
    : wholeContext(missing, context);
  if (!lines) return undefined;
  const what = files ? listPaths(files.paths) : 'the sources';
  return {
    title: `Copy ${what} before ${commandText(site)}`,
    applicability: 'suggested',
    preferred: true,
    edits: [insertBefore(model, site.instruction, lines)],
  };
}

interface Files {
  readonly paths: readonly string[];
  /** The folder of the context that goes to `imageRoot`. */
  readonly contextRoot: string;
  readonly imageRoot: string;
}

function filesFor(missing: Missing, { model, facts }: RuleContext): Files | undefined {
  const { site, imagePath, what } = missing;
  const { context, project } = facts;
  const origin = locate(imagePath, { model, context, stage: site.stage, before: undefined });
  const contextPath = origin?.path ?? fromWorkdir(imagePath, site);
  if (contextPath === undefined) return undefined;
  const folder = folderOf(contextPath);
  const imageRoot = imagePath.slice(0, imagePath.lastIndexOf('/')) || '/';
  if (what === 'node') {
    const node = project.node(folder);
    const inputs =
      node && node.workspaceRoot === undefined ? nodeInstallInputs(node, context, project) : undefined;
    return inputs && inputs.needsSources === undefined
      ? { paths: inputs.paths, contextRoot: folder, imageRoot }
      : undefined;
  }
  if (what === 'go') {
    const go = project.go(folder);
    const inputs = go && goInstallInputs(go, context);
    return inputs && inputs.needsSources === undefined
      ? { paths: inputs.paths, contextRoot: folder, imageRoot }
      : undefined;
  }
  if (what === 'dependencies') {
    const manifest = origin ?? { path: contextPath, instruction: site.instruction, broad: false };
    const paths = manifestsOf(missing, manifest, { model, facts });
    return paths && { paths, contextRoot: folder, imageRoot };
  }
  const file = project.projects
    .flatMap((each) => (each.kind === 'python' ? each.requirements : []))
    .find(({ path }) => path === contextPath);
  if (!file || file.needsSources) return undefined;
  const paths = [contextPath, ...file.includes];
  if (!paths.every((path) => folderOf(path) === folder || path.startsWith(folder === '' ? '' : `${folder}/`)))
    return undefined;
  return { paths, contextRoot: folder, imageRoot };
}

/** What the install reads, as if its manifest were there; undefined where that is not enough for it. */
function manifestsOf(
  { install }: Missing,
  manifest: Origin,
  { model, facts }: RuleContext,
): readonly string[] | undefined {
  const known = install && readInstall(install, { model, facts, manifest });
  const early = known?.early();
  const inputs = early?.kind === 'move' && early.edits.length === 0 ? known?.inputs() : undefined;
  return inputs?.needsSources === undefined ? inputs?.paths : undefined;
}

/** Nothing in the file says where the folder comes from: then the working directory is taken for the context. */
function fromWorkdir(imagePath: string, { instruction }: CommandSite): string | undefined {
  const workdir = instruction.state.workdir ?? '/';
  const prefix = workdir === '/' ? '/' : `${workdir}/`;
  return imagePath.startsWith(prefix) ? imagePath.slice(prefix.length) : undefined;
}

/** `COPY . .`, where a .dockerignore keeps out what should not come along. */
function wholeContext({ site }: Missing, { model, facts }: RuleContext): string[] | undefined {
  const inWorkdir = site.directory !== undefined && site.directory === site.instruction.state.workdir;
  if (!inWorkdir || !facts.context.dockerignore.exists || !takesRoot(site, model, facts.context))
    return undefined;
  return [`${keywordCase(model, 'COPY')} . .`];
}

function takesRoot(
  site: CommandSite,
  model: DockerfileModel,
  context: RuleContext['facts']['context'],
): boolean {
  const path = resolvePath(site.directory ?? '/', 'package.json');
  return (
    locate(path, { model, context, stage: site.stage, before: site.instruction })?.path === 'package.json'
  );
}

function listPaths(paths: readonly string[]): string {
  if (paths.length > 3) return `${paths.slice(0, 2).join(', ')} and ${paths.length - 2} more`;
  return paths.length === 1 ? paths[0]! : `${paths.slice(0, -1).join(', ')} and ${paths.at(-1)!}`;
}
