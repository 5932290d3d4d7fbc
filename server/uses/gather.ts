/** Gathers how a Dockerfile is used. */
import { baseName, isWithin, locationKey, parentLocation, relativeLocation } from '../location.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import { neverCancelled } from '../ports.ts';
import { bakeTargets } from './bake/targets.ts';
import { bakeUse } from './bake/uses.ts';
import { ComposeLoader } from './compose/project.ts';
import { composeUse } from './compose/uses.ts';
import { devcontainerUse } from './devcontainer.ts';
import { noUses } from './facts.ts';
import type { DockerfileUse, ToldUse, UsesFacts } from './facts.ts';
import { findUseFiles, projectFolders } from './find.ts';
import { UsesReader } from './reader.ts';
import { taskUses } from './tasks.ts';
import { workflowUses } from './workflows.ts';

export interface GatherUsesOptions {
  readonly fileSystem: FileSystem;
  /** Location of the Dockerfile; undefined for text that is in no file. */
  readonly dockerfile: string | undefined;
  /** The workspace's or the project's folder: nothing above it is read. */
  readonly workspaceRoot?: string | undefined;
  readonly token?: CancellationToken | undefined;
}

/**
 * Broken files say nothing and break nothing. A use whose context does not exist is left out: what it says is stale.
 * @throws CancelledError
 */
export async function gatherUses(options: GatherUsesOptions): Promise<UsesFacts> {
  const { fileSystem, dockerfile, workspaceRoot, token = neverCancelled } = options;
  if (dockerfile === undefined) return noUses;
  const folders = await projectFolders(fileSystem, dockerfile, workspaceRoot);
  const project = workspaceRoot ?? folders.at(-1);
  if (project === undefined) return noUses;
  const reader = new UsesReader(fileSystem, project, token);
  const files = await findUseFiles(reader, folders);
  const own = locationKey(dockerfile);
  const all = new Map<string, DockerfileUse>();
  const others: DockerfileUse[] = [];
  const add = async (use: ToldUse | undefined, file: string): Promise<void> => {
    if (!use || !isWithin(project, use.context)) return;
    const path = relativeLocation(project, file) ?? baseName(file);
    if (locationKey(use.dockerfile) !== own) {
      others.push({ ...use, file, path });
      return;
    }
    if (!(await reader.isFolder(use.context))) return;
    // Several variants of a compose project give the same service again and again.
    const key = JSON.stringify([use.kind, use.name, use.context, use.target, [...use.args], use.container && [use.container, [...use.container.environment]]]); // prettier-ignore
    if (!all.has(key)) all.set(key, { ...use, file, path });
  };

  const loader = new ComposeLoader(reader);
  for (const group of files.compose) {
    const last = group.at(-1)!;
    const given = group.length > 1 && (await loader.standsAlone(last)) ? [last] : group;
    const folder = parentLocation(last)!;
    for (const service of await loader.services(given)) await add(await composeUse(service, folder, reader), last);
  } // prettier-ignore
  for (const group of files.bake) {
    const texts: { text: string; json: boolean }[] = [];
    for (const file of group)
      texts.push({ text: (await reader.text(file)) ?? '', json: file.endsWith('.json') });
    for (const target of bakeTargets(texts)) await add(bakeUse(target, group[0]!), group[0]!);
  }
  const each = async (
    file: string,
    read: (text: string) => readonly (ToldUse | undefined)[],
  ): Promise<void> => {
    const text = await reader.text(file);
    if (text !== undefined) for (const use of read(text)) await add(use, file);
  };
  for (const file of files.devcontainers) await each(file, (text) => [devcontainerUse(text, file)]);
  for (const file of files.tasks) await each(file, (text) => taskUses(text, file));
  for (const { file, root } of files.workflows) await each(file, (text) => workflowUses(text, root));
  return { all: [...all.values()], others, read: reader.read };
}
