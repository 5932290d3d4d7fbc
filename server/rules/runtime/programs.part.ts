/** Which programs an image has: what its base has, and what the instructions install, remove or copy. */
import { AlongLineage } from '../../dockerfile/along-lineage.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import { lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import { knownAbsence, type ImageFact } from '../../images/facts.ts';
import { lookupRoot } from '../../images/root.ts';
import { programFolders } from '../../tools/program-folders.ts';
import { packageName, systemCommand, type SystemCommand } from '../../tools/system.ts';
import type { RuleContext } from '../rule.ts';
import { isWithin, mayBring } from './contents.part.ts';

/** Where programs are looked for when an image does not change PATH. */

/** Packages that bring a program of another name, beside the package of its own name. */
const broughtBy: Readonly<Record<string, RegExp>> = {
  gcc: /^(?:gcc(?:-\d+)?|g\+\+|build-base|build-essential)$/,
  nc: /^(?:netcat.*|nmap-ncat|busybox-extras)$/,
  node: /^nodejs(?:-.*)?$/,
  python3: /^python3?(?:\.\d+)?$/,
  python: /^(?:python|python2|python-is-python3)$/,
};

/**
 * Packages that neither have nor need curl, wget, netcat, Node, Python or bash: what small applications install most.
 * Of any other package nobody knows what it brings along. From packages.debian.org and pkgs.alpinelinux.org.
 */
const plainPackages: ReadonlySet<string> = new Set([
  'ca-certificates', 'tzdata', 'gcc', 'g++', 'make', 'dumb-init', 'tini', 'openssl', 'openssh-client', 'openssh-client-default', 'bash', 'nano', 'less',
  'procps', 'unzip', 'zip', 'xz-utils', 'xz', 'bzip2', 'tar', 'gzip', 'ffmpeg', 'build-essential', 'build-base', 'musl-dev', 'musl-locales',
  'linux-headers', 'gettext', 'gettext-base', 'gcompat', 'su-exec', 'gosu', 'sqlite', 'sqlite3', 'jq', 'locales', 'iputils-ping', 'net-tools', 'dnsutils',
  'pkg-config', 'pkgconf', 'redis-tools', 'postgresql-client', 'default-mysql-client', 'mariadb-client', 'mysql-client', 'nodejs', 'git', 'patch', 'file',
  'cron', 'dcron', 'netbase', 'gnupg', 'shadow', 'tree', 'htop', 'rsync', 'graphviz', 'curl', 'wget', 'apt-transport-https', 'lsb-release', 'freetds-bin',
]); // prettier-ignore
const plainPatterns = /^lib(?!reoffice|gtk)|-dev$|^(?:font|ttf|icu|py3|python3)-|^fonts?config$|^netcat/;

/** Python comes with these, or is one of them. */
const usesPython = /^(?:py3|python3)|^(?:git|git-core|gnupg|lsb-release)$/;

/** Is the program on the stage's default PATH? Undefined when that can't be told. `name` without a folder, or absolute. */
export function hasProgram(name: string, stage: Stage, context: RuleContext): boolean | undefined {
  const base = rootBase(stage);
  const fact = lookupRoot(stage, context.facts.images);
  const program = name.replace(/^.*\//, '');
  const installed = afterRuns(program, stage, context);
  if (installed === 'present') return true;
  if (fact && isInBase(program, fact) === true) return installed === 'removed' ? undefined : true;
  if (installed === 'unknown') return undefined;
  const isAbsent = base.kind === 'scratch' || (fact !== undefined && isInBase(program, fact) === false);
  if (!isAbsent) return undefined;
  const paths = name.startsWith('/')
    ? [name]
    : [...programFolders, ...pathFolders(stage).filter((folder) => !ofProject.test(folder))].map(
        (folder) => `${folder}/${program}`,
      );
  return mayBring(stage, paths, context) ? undefined : false;
}

/** Folders of packages and virtual environments have no programs of the system. */
const ofProject = /(?:^|\/)(?:node_modules|\.?venv|virtualenv|site-packages|\.local|\.cargo|\.yarn)(?:\/|$)/;

/** Folders that ENV adds to PATH. */
export function pathFolders(stage: Stage): readonly string[] {
  const own = lineageInstructions(stage)
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ pairs, state, escape }) =>
      pairs
        .filter(({ key }) => key === 'PATH')
        .flatMap(({ rawValue = '' }) =>
          expandWord(rawValue, (name) => state.variables.get(name), escape).value.split(':'),
        ),
    );
  return own.filter((folder) => folder.startsWith('/'));
}

/** Debian and Alpine have Node and Python only where the table says so, and netcat with BusyBox only. */
const plainFamilies: ReadonlySet<string> = new Set(['debian', 'ubuntu', 'alpine']);

