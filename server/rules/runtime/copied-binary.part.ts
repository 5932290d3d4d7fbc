/** Programs that are copied from another stage or image, and the C library that they were linked against. */
import { readCopy, type Copy, type CopySource } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage, VariableValue } from '../../dockerfile/model.ts';
import { resolveWord, shellOf } from '../../dockerfile/shell.ts';
import { lineageInstructions, rootBase, stageNamed } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import { lookupRoot } from '../../images/root.ts';
import type { GoProject } from '../../project/facts.ts';
import { goOption } from '../../tools/go.ts';
import { binaryOf, caches } from '../../tools/go-output.ts';
import { goCommands, type GoSite } from '../../tools/installs.ts';
import { parseOptions } from '../../tools/options.ts';
import { resolvePath, workingDirectory } from '../../tools/working-directory.ts';
import type { RuleContext } from '../rule.ts';
import { isWithin } from './contents.part.ts';
import { hasProgram } from './programs.part.ts';
import { rustReason } from './rust-linking.part.ts';

export interface CopiedBinary {
  readonly copy: Copy;
  readonly source: CopySource;
  /** For messages: `/src/shop`. */
  readonly path: string;
  readonly libc: 'glibc' | 'musl';
  /** Why it needs the C library: completes "… needs glibc:". */
  readonly reason: string;
  /** The build that CGO_ENABLED=0 would make static; undefined where that does not help. */
  readonly go: GoSite | undefined;
  /** The image that it was built on, as it is named. */
  readonly builtOn: string;
}

/** Dynamically linked programs that the stage itself (not those it builds on) copies. */
export function copiedBinaries(stage: Stage, context: RuleContext): CopiedBinary[] {
  return stage.instructions.flatMap((instruction) => {
    const copy = readCopy(instruction);
    if (!copy?.from || copy.target === undefined) return [];
    const from = stageNamed(context.model, copy.from, stage);
    return copy.sources.flatMap((source) =>
      from ? fromStage(copy, source, from, context) : fromImage(copy, source, context),
    );
  });
}

function fromImage(copy: Copy, source: CopySource, { facts }: RuleContext): CopiedBinary[] {
  const fact = facts.images.lookup(copy.from!);
  const interpreter = fact && interpreterIn(copy, source, fact);
  return interpreter ? [interpreter] : [];
}

/** `COPY --from=node:22 /usr/local/bin/node …`: the official image's own program. */
function interpreterIn(copy: Copy, source: CopySource, fact: ImageFact): CopiedBinary | undefined {
  const { libc, repository, name } = fact;
  if ((libc !== 'glibc' && libc !== 'musl') || (repository !== 'node' && repository !== 'python')) return undefined; // prettier-ignore
  const path = `/usr/local/bin/${repository === 'node' ? 'node' : 'python3'}`;
  if (!source.complete || !isWithin(`/${source.path}`, path)) return undefined;
  return { copy, source, path, libc, reason: `${name} links it against that`, go: undefined, builtOn: name };
}

function fromStage(copy: Copy, source: CopySource, from: Stage, context: RuleContext): CopiedBinary[] {
  const fact = lookupRoot(from, context.facts.images);
  const base = rootBase(from);
  if (!fact || base.kind !== 'image' || !source.complete) return [];
  const libc = fact.libc;
  if (libc !== 'glibc' && libc !== 'musl') return [];
  const wanted = `/${source.path === '.' ? '' : source.path}`;
  const builtOn = base.reference.replace(/@.*/, '');
  const interpreter = interpreterIn(copy, source, fact);
  const found = dynamicAt(wanted, from, fact, context);
  return [
    ...(interpreter ? [interpreter] : []),
    ...(found ? [{ copy, source, libc, builtOn, ...found }] : []),
  ];
}

type Dynamic = Pick<CopiedBinary, 'path' | 'reason' | 'go'>;

/** What a stage builds that needs its C library. */
interface Built {
  /** By absolute path. */
  readonly programs: ReadonlyMap<string, Dynamic>;
  /** Why what cargo builds needs it; undefined: there is no such build. */
  readonly rust: string | undefined;
}

/** Where cargo puts programs for the platform that it runs on. */
const cargoOutput = /\/target\/(?:release|debug)\/[^/]+$|\/cargo\/bin\/[^/]+$/;

