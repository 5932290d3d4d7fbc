/** The projects of projects/ and what must hold for them after Optimize. */
import { compiledProjects } from './catalog/compiled.ts';
import { goProjects } from './catalog/go.ts';
import { nodeProjects } from './catalog/node.ts';
import { scriptedProjects } from './catalog/scripted.ts';

export interface Request {
  readonly path: string;
  readonly method?: 'POST';
  /** Sent as a form. */
  readonly form?: string;
}

export interface BuildProject {
  readonly name: string;
  readonly title: string;
  /** The folder of projects/, where that is not its name. */
  readonly folder?: string;
  /** Its .dockerfile-optimizer.yaml: how its owner wants it. */
  readonly settings?: string;
  readonly port: number;
  /** Sent one after the other; the answers before and after Optimize must be the same. */
  readonly requests: readonly Request[];
  /** The source file that is edited between two builds. */
  readonly edit: string;
  /** The project has no dependencies to install. */
  readonly noInstall?: true;
  /** Least part of the image's bytes that must go, from 0 to 1, with the look-alikes; none where all of it is needed. */
  readonly smaller?: number;
  /** The same with the official base images, where their sizes are known. */
  readonly smallerOnHub?: number;
}

export const buildProjects: readonly BuildProject[] = [
  ...nodeProjects,
  ...goProjects,
  ...compiledProjects,
  ...scriptedProjects,
];
