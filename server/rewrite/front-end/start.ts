/** Does the container start something that needs more of the front end than what its build makes? */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { parseShell, shellOf, type ShellCommand, type ShellScript } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { folderOf, locate } from '../../tools/locate.ts';
import { nodeCommand } from '../../tools/node.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { isIn, type FrontEnd } from './find.ts';

/** Programs that run, serve or watch what packages of a Node project bring. */
const nodePrograms =
  /^(?:node|nodejs|npm|npx|pnpm|pnpx|yarn|yarnpkg|bun|bunx|serve|http-server|vite|next|nuxt|pm2(?:-runtime)?|nodemon|ts-node|tsx|concurrently|npm-run-all|run-p|run-s|turbo|nx)$/;
/** Scripts that call scripts. */
const maximumDepth = 6;

/** Why it may; the beginning of a sentence. Undefined: it starts something else. */
export function startDoubt(
  frontEnd: FrontEnd,
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
): string | undefined {
  const starts = ['ENTRYPOINT', 'CMD', 'HEALTHCHECK'].flatMap((keyword) => lastOf(stage, keyword) ?? []);
  if (!starts.some(({ keyword }) => keyword !== 'HEALTHCHECK')) return 'The file has no CMD';
  const search = new Search(frontEnd, stage, model, facts);
  for (const instruction of starts) {
    const script = shellOf(instruction, model);
    if (!script) return 'What the container starts can\'t be read'; // prettier-ignore
    const doubt = search.inScript(script, stage.endState.workdir ?? '/', instruction, 0);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

class Search {
  constructor(
    private readonly frontEnd: FrontEnd,
    private readonly stage: Stage,
    private readonly model: DockerfileModel,
    private readonly facts: Facts,
  ) {}

  inScript(
    { commands, errors }: ShellScript,
    start: string,
    before: Instruction | undefined,
    depth: number,
  ): string | undefined {
    if (depth > maximumDepth || errors.length > 0) return 'What the container starts can\'t be followed'; // prettier-ignore
    let directory = start;
    for (const command of commands) {
      const doubt = this.inCommand(command, directory, before, depth);
      if (doubt !== undefined) return doubt;
      const target = command.name === 'cd' ? command.args[0] : undefined;
      if (target) directory = resolvePath(directory, target.value);
    }
    return undefined;
  }

  private inCommand(
    command: ShellCommand,
    directory: string,
    before: Instruction | undefined,
    depth: number,
  ): string | undefined {
    const words = command.words.flatMap(({ value }) => value.split(/\s+/));
    const named = words.find((word) => this.isBehind(word, directory));
    const node = nodeCommand(command);
    const option = node?.kind === 'run' ? node.directory : undefined;
    const current = option === undefined ? directory : resolvePath(directory, option);
    const isNode = nodePrograms.test(command.name) || words.some((word) => nodePrograms.test(word));
    if (named !== undefined || (isNode && this.isOwn(current)))
      return `The container starts \`${command.words.map(({ raw }) => raw).join(' ')}\` in the folder of the front end`;
    const inner = command.words.filter(({ value }) => /\s/.test(value)).map(({ value }) => parseShell(value));
    const called = [...inner.map((script) => this.inScript(script, directory, before, depth + 1)), ...this.runners(command, current, depth)]; // prettier-ignore
    const doubt = called.find((one) => one !== undefined);
    if (doubt !== undefined) return doubt;
    const script = command.words.find(({ value }) => this.scriptAt(value, directory, before) !== undefined);
    if (script) {
      const file = this.scriptAt(script.value, directory, before)!;
      const found = file === 'unknown' ? undefined : file;
      if (!found) return `The container starts through ${script.value}, which can't be read`;
      return this.inScript(found, directory, before, depth + 1);
    }
    return node?.kind === 'run' ? this.inPackageScript(node.script, current, depth) : undefined;
  }

  /** Scripts of package.json that are run side by side: `run-p start:*`. */
  private runners({ name, args }: ShellCommand, directory: string, depth: number): (string | undefined)[] {
    if (!/^(?:npm-run-all2?|run-p|run-s)$/.test(name)) return [];
    return args
      .filter(({ value }) => !value.startsWith('-'))
      .map(({ value }) => this.inPackageScript(value, directory, depth));
  }

  /** A path in the front end's folder that is no part of the output. */
  private isBehind(word: string, directory: string): boolean {
    if (!/[./]/.test(word) && !word.includes(this.folderName)) return false;
    const path = resolvePath(directory, word.replace(/^-[^=]*=/, ''));
    return this.isOwn(path) && (isNodeFile(path) || !isIn(directory, this.frontEnd.directory));
  }

  private get folderName(): string {
    return this.frontEnd.directory.slice(this.frontEnd.directory.lastIndexOf('/') + 1);
  }

  private isOwn(path: string): boolean {
    const { directory, output } = this.frontEnd;
    return isIn(path, directory) && !isIn(path, output);
  }

  private scriptAt(
    word: string,
    directory: string,
    before: Instruction | undefined,
  ): ShellScript | 'unknown' | undefined {
    const place = { model: this.model, context: this.facts.context, stage: this.stage, before };
    const origin = /[./]/.test(word) ? locate(resolvePath(directory, word), place) : undefined;
    const script = origin && this.facts.project.script(origin.path)?.script;
    if (script) return script;
    return /\.(?:ba)?sh$|entrypoint[\w.-]*$/.test(word) ? 'unknown' : undefined;
  }

  private inPackageScript(name: string, directory: string, depth: number): string | undefined {
    const project = this.projectAt(directory);
    if (!project || !Object.hasOwn(project.scripts, name))
      return `The script \`${name}\`, which the container starts, was not found`;
    for (const each of [`pre${name}`, name, `post${name}`]) {
      const text = Object.hasOwn(project.scripts, each) ? project.scripts[each] : undefined;
      const doubt =
        text === undefined ? undefined : this.inScript(parseShell(text), directory, undefined, depth + 1);
      if (doubt !== undefined) return doubt;
    }
    return undefined;
  }

  private projectAt(directory: string): NodeProject | undefined {
    const place = { model: this.model, context: this.facts.context, stage: this.stage, before: undefined };
    const manifest = locate(resolvePath(directory, 'package.json'), place);
    return manifest && this.facts.project.node(folderOf(manifest.path));
  }
}

function isNodeFile(path: string): boolean {
  return /\.[cm]?[jt]sx?$|\/node_modules(?:\/|$)/.test(path);
}
