/** Who makes a file that the container starts: a project's build, by the place where it lies. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand } from '../../dockerfile/shell.ts';
import type { GradleProject, MavenProject } from '../../project/facts.ts';
import type { GradleModule } from '../../project/gradle/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { runCommands, type CommandSite } from '../../tools/sites.ts';
import { folderOf, locate } from '../../tools/locate.ts';
import { makerOf } from '../../tools/made-by.ts';
import { resolvePath, withFoldersAbove } from '../../tools/working-directory.ts';

export type BuiltBy =
  | {
      readonly kind: 'maven';
      readonly project: MavenProject;
      readonly folder: string;
      readonly inside: string;
    }
  | {
      readonly kind: 'gradle';
      readonly project: GradleProject;
      readonly module: GradleModule;
      readonly folder: string;
      readonly inside: string;
    };

/** Where a path of the image comes from. */
export type Origin =
  /** Below a folder for results; `inside` is the path below it. */
  | { readonly kind: 'built'; readonly by: BuiltBy }
  /** Copied or renamed there by a RUN, from other paths. */
  | { readonly kind: 'moved'; readonly sources: readonly string[]; readonly site: CommandSite }
  | { readonly kind: 'downloaded'; readonly site: CommandSite }
  | {
      readonly kind: 'context';
      readonly path: string;
      readonly broad: boolean;
      readonly copy: Copy['instruction'];
    }
  | { readonly kind: 'unknown' };

export class Origins {
  constructor(
    private readonly stage: Stage,
    private readonly model: DockerfileModel,
    readonly facts: Facts,
  ) {}

  of(path: string): Origin {
    const moved = this.#moved(path);
    if (moved) return moved;
    const by = this.built(path);
    if (by) return { kind: 'built', by };
    if (/[*?[]/.test(path)) return { kind: 'unknown' };
    const folder = this.#copiedFolder(path);
    if (folder) return folder;
    const found = locate(path, this.#place);
    if (found) return { kind: 'context', path: found.path, broad: found.broad, copy: found.instruction };
    const maker = makerOf(path, this.stage, { model: this.model, ...this.facts }, [])?.command;
    const site = [...runCommands(this.model)].find(({ command }) => command === maker);
    return site && /^(?:curl|wget)$/.test(site.command.name)
      ? { kind: 'downloaded', site }
      : { kind: 'unknown' };
  }

  /** The project whose folder for results holds the path: the nearest one above it. */
  built(path: string): BuiltBy | undefined {
    for (const folder of withFoldersAbove(resolvePath(path, '..'))) {
      const below = path.slice(folder === '/' ? 1 : folder.length + 1);
      const pom = locate(resolvePath(folder, 'pom.xml'), this.#place);
      const project = pom && this.facts.project.find('maven', folderOf(pom.path));
      if (project && below.startsWith(`${project.buildDirectory}/`))
        return { kind: 'maven', project, folder, inside: below.slice(project.buildDirectory.length + 1) };
      const gradle = below.startsWith('build/') ? this.#gradle(folder) : undefined;
      if (gradle) return { kind: 'gradle', ...gradle, folder, inside: below.slice('build/'.length) };
    }
    return undefined;
  }

  #gradle(folder: string): { project: GradleProject; module: GradleModule } | undefined {
    for (const name of ['build.gradle', 'build.gradle.kts']) {
      const script = locate(resolvePath(folder, name), this.#place);
      if (!script) continue;
      for (const project of this.facts.project.projects) {
        if (project.kind !== 'gradle') continue;
        const module = project.modules.find((one) => one.script === script.path);
        if (module) return { project, module };
      }
    }
    return undefined;
  }

  /** `COPY config config`: a folder of the context by its own name. */
  #copiedFolder(path: string): Origin | undefined {
    for (const instruction of this.stage.instructions) {
      const copy = readCopy(instruction);
      const [source] = copy?.sources ?? [];
      if (!copy || !source || copy.target === undefined || copy.sources.length !== 1) continue;
      const { target, from } = copy;
      const name = source.path.slice(source.path.lastIndexOf('/') + 1);
      // What is fetched, or comes from another image, has its place by the copy alone.
      if (source.remote || from !== undefined) {
        const place = copy.intoDirectory ? resolvePath(target, name) : target;
        if (place === path) return { kind: 'context', path: source.path, broad: false, copy: instruction };
      }
      if (from !== undefined || target !== path) continue;
      if (source.path !== '.' && this.facts.context.entry(source.path)?.type === 'directory')
        return { kind: 'context', path: source.path, broad: false, copy: instruction };
    }
    return undefined;
  }

  #moved(path: string): Origin | undefined {
    for (const site of [...runCommands(this.model)].toReversed()) {
      const { command, instruction, directory } = site;
      if (!/^(?:cp|mv)$/.test(command.name) || site.stage !== this.stage || directory === undefined) continue;
      const words = command.args.filter(({ value }) => !/^-[a-zA-Z-]/.test(value));
      const paths = words.map(
        (word) =>
          resolveWord(word, instruction.state) ?? (word.variables.length === 0 ? word.value : undefined),
      );
      const last = paths.at(-1);
      if (last === undefined || paths.length < 2 || paths.some((one) => one === undefined)) continue;
      const sources = paths.slice(0, -1).map((one) => resolvePath(directory, one!));
      const target = resolvePath(directory, last);
      const name = (one: string): string => one.slice(one.lastIndexOf('/') + 1);
      const inFolder = sources.filter((source) => resolvePath(target, name(source)) === path);
      if (inFolder.length > 0) return { kind: 'moved', sources: inFolder, site };
      if (target === path) return { kind: 'moved', sources, site };
    }
    return undefined;
  }

  get #place(): { model: DockerfileModel; context: Facts['context']; stage: Stage; before: undefined } {
    return { model: this.model, context: this.facts.context, stage: this.stage, before: undefined };
  }
}

/** The commands that build, in order. */
export function isBuildTool({ name, args }: ShellCommand): boolean {
  const program = /^(?:sh|bash|ash|dash)$/.test(name) ? (args[0]?.value ?? '').replace(/^.*\//, '') : name;
  return /^(?:mvn|mvnw|mvnd|gradle|gradlew|javac|kotlinc|scalac)$/.test(program);
}