/** The program at a path of the stage, or in the folder of that path. */
function dynamicAt(wanted: string, stage: Stage, fact: ImageFact, context: RuleContext): Dynamic | undefined {
  const { programs, rust } = builtIn(stage, fact, context);
  const exact = programs.get(wanted);
  if (exact) return exact;
  for (const [path, program] of programs) if (isWithin(wanted, path)) return program;
  return rust !== undefined && cargoOutput.test(wanted) ? { path: wanted, reason: rust, go: undefined } : undefined; // prettier-ignore
}

const known = new WeakMap<Stage, WeakMap<RuleContext['facts'], Built>>();

function builtIn(stage: Stage, fact: ImageFact, context: RuleContext): Built {
  let byFacts = known.get(stage);
  if (!byFacts) known.set(stage, (byFacts = new WeakMap()));
  let found = byFacts.get(context.facts);
  if (!found) byFacts.set(context.facts, (found = lookInto(stage, fact, context)));
  return found;
}

function lookInto(stage: Stage, fact: ImageFact, context: RuleContext): Built {
  const { model, facts } = context;
  const programs = new Map<string, Dynamic>();
  for (const site of goSitesOf(model, facts).get(stage) ?? []) {
    if (!/^(?:build|install)$/.test(site.go.subcommand) || !site.project) continue;
    const path = binaryOf(site, site.project, caches(site, rootBase(stage)).bin, facts);
    const reason = path === undefined ? undefined : cgoReason(site, site.project, fact, context);
    if (path !== undefined && reason !== undefined) programs.set(path, { path, reason, go: site.project.usesCgo ? undefined : site }); // prettier-ignore
  }
  const rust = rustReason(stage, fact, context);
  if (programs.size > 0 || rust !== undefined) followMoves(stage, programs, rust, model);
  return { programs, rust };
}

const goSites = new WeakMap<RuleContext['facts'], WeakMap<DockerfileModel, Map<Stage, GoSite[]>>>();

function goSitesOf(model: DockerfileModel, facts: RuleContext['facts']): Map<Stage, GoSite[]> {
  let byModel = goSites.get(facts);
  if (!byModel) goSites.set(facts, (byModel = new WeakMap()));
  let byStage = byModel.get(model);
  if (!byStage) {
    byModel.set(model, (byStage = new Map<Stage, GoSite[]>()));
    for (const site of goCommands(model, facts)) {
      const sites = byStage.get(site.stage);
      if (sites) sites.push(site);
      else byStage.set(site.stage, [site]);
    }
  }
  return byStage;
}

/** Programs that cp, mv or install puts elsewhere. */
function followMoves(
  stage: Stage,
  programs: Map<string, Dynamic>,
  rust: string | undefined,
  model: DockerfileModel,
): void {
  for (const instruction of stage.instructions) {
    const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
    for (const command of script?.commands ?? []) {
      if (!/^(?:cp|mv|install)$/.test(command.name)) continue;
      const directory = workingDirectory(instruction, script!, command);
      const { operands } = parseOptions(command, new Set(['-m', '-o', '-g']));
      const [origin, target] = operands.map((word) => resolveWord(word, instruction.state));
      if (directory === undefined || operands.length !== 2 || origin === undefined || target === undefined)
        continue;
      const from = resolvePath(directory, origin);
      const to = resolvePath(
        directory,
        /\/\.?$/.test(target) ? `${target}/${origin.split('/').pop()!}` : target,
      );
      const program =
        programs.get(from) ??
        (rust !== undefined && cargoOutput.test(from)
          ? { path: to, reason: rust, go: undefined }
          : undefined);
      if (program) programs.set(to, { ...program, path: to });
    }
  }
}

