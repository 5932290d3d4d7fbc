/** RUN instructions that only work with system packages, and what stands in the way of moving them up. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import { shellOf, type ShellCommand, type ShellWord } from '../../dockerfile/shell.ts';
import { stageNamed } from '../../dockerfile/stages.ts';
import { goCommand } from '../../tools/go.ts';
import { nodeCommand } from '../../tools/node.ts';
import { pipInstall } from '../../tools/python.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import type { Facts } from '../rule.ts';

export interface LatePackages {
  readonly stage: Stage;
  /** Consecutive RUN instructions; they move together. */
  readonly block: readonly Instruction[];
  readonly install: ShellCommand;
  /** The first COPY or ADD above that the packages do not need. */
  readonly copy: Copy;
  /** Other RUN instructions stand between, and may notice the packages. */
  readonly crossesRun: boolean;
}

/** Programs and data that no build of a project looks for, and that it therefore does the same with. */
const unnoticed =
  /^(?:su-exec|gosu|tini|dumb-init|curl|wget|bash|tzdata|ca-certificates|procps|less|nano|vim|htop|jq|netcat(?:-openbsd|-traditional)?|netcat|iputils(?:-ping)?|dnsutils|bind-tools|telnet|postgresql-client(?:-\d+)?|postgresql\d*-client|(?:default-)?mysql-client|mariadb-client|redis(?:-tools)?|fonts-[\w-]+|font-[\w-]+|ttf-[\w-]+|ffmpeg|libcap2-bin|libcap|locales|supervisor|cron|dcron|tree|file|rsync|sudo|shadow)$/;

/** Every block of system packages that stands below a copy it does not need. */
export function latePackages(model: DockerfileModel, facts: Facts): LatePackages[] {
  if (model.isWindows) return [];
  return model.stages.flatMap((stage) =>
    blocksOf(stage, model).flatMap((block) => judge(stage, block, model, facts) ?? []),
  );
}

function blocksOf(stage: Stage, model: DockerfileModel): Instruction[][] {
  const blocks: Instruction[][] = [];
  for (const instruction of stage.instructions) {
    if (!isSystemRun(instruction, model)) continue;
    const last = blocks.at(-1);
    if (last?.at(-1)?.index === instruction.index - 1) last.push(instruction);
    else blocks.push([instruction]);
  }
  return blocks;
}

/** Does the RUN nothing but install, update and clean up packages, from nothing that a copy could have brought? */
function isSystemRun(instruction: Instruction, model: DockerfileModel): boolean {
  if (instruction.keyword !== 'RUN') return false;
  const script = shellOf(instruction, model);
  if (!script || script.errors.length > 0 || script.commands.length === 0) return false;
  if (mountsOf(instruction).some(({ type }) => type !== 'cache' && type !== 'tmpfs')) return false;
  return script.commands.some((command) => systemCommand(command)) && script.commands.every(isSystemStep);
}

