/** What the stages on a base image ask of it, so that a smaller one can be judged. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { lineage, stageNamed } from '../../dockerfile/stages.ts';
import type { BaseNeeds } from '../../images/choose.ts';
import { knownAbsence, type ImageFact } from '../../images/facts.ts';
import type { ScriptNeeds } from '../../tools/script-needs.ts';
import { packageName, systemCommand, systemFamily } from '../../tools/system.ts';

export interface Needs extends BaseNeeds {
  /** wget with options that BusyBox's does not have. */
  readonly gnuWget: boolean;
  /** Something that only the full image has, by name: no smaller one fits. */
  readonly fullOnly: string | undefined;
}

/** Commands of Debian that Alpine does not have, or has with other options. */
const debianOnly: ReadonlySet<string> = new Set([
  'apt', 'apt-get', 'aptitude', 'apt-key', 'apt-mark', 'apt-cache', 'add-apt-repository', 'dpkg', 'dpkg-reconfigure', 'debconf-set-selections',
  'useradd', 'groupadd', 'usermod', 'groupmod', 'userdel', 'update-alternatives', 'update-ca-certificates', 'locale-gen', 'localedef', 'ldconfig',
  'service', 'gosu', 'runuser', 'chpasswd', 'getent',
]); // prettier-ignore

/** In the full images (buildpack-deps) but neither in slim nor in Alpine ones. */
const fullOnly: ReadonlySet<string> = new Set([
  'autoconf', 'automake', 'autoreconf', 'convert', 'file', 'gpg', 'hg', 'identify', 'libtoolize', 'magick', 'mysql_config', 'patch', 'pg_config', 'pkg-config',
  'pkill', 'pgrep', 'ps', 'scp', 'ssh', 'ssh-keygen', 'ssh-keyscan', 'svn', 'top', 'unzip', 'xmllint', 'xsltproc', 'bzip2', 'xz',
]); // prettier-ignore

const sameTool: ReadonlyMap<string, string> = new Map([
  ['cc', 'gcc'],
  ['c++', 'g++'],
  ['pip3', 'pip'],
  ['python', 'python3'],
  ['npx', 'npm'],
  ['gmake', 'make'],
]);

/** Packages that bring a tool of another name. */
const brings: Readonly<Record<string, readonly string[]>> = {
  'build-essential': ['gcc', 'g++', 'make'],
  'build-base': ['gcc', 'g++', 'make'],
  'openssh-client': ['ssh', 'scp', 'ssh-keygen', 'ssh-keyscan'],
  procps: ['ps', 'top', 'pkill', 'pgrep'],
  gnupg: ['gpg'],
  'libpq-dev': ['pg_config'],
  'xz-utils': ['xz'],
  imagemagick: ['convert', 'identify', 'magick'],
  subversion: ['svn'],
  mercurial: ['hg'],
};

/** All stages whose lineage starts from the same FROM: they change base together. */
export function stagesOn(root: Stage, model: DockerfileModel): Stage[] {
  return model.stages.filter((stage) => lineage(stage).includes(root));
}

/** What the instructions of the stages, and the scripts they start, ask of their base. `libc` is the caller's to say. */
export function needsOf(
  stages: readonly Stage[],
  model: DockerfileModel,
  fact: ImageFact,
  libc: BaseNeeds['libc'],
  scripts?: ScriptNeeds,
): Needs {
  const instructions = stages.flatMap((stage) => stage.instructions);
  const running = instructions.filter(({ keyword }) => /^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword));
  const commands = running.flatMap((instruction) => [...(shellOf(instruction, model)?.commands ?? [])]);
  const installed = installedTools(commands);
  const own = new Set(fact.tools);
  const tools = new Set<string>();
  let full: string | undefined;
  const call = (program: string): void => {
    const name = sameTool.get(program) ?? program;
    if (installed.has(name)) return;
    if (fullOnly.has(name)) full ??= name;
    if (name === 'python3' && fact.runtime?.name === 'python') return;
    // What this image lacks, too, is nothing that a smaller one takes away.
    if (own.has(name) || (knownAbsence.has(name) && !fact.toolsKnown)) tools.add(name);
  };
  for (const command of commands) {
    call(command.name);
    if (usesBash(command)) tools.add('bash');
    if (usesGit(command) && !installed.has('git')) tools.add('git');
  }
  scripts?.programs.forEach(call);
  if (instructions.some(isBashShell) || (scripts ? scripts.bash : running.some(runsScript)))
    tools.add('bash');
  const manager = [...commands.map(({ name }) => name), ...(scripts?.programs ?? [])].some((name) =>
    debianOnly.has(name),
  );
  const other = commands.map((command) => systemCommand(command)).find((system) => system && systemFamily(system.tool) !== 'apt'); // prettier-ignore
  return {
    libc,
    shell: running.some((instruction) => instruction.keyword === 'RUN' || !execForm(instruction)),
    packageManager: manager ? 'apt' : other ? other.tool : undefined,
    tools: [...tools],
    gnuWget: commands.some(
      ({ name, args }) =>
        name === 'wget' &&
        !installed.has('wget') &&
        args.some(({ value }) => /^--(?!quiet|output-document|spider|header)/.test(value)),
    ),
    fullOnly: full,
  };
}

function usesBash({ wrappers, name, args }: ShellCommand): boolean {
  return name === 'bash' || wrappers.includes('bash') || (name === 'source' && args.length > 0);
}

/** Packages that come from a repository. */
function usesGit({ args }: ShellCommand): boolean {
  return args.some(({ value }) => value.startsWith('git+') || /^git(?:hub)?:/.test(value));
}

function isBashShell({ keyword, json, words }: Instruction): boolean {
  return keyword === 'SHELL' && json && /(?:^|\/)bash$/.test(words[0]?.value ?? '');
}

/** A script of the project's own: its first line may ask for bash. */
function runsScript(instruction: Instruction): boolean {
  const { keyword, json, words } = instruction.inner ?? instruction;
  if (keyword === 'RUN') return false;
  return json
    ? words.some(({ value }) => value.endsWith('.sh'))
    : words.some(({ value }) => /\.sh\b/.test(value));
}

function execForm(instruction: Instruction): boolean {
  const { json, words } = instruction.inner ?? instruction;
  return json && !/(?:^|\/)(?:ba|da|a)?sh$/.test(words[0]?.value ?? '');
}

/** Tools that the stages install themselves. */
function installedTools(commands: readonly ShellCommand[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const command of commands) {
    const system = systemCommand(command);
    if (system?.action !== 'install') continue;
    for (const word of system.packages) {
      const name = packageName(word);
      for (const tool of [name, ...(Object.hasOwn(brings, name) ? brings[name]! : [])]) found.add(tool);
    }
  }
  return found;
}

/**
 * Are files copied between the stages that change their base and others? Then what was built against one C library may
 * run on another.
 */
export function crossesStages(stages: readonly Stage[], model: DockerfileModel): boolean {
  return model.stages.some((stage) =>
    stage.instructions.some((instruction) => {
      const from = readCopy(instruction)?.from;
      const source = from === undefined ? undefined : stageNamed(model, from, stage);
      return source !== undefined && stages.includes(source) !== stages.includes(stage);
    }),
  );
}
