/** Files that NODE_OPTIONS makes every node load first, package managers included (nodejs.org/api/cli.html#node_optionsoptions). */
import type { Instruction } from '../dockerfile/model.ts';
import type { NodeProject } from '../project/facts.ts';

const preload =
  /(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)[\s=]"?((?:\.{0,2}\/)[^\s"]+)/g;

/** The file that an install needs besides what it reads, as NODE_OPTIONS names it: without it no node starts. */
export function preloadedFile(
  install: Instruction,
  { installFiles }: Pick<NodeProject, 'installFiles'>,
): string | undefined {
  const options = install.state.env.get('NODE_OPTIONS');
  if (options?.known !== true) return undefined;
  const nameOf = (path: string): string | undefined => path.split('/').pop();
  const read = new Set(installFiles.map(nameOf));
  return [...options.value.matchAll(preload)]
    .map(([, file]) => file!)
    .find((file) => !read.has(nameOf(file)));
}
