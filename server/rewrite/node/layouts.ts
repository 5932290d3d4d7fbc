/** The layouts of a Node image: which stages there are and what the last one holds. */
import type { ContextFacts } from '../../context/facts.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { ImageFact } from '../../images/facts.ts';
import { splitTag } from '../../images/tag.ts';
import type { Facts } from '../../rules/rule.ts';
import { copyLines } from '../../tools/install-inputs.ts';
import { keepsFilesElsewhere } from '../../tools/node-system.ts';
import { Draft } from '../draft.ts';
import { fromLine, newStageName } from '../keywords.ts';
import type { Conversion } from '../multi-stage.ts';
import { modulesInCache } from './cached-modules.ts';
import { chownFlag, copyFrom, joinPath } from './copy-from.ts';
import { convertFramework } from './frameworks/convert.ts';
import { installLines, type InstallLines } from './install-lines.ts';
import { certainOutput, type BuildOutput } from './output.ts';
import { fetchedManager } from './setup.ts';
import { hostFilesObstacle, packageCopies, plugsInPackages, yarnObstacle } from './plug-n-play.ts';
import { readNodeStage, type NodeReading } from './reading.ts';
import { isKeptAtRuntime, writeRuntimeStage } from './runtime-stage.ts';
import { hasSetup, writeBuildStage, writeInstallSetting, writeProductionStage } from './stages.ts';
import { convertStatic, servesStatic } from './static.ts';
import { installsBuildPackages } from './system-packages.ts';
import { convertDeployed } from './workspace/deploy.ts';
import { convertInstalled } from './workspace/installed.ts';

/** Converts a single-stage Node image. `onlyIfWorth`: leave a server without build and native code in one stage. */
export function convertNode(
  model: DockerfileModel,
  facts: Facts,
  onlyIfWorth: boolean,
  contextAfter: ContextFacts,
): Conversion {
  const reading = readNodeStage(model, facts);
  if (typeof reading === 'string') return { obstacle: reading };
  const lines = installLines(reading, model, facts);
  if (typeof lines === 'string') return { obstacle: lines };
  const { start, project } = reading;
  const site = servesStatic(reading);
  if (site) return convertStatic(site, reading, lines, model, facts, !onlyIfWorth);
  const base = rootBase(reading.stage);
  const fact = base.kind === 'image' ? facts.images.lookup(base.reference) : undefined;
  if (onlyIfWorth && !reading.builds && isFineInOneStage(reading, model, fact)) return {};
  const member =
    reading.builds && !plugsInPackages(reading.project)
      ? (convertInstalled(reading, lines, model, facts, contextAfter) ??
        convertDeployed(reading, lines, model, facts))
      : undefined;
  if (member) return member;
  if (reading.install.install.filtered)
    return {
      obstacle: 'The install is limited to a part of a workspace, and what that part needs is not certain.',
    };
  if (start.kind === 'unknown')
    return { obstacle: `What the container runs is not certain: ${start.reason}.` };
  const elsewhere = keepsFilesElsewhere(project);
  if (elsewhere !== undefined)
    return {
      obstacle: `${elsewhere} keeps what it downloads at install outside of node_modules, so copying node_modules would not bring it.`,
    };
  const replaced = hostFilesObstacle(reading, contextAfter) ?? yarnObstacle(reading, model, fact);
  if (replaced !== undefined) return { obstacle: replaced };
  // What frameworks keep beside their output is packages of node_modules.
  const framework = plugsInPackages(reading.project)
    ? undefined
    : convertFramework(reading, lines, model, facts);
  if (framework) return framework;
  const cached = modulesInCache(reading);
  if (cached !== undefined) return { obstacle: cached };
  const missing = needsDevelopmentPackage(reading);
  if (missing) return { obstacle: missing };
  const fetched = fetchedManager(reading, model);
  if (fetched !== undefined)
    return {
      obstacle: `The container starts through ${fetched}, which corepack would have to fetch again in the final stage: start the program itself.`,
    };
  if (reading.builds) return convertBuilt(reading, lines, model, facts);
  // On a base that nobody knows a smaller one of, a second stage would leave nothing behind.
  if (!fact)
    return onlyIfWorth
      ? {}
      : { obstacle: 'The base image is not known, so neither is a smaller one for the final stage.' };
  return convertPlain(reading, lines, model, contextAfter);
}

/** The image's command must run without development packages. */
function needsDevelopmentPackage({ start, builds }: NodeReading): string | undefined {
  if (start.kind === 'binary' && (start.dev || /^(?:ts-node|ts-node-dev|tsx|nodemon|tsc)$/.test(start.name)))
    return `The container starts with \`${start.argv.join(' ')}\`, which needs a development package: start the built program instead.`;
  if (start.kind === 'script' && start.dev)
    return 'The container starts a script that calls a development package, which the final image would not have: make it a production dependency, or call it elsewhere.';
  if (start.kind === 'program' && /\.[cm]?tsx?$/.test(start.entry) && start.runtime === 'node' && builds)
    return `The container runs TypeScript sources (${start.argv.join(' ')}) although the image builds: start the built program instead.`;
  return undefined;
}

