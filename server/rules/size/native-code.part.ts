/** Does what the project installs run on another C library, and without compilers? */
import type { Stage } from '../../dockerfile/model.ts';
import { harmlessInstallScripts, knownNative } from '../../project/node/native-table.ts';
import type { NodeProject, PythonProject } from '../../project/facts.ts';
import { systemNeed } from '../../tools/node-system.ts';
import { nodeInstalls, pipInstalls, type NodeInstallSite } from '../../tools/installs.ts';
import type { RuleContext } from '../rule.ts';

export interface NativeCode {
  /** `any`: the lockfile shows that nothing needs glibc. */
  readonly libc: 'glibc' | 'any';
  /** The facts show that a smaller image is enough; false: it probably is. */
  readonly proved: boolean;
  /** Why a smaller image is not enough: a package that is compiled with the full image's tools and headers, or that calls one of its programs. */
  readonly compiled: string | undefined;
  /** For the message: `Nothing in package-lock.json needs glibc.` */
  readonly note: string | undefined;
}

/** For Node: judged by the lockfiles of the projects that the stages install, here or in stages they copy from. */
export function nodeNativeCode(stages: readonly Stage[], crosses: boolean, context: RuleContext): NativeCode {
  const sites = nodeInstalls(context.model, context.facts);
  const projects = [...new Set(sites.flatMap(({ project }) => project ?? []))];
  const unknown = {
    libc: 'glibc',
    proved: false,
    compiled: undefined,
    note: 'No lockfile shows whether Alpine would do.',
  } as const;
  if (projects.length === 0 || sites.some(({ project }) => !project)) return unknown;
  const need = projects.map((project) => systemNeed(project)).find((one) => one !== undefined);
  if (need !== undefined) return { ...unknown, compiled: need };
  const own = sites.filter(({ stage }) => stages.includes(stage));
  const built = own.flatMap((site) => compiledBy(site));
  const natives = projects.map(({ nativeProduction }) => nativeProduction);
  if (natives.some((list) => list === undefined)) return { ...unknown, compiled: undefined };
  const found = natives.flatMap((list) => list ?? []);
  const demanding = found.filter(({ musl }) => !musl);
  const [first] = built;
  // A package without prebuilt code is compiled by the install: slim and Alpine have no compiler.
  if (first !== undefined) return { ...unknown, compiled: first };
  const mixed = crosses && (found.length > 0 || projects.some(({ prisma }) => prisma));
  const any = demanding.length === 0 && !mixed && projects.every(({ prisma }) => !prisma);
  const lockfile = projects[0]!.lockfile?.path ?? 'the lockfile';
  return {
    libc: any ? 'any' : 'glibc',
    // Programs that it calls may be in the full image only.
    proved: projects.every(
      ({ prisma, directory }) =>
        !prisma && context.facts.project.sources(directory)?.runsPrograms.length === 0,
    ),
    compiled: undefined,
    note: any ? `Nothing in ${lockfile} needs glibc.` : demanding[0] && demandOf(demanding[0].name),
  };
}

/** Prisma has an engine for each C library, and installs the one of the machine that it is installed on. */
function demandOf(name: string): string {
  return /^(?:@prisma\/|prisma$)/.test(name)
    ? `${name} has an engine for each C library, so Alpine would need another one.`
    : `${name} needs glibc.`;
}

/** Packages that this install would have to compile, as far as the lockfile tells: unknown install scripts. */
function compiledBy({ install, project }: NodeInstallSite): string[] {
  if (!project || install.ignoresScripts) return [];
  return (project.lockfile?.packages ?? [])
    .filter(({ dev, hasInstallScript }) => hasInstallScript && !(dev === true && install.omitsDev))
    .map(({ name }) => name)
    .filter((name) => !harmlessInstallScripts.has(name) && !prebuilt(name, project));
}

function prebuilt(name: string, project: NodeProject): boolean {
  if (knownNative.get(name)?.musl === true) return true;
  // What it brings lies in packages per platform (esbuild, swc): the script only checks.
  return (project.lockfile?.packages ?? []).some(
    (each) =>
      (each.name.startsWith(`@${name}/`) || each.name.startsWith(`${name}-linux`)) &&
      each.os.includes('linux'),
  );
}

/** Without wheels for Linux, or wheels that need a library of the system: from their pages on PyPI. */
const compiledPython: ReadonlySet<string> = new Set([
  'mysqlclient', 'psycopg2', 'psycopg', 'pycurl', 'python-ldap', 'uwsgi', 'pyodbc', 'pycairo', 'pygraphviz', 'mysql-python', 'pyaudio', 'netifaces',
  'python-snappy', 'dlib', 'xmlsec', 'python3-saml', 'pygobject', 'dbus-python', 'weasyprint', 'python-magic', 'rpy2', 'cx-oracle', 'gdal',
  'fiona', 'pylibmc', 'python-systemd', 'systemd-python', 'pyscard', 'pycups', 'pykerberos', 'gssapi', 'opencv-python', 'opencv-contrib-python',
]); // prettier-ignore

/** For Python: wheels for musl are too often missing, so glibc stays. */
export function pythonNativeCode(context: RuleContext): NativeCode {
  const sites = pipInstalls(context.model, context.facts);
  const projects = context.facts.project.projects.filter(
    (each): each is PythonProject => each.kind === 'python',
  );
  const named = sites.flatMap(({ install }) => install.packages.map(({ value }) => value.toLowerCase().replace(/[^a-z0-9._-].*$/, '').replaceAll('_', '-'))); // prettier-ignore
  const listed = projects.flatMap(({ requirements }) => requirements.flatMap(({ packages }) => packages));
  const compiled = [...named, ...listed].find((name) => compiledPython.has(name));
  // Only requirements files show what is installed; a lockfile of poetry or uv is not read.
  const proved = sites.length > 0 && projects.length > 0 && sites.every(({ requirements, install }) => !install.local && requirements.every(({ origin }) => origin)); // prettier-ignore
  return { libc: 'glibc', proved, compiled, note: undefined };
}
