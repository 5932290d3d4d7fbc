/** Where the distribution's packages of a Python image belong. */
import { buildPackageKind } from '../../tools/build-packages.ts';
import type { Placing } from '../system/packages.ts';
import { pythonLibrariesBehind } from './runtime-libraries.ts';

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

/** Where the packages of a Python image belong. */
export function pythonPlacing(options: SplitOptions): Placing {
  return (name) => replacement(name, options);
}

function replacement(
  name: string,
  { release, onlyBuild, openMp }: SplitOptions,
): readonly string[] | string | undefined {
  if (debianTools.has(name)) return [];
  if (/^(?:gdal|libgdal|libgeos|libproj|proj-|binutils$)/.test(name))
    return `${name} is installed, and libraries for maps are looked for with the tools of a compiler at run time.`;
  const libraries = pythonLibrariesBehind(name, release);
  if (libraries) return libraries;
  if (/^(?:python|pypy)[\d.]*(?:-|$)/.test(name))
    return `${name} is a package of Debian's own Python, which a virtual environment does not see.`;
  if (onlyBuild.has(name)) return [];
  const kind = buildPackageKind(name);
  if (kind === 'headers') return `Which run-time library stands behind ${name} is not certain.`;
  return kind && (openMp && /^(?:build-essential|gcc|g\+\+)(?:-|$)/.test(name) ? ['libgomp1'] : []);
}
