/** The layouts of a Node image: which stages there are and what the last one holds. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { copyLines, shorten } from '../../tools/install-inputs.ts';
import { Draft } from '../draft.ts';
import { fromLine } from '../keywords.ts';
import type { Conversion } from '../multi-stage.ts';
import { runtimeAssets } from './assets.ts';
import { installLines, type InstallLines } from './install-lines.ts';
import { readNodeStage, type NodeReading } from './reading.ts';
import { hasSetup, writeBuildStage, writeProductionStage, writeRuntimeStage } from './stages.ts';
import { convertStatic, servesStatic } from './static.ts';

/** Converts a single-stage Node image. `onlyIfWorth`: leave a server without build and native code in one stage. */
export function convertNode(model: DockerfileModel, facts: Facts, onlyIfWorth: boolean): Conversion {
  const reading = readNodeStage(model, facts);
  if (typeof reading === 'string') return { obstacle: reading };
  const lines = installLines(reading, model, facts);
  if (typeof lines === 'string') return { obstacle: lines };
  if (reading.start.kind === 'unknown')
    return { obstacle: `What the container runs is not certain: ${reading.start.reason}.` };
  const site = servesStatic(reading);
  if (site) return convertStatic(site, reading, lines, model, facts);
  const missing = needsDevelopmentPackage(reading);
  if (missing) return { obstacle: missing };
  if (reading.builds) return convertBuilt(reading, lines, model, facts);
  if (onlyIfWorth && reading.project.nativeProduction?.length === 0 && !hasGitDependency(reading)) return {};
  // On a base that nobody knows a smaller one of, a second stage would leave nothing behind.
  const base = rootBase(reading.stage);
  const fact = base.kind === 'image' ? facts.images.lookup(base.reference) : undefined;
  if (!fact)
    return onlyIfWorth
      ? {}
      : { obstacle: 'The base image is not known, so neither is a smaller one for the final stage.' };
  return convertPlain(reading, lines, model);
}

/** The image's command must run without development packages. */
function needsDevelopmentPackage({ start, project, builds }: NodeReading): string | undefined {
  if (start.kind === 'binary') {
    const inDev = (name: string): boolean =>
      name in project.devDependencies && !(name in project.dependencies);
    if (inDev(start.name) || /^(?:ts-node|ts-node-dev|tsx|nodemon|tsc)$/.test(start.name))
      return `The container starts with \`${start.argv.join(' ')}\`, which is a development tool: start the built program instead.`;
    return undefined;
  }
  if (start.kind === 'program' && /\.[cm]?tsx?$/.test(start.entry) && start.runtime === 'node' && builds)
    return `The container runs TypeScript sources (${start.argv.join(' ')}) although the image builds: start the built program instead.`;
  return undefined;
}

