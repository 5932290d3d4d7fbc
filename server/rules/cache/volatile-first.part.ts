/** Build arguments that are another in every build, and the steps that they make run again. */
import type { DockerfileModel, Instruction, KeyValue, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { nodeInstalls, type NodeInstallSite } from '../../tools/installs.ts';
import { packageWork, type PackageWork } from '../../tools/package-work.ts';
import type { Facts } from '../rule.ts';

type NodeSites = ReadonlyMap<ShellCommand, NodeInstallSite>;

export interface VolatileFirst {
  /** The variables that change, in order. */
  readonly names: readonly string[];
  readonly first: KeyValue;
  /** The expensive step that runs again for nothing; the first of them. */
  readonly victim: { readonly command: ShellCommand; readonly work: PackageWork };
  /** What would move: the ARG and what hands it on. Undefined where it can't. */
  readonly moved: readonly Instruction[] | undefined;
  readonly to: { readonly above: Instruction } | { readonly below: Instruction };
  /** Every RUN that is passed is known not to look at the environment. */
  readonly proved: boolean;
}

/** Names of values that a pipeline gives to each build. What another project is pinned to (`NGINX_COMMIT`) has a prefix. */
const volatile =
  /^(?:(?:APP|GIT|CI|IMAGE|DOCKER|SOURCE|PROJECT|VITE|REACT_APP|NEXT_PUBLIC|NUXT_PUBLIC|BUILD|LABEL|OCI)_)*(?:COMMIT(?:_(?:SHA|HASH|ID|REF|DATE|TIME|SHORT_SHA))?|SHORT_SHA|(?:GIT_?|VCS_)(?:COMMIT|SHA\d?|HASH|REF|REV|REVISION|DESCRIBE)|REVISION|BUILD_?(?:DATE|TIME|TIMESTAMP|NUMBER|NUM|ID|SHA|REF|REV|REVISION|HASH)|TIMESTAMP|PIPELINE_I?ID|JOB_ID|RUN_(?:ID|NUMBER))$|^(?:GITHUB_(?:SHA|RUN_ID|RUN_NUMBER|REF)|GITSHA|GITCOMMIT|DATE_CREATED|CREATED_AT|CREATED)$/i;
/** Defaults that stand for no value. */
const placeholder =
  /^(?:|unknown|unset|none|null|dev|devel|development|local|latest|head|main|master|n\/a|na|undefined|snapshot|0+|not[- ]?set|\d{4}-\d\d-\d\dT00:00:00Z|1970-01-01.*|x+)$/i;

/** One for each stage at most. */
export function volatileFirst(model: DockerfileModel, facts: Facts): VolatileFirst[] {
  const sites: NodeSites = new Map(nodeInstalls(model, facts).map((site) => [site.command, site]));
  return model.stages.flatMap((stage) => inStage(stage, model, sites) ?? []);
}

function inStage(stage: Stage, model: DockerfileModel, sites: NodeSites): VolatileFirst | undefined {
  const { instructions } = stage;
  const start = instructions.findIndex(
    (each) => each.keyword === 'ARG' && each.pairs.some((pair) => isVolatile(pair, model)),
  );
  if (start < 0) return undefined;
  const names = new Set<string>();
  const carriers: Instruction[] = [];
  const passed: Passed[] = [];
  let stop: Instruction | undefined;
  for (const instruction of instructions.slice(start)) {
    if (takesPart(instruction, names, model)) {
      carriers.push(instruction);
      continue;
    }
    const run = instruction.keyword === 'RUN' ? passedRun(instruction, model, sites) : undefined;
    if (
      mentions(instruction, names) ||
      (instruction.keyword === 'RUN' && !run) ||
      instruction.keyword === 'ONBUILD'
    ) {
      stop = instruction;
      break;
    }
    if (run) passed.push(run);
  }
  const last = passed.findLast(({ victim }) => victim);
  const before = last && carriers.filter(({ index }) => index < last.instruction.index);
  if (!last || !before) return undefined;
  const victim = passed.find(
    ({ victim: hit, instruction }) => hit && instruction.index > before[0]!.index,
  )!.victim!;
  const staying = carriers.find(({ index }) => index > last.instruction.index);
  const above = staying ?? stop;
  const pure = before.every(
    (each) => each.keyword === 'LABEL' || each.pairs.every(({ key }) => names.has(key)),
  );
  return {
    names: before
      .filter(({ keyword }) => keyword === 'ARG')
      .flatMap(({ pairs }) => pairs.map(({ key }) => key))
      .filter((key) => names.has(key)),
    first: before[0]!.pairs.find((pair) => isVolatile(pair, model))!,
    victim,
    moved: pure ? before : undefined,
    to: above ? { above } : { below: lastLayer(instructions) ?? last.instruction },
    proved: passed.every(({ proved }) => proved),
  };
}

function isVolatile({ key, value }: KeyValue, model: DockerfileModel): boolean {
  if (!volatile.test(key)) return false;
  const global = model.globalArgs.get(key);
  const fallback = value ?? (global?.known ? global.value : undefined);
  return fallback === undefined || placeholder.test(fallback);
}

/** Declares such a variable, or hands it on; adds its names. */
function takesPart({ keyword, pairs }: Instruction, names: Set<string>, model: DockerfileModel): boolean {
  if (keyword !== 'ARG' && keyword !== 'ENV' && keyword !== 'LABEL') return false;
  const own = pairs.filter(
    (pair) =>
      (keyword === 'ARG' && isVolatile(pair, model)) ||
      (pair.rawValue !== undefined && uses(pair.rawValue, names)),
  );
  if (keyword !== 'LABEL') for (const { key } of own) names.add(key);
  return own.length > 0;
}

function uses(text: string, names: ReadonlySet<string>): boolean {
  for (const [, braced, plain] of text.matchAll(/\$(?:\{(\w+)|(\w+))/g))
    if (names.has(braced ?? plain ?? '')) return true;
  return false;
}

function mentions(instruction: Instruction, names: ReadonlySet<string>): boolean {
  if (instruction.pairs.some(({ key }) => instruction.keyword !== 'LABEL' && names.has(key))) return true;
  return uses(instruction.args.text, names) || instruction.heredocs.some(({ body }) => uses(body, names));
}

interface Passed {
  readonly instruction: Instruction;
  readonly victim: VolatileFirst['victim'] | undefined;
  readonly proved: boolean;
}

/** Commands that do nothing by what the environment says about the build. */
const indifferent: ReadonlySet<string> = new Set([
  'mkdir', 'cd', 'rm', 'rmdir', 'ln', 'mv', 'cp', 'touch', 'chmod', 'chown', 'true', ':', 'set', 'echo', 'printf', 'useradd', 'adduser', 'groupadd',
  'addgroup', 'usermod', 'corepack', 'curl', 'wget', 'tar', 'unzip', 'gpg', 'sha256sum', 'sha512sum', 'md5sum', 'update-ca-certificates', 'ldconfig',
  'locale-gen', 'update-alternatives', 'install', 'tee', 'grep', 'sed', 'cat', 'ls', 'test', '[', 'apt-key', 'dpkg', 'dpkg-reconfigure', 'apt-mark', 'add-apt-repository',
  'rustup', 'export', 'cut', 'tr', 'head', 'tail', 'sort', 'awk', 'uname', 'arch', 'which', 'command', 'type', 'date', 'find', 'xargs',
]); // prettier-ignore

/** Undefined when the RUN may read the variable from its environment. */
function passedRun(instruction: Instruction, model: DockerfileModel, sites: NodeSites): Passed | undefined {
  const script = shellOf(instruction, model);
  if (!script || script.errors.length > 0) return undefined;
  let victim: Passed['victim'];
  let proved = true;
  for (const command of script.commands) {
    const work = packageWork(command);
    if (work?.builds === true) return undefined;
    if (work) victim ??= { command, work };
    else if (!indifferent.has(command.name) && !isCleanUp(command)) return undefined;
    if (work && !runsNoOwnScript(command, work, sites)) proved = false;
  }
  return { instruction, victim, proved };
}

function isCleanUp({ name, args }: ShellCommand): boolean {
  const words = args.map(({ value }) => value).filter((value) => !value.startsWith('-'));
  if (/^(?:npm|yarn|pnpm|pip3?|poetry|go|conda|mamba)$/.test(name))
    return /^(?:cache|store|clean|config)$/.test(words[0] ?? '');
  return (
    /^(?:apt|apt-get|aptitude|apk|dnf|yum|microdnf|zypper)$/.test(name) ||
    (name === 'gem' && words[0] === 'update') ||
    (name === 'composer' && /^clear/.test(words[0] ?? ''))
  );
}

/** Installers that run nothing of the project itself; scripts of packages do not know its variables. */
function runsNoOwnScript(command: ShellCommand, { tool }: PackageWork, sites: NodeSites): boolean {
  if (/^(?:apt|apk|rpm|zypper|pip|go|gem|conda|uv)$/.test(tool)) return true;
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(tool)) return false;
  const site = sites.get(command);
  return !site || site.install.ignoresScripts || site.project?.installScripts.length === 0;
}

/** The last instruction that makes a layer: what only describes the image stays at the end. */
function lastLayer(instructions: readonly Instruction[]): Instruction | undefined {
  return instructions.findLast(({ keyword }) => /^(?:RUN|COPY|ADD|WORKDIR|USER)$/.test(keyword));
}
