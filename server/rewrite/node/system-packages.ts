/**
 * System packages of a single stage, split into what builds and what runs. Debian and Alpine names; a package that
 * is in neither list stays at run time: a larger image is better than a broken one.
 */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { removeWord, withoutLooseEnds } from '../../edit/words.ts';
import { packageName, systemCommand } from '../../tools/system.ts';

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

/** Run-time libraries behind -dev packages of Debian 12 (packages.debian.org). */
const runtimeOf: Readonly<Record<string, string>> = {
  'libpq-dev': 'libpq5',
  'default-libmysqlclient-dev': 'libmariadb3',
  'libmariadb-dev': 'libmariadb3',
  'libxml2-dev': 'libxml2',
  'libxslt1-dev': 'libxslt1.1',
  'libcairo2-dev': 'libcairo2',
  'libpango1.0-dev': 'libpangocairo-1.0-0',
  'libjpeg-dev': 'libjpeg62-turbo',
  'libgif-dev': 'libgif7',
  'librsvg2-dev': 'librsvg2-2',
  'libvips-dev': 'libvips42',
  'libsqlite3-dev': 'libsqlite3-0',
};

/**
 * The instruction's text with only the packages that the running program may need; undefined when none is left. A
 * -dev package without a known counterpart stays as it is.
 */
export function runtimePackages(instruction: Instruction, model: DockerfileModel): string | undefined {
  const script = shellOf(instruction, model);
  if (!script) return undefined;
  const edits: TextEdit[] = [];
  let left = 0;
  for (const command of script.commands) {
    const system = systemCommand(command);
    if (system?.action === 'upgrade') left++;
    if (system?.action !== 'install') continue;
    for (const word of system.packages) {
      const name = packageName(word);
      const counterpart = system.tool === 'apk' ? undefined : runtimeOf[name];
      if (buildOnly.has(name)) edits.push(removeWord(model, word.span));
      else {
        left++;
        if (counterpart) edits.push({ span: word.span, newText: counterpart });
      }
    }
  }
  if (left === 0) return undefined;
  const { start, end } = instruction.span;
  return applyEdits(
    model.text.slice(start, end),
    withoutLooseEnds(model, edits).map((edit) => ({
      ...edit,
      span: { start: edit.span.start - start, end: edit.span.end - start },
    })),
  );
}