function hasGitDependency({ project }: NodeReading): boolean {
  return [project.dependencies, project.devDependencies].some((group) =>
    Object.values(group).some((range) => /^(?:git|github:|gitlab:|bitbucket:)|\.git(?:#|$)/.test(range)),
  );
}

function chownFlag(reading: NodeReading): string {
  for (const copy of reading.copies.values())
    if (copy.from === undefined && copy.chown !== undefined) return `--chown=${copy.chown} `;
  return '';
}

/** A server with a build: the output, production packages and what the program reads; or the whole folder when that is not certain. */
function convertBuilt(
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): Conversion {
  const draft = new Draft(model);
  const copy = keywordCase(model, 'COPY');
  const chown = chownFlag(reading);
  const output = certainOutput(reading, facts);
  writeBuildStage(draft, reading, lines, model);
  if (typeof output === 'string') {
    // Not certain what the program needs beside its output: everything is kept but development packages.
    if (lines.prune) draft.line(lines.prune);
    else if (lines.hasProduction && !hasSetup(reading))
      return {
        obstacle: `${output}, and ${reading.project.packageManager} has no way to remove development packages that is certain here.`,
      };
    const whole = (workdir: string): string =>
      `${copy} ${chown}--from=build ${reading.imageRoot} ${shorten(reading.imageRoot, workdir)}`;
    const obstacle = writeRuntimeStage(draft, reading, model, {
      artifacts: (workdir) => [whole(workdir)],
      nodeEnv: true,
      keepSetup: reading.start.kind === 'script',
    });
    return obstacle
      ? { obstacle }
      : {
          text: draft.render(),
          reason: `${output}, so the whole folder is kept, without development packages.`,
        };
  }
  const modules = writeProductionStage(draft, reading, lines, model);
  const artifacts = (workdir: string): readonly string[] => {
    const fromProject = (path: string, stage: string): string => {
      const source = joinPath(reading.directory, path);
      return `${copy} ${chown}--from=${stage} ${source} ${shorten(source, workdir).replace(/\/$/, '')}`;
    };
    const fromContext = copyLines([...output.assets, reading.project.manifest], {
      contextRoot: reading.contextRoot,
      imageRoot: reading.imageRoot,
      workdir,
      keyword: copy,
      flags: chown.trim(),
      context: facts.context,
    });
    return [
      ...(modules ? [fromProject('node_modules', modules)] : []),
      fromProject(output.folder, 'build'),
      ...fromContext,
    ];
  };
  const obstacle = writeRuntimeStage(draft, reading, model, {
    artifacts,
    nodeEnv: true,
    keepSetup: reading.start.kind === 'script',
  });
  if (obstacle) return { obstacle };
  const kept =
    output.assets.length > 0
      ? ` ${output.assets.join(', ')}: kept, the program may read ${output.assets.length === 1 ? 'it' : 'them'} at run time.`
      : '';
  return {
    text: draft.render(),
    reason: `The final image gets ${output.folder}/, production packages and package.json; compilers, sources and development packages stay behind.${kept}`,
  };
}

function joinPath(folder: string, path: string): string {
  return folder === '/' ? `/${path}` : `${folder}/${path}`;
}

/** The build's output folder when the program surely runs from it, else why not. */
function certainOutput(
  reading: NodeReading,
  facts: Facts,
): { folder: string; assets: readonly string[] } | string {
  const { project, start, directory } = reading;
  const { build } = project;
  if (project.prisma) return 'Prisma generates its client into node_modules';
  if (project.workspaces.length > 0 || project.workspaceRoot !== undefined)
    return 'The project is a workspace';
  if (project.packageManager === 'yarn-berry' && project.nodeLinker !== 'node-modules')
    return "yarn's PnP has no node_modules";
  if (!build || build.output === undefined || build.kind === 'front-end')
    return 'Where the build puts its result is not certain';
  if (start.kind !== 'program')
    return start.kind === 'script'
      ? `The start script needs a shell (${start.reason})`
      : 'What the start command reads is not certain';
  const folder = build.output.replace(/^\.\//, '').replace(/\/$/, '');
  if (folder === '' || folder === '.' || folder.startsWith('..'))
    return 'The build puts its result beside the sources';
  const below = `${joinPath(directory, folder)}/`;
  if (!start.entry.startsWith(below))
    return `The program starts from ${start.entry}, which is not in the build's output (${folder}/)`;
  const assets = runtimeAssets(reading, facts, folder);
  return typeof assets === 'string' ? assets : { folder, assets };
}

/** A server without a build: production packages from a stage with all tools, sources beside them. */
function convertPlain(reading: NodeReading, lines: InstallLines, model: DockerfileModel): Conversion {
  if (!lines.hasProduction)
    return { obstacle: 'The project has no dependencies that a stage of their own could keep apart.' };
  if (lines.production === undefined)
    return {
      obstacle:
        "Lifecycle scripts of the project run at install, so production packages can't be installed apart with certainty.",
    };
  if (reading.project.packageManager === 'yarn-berry' && reading.project.nodeLinker !== 'node-modules')
    return { obstacle: "yarn's PnP has no node_modules that could be copied." };
  const draft = new Draft(model);
  draft.stage(fromLine(model, 'deps'), reading.stage.from);
  for (const instruction of reading.stage.instructions) {
    if (instruction === reading.install.instruction) break;
    const sides = reading.runs.get(instruction)?.sides;
    if (
      instruction.keyword === 'WORKDIR' ||
      instruction.keyword === 'ARG' ||
      (instruction.keyword === 'ENV' &&
        !instruction.pairs.every(({ key }) => key === 'NODE_ENV' || key === 'PORT'))
    )
      draft.keep(instruction);
    else if (sides && (sides.has('setup') || sides.has('system'))) draft.keep(instruction);
    else if (readCopy(instruction)?.from !== undefined) draft.keep(instruction);
  }
  draft.lines(lines.manifests);
  draft.replace(reading.install.instruction, lines.production);
  const modules = joinPath(reading.directory, 'node_modules');
  const artifact = (workdir: string): string =>
    `${keywordCase(model, 'COPY')} ${chownFlag(reading)}--from=deps ${modules} ${shorten(modules, workdir).replace(/\/$/, '')}`;
  const obstacle = writeRuntimeStage(draft, reading, model, {
    artifacts: (workdir) => [artifact(workdir)],
    nodeEnv: true,
    keepCopies: true,
    keepSetup: reading.start.kind === 'script',
  });
  if (obstacle) return { obstacle };
  return {
    text: draft.render(),
    reason:
      'Production packages are installed in a stage with all tools; the final image gets them and the sources.',
  };
}

/** `CMD [...]` in the file's casing. */
export function commandLine(model: DockerfileModel, words: readonly string[]): string {
  return `${keywordCase(model, 'CMD')} ${formatJsonForm(words)}`;
}