function isInBase(program: string, fact: ImageFact): boolean | undefined {
  const { tools, toolsKnown, distro, runtime, repository } = fact;
  if (!toolsKnown) return undefined;
  const hasBusybox = tools.includes('busybox');
  switch (program) {
    case 'nc':
      if (hasBusybox) return true;
      return fact.shell === false || /^(?:debian|ubuntu)$/.test(distro?.family ?? '') ? false : undefined;
    case 'python':
      // Debian calls it python3; the official image adds the short name.
      if (repository === 'python') return true;
      return plainFamilies.has(distro?.family ?? '') && !repository.includes('python') ? false : undefined;
    case 'python3':
      if (runtime?.name === 'python') return repository === 'python' ? true : undefined;
      return tools.includes(program);
    case 'node':
      if (runtime?.name === 'node' && fact.shell === false) return undefined;
      return tools.includes(program) || (plainFamilies.has(distro?.family ?? '') ? false : undefined);
    case 'sh':
      return fact.shell;
    default:
      if (tools.includes(program)) return true;
      return knownAbsence.has(program) ? false : undefined;
  }
}

type Outcome = 'present' | 'removed' | 'nothing' | 'unknown';

/** What is known at the end of a stage. */
interface After {
  readonly outcome: Outcome;
  /** Groups of `apk add --virtual` that brought the program. */
  readonly virtuals: ReadonlySet<string>;
}

const afterStages = new AlongLineage<After>();
const nothing: After = { outcome: 'nothing', virtuals: new Set() };

/** What the RUN instructions of the stage and those it builds on make of a program. */
function afterRuns(program: string, stage: Stage, context: RuleContext): Outcome {
  const { outcome } = afterStages.get(stage, program, nothing, (each, before) =>
    afterStage(program, each, before, context),
  );
  return outcome;
}

function afterStage(program: string, stage: Stage, before: After, { model }: RuleContext): After {
  let { outcome } = before;
  const virtuals = new Set(before.virtuals);
  const unknown: After = { outcome: 'unknown', virtuals };
  if (outcome === 'unknown') return before;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    const script = shellOf(instruction, model);
    if (!script) return unknown;
    for (const command of script.commands) {
      const system = systemCommand(command);
      if (system?.action === 'install') {
        const brings = installs(program, system);
        if (brings === undefined) return unknown;
        if (!brings) continue;
        const virtual = system.options.value('-t', '--virtual');
        if (virtual !== undefined && system.tool === 'apk') virtuals.add(virtual);
        outcome = command.conditional ? 'unknown' : 'present';
      } else if (system?.action === 'remove') {
        const names = system.packages.map((word) => packageName(word));
        if (names.some((name) => virtuals.has(name) || isBroughtBy(program, name))) outcome = 'removed';
        else if (outcome === 'present' && (system.verb?.value === 'autoremove' || names.some((name) => name.includes('$')))) outcome = 'unknown'; // prettier-ignore
      } else if (!(command.name === program && outcome === 'present') && mayInstall(command, program))
        return unknown;
      if (outcome === 'unknown') return unknown;
    }
  }
  return { outcome, virtuals };
}

/** Undefined: a package that may bring it along. */
function installs(program: string, { packages, options }: SystemCommand): boolean | undefined {
  const names = packages.map((word) => packageName(word));
  if (names.some((name) => isBroughtBy(program, name))) return true;
  // Programs for another folder than the root (`apk --root /rootfs`).
  if (options.has('--root', '--installroot')) return undefined;
  const isPlain = (name: string): boolean =>
    (plainPackages.has(name) || plainPatterns.test(name)) &&
    !(program.startsWith('python') && usesPython.test(name));
  return names.length > 0 && names.every(isPlain) ? false : undefined;
}

function isBroughtBy(program: string, packageOf: string): boolean {
  return packageOf === program || (broughtBy[program]?.test(packageOf) ?? false);
}

/** Programs that run what nobody has read, or put files where programs are. */
const opaque: ReadonlySet<string> = new Set(['', '.', 'source', 'make', 'dpkg', 'rpm', 'gdebi', 'nix-env', 'brew', 'snap', 'conda', 'mamba', 'ansible-playbook']); // prettier-ignore

function mayInstall({ name, words, args, redirects }: ShellCommand, program: string): boolean {
  if (opaque.has(name)) return name !== '' || words.length > 0;
  // A script of the project.
  const [first] = words;
  if (first && /\//.test(first.value) && !programFolders.some((folder) => isWithin(folder, first.value))) return true; // prettier-ignore
  if (/^(?:ba|da|a)?sh$/.test(name) && !args.some(({ value }) => /^-\w*c/.test(value))) return true;
  if (name === program) return true;
  const mentions = [...args.map(({ value }) => value), ...redirects.map(({ target }) => target?.value ?? '')];
  return mentions.some((value) => isMention(value, program));
}

/** `/usr/local/bin/curl`, `/bin/busybox`, `curl`: as a file of the image, not as part of an address. */
function isMention(value: string, program: string): boolean {
  if (value.includes('://')) return false;
  return value.split(/[\s=:,;'"]/).some((part) => part.split('/').pop() === program || /(?:^|\/)(?:busybox|bin\/?)$/.test(part)); // prettier-ignore
}
