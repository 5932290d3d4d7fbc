/** Does the program surely run from the build's output, and what does it read beside it? */
import type { Facts } from '../../rules/rule.ts';
import { runtimeAssets } from './assets.ts';
import type { InstallLines } from './install-lines.ts';
import type { NodeReading } from './reading.ts';

export interface BuildOutput {
  /** Relative to the project. */
  readonly folder: string;
  /** Relative to the context. */
  readonly assets: readonly string[];
}

/** The output, or why it alone might not do: the beginning of a sentence. */
export function certainOutput(reading: NodeReading, lines: InstallLines, facts: Facts): BuildOutput | string {
  const { project, start, directory } = reading;
  const { build } = project;
  if (project.prisma) return 'Prisma generates its client into node_modules';
  if (project.workspaces.length > 0) return 'The project is a workspace';
  if (lines.inputs.needsSources !== undefined)
    return `What the install leaves beside node_modules is not certain (${lines.inputs.needsSources})`;
  if (!build || build.output === undefined || build.kind === 'front-end')
    return 'Where the build puts its result is not certain';
  if (start.kind !== 'program')
    return start.kind === 'script'
      ? `The container runs more than one program file (${start.reason})`
      : 'What the start command reads is not certain';
  const folder = build.output.replace(/^\.\//, '').replace(/\/$/, '');
  if (folder === '' || folder === '.' || folder.startsWith('..'))
    return 'The build writes beside its sources';
  const output = `${directory === '/' ? '' : directory}/${folder}`;
  // `node dist` runs dist/index.js.
  if (start.entry !== output && !start.entry.startsWith(`${output}/`))
    return `The program starts from ${start.entry}, which is not in the build's output (${folder}/)`;
  const assets = runtimeAssets(reading, facts, folder);
  if (typeof assets === 'string') return assets;
  const kept = [...assets.map((path) => imagePath(path, reading)), output, `${directory}/node_modules`];
  for (const { touches } of reading.runs.values()) {
    const other = touches.find(
      (path) => !kept.some((folder) => path === folder || path.startsWith(`${folder}/`)),
    );
    if (other !== undefined) return `A RUN works on ${other}`;
  }
  return { folder, assets };
}

function imagePath(path: string, { contextRoot, imageRoot }: NodeReading): string {
  const relative = contextRoot === '' ? path : path.slice(contextRoot.length + 1);
  return `${imageRoot === '/' ? '' : imageRoot}/${relative}`;
}
