/** The image that the program runs on. */
import type { Instruction } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { smallBases } from '../../images/choose.ts';
import { knownAbsence } from '../../images/facts.ts';
import { siblingName } from '../../images/sibling-name.ts';
import { splitTag } from '../../images/tag.ts';
import type { Facts } from '../../rules/rule.ts';
import type { SystemPackage } from '../system/packages.ts';
import type { PythonReading } from './reading.ts';
import { librariesOf } from './runtime-libraries.ts';
import type { PythonStart } from './start.ts';

export interface FinalBase {
  /** Undefined: the user's own. */
  readonly image: string | undefined;
  /** Packages of the distribution that Python packages load and that no RUN installs. */
  readonly libraries: readonly string[];
}

/** In the full images but not in slim ones (docker-library/buildpack-deps). */
const fullOnly: ReadonlySet<string> = new Set([
  ...knownAbsence, 'convert', 'identify', 'magick', 'file', 'unzip', 'ssh', 'ssh-keygen', 'scp', 'ps', 'pkill', 'hg', 'svn', 'gpg', 'xz', 'bzip2', 'mysql_config', 'pg_config',
]); // prettier-ignore
/** A slim image has these. */
const inSlim: ReadonlySet<string> = new Set(['bash', 'python3']);

/** The final image's base, or why it can't be the slim one: a complete sentence. */
export function finalBase(
  reading: PythonReading,
  system: ReadonlyMap<Instruction, readonly SystemPackage[]>,
  start: PythonStart,
  packages: ReadonlySet<string> | undefined,
  calls: readonly string[],
  facts: Facts,
): FinalBase | string {
  if (!reading.isFull) return { image: undefined, libraries: [] };
  const { stage, base } = reading;
  const root = rootBase(stage);
  if (root.kind !== 'image' || stage.imageWord?.raw !== root.reference)
    return 'The base image is named through a variable, and so would its slim variant have to be.';
  if (root.reference.includes('@'))
    return 'The base image is fixed by a digest, and that of its slim variant is not known.';
  if (stage.platform !== undefined) return 'The base image is fixed to a platform.';
  // A tag without a minor version names another Python before long.
  if (!/:3\.\d+(?:[.-]|$)/.test(root.reference))
    return 'The tag of the base image does not say which minor version of Python it has.';
  const slim = smallBases(base, facts.images, {
    libc: 'glibc',
    shell: true,
    packageManager: 'apt',
    tools: [],
  }).find(
    ({ fact }) =>
      fact.repository === base.repository &&
      splitTag(fact.tag).words.includes('slim') &&
      (base.approximates !== undefined || fact.distro?.version === base.distro?.version),
  );
  if (!slim) return `No slim variant of ${root.reference} is known.`;
  const release = base.approximates === undefined ? base.distro?.version : undefined;
  if (!packages)
    return `Which packages are installed is not known, so neither is what they need of ${root.reference}.`;
  if (calls.length > 0)
    return `The program runs other programs (${calls[0]!}), which the slim image may not have.`;
  const all = [...system.values()].flat();
  const installed = new Set(all.flatMap(({ name, becomes }) => becomes ?? [name]));
  const missing = start.programs.find(
    (name) => fullOnly.has(name) && !inSlim.has(name) && !installed.has(name),
  );
  if (missing !== undefined)
    return `The container or its health check runs \`${missing}\`, which the slim image does not have.`;
  const libraries: string[] = [];
  for (const name of [...packages].sort()) {
    const found = librariesOf(name, release);
    if (!found) return `Which libraries of ${root.reference} ${name} loads is not certain.`;
    libraries.push(...found.filter((library) => !installed.has(library) && !libraries.includes(library)));
  }
  return { image: siblingName(root.reference, slim.fact), libraries };
}
