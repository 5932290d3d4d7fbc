/** Are the modules of a program in the image before the container starts? */
import { readCopy, type Copy } from '../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../dockerfile/model.ts';
import { resolveWord, type ShellWord } from '../dockerfile/shell.ts';
import { lineage, stageNamed } from '../dockerfile/stages.ts';
import { compareVersions } from '../images/tag.ts';
import type { DenoProject } from '../project/facts.ts';
import type { Facts } from '../rules/rule.ts';
import { denoCommand, type DenoCommand } from './deno.ts';
import { denoImage, type DenoStart } from './deno-start.ts';
import { runCommands } from './sites.ts';
import { resolvePath } from './working-directory.ts';

/** Deno's folder for what it loads, absolute; undefined: not known. `/deno-dir` is that of Deno's own images. */
export function moduleFolder(stage: Stage): string | undefined {
  const variable = stage.endState.env.get('DENO_DIR');
  const path = variable
    ? variable.known
      ? variable.value
      : undefined
    : denoImage(stage)
      ? '/deno-dir'
      : undefined;
  return path === undefined ? undefined : resolvePath(stage.endState.workdir ?? '/', path);
}

/** Copies of the stage that bring that folder from another stage. */
export function moduleCopies(stage: Stage): readonly Copy[] {
  const folder = moduleFolder(stage);
  return stage.instructions.flatMap((instruction) => {
    const copy = readCopy(instruction);
    const brings =
      folder !== undefined &&
      copy?.target !== undefined &&
      (copy.target === folder || folder.startsWith(`${copy.target}/`));
    return copy?.from !== undefined && brings ? copy : [];
  });
}

/** Those whose modules the final image has: its own, and those that their folder is copied from. */
function stagesWithModules(stage: Stage, model: DockerfileModel): readonly Stage[] {
  const others = moduleCopies(stage).flatMap(
    ({ from, instruction }) => stageNamed(model, from!, instruction.stage) ?? [],
  );
  return [stage, ...others].flatMap(lineage);
}

/** The modules that the container starts, by absolute path; a string: one is not a file, a complete sentence. */
export function startedModules({ runs, directory }: DenoStart): readonly string[] | string {
  const paths: string[] = [];
  for (const { target } of runs) {
    const value = target?.value ?? '';
    if (!target?.literal || /^[a-z][a-z+.-]+:/i.test(value) || value === '-')
      return `The container starts \`${value}\`, which is no file of the image.`;
    paths.push(resolvePath(directory, value));
  }
  return paths;
}

/** Does a command of the stages put the module, and all that it imports, into Deno's cache? */
export function isCached(module: string, stages: readonly Stage[], model: DockerfileModel): boolean {
  return [...runCommands(model)].some(({ stage, command, instruction, directory }) => {
    const deno = stages.includes(stage) && !command.failureIgnored ? denoCommand(command) : undefined;
    if (!deno || directory === undefined) return false;
    return cachedWords(deno).some((word) => {
      const value = resolveWord(word, instruction.state);
      return value !== undefined && resolvePath(directory, value) === module;
    });
  });
}

/** `deno cache main.ts`, `deno install --entrypoint main.ts`: what they name, they load with all its imports. */
function cachedWords({ subcommand, options, operands }: DenoCommand): readonly ShellWord[] {
  if (subcommand === 'cache') return operands;
  const isByEntry =
    subcommand === 'install' && options.has('--entrypoint', '-e') && !options.has('-g', '--global');
  return isByEntry ? operands : [];
}

/** `deno install` and `deno ci` without a module load what deno.json and package.json name. */
export function installsAll(stages: readonly Stage[], model: DockerfileModel): boolean {
  return [...runCommands(model)].some(({ stage, command }) => {
    const deno = stages.includes(stage) && !command.failureIgnored ? denoCommand(command) : undefined;
    if (!deno || deno.operands.length > 0) return false;
    return deno.subcommand === 'install' || deno.subcommand === 'ci';
  });
}

/**
 * Why Deno may have to load modules when the container starts, or to change the lockfile, for which another user than root
 * has no right: half a sentence. Undefined where all of it is done.
 */
export function loadsAtStart(
  start: DenoStart,
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
): string | undefined {
  const modules = startedModules(start);
  if (typeof modules === 'string') return `Deno loads what it starts when the container starts`;
  const stages = stagesWithModules(stage, model);
  const missing = modules.find((module) => !isCached(module, stages, model));
  if (missing === undefined) return undefined;
  const open = uncertainImport(start.project, stage, facts, installsAll(stages, model));
  return (
    open &&
    `no step loads what ${missing.replace(/^.*\//, '')} imports (${open}), so Deno may do so when it starts`
  );
}

/** What is imported and may not be there; undefined when everything is. */
export function uncertainImport(
  project: DenoProject | undefined,
  stage: Stage,
  facts: Facts,
  installed: boolean,
): string | undefined {
  if (!project) return 'its modules are not known';
  const sources = facts.project.sources(project.directory);
  if (!sources?.deno || !sources.complete) return 'its modules are not known';
  const packages = packageNames(project, facts);
  const version = denoImage(stage)?.version;
  // Since then every part of a package is loaded, not only the one that is imported by its bare name (cli/tools/installer).
  const loadsParts = version !== undefined && compareVersions(version, '2.5') >= 0;
  for (const { specifier } of sources.deno.imports) {
    if (/^(?:node:|data:|blob:)/.test(specifier)) continue;
    const key = Object.keys(project.imports).find(
      (name) => specifier === name || specifier.startsWith(name.endsWith('/') ? name : `${name}/`),
    );
    const target = key === undefined ? undefined : project.imports[key]!;
    if (target !== undefined && /^\.{0,2}\//.test(target)) continue;
    const isListed =
      target?.startsWith('npm:') === true || (loadsParts && target?.startsWith('jsr:') === true);
    if (
      installed &&
      (isListed || packages.some((name) => specifier === name || specifier.startsWith(`${name}/`)))
    )
      continue;
    return specifier;
  }
  return undefined;
}

function packageNames(project: DenoProject, facts: Facts): readonly string[] {
  const node = facts.project.node(project.directory);
  return node ? [...Object.keys(node.dependencies), ...Object.keys(node.devDependencies)] : [];
}
