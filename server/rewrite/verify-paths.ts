/** Is a path in a stage? The question that a rewrite must not get wrong, answered without a build. */
import type { ContextFacts } from '../context/facts.ts';
import { readCopy, type Copy, type CopySource } from '../dockerfile/copies.ts';
import type { Instruction, Stage } from '../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../dockerfile/shell.ts';
import { lineage, lineageInstructions, rootBase, stageNamed } from '../dockerfile/stages.ts';
import { normalizePath } from '../dockerfile/state.ts';
import { buildRuns } from '../rules/correctness/missing-artifact.part.ts';
import { covers, isHarmless } from '../rules/correctness/used-before-copied.part.ts';
import type { RuleContext } from '../rules/rule.ts';
import { binaryOf, caches } from '../tools/go-output.ts';
import { goCommands, nodeInstalls, runCommands } from '../tools/installs.ts';
import { makerOf } from '../tools/made-by.ts';
import { extractedJar } from '../tools/jar-layers.ts';
import { nodeCommand } from '../tools/node.ts';
import { systemCommand } from '../tools/system.ts';
import { resolvePath } from '../tools/working-directory.ts';

/** `absent`: nothing can have put it there. `unknown`: a command, a base image or a folder decides that we can't see. */
export type Presence = 'made' | 'unknown' | 'absent';

/** Instructions of a stage that are looked through; no real stage has as many. */
const maximumInstructions = 300;
/** Paths that are looked for, each a walk through its stages. */
const maximumQuestions = 300;

/** What is where in the stages of one model. Answers are kept, so that the work is bounded whatever is asked. */
export class Contents {
  readonly #context: RuleContext;
  readonly #known = new Map<string, Presence>();

  constructor(context: RuleContext) {
    this.#context = context;
  }