/** Nothing to compile, nothing to fetch with git, no tools in the image: a second stage would bring nothing. */
function isFineInOneStage(
  { project, runs }: NodeReading,
  model: DockerfileModel,
  fact: ImageFact | undefined,
): boolean {
  const groups = [project.dependencies, project.devDependencies];
  if (groups.every((group) => Object.keys(group).length === 0)) return true;
  const isSmall = fact && (fact.libc === 'musl' || splitTag(fact.tag).words.includes('slim'));
  if (isSmall) return [...runs.keys()].every((run) => !installsBuildPackages(run, model));
  const needsGit = groups.some((group) =>
    Object.values(group).some((range) => /^(?:git|github:|gitlab:|bitbucket:)|\.git(?:#|$)/.test(range)),
  );
  const hasTools = [...runs.values()].some(({ sides }) => sides.has('system'));
  return project.nativeProduction?.length === 0 && !needsGit && !hasTools;
}

/** A server with a build: the output, production packages and what the program reads; or the whole folder when that is not certain. */
function convertBuilt(
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): Conversion {
  const output = certainOutput(reading, lines, model, facts);
  return typeof output === 'string'
    ? convertWhole(output, reading, lines, model)
    : convertOutput(output, reading, lines, model, facts);
}

/** Not certain what the program needs beside its output: everything is kept but development packages. */
function convertWhole(
  doubt: string,
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
): Conversion {
  const { prune } = lines;
  if (prune === undefined && lines.hasProduction)
    return {
      obstacle: `${doubt}, and ${reading.project.packageManager} has no way to remove development packages that is certain here.`,
    };
  if (reading.imageRoot === '/')
    return {
      obstacle: `${doubt}, and the project lies in the root folder of the image, which can't be copied whole: give it a WORKDIR.`,
    };
  const draft = new Draft(model);
  writeBuildStage(draft, reading, lines, model, false);
  if (prune !== undefined) draft.line(prune);
  const { frameworks, next } = reading.project;
  // What `next build` keeps for the next build (nextjs.org/docs/app/guides/ci-build-caching), often hundreds of megabytes.
  if (frameworks.includes('next') && next?.distDir !== undefined)
    draft.line(`${keywordCase(model, 'RUN')} rm -rf ${joinPath(reading.directory, next.distDir)}/cache`);
  const obstacle = writeRuntimeStage(draft, reading, model, {
    artifacts: (workdir) => [copyFrom(reading, model, 'build', reading.imageRoot, workdir)],
    copies: 'none',
  });
  if (obstacle) return { obstacle };
  return {
    text: draft.render(),
    reason: `${doubt}, so the whole folder is kept, without development packages.`,
  };
}

function convertOutput(
  output: BuildOutput,
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): Conversion {
  const draft = new Draft(model);
  const shared = hasSetup(reading) && lines.production !== undefined && lines.hasProduction;
  writeBuildStage(draft, reading, lines, model, shared);
  const modules = writeProductionStage(draft, reading, lines, model, shared);
  // What the user's own copies bring need not be copied again.
  const own = [...reading.copies.values()].filter((one) => isKeptAtRuntime(one, reading));
  const isCopied = (path: string): boolean =>
    own.some(({ sources }) =>
      sources.some((source) => path === source.path || path.startsWith(`${source.path}/`)),
    );
  const artifacts = (workdir: string | undefined): readonly string[] => [
    ...(modules ? packageCopies(reading, model, modules, workdir, facts.context) : []),
    copyFrom(reading, model, 'build', joinPath(reading.directory, output.folder), workdir),
    ...copyLines([...output.assets.filter((path) => !isCopied(path)), reading.project.manifest], {
      contextRoot: reading.contextRoot,
      imageRoot: reading.imageRoot,
      workdir,
      keyword: keywordCase(model, 'COPY'),
      flags: chownFlag(reading).trim(),
      context: facts.context,
    }),
  ];
  const obstacle = writeRuntimeStage(draft, reading, model, { artifacts, copies: 'runtime' });
  if (obstacle) return { obstacle };
  const { assets } = output;
  const kept =
    assets.length > 0
      ? ` ${assets.join(', ')}: kept, the program may read ${assets.length === 1 ? 'it' : 'them'} at run time.`
      : '';
  const omitted = lines.production ?? lines.prune;
  const packages = !modules
    ? 'package.json'
    : omitted === undefined
      ? "all packages (which ones are for development, this version of the package manager can't take away) and package.json"
      : 'production packages and package.json';
  return {
    text: draft.render(),
    reason: `The final image gets ${output.folder}/, ${packages}; compilers, sources${omitted === undefined && modules ? '' : ' and development packages'} stay behind.${kept}`,
  };
}

/** A server without a build: production packages from a stage with all tools, sources beside them. */
function convertPlain(
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  contextAfter: ContextFacts,
): Conversion {
  if (!lines.hasProduction)
    return { obstacle: 'The project has no dependencies that a stage of their own could keep apart.' };
  if (reading.project.prisma)
    return { obstacle: 'Prisma generates its client at install, with a development package.' };
  if (lines.production === undefined)
    return {
      obstacle:
        "Lifecycle scripts of the project run at install, so production packages can't be installed apart with certainty.",
    };
  const draft = new Draft(model);
  draft.stage(fromLine(model, newStageName(model, 'deps')), reading.stage.from);
  writeInstallSetting(draft, reading, model);
  for (const [instruction, role] of reading.roles) if (role === 'manifest') draft.comments(instruction);
  draft.lines(lines.manifests);
  draft.replace(reading.install.instruction, lines.production);
  const prefix = reading.contextRoot === '' ? '' : `${reading.contextRoot}/`;
  const obstacle = writeRuntimeStage(draft, reading, model, {
    artifacts: (workdir) => packageCopies(reading, model, 'deps', workdir, contextAfter),
    copies: 'all',
    behindCopies: plugsInPackages(reading.project) || !contextAfter.isIgnored(`${prefix}node_modules`),
  });
  if (obstacle) return { obstacle };
  return {
    text: draft.render(),
    reason:
      'Production packages are installed in a stage with all tools; the final image gets them and the sources.',
  };
}
