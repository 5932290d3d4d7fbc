/** Folders that PHP and Ruby programs write to: with them in its hands another user may run the program. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { Stage } from '../../dockerfile/model.ts';
import { resolveWord, shellOf } from '../../dockerfile/shell.ts';
import { lineageInstructions } from '../../dockerfile/stages.ts';
import type { PhpProject } from '../../project/php/facts.ts';
import type { RubyProject } from '../../project/ruby/facts.ts';
import { folderOf, isWithin, relativeTo } from '../../project/paths.ts';
import type { Project } from '../../project/facts.ts';
import { isInFolder } from '../../project/sources/path-text.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import { containersOf } from '../../tools/development.ts';
import { frameworkFolders, unsettledFramework } from '../../tools/framework-folders.ts';
import { locate } from '../../tools/locate.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import type { RuleContext } from '../rule.ts';

export interface WrittenFolders {
  /** Absolute paths in the image. */
  readonly folders: readonly string[];
  /** Those among them that the context does not bring for certain. */
  readonly missing: ReadonlySet<string>;
  /** Half sentences about what can't be given to a user. */
  readonly doubts: readonly string[];
}

type Scripted = PhpProject | RubyProject;

export function isScripted(project: Project): project is Scripted {
  return project.kind === 'php' || project.kind === 'ruby';
}

/** Sources that this part speaks for. */
export function isScriptedSource(file: string): boolean {
  return /\.(?:php|phtml|inc|rb|ru)$/.test(file);
}

/** What the programs among these projects write to, in the image of the stage. */
export function writtenFolders(
  projects: readonly Project[],
  stage: Stage,
  context: RuleContext,
): WrittenFolders {
  const folders = new Map<string, boolean>();
  const doubts: string[] = [];
  for (const project of projects.filter(isScripted)) {
    const wild = unsettledFramework(project);
    if (wild !== undefined) doubts.push(`where ${wild} writes to depends on its settings and modules`);
    if (isInstalledLater(project, context))
      doubts.push(
        `the file installs no packages of ${project.manifest}, so somebody does that in the container`,
      );
    const { inside, own } = relativeFolders(project, context);
    if (own !== undefined) doubts.push(`the program writes to ${own}, beside its own files`);
    if (inside.size === 0) continue;
    const root = rootOf(project, stage, context);
    if (root === undefined)
      doubts.push(
        `where ${[...inside.keys()][0]!}, which the program writes to, lies in the image is not known`,
      );
    else for (const [folder, isThere] of inside) folders.set(resolvePath(root, folder), isThere);
  }
  const all = [...folders.keys()]
    .filter((one) => ![...folders.keys()].some((other) => other !== one && one.startsWith(`${other}/`)))
    .sort();
  const mounted = containersOf(context.model, context.facts)
    .flatMap(({ mounts }) => mounts)
    .find(({ kind, target }) => kind === 'bind' && all.some((folder) => isUnder(target, folder)));
  if (mounted)
    doubts.push(
      `a folder of the machine is mounted on ${mounted.target}, which another user may not write to`,
    );
  return { folders: all, missing: new Set(all.filter((folder) => folders.get(folder) === false)), doubts };
}

/** The packages come neither with the file nor with the context: Composer or Bundler run in the container, and write there. */
function isInstalledLater(project: Scripted, { model, facts }: RuleContext): boolean {
  if (project.kind === 'php' ? Object.keys(project.require).length === 0 : project.gems.length === 0)
    return false;
  if (dependencyInstalls(model, facts).some((install) => install.project === project)) return false;
  const packages = `${project.directory === '' ? '' : `${project.directory}/`}vendor`;
  return facts.context.entry(packages)?.type !== 'directory' || facts.context.isIgnored(packages);
}

/** Relative to the project, and whether the context has them; `own`: what lies directly in the project's folder. */
function relativeFolders(
  project: Scripted,
  { facts }: RuleContext,
): { inside: ReadonlyMap<string, boolean>; own: string | undefined } {
  const { context } = facts;
  const { directory } = project;
  const inside = new Map<string, boolean>();
  let own: string | undefined;
  const add = (folder: string): void => {
    const relative = relativeTo(directory, folder);
    inside.set(relative, context.entry(folder)?.type === 'directory' && !context.isIgnored(folder));
  };
  for (const folder of frameworkFolders(project)) add(directory === '' ? folder : `${directory}/${folder}`);
  for (const { path, file } of facts.project.sources(directory)?.writes ?? []) {
    if (!isScriptedSource(file) || context.isIgnored(file)) continue;
    const isFolder = !isInFolder(path) && context.entry(path)?.type === 'directory';
    const folder = isFolder ? path : folderOf(path);
    // The project's own folder, and those above it, hold the program itself.
    if (folder === directory || !isWithin(directory, folder)) own ??= path;
    else add(folder);
  }
  return { inside, own };
}

/** The folder of the image in which the project lies: where its manifest comes to. */
function rootOf(project: Scripted, stage: Stage, { model, facts }: RuleContext): string | undefined {
  const name = project.manifest.slice(project.manifest.lastIndexOf('/') + 1);
  const targets = lineageInstructions(stage).flatMap((instruction) => readCopy(instruction)?.target ?? []);
  const candidates = [...new Set([stage.endState.workdir ?? '/', ...targets])];
  const place = { model, context: facts.context, stage, before: undefined };
  return candidates.find((folder) => locate(resolvePath(folder, name), place)?.path === project.manifest);
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Those that do not belong to this user yet, by a chown, a chmod for everybody or the copy that brings them. */
export function foldersToOwn(
  folders: readonly string[],
  user: readonly string[],
  stage: Stage,
  { model }: RuleContext,
): readonly string[] {
  const instructions = lineageInstructions(stage);
  const isUser = (owner: string): boolean => user.includes(owner.replace(/^["']|["']$/g, '').split(':')[0]!);
  return folders.filter((folder) => {
    let isOwn = false;
    for (const instruction of instructions) {
      const copy = readCopy(instruction);
      if (
        copy?.target !== undefined &&
        (isUnder(folder, copy.target === '/' ? '' : copy.target) || isUnder(copy.target, folder))
      )
        isOwn = copy.chown !== undefined && isUser(copy.chown);
      const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
      for (const command of script?.commands ?? []) {
        if (command.name !== 'chown' && command.name !== 'chmod') continue;
        const options = command.args.filter(({ value }) => /^-/.test(value)).map(({ value }) => value);
        const [value, ...paths] = command.args.filter(({ value }) => !/^-/.test(value));
        const directory = workingDirectory(instruction, script!, command);
        const covers = paths.some((word) => {
          const path = resolveWord(word, instruction.state)?.replace(/\/\*$/, '');
          return (
            path !== undefined && directory !== undefined && isUnder(folder, resolvePath(directory, path))
          );
        });
        if (!covers || !options.some((option) => /^-\w*R|^--recursive$/.test(option))) continue;
        if (command.name === 'chown') isOwn = isUser((value && resolveWord(value, instruction.state)) ?? '');
        else
          isOwn ||=
            /^0?[0-7]{2}7$|^(?:[ugo]*[oa][ugo]*)?\+\w*w/.test(value?.value ?? '') &&
            !/^[ug]+\+/.test(value?.value ?? '');
      }
    }
    return !isOwn;
  });
}
