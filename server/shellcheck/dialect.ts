/** Which shell reads a script. */
import type { Instruction, Stage } from '../dockerfile/model.ts';
import type { ScriptText } from '../dockerfile/script-text.ts';
import { lineage, rootBase } from '../dockerfile/stages.ts';
import type { ImageFacts } from '../images/facts.ts';
import type { ShellDialect } from '../ports.ts';

export interface ScriptShell {
  readonly dialect: ShellDialect;
  /**
   * False when /bin/sh may be any shell, because the base image is unknown or the file replaces it: then nothing can
   * be said about what is portable (SC3000 to SC3999).
   */
  readonly certain: boolean;
}

/** Undefined for a program that ShellCheck does not know: PowerShell, zsh, Python. */
export function shellOfScript(
  instruction: Instruction,
  script: ScriptText,
  stage: Stage | undefined,
  images: ImageFacts,
): ScriptShell | undefined {
  const program = script.interpreter ?? instruction.state.shell[0] ?? '';
  switch (program.replace(/^.*\//, '')) {
    case 'bash':
      return { dialect: 'bash', certain: true };
    case 'dash':
      return { dialect: 'dash', certain: true };
    case 'ksh':
      return { dialect: 'ksh', certain: true };
    case 'ash':
    case 'busybox':
      return { dialect: 'busybox', certain: true };
    case 'sh':
      return binSh(stage, images);
    default:
      return undefined;
  }
}

/** What /bin/sh is, by distribution. */
const shellOfFamily: Readonly<Record<string, ShellDialect>> = {
  alpine: 'busybox',
  busybox: 'busybox',
  wolfi: 'busybox',
  debian: 'dash',
  ubuntu: 'dash',
  almalinux: 'bash',
  amazonlinux: 'bash',
  azurelinux: 'bash',
  centos: 'bash',
  fedora: 'bash',
  rocky: 'bash',
  ubi: 'bash',
};

const unknownShell: ScriptShell = { dialect: 'sh', certain: false };

const shells = new WeakMap<Stage, ScriptShell>();

function binSh(stage: Stage | undefined, images: ImageFacts): ScriptShell {
  if (!stage) return unknownShell;
  let shell = shells.get(stage);
  if (!shell) shells.set(stage, (shell = lookUp(stage, images)));
  return shell;
}

function lookUp(stage: Stage, images: ImageFacts): ScriptShell {
  const base = rootBase(stage);
  if (base.kind !== 'image' || lineage(stage).some(replacesSh)) return unknownShell;
  const family = images.lookup(base.reference)?.distro?.family;
  const dialect = family === undefined ? undefined : shellOfFamily[family];
  return dialect === undefined ? unknownShell : { dialect, certain: true };
}

/** `ln -sf /bin/bash /bin/sh`, `dpkg-reconfigure dash`. */
function replacesSh({ instructions }: Stage): boolean {
  return instructions.some(
    ({ keyword, args }) =>
      keyword === 'RUN' && /\bln\b[^&|;]*\/bin\/sh\b|\bdpkg-reconfigure\b[^&|;]*\bdash\b/.test(args.text),
  );
}

/** What a ShellCheck of this version takes: older ones than 0.10 don't know BusyBox. */
export function supportedShell(shell: ScriptShell, version: string): ScriptShell {
  if (shell.dialect !== 'busybox') return shell;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  // BusyBox's shell has much that dash lacks, so what would not be portable in dash says nothing.
  return major > 0 || minor >= 10 ? shell : { dialect: 'dash', certain: false };
}
