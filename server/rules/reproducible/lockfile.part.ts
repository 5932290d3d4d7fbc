/** Is the lockfile where an install needs it, and how does it get there? */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { lineageInstructions } from '../../dockerfile/stages.ts';
import { folderOf, locate, type Origin } from '../../tools/locate.ts';
import type { CommandSite } from '../../tools/sites.ts';
import { resolvePath, withFoldersAbove } from '../../tools/working-directory.ts';
import type { Facts } from '../rule.ts';

/** An install with the manifest that it reads and the lockfile that it should read. */
export interface LockedInstall extends CommandSite {
  readonly manifest: Origin | undefined;
  /** The lockfile relative to the context. */
  readonly lockPath: string;
  /** Where it has to be in the image; undefined: in the directory or one above it. */
  readonly lockDirectory?: string | undefined;
}

/** Undefined when the lockfile is there, or that can't be told. `hidden`: .dockerignore keeps it out. */
export function missingLockfile(
  { manifest, lockPath, ...site }: LockedInstall,
  model: DockerfileModel,
  facts: Facts,
): { hidden: boolean } | undefined {
  const directory = site.lockDirectory ?? site.directory;
  if (directory === undefined || !manifest) return undefined;
  const place = { model, context: facts.context, stage: site.stage, before: site.instruction };
  const name = lockPath.slice(lockPath.lastIndexOf('/') + 1);
  for (const folder of withFoldersAbove(directory))
    if (locate(resolvePath(folder, name), place) || isMadeByStage(resolvePath(folder, name), name, site))
      return undefined;
  return { hidden: facts.context.isIgnored(lockPath) };
}

/** `COPY --from=pruner /app/out/pnpm-lock.yaml ./`: another stage has made the one to install from. */
function isMadeByStage(path: string, name: string, { stage, instruction }: CommandSite): boolean {
  return lineageInstructions(stage).some((each) => {
    const copy = each.index < instruction.index ? readCopy(each) : undefined;
    if (copy?.from === undefined || copy.target === undefined) return false;
    const isNamed = copy.sources.some((source) => source.path === name || source.path.endsWith(`/${name}`));
    return isNamed && (copy.target === path || resolvePath(copy.target, name) === path);
  });
}

/** The lockfile beside the manifest in the COPY that names it; undefined where that is not plain. */
export function copyLockfile({ lockPath, manifest }: LockedInstall): TextEdit[] | undefined {
  const copy = manifest && !manifest.broad ? readCopy(manifest.instruction) : undefined;
  const source = copy?.sources.find((one) => one.path === manifest?.path);
  if (
    !copy ||
    !source ||
    copy.from !== undefined ||
    copy.instruction.json ||
    !/(?:^|\/)\.{0,2}$/.test(copy.destinationWord.value)
  )
    return undefined;
  if (folderOf(lockPath) !== folderOf(source.path)) return undefined;
  // Written as its neighbour is, `./package.json` beside `./package-lock.json`.
  const written = source.word.raw.replace(/[^/]+$/, lockPath.slice(lockPath.lastIndexOf('/') + 1));
  const target = copy.destinationWord;
  // Several sources need a destination that ends in `/`: the classic builder and Podman refuse the line otherwise.
  const slash = /\/$/.test(target.value)
    ? []
    : [{ span: { start: target.span.end, end: target.span.end }, newText: '/' }];
  return [
    { span: { start: source.word.span.end, end: source.word.span.end }, newText: ` ${written}` },
    ...slash,
  ];
}
