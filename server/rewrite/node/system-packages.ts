/**
 * System packages of a single stage, split into what builds and what runs. Debian and Alpine names; a package that
 * is in no list stays at run time: a larger image is better than a broken one.
 */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import type { ImageFact } from '../../images/facts.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { alpineLibraries } from '../system/alpine-libraries.ts';
import { isLinkedInC, librariesBehind } from '../system/libraries.ts';
import { runtimeEdits, type SystemPackage } from '../system/packages.ts';

/** Compilers, build systems, version control and what node-gyp needs. */
const buildOnly: ReadonlySet<string> = new Set([
  'build-essential', 'build-base', 'gcc', 'g++', 'make', 'cmake', 'autoconf', 'automake', 'libtool', 'pkg-config', 'pkgconf', 'pkgconfig',
  'python', 'python2', 'python3', 'python-is-python3', 'python3-pip', 'py3-pip', 'python3-setuptools', 'py3-setuptools', 'libc-dev', 'libc6-dev', 'musl-dev', 'linux-headers', 'git', 'git-core', 'nasm', 'patch', 'binutils', 'clang', 'llvm', 'ninja-build', 'node-gyp', 'vips-dev',
]); // prettier-ignore

/** Is it needed by builds only? */
export function isBuildPackage(name: string): boolean {
  return buildOnly.has(name);
}

/** Does the RUN install what only builds use: compilers, headers? */
export function installsBuildPackages(instruction: Instruction, model: DockerfileModel): boolean {
  return (shellOf(instruction, model)?.commands ?? []).some((command) => {
    const system = systemCommand(command);
    return (
      system?.action === 'install' &&
      system.packages.some((word) => buildOnly.has(packageName(word)) || packageName(word).endsWith('-dev'))
    );
  });
}

/** C++ faces of libraries that modules for Node, which are C++, link besides those that C links. */
const linkedInCpp = /^librdkafka\+\+/;

/**
 * The run-time packages behind a -dev package in the distribution of the final stage; none: its image has them.
 * Undefined where that is not certain: the package stays.
 */
function librariesOf(name: string, distro: ImageFact['distro']): readonly string[] | undefined {
  if (distro?.family === 'alpine') return alpineLibraries(name);
  if (distro !== undefined && distro.family !== 'debian') return undefined;
  return librariesBehind(
    name,
    distro?.version,
    (library) => isLinkedInC(library) || linkedInCpp.test(library),
  );
}

/**
 * The instruction's text with only the packages that the running program may need; undefined when none is left.
 * `installed` holds packages of instructions before it, and gets those of this one.
 */
export function runtimePackages(
  instruction: Instruction,
  model: DockerfileModel,
  distro: ImageFact['distro'],
  installed: Set<string>,
): string | undefined {
  const script = shellOf(instruction, model);
  if (!script) return undefined;
  const packages: SystemPackage[] = [];
  let upgrades = false;
  for (const command of script.commands) {
    const system = systemCommand(command);
    if (system?.action === 'upgrade') upgrades = true;
    if (system?.action !== 'install') continue;
    for (const word of system.packages) {
      const name = packageName(word);
      const becomes = buildOnly.has(name)
        ? []
        : name.endsWith('-dev')
          ? librariesOf(name, distro)
          : undefined;
      packages.push({ word, name, becomes });
    }
  }
  const edits = runtimeEdits(packages, model, installed);
  const stays =
    packages.some(({ becomes }) => !becomes) || edits.some(({ newText }) => /^[^\s\\]/.test(newText));
  if (!upgrades && !stays) return undefined;
  const { start, end } = instruction.span;
  return applyEdits(
    model.text.slice(start, end),
    edits.map((edit) => ({
      ...edit,
      span: { start: edit.span.start - start, end: edit.span.end - start },
    })),
  );
}