  /** Of an absolute path; an unknown working directory counts as `/`, as in `Copy.target`. */
  of(path: string, stage: Stage): Presence {
    const key = `${stage.index} ${path}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#known.size >= maximumQuestions || this.#context.model.isWindows) return 'unknown';
    // Stages that copy from each other in a circle say nothing.
    this.#known.set(key, 'unknown');
    const found = this.#look(path, stage);
    this.#known.set(key, found);
    return found;
  }

  #look(path: string, stage: Stage): Presence {
    const instructions = lineageInstructions(stage);
    if (instructions.length > maximumInstructions) return 'unknown';
    if (workingDirectories(stage).some((folder) => covers(path, [folder]))) return 'made';
    const { model, facts } = this.#context;
    const outputs = this.#outputs(stage);
    if (outputs.some((output) => covers(path, [output]))) return 'made';
    const maker = makerOf(path, stage, { model, ...facts }, [])?.command;
    // `npm run build` names a script.
    if (maker && !nodeCommand(maker)) return 'made';
    let found = this.#inBase(path, stage, instructions);
    for (const instruction of instructions) {
      if (found === 'made') break;
      found = better(found, this.#by(instruction, path, stage, outputs));
    }
    return found;
  }

  /** Absolute paths of what installs and builds are known to make. */
  #outputs(stage: Stage): readonly string[] {
    const { model, facts } = this.#context;
    const stages = lineage(stage);
    const modules = nodeInstalls(model, facts)
      .filter((site) => stages.includes(site.stage) && site.directory !== undefined)
      .map(({ directory }) => resolvePath(directory!, 'node_modules'));
    const binaries = goCommands(model, facts)
      .filter((site) => stages.includes(site.stage) && /^(?:build|install)$/.test(site.go.subcommand))
      .flatMap((site) =>
        site.project ? (binaryOf(site, site.project, caches(site, rootBase(site.stage)).bin, facts) ?? []) : [],
      );
    const jars = [...runCommands(model)].filter((site) => stages.includes(site.stage)).flatMap((site) => extractedJar(site) ?? []);
    return [...buildRuns(stage, this.#context).map(({ output }) => output), ...modules, ...binaries, ...jars];
  } // prettier-ignore

  /** Folders that the stage works in are its own; what lies elsewhere may be the base image's. */
  #inBase(path: string, stage: Stage, instructions: readonly Instruction[]): Presence {
    const base = rootBase(stage);
    if (base.kind === 'scratch') return 'absent';
    if (base.kind !== 'image' || !base.complete || base.reference.includes('onbuild')) return 'unknown';
    if (!this.#context.facts.images.lookup(base.reference)) return 'unknown';
    const targets = instructions.flatMap((instruction) => readCopy(instruction)?.target ?? []);
    const own = [...workingDirectories(stage), ...targets].filter((folder) => !ofTheSystem.test(folder));
    return own.some((folder) => folder !== path && covers(folder, [path])) ? 'absent' : 'unknown';
  }

  #by(instruction: Instruction, path: string, stage: Stage, outputs: readonly string[]): Presence {
    const copy = readCopy(instruction);
    if (copy) return this.#byCopy(copy, path);
    if (instruction.keyword !== 'RUN') return 'absent';
    const script = shellOf(instruction, this.#context.model);
    if (!script || script.errors.length > 0) return 'unknown';
    if (outputs.some((output) => covers(output, [path]))) return 'unknown';
    const runs = new Set(buildRuns(stage, this.#context).map(({ command }) => command));
    return script.commands.every((command) => runs.has(command) || this.#leavesOut(command, path))
      ? 'absent'
      : 'unknown';
  }

  #leavesOut(command: ShellCommand, path: string): boolean {
    const below = command.args.some(({ value }) => value.includes(path.slice(path.lastIndexOf('/') + 1)));
    if (below && !removers.has(command.name)) return false;
    if (!isHarmless(command, [path])) return false;
    if (idle.has(command.name) || systemCommand(command)) return true;
    // An install runs the project's own scripts, and makes folders that have many names.
    const { projects } = this.#context.facts.project;
    return (
      nodeCommand(command)?.kind === 'install' &&
      !/(?:^|\/)(?:node_modules|\.)/.test(path) &&
      !projects.some((project) => project.kind === 'node' && project.installScripts.length > 0)
    );
  }

  #byCopy(copy: Copy, path: string): Presence {
    const { target, instruction } = copy;
    if (target === undefined) return 'unknown';
    if (path !== target && covers(path, [target])) return 'made';
    if (!covers(target, [path])) return 'absent';
    if (instruction.flags.some(({ name }) => name === 'parents' || name === 'exclude')) return 'unknown';
    if (path === target && copy.intoDirectory) return 'made';
    const rest = path === target ? '' : path.slice(target === '/' ? 1 : target.length + 1);
    const named = instruction.heredocs.some(({ delimiter }) => rest === '' || rest === delimiter);
    return copy.sources.reduce<Presence>(
      (found, source) => better(found, this.#bySource(copy, source, rest)),
      copy.inline && named ? 'made' : 'absent',
    );
  }

  #bySource(copy: Copy, source: CopySource, rest: string): Presence {
    const { path, complete, remote } = source;
    if (/[*?[]/.test(path) && complete && copy.from === undefined && copy.keyword === 'COPY')
      return byPattern(path, rest, this.#context.facts.context);
    if (!complete || remote || /[*?[]/.test(path) || (copy.keyword === 'ADD' && archive.test(path)))
      return 'unknown';
    const name = path.slice(path.lastIndexOf('/') + 1);
    const inside = path === '.' ? rest : [path, rest].filter(Boolean).join('/');
    const candidates = rest !== '' && rest === name ? [inside, path] : [inside];
    return candidates
      .map((candidate) => this.#atSource(copy, candidate, candidate === path))
      .reduce<Presence>((found, each) => better(found, each), 'absent');
  }

  #atSource({ from, instruction }: Copy, path: string, isNamed: boolean): Presence {
    if (from === undefined) {
      const found = inContext(path, this.#context.facts.context);
      // A COPY that names what is not there says that it is made before the build, or that the context is another one.
      return isNamed && found === 'absent' ? 'unknown' : found;
    }
    const stage = stageNamed(this.#context.model, from, instruction.stage);
    if (!stage || stage.index > (instruction.stage?.index ?? 0)) return 'unknown';
    return this.of(normalizePath(`/${path}`), stage);
  }
}

/** What a pattern matches lands in the target under its own name; the contents of folders do too. */
function byPattern(pattern: string, rest: string, context: ContextFacts): Presence {
  const entries = context.match(pattern);
  if (!context.known || !context.complete || rest === '' || entries.some(({ type }) => type !== 'file'))
    return 'unknown';
  return entries.some(({ path }) => path.slice(path.lastIndexOf('/') + 1) === rest) ? 'made' : 'absent';
}

/** Does the builder get this path of the context? */
function inContext(path: string, context: ContextFacts): Presence {
  if (!context.known) return 'unknown';
  const relative = path === '.' ? '' : path;
  const has = context.has(relative);
  if (has === undefined) return 'unknown';
  if (!has) return 'absent';
  return relative === '' || context.match(relative).length > 0 ? 'made' : 'absent';
}

function better(a: Presence, b: Presence): Presence {
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

const order: readonly Presence[] = ['made', 'unknown', 'absent'];
const archive = /\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz|zst)\b/i;
const ofTheSystem = /^\/(?:$|(?:usr|etc|bin|sbin|lib|lib64|var|root|home|tmp|run|dev)(?:\/|$))/;
/** Make no file of a project. */
const idle: ReadonlySet<string> = new Set([
  'cd', 'mkdir', 'echo', 'printf', 'true', ':', 'set', 'export', 'unset', 'chmod', 'chown', 'rm', 'rmdir', 'adduser', 'addgroup', 'useradd', 'groupadd',
  'usermod', 'corepack', 'which', 'type', 'ldconfig', 'umask', 'ls', 'id', 'pwd', 'date', 'uname', 'test', '[',
]); // prettier-ignore
const removers: ReadonlySet<string> = new Set(['rm', 'rmdir', 'chmod', 'chown', 'ls', 'test', '[']);

function workingDirectories(stage: Stage): readonly string[] {
  return lineage(stage).flatMap(({ instructions, endState }) =>
    [...instructions.map(({ state }) => state), endState].flatMap(({ workdir }) => workdir ?? []),
  );
}