/** Why a Go program is linked dynamically; undefined when it is not, or nobody can tell. */
function cgoReason(
  site: GoSite,
  project: GoProject,
  fact: ImageFact,
  context: RuleContext,
): string | undefined {
  const { go, instruction, stage } = site;
  const setting = cgoSetting(site, context.model);
  if (setting === '0' || setting === 'unknown') return undefined;
  const { variables } = instruction.state;
  const setTo = (name: string): string | undefined => assigned(site, name) ?? valueOf(variables.get(name));
  // Flags and tools that come from elsewhere may do anything, and building for another processor switches cgo off.
  if (['GOFLAGS', 'CC', 'CGO_LDFLAGS', 'GOARM'].some((name) => setTo(name) !== undefined)) return undefined;
  if ((setTo('GOARCH') ?? 'amd64') !== 'amd64' || (setTo('GOOS') ?? 'linux') !== 'linux') return undefined;
  const flags = `${goOption(go, '-ldflags') ?? ''} ${goOption(go, '-tags') ?? ''}`;
  if (/static|netgo|osusergo|linkmode|\$/.test(flags) || goOption(go, '-buildmode') !== undefined)
    return undefined;
  // Without a compiler cgo is off since Go 1.20.
  if (hasProgram('gcc', stage, context) !== true) return undefined;
  const on = setting === '1' ? 'CGO_ENABLED is 1' : `cgo is on by default in ${fact.name}`;
  if (project.usesCgo) return `${on}, and ${project.cgoReason}`;
  const found = networkImport(
    go.operands.map(({ value }) => value),
    project,
  );
  return found && `${on}, and ${found.file} imports ${found.name}`;
}

/** An import in the program's own folder, or anywhere in a module that has one program. */
function networkImport(
  operands: readonly string[],
  { mains, directory, networkImports }: GoProject,
): GoProject['networkImports'][number] | undefined {
  if (mains.length === 1) return networkImports[0];
  const [operand = '.'] = operands;
  if (operands.length > 1 || operand.includes('...')) return undefined;
  const folder = resolvePath(`/${directory}`, operand.endsWith('.go') ? `${operand}/..` : operand).slice(1);
  return mains.includes(folder)
    ? networkImports.find(({ file }) => file.slice(0, Math.max(0, file.lastIndexOf('/'))) === folder)
    : undefined;
}

/** CGO_ENABLED as the command sees it; undefined: nothing sets it. */
function cgoSetting(site: GoSite, model: DockerfileModel): string | undefined {
  const own = assigned(site, 'CGO_ENABLED');
  if (own !== undefined) return own;
  const { variables } = site.instruction.state;
  const variable = variables.get('CGO_ENABLED');
  if (variable) return variable.known ? variable.value : variable.unset ? undefined : 'unknown';
  return firstGoEnv(site.stage, model) <= site.instruction.index ? 'unknown' : undefined;
}

const firstGoEnvs = new WeakMap<Stage, number>();

/** Index of the first RUN of the stage or those it builds on that may write Go's settings; Infinity: none does. */
function firstGoEnv(stage: Stage, model: DockerfileModel): number {
  let index = firstGoEnvs.get(stage);
  if (index === undefined) {
    const first = lineageInstructions(stage).find(
      (instruction) => instruction.keyword === 'RUN' && writesGoEnv(instruction, model),
    );
    firstGoEnvs.set(stage, (index = first?.index ?? Infinity));
  }
  return index;
}

/** `go env -w`, or a setting by a script that is read in. */
function writesGoEnv(instruction: Instruction, model: DockerfileModel): boolean {
  return (shellOf(instruction, model)?.commands ?? []).some(
    ({ name, args }) =>
      (name === 'go' && args[0]?.value === 'env' && args[1]?.value === '-w') ||
      name === '.' ||
      name === 'source',
  );
}

/** A variable that the command or an `export` before it sets: its value, or `unknown`. */
function assigned({ script, command }: GoSite, name: string): string | undefined {
  const wrapped = command.wrappers.includes('env') || command.wrappers.includes('sudo');
  const commands = [
    ...script.commands.filter((each) => each.name === 'export' || each.words.length === 0),
    command,
  ];
  const found = commands.flatMap(({ assignments }) => assignments).findLast((one) => one.name === name);
  if (found) return found.value?.literal ? found.value.value : 'unknown';
  // `env CGO_ENABLED=0 go build`: the words of the wrapper are not kept.
  return wrapped ? 'unknown' : undefined;
}

function valueOf(variable: VariableValue | undefined): string | undefined {
  return variable && (variable.known ? variable.value : variable.unset ? undefined : 'unknown');
}
