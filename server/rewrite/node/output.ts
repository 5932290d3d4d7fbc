/** Does the program surely run from the build's output, and what does it read beside it? */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { runtimeAssets } from './assets.ts';
import { imagePath } from './brought.ts';
import type { InstallLines } from './install-lines.ts';
import { plugsInPackages } from './plug-n-play.ts';
import { nxOutput } from './nx.ts';
import type { NodeReading } from './reading.ts';

export interface BuildOutput {
  /** Relative to the project. */
  readonly folder: string;
  /** Relative to the context. */
  readonly assets: readonly string[];
}

/** The output, or why it alone might not do: the beginning of a sentence. */
export function certainOutput(
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  facts: Facts,
): BuildOutput | string {
  const { project, start, directory } = reading;
  const { build } = project;
  if (project.prisma) return 'Prisma generates its client into node_modules';
  if (project.workspaces.length > 0) return 'The project is a workspace';
  if (lines.inputs.needsSources !== undefined)
    return `What the install leaves beside node_modules is not certain (${lines.inputs.needsSources})`;
  const own = build?.kind === 'front-end' ? undefined : build?.output;
  const written = own ?? nxOutput(reading, model, facts);
  if (written === undefined) return 'Where the build puts its result is not certain';
  if (start.kind !== 'program')
    return start.kind === 'script'
      ? `The container runs more than one program file (${start.reason})`
      : 'What the start command reads is not certain';
  const folder = written.replace(/^\.\//, '').replace(/\/$/, '');
  if (folder === '' || folder === '.' || folder.startsWith('..'))
    return 'The build writes beside its sources';
  const output = `${directory === '/' ? '' : directory}/${folder}`;
  // `node dist` runs dist/index.js.
  if (start.entry !== output && !start.entry.startsWith(`${output}/`))
    return `The program starts from ${start.entry}, which is not in the build's output (${folder}/)`;
  const found = runtimeAssets(reading, model, facts, folder);
  if (typeof found === 'string') return found;
  const taken = copiedByBuild(reading);
  const assets = found.filter((path) => !taken.includes(path));
  const packages = plugsInPackages(project) ? ['.pnp.cjs', '.pnp.loader.mjs', '.yarn'] : ['node_modules'];
  const kept = [
    ...assets.map((path) => imagePath(path, reading)),
    output,
    ...packages.map((path) => `${directory}/${path}`),
  ];
  for (const { touches } of reading.runs.values()) {
    const other = touches.find(
      (path) => !kept.some((folder) => path === folder || path.startsWith(`${folder}/`)),
    );
    if (other !== undefined) return `A RUN works on ${other}`;
  }
  const named = namedFile(reading, start.argv, model, facts, kept);
  return named === undefined ? { folder, assets } : named;
}

/** Folders whose files the framework's build copies into its output. */
function copiedByBuild({ project, contextRoot }: NodeReading): readonly string[] {
  const folders = [
    ['sveltekit', 'static'],
    ['astro', 'public'],
    ['angular', 'public'],
  ] as const;
  return folders
    .filter(([framework]) => project.frameworks.includes(framework))
    .map(([, folder]) => (contextRoot === '' ? folder : `${contextRoot}/${folder}`));
}

/** A file of the project that CMD, ENTRYPOINT, HEALTHCHECK or `argv` name and that would be missing: `-r ./tracing.js`. */
export function namedFile(
  { stage, contextRoot, imageRoot }: Pick<NodeReading, 'stage' | 'contextRoot' | 'imageRoot'>,
  argv: readonly string[],
  model: DockerfileModel,
  facts: Facts,
  kept: readonly string[],
): string | undefined {
  const workdir = stage.endState.workdir ?? '/';
  const words = ['ENTRYPOINT', 'CMD', 'HEALTHCHECK'].flatMap((keyword) => {
    const instruction = lastOf(stage, keyword);
    // A program without a folder is looked for in PATH.
    return (
      (instruction &&
        shellOf(instruction, model)?.commands.flatMap((command) =>
          command.words.filter(({ value }, i) => i > 0 || value.includes('/')),
        )) ??
      []
    );
  });
  for (const value of [...words.map((word) => word.value), ...argv]) {
    const path = resolvePath(workdir, value.replace(/^-[^=]*=/, ''));
    const prefix = imageRoot === '/' ? '/' : `${imageRoot}/`;
    if (!path.startsWith(prefix) || kept.some((one) => path === one || path.startsWith(`${one}/`))) continue;
    const relative = path.slice(prefix.length);
    if (relative === 'package.json') continue;
    const inContext = contextRoot === '' ? relative : `${contextRoot}/${relative}`;
    // A bare word such as `src` may as well be an option's value; it is only a path when it is there.
    if (facts.context.has(inContext) === true && facts.context.entry(inContext)?.type === 'file')
      return `The image names ${relative}, which is not in the build's output`;
  }
  return undefined;
}