function isSystemStep(command: ShellCommand): boolean {
  if (
    !command.redirects.every(
      ({ target }) => target?.value === '/dev/null' || target?.value === '&1' || target?.value === '1',
    )
  )
    return false;
  if (command.words.some(({ raw }) => /`|\$\(|<\(/.test(raw))) return false;
  const system = systemCommand(command);
  if (system) return system.action !== 'other' && command.args.every((word) => !isLocalFile(word));
  if (command.name === 'rm')
    return command.args.every(({ value }) =>
      /^(?:-|\/var\/(?:lib\/apt|cache|log|lib\/dpkg|tmp)\b|\/tmp\b|\/usr\/share\/(?:doc|man)\b|\/root\/\.cache\b)/.test(
        value,
      ),
    );
  return /^(?:set|true|:|echo)$/.test(command.name);
}

/** `./tool.deb`, `/tmp/tool.rpm`, a list of packages from a file. */
function isLocalFile({ value }: ShellWord): boolean {
  if (/^https?:\/\//.test(value)) return false;
  return (
    /^\.{0,2}\//.test(value) ||
    /\.(?:deb|rpm|apk)$/.test(value) ||
    /^-.*=\.{0,2}\//.test(value) ||
    value.startsWith('@')
  );
}

function judge(
  stage: Stage,
  block: readonly Instruction[],
  model: DockerfileModel,
  facts: Facts,
): LatePackages | undefined {
  const install = block
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? [])
    .find((command) => ['install', 'upgrade'].includes(systemCommand(command)?.action ?? ''));
  if (!install) return undefined;
  const text = block.map(({ span }) => model.text.slice(span.start, span.end)).join('\n');
  const goesUnnoticed = packagesOf(block, model).every((name) => unnoticed.test(name));
  let found: { copy: Copy; crossesRun: boolean } | undefined;
  let crossesRun = false;
  for (const instruction of stage.instructions.filter(({ index }) => index < block[0]!.index).reverse()) {
    const step = passes(instruction, { text, model, facts });
    if (step === 'no') break;
    if (step === 'run') crossesRun ||= !goesUnnoticed;
    const copy = step === 'copy' ? readCopy(instruction) : undefined;
    // An image that is pulled by name changes too rarely to matter.
    if (copy && (copy.from === undefined || stageNamed(model, copy.from, stage)))
      found = { copy, crossesRun };
  }
  return found && { stage, block, install, ...found };
}

/** What the RUNs install; a word that only the build knows is given as it is written. */
function packagesOf(block: readonly Instruction[], model: DockerfileModel): readonly string[] {
  return block
    .flatMap((instruction) => shellOf(instruction, model)?.commands ?? [])
    .map((command) => systemCommand(command))
    .filter((system) => system?.action === 'install')
    .flatMap((system) => system!.packages.map((word) => (word.literal ? packageName(word) : word.raw)));
}

type Step = 'no' | 'copy' | 'run' | 'other';

/** May the packages be installed before this instruction? */
function passes(instruction: Instruction, at: { text: string; model: DockerfileModel; facts: Facts }): Step {
  switch (instruction.keyword) {
    case 'COPY':
    case 'ADD':
      return touchesSystem(instruction, at.facts) ? 'no' : 'copy';
    case 'ARG':
    case 'ENV':
      return instruction.pairs.some(({ key }) => matters(key, at.text)) ? 'no' : 'other';
    case 'CMD':
    case 'ENTRYPOINT':
    case 'EXPOSE':
    case 'HEALTHCHECK':
    case 'LABEL':
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'WORKDIR':
      return 'other';
    case 'RUN':
      return isProjectRun(instruction, at.model) ? 'run' : 'no';
    default:
      return 'no';
  }
}

/** Variables that package managers and the scripts of packages read. */
const environment =
  /^(?:DEBIAN_|DEBCONF_|APT_|DPKG_|TZ$|LANG$|LANGUAGE$|LC_|PATH$|LD_|HOME$|ACCEPT_EULA$|.*_proxy$|PYTHON)/i;

function matters(name: string, text: string): boolean {
  return environment.test(name) || new RegExp(`\\$\\{?${name.replace(/\W/g, '\\$&')}\\b`).test(text);
}

/** Below these, a file may be read by a package manager, replaced by a package, or picked up by ldconfig. */
const systemFolders = /^\/(?:bin|boot|dev|etc|lib\w*|proc|root|run|sbin|sys|tmp|usr|var)(?:\/|$)/;
const applicationFolders = /^\/(?:usr\/(?:src|app)|usr\/local\/(?:app|bin)|var\/(?:www|app|task))(?:\/|$)/;

function touchesSystem(instruction: Instruction, { context }: Facts): boolean {
  const copy = readCopy(instruction);
  if (!copy || copy.target === undefined) return true;
  if (systemFolders.test(copy.target) && !applicationFolders.test(copy.target)) return true;
  if (copy.target !== '/') return false;
  // Files by name land in the top folder; a folder's contents may lie over the system's.
  if (copy.from !== undefined || copy.inline || copy.sources.some(({ remote }) => remote)) return true;
  return copy.sources.some(({ path, complete }) => {
    if (!complete) return true;
    if (context.entry(path)?.type === 'file') return false;
    const folder = path === '.' ? '' : `${path}/`;
    return ['etc', 'usr', 'lib', 'var', 'root', 'bin', 'sbin'].some(
      (name) => context.has(folder + name) !== false,
    );
  });
}

/** A RUN that works on the project only: it neither prepares packages nor changes the system. */
function isProjectRun(instruction: Instruction, model: DockerfileModel): boolean {
  const script = shellOf(instruction, model);
  if (!script || script.errors.length > 0) return false;
  return script.commands.every((command) => {
    if (command.redirects.length > 0) return false;
    if (nodeCommand(command) || pipInstall(command) || goCommand(command)) return true;
    return /^(?:mkdir|cd|true|set)$/.test(command.name);
  });
}
