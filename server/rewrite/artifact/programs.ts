/** Programs that the final stage calls, and whether its base image has them. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { knownAbsence, type ImageFact } from '../../images/facts.ts';

/** In every image with a shell: coreutils or BusyBox, and what the shell does itself. */
const everywhere: ReadonlySet<string> = new Set([
  'sh', 'mkdir', 'chown', 'chmod', 'cp', 'mv', 'rm', 'ln', 'sed', 'grep', 'awk', 'tar', 'gzip', 'gunzip', 'echo', 'printf', 'cat', 'ls', 'pwd', 'cd', 'set', 'export',
  'true', 'false', 'test', '[', 'touch', 'find', 'xargs', 'sort', 'head', 'tail', 'tr', 'cut', 'sleep', 'date', 'id', 'env', 'exec', 'exit', ':', 'wait', 'trap', 'eval', 'hostname', 'source', '.', 'tee', 'basename', 'dirname', 'expr', 'seq', 'uname', 'stat', 'mktemp', 'timeout', 'kill', 'wc', 'uniq', 'nohup', 'readlink', 'realpath',
  'chgrp', 'umask', 'unset', 'shift', 'read', 'return', 'type', 'command', 'ulimit', 'nproc',
]); // prettier-ignore

/** Tools that programs call, by packages that have one name in Debian and Alpine. */
const toolPackages: Readonly<Record<string, string>> = {
  git: 'git',
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffmpeg',
  rsync: 'rsync',
  jq: 'jq',
  zip: 'zip',
  unzip: 'unzip',
  openssl: 'openssl',
  convert: 'imagemagick',
  gs: 'ghostscript',
  pdftotext: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  dot: 'graphviz',
};

/** The Debian package that brings a program, where it has another name, or the same. */
const packageOf: Readonly<Record<string, string>> = {
  curl: 'curl',
  wget: 'wget',
  tini: 'tini',
  'dumb-init': 'dumb-init',
  gosu: 'gosu',
  nc: 'netcat-openbsd',
  pgrep: 'procps',
  pkill: 'procps',
  ps: 'procps',
  ...toolPackages,
};

/** Alpine's package that brings a program (pkgs.alpinelinux.org, contents); BusyBox has others of its own. */
const alpinePackageOf: Readonly<Record<string, string>> = {
  bash: 'bash',
  curl: 'curl',
  tini: 'tini',
  'dumb-init': 'dumb-init',
  ...toolPackages,
};

/** Programs by the names under which CMD, ENTRYPOINT and HEALTHCHECK call them; undefined when one can't be read. */
export function calledPrograms(
  stage: Stage,
  model: DockerfileModel,
  isReplaced: (instruction: Instruction) => boolean,
): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  const entrypoint = lastOf(stage, 'ENTRYPOINT');
  for (const keyword of ['ENTRYPOINT', 'CMD', 'HEALTHCHECK']) {
    const instruction = lastOf(stage, keyword);
    if (!instruction || isReplaced(instruction)) continue;
    if (keyword === 'HEALTHCHECK' && !instruction.inner) continue;
    // Words that an ENTRYPOINT gets need not be a program; one that runs them looks like an init.
    if (
      keyword === 'CMD' &&
      entrypoint &&
      !/(?:^|\/)(?:tini|dumb-init|catatonit|sh|bash)$/.test(entrypoint.words[0]?.value ?? '')
    )
      continue;
    const commands = shellOf(instruction, model)?.commands;
    if (!commands) return undefined;
    for (const { words, name } of commands) {
      found.add(words[0]?.value ?? name);
      // An init is followed by what it starts.
      const started = /(?:^|\/)(?:tini|dumb-init|catatonit)$/.test(words[0]?.value ?? '')
        ? words.slice(1).find(({ value }) => !value.startsWith('-'))
        : undefined;
      if (started) found.add(started.value);
    }
  }
  return found;
}

/** In Alpine tini lies in /sbin. */
function alpinePackage(name: string, program: string): string | undefined {
  return name === 'tini' && program.includes('/') && program !== '/sbin/tini'
    ? undefined
    : alpinePackageOf[name];
}

export interface ProgramFit {
  /** Packages of the base's distribution that bring what it lacks. */
  readonly packages: readonly string[];
  /** Programs that nothing known brings. */
  readonly missing: readonly string[];
}

/** `own`: programs that the final stage gets by copies, names or absolute paths. */
export function fitPrograms(
  called: ReadonlySet<string>,
  base: ImageFact,
  own: (program: string) => boolean,
): ProgramFit {
  const packages: string[] = [];
  const missing: string[] = [];
  for (const program of called) {
    const name = program.replace(/^\/(?:usr\/)?(?:local\/)?s?bin\//, '');
    if (own(program)) continue;
    if (base.shell === true && everywhere.has(name)) continue;
    if (base.tools.includes(name)) continue;
    // What nobody recorded may be there, or not.
    const mayBeThere = !base.toolsKnown || !(knownAbsence.has(name) || packageOf[name] !== undefined);
    const brought =
      base.packageManager === 'apt'
        ? packageOf[name]
        : base.packageManager === 'apk'
          ? alpinePackage(name, program)
          : undefined;
    if (brought !== undefined && !mayBeThere) packages.push(brought);
    else missing.push(program);
  }
  return { packages: [...new Set(packages)], missing };
}
