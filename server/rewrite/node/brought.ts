/** Which files of the context a single-stage image has in its project's folder. */
import type { ContextFacts } from '../../context/facts.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';
import { locate } from '../../tools/locate.ts';
import type { NodeReading } from './reading.ts';

/** Where a project lies: in the context, in the image, and in which stage. */
export type ProjectFolder = Pick<NodeReading, 'stage' | 'project' | 'contextRoot' | 'imageRoot'>;

/** How deep a file is looked for that shows that its folder is copied. */
const maximumDepth = 4;

/** Does the user's file copy this path of the context to its place in the project? */
export function isBrought(
  path: string,
  reading: ProjectFolder,
  model: DockerfileModel,
  facts: Facts,
): boolean {
  const { context } = facts;
  // A folder is there with the files in it.
  const file = firstFile(path, context, 0);
  const found = file === undefined ? undefined : locate(imagePath(file, reading), { model, context, stage: reading.stage, before: undefined }); // prettier-ignore
  return found?.path === file && file !== undefined;
}

function firstFile(path: string, context: ContextFacts, depth: number): string | undefined {
  if (context.entry(path)?.type !== 'directory') return path;
  if (depth >= maximumDepth) return undefined;
  const children = context.children(path).filter((entry) => !context.isIgnored(entry.path));
  const file = children.find(({ type }) => type !== 'directory');
  if (file) return file.path;
  for (const child of children) {
    const found = firstFile(child.path, context, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a path of the context lies in the image. */
export function imagePath(
  path: string,
  { contextRoot, imageRoot }: Pick<NodeReading, 'contextRoot' | 'imageRoot'>,
): string {
  const relative = contextRoot === '' ? path : path.slice(contextRoot.length + 1);
  return `${imageRoot === '/' ? '' : imageRoot}/${relative}`;
}
