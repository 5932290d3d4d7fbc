/** The distribution's packages, split into what builds and what runs. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { removeWord } from '../../edit/words.ts';
import { buildPackageKind } from '../../tools/build-packages.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { librariesBehind } from './runtime-libraries.ts';

export interface SystemPackage {
  readonly word: ShellWord;
  readonly name: string;
  /** Run-time packages that take its place; undefined: it stays. */
  readonly becomes: readonly string[] | undefined;
}

/** What Debian's own Python brings for installs; a Python image uses none of it. */
const debianTools: ReadonlySet<string> = new Set([
  'python3-pip', 'python3-setuptools', 'python3-wheel', 'python3-venv', 'python3-distutils', 'python3-virtualenv', 'python-pip', 'python-setuptools',
]); // prettier-ignore

export interface SplitOptions {
  /** Debian's release: `12`. */
  readonly release: string | undefined;
  /** Tools by name that nothing but the build can need. */
  readonly onlyBuild: ReadonlySet<string>;
  /** Something may go on using the compiler's own library (libgomp1). */
  readonly openMp: boolean;
}

/** Every package that the command installs, or why one can't be placed: a complete sentence. */
export function splitPackages(command: ShellCommand, options: SplitOptions): SystemPackage[] | string {
  const system = systemCommand(command);
  if (system?.action !== 'install') return [];
  const split: SystemPackage[] = [];
  for (const word of system.packages) {
    if (!word.literal) return `Which packages \`${word.raw}\` stands for is not certain.`;
    const name = packageName(word);
    const becomes = replacement(name, options);
    if (typeof becomes === 'string') return becomes;
    split.push({ word, name, becomes });
  }
  return split;
}

function replacement(name: string, { release, onlyBuild, openMp }: SplitOptions): readonly string[] | string | undefined {
  if (debianTools.has(name)) return [];
  if (/^(?:gdal|libgdal|libgeos|libproj|proj-|binutils$)/.test(name))
    return `${name} is installed, and libraries for maps are looked for with the tools of a compiler at run time.`;
  const libraries = librariesBehind(name, release);
  if (libraries) return libraries;
  if (/^(?:python|pypy)[\d.]*(?:-|$)/.test(name))
    return `${name} is a package of Debian's own Python, which a virtual environment does not see.`;
  if (onlyBuild.has(name)) return [];
  const kind = buildPackageKind(name);
  if (kind === 'headers') return `Which run-time library stands behind ${name} is not certain.`;
  return kind && (openMp && /^(?:build-essential|gcc|g\+\+)(?:-|$)/.test(name) ? ['libgomp1'] : []);
} // prettier-ignore

/** Edits that leave the run-time packages. `done` holds names that are installed already, and gets the new ones. */
export function runtimeEdits(
  packages: readonly SystemPackage[],
  model: DockerfileModel,
  done: Set<string>,
): readonly TextEdit[] {
  for (const { name, becomes } of packages) if (!becomes) done.add(name);
  return packages.flatMap(({ word, becomes }): TextEdit[] => {
    if (!becomes) return [];
    const missing = becomes.filter((library) => !done.has(library));
    missing.forEach((library) => done.add(library));
    return missing.length > 0
      ? [{ span: word.span, newText: missing.join(' ') }]
      : [removeWord(model, word.span)];
  });
} // prettier-ignore
