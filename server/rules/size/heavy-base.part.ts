/** Full final images where a smaller one fits. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { finalStage, lineage } from '../../dockerfile/stages.ts';
import { smallBases, type SmallBase } from '../../images/choose.ts';
import type { ImageFact } from '../../images/facts.ts';
import { splitTag } from '../../images/tag.ts';
import { compilesAtRunTime, mayDraw } from '../../rewrite/in-place/java-tools.ts';
import { goCommand } from '../../tools/go.ts';
import { runCommands } from '../../tools/installs.ts';
import { scriptNeeds } from '../../tools/script-needs.ts';
import type { RuleContext } from '../rule.ts';
import { crossesStages, needsOf, stagesOn } from './base-needs.part.ts';
import { nodeNativeCode, pythonNativeCode, type NativeCode } from './native-code.part.ts';

export interface Heavy {
  /** The stage with the FROM. */
  readonly root: Stage;
  readonly reference: string;
  readonly fact: ImageFact;
  /** Those that fit, the recommended first. */
  readonly bases: readonly SmallBase[];
  readonly native: NativeCode;
  /** Everything that the scripts call with which the container starts is known. */
  readonly knowsScripts: boolean;
}

export function findHeavy(context: RuleContext): Heavy | undefined {
  const { model, facts } = context;
  const last = finalStage(model);
  if (!last || model.isWindows) return undefined;
  const root = lineage(last).at(-1)!;
  const { base } = root;
  if (base.kind !== 'image' || !base.complete) return undefined;
  const fact = facts.images.lookup(base.reference);
  if (!fact || !isFull(fact)) return undefined;
  const stages = stagesOn(root, model);
  if (isBuiltHere(fact, stages, model)) return undefined;
  if (fact.runtime?.name === 'java' && compilesAtRunTime(facts)) return undefined;
  const native = nativeCode(fact, stages, context);
  if (native.compiled !== undefined) return undefined;
  const scripts = scriptNeeds(last, model, facts);
  const needs = needsOf(stages, model, fact, native.libc, scripts);
  if (needs.fullOnly !== undefined) return undefined;
  const bases = smallBases(fact, facts.images, needs)
    .filter(({ fact: small }) => isOfSameKind(small, fact) && isOfSameRelease(small, fact))
    .filter(({ fact: small }) => !(small.tag.includes('-headless') && mayDraw(facts)))
    .filter(({ fact: small }) => !(needs.gnuWget && small.tools.includes('busybox')))
    .filter(({ fact: small }) => usersExist(stages, small));
  const ordered = preferred(bases, fact, context);
  const [first] = ordered;
  return first && isWorthIt(fact, first)
    ? { root, reference: base.reference, fact, bases: ordered, native, knowsScripts: scripts !== undefined }
    : undefined;
}

/** What a smaller image of the same kind can replace. Databases stay: their data depends on the C library's sort order. */
const replaceable: ReadonlySet<string> = new Set([
  'node',
  'python',
  'ruby',
  'php',
  'bun',
  'nginx',
  'httpd',
  'java',
  'dotnet',
]);

/** A full image: not slim, not Alpine; for Java and .NET one with a development kit. */
function isFull(fact: ImageFact): boolean {
  if (fact.libc !== 'glibc' || fact.shell === false) return false;
  if (splitTag(fact.tag).words.some((word) => /^(?:slim|chiseled|distroless|minimal)$/.test(word)))
    return false;
  if (fact.runtime?.name === 'java') return fact.tools.includes('javac');
  if (fact.runtime?.name === 'dotnet') return fact.repository.endsWith('/sdk');
  return fact.runtime ? replaceable.has(fact.runtime.name) : fact.repository === 'debian';
}

/** The program is built in the very stage: what it then needs is a stage of its own (size/multi-stage). */
function isBuiltHere(fact: ImageFact, stages: readonly Stage[], model: DockerfileModel): boolean {
  const commands = [...runCommands(model)]
    .filter(({ stage }) => stages.includes(stage))
    .map(({ command }) => command);
  const runs = (pattern: RegExp): boolean => commands.some(({ name }) => pattern.test(name));
  switch (fact.runtime?.name) {
    case 'java':
      return runs(/^(?:mvn|mvnw|gradle|gradlew|javac|jlink|ant|sbt)$/);
    case 'dotnet':
      return commands.some(({ name, args }) => name === 'dotnet' && !/\.dll$/.test(args[0]?.value ?? ''));
    case 'php':
      // Alpine needs the build dependencies named for these.
      return runs(/^(?:docker-php-ext-\w+|pecl|phpize|install-php-extensions)$/);
    case 'ruby':
      return runs(/^(?:bundle|gem)$/);
    default:
      return commands.some((command) => goCommand(command) !== undefined) || runs(/^cargo$/);
  }
}

function nativeCode(fact: ImageFact, stages: readonly Stage[], context: RuleContext): NativeCode {
  const crosses = crossesStages(stages, context.model);
  // Bun installs from the same registry, and its binary addons are Node's.
  if (['node', 'bun'].includes(fact.runtime?.name ?? '')) return nodeNativeCode(stages, crosses, context);
  if (fact.runtime?.name === 'python') return pythonNativeCode(context);
  // Servers serve files, and PHP runs scripts: nothing of the user's is native, unless another stage built it.
  const isServer = ['nginx', 'httpd'].includes(fact.runtime?.name ?? '') && !stages.some(bringsModules);
  const free = isServer || (fact.runtime?.name === 'php' && !crosses);
  return { libc: free ? 'any' : 'glibc', proved: false, compiled: undefined, note: undefined };
}

/** Modules of the server that were built elsewhere. */
function bringsModules({ instructions }: Stage): boolean {
  return instructions.some(
    ({ keyword, words }) => keyword === 'COPY' && words.some(({ value }) => /modules|\.so\b/.test(value)),
  );
}

/** Same repository; another one only where a JRE or ASP.NET image takes the place of a kit. No Distroless: it starts programs differently. */
function isOfSameKind(small: ImageFact, fact: ImageFact): boolean {
  if (small.unmaintained) return false;
  if (fact.runtime?.name === 'dotnet') return small.repository.endsWith('/aspnet') && small.shell === true;
  if (fact.runtime?.name === 'java')
    return (
      !small.repository.startsWith('gcr.io/') &&
      small.tools.includes('java') &&
      !small.tools.includes('javac')
    );
  return small.repository === fact.repository;
}

/** A smaller image is no reason to move to another release of the distro. */
function isOfSameRelease(small: ImageFact, fact: ImageFact): boolean {
  if (small.repository !== fact.repository || small.distro?.family !== fact.distro?.family) return true;
  const [to, from] = [small.distro?.version, fact.distro?.version];
  return to === undefined || from === undefined || to === from;
}

/** `USER www-data` is in every Debian image, but not in every Alpine one. */
function usersExist(stages: readonly Stage[], small: ImageFact): boolean {
  if (small.libc === 'glibc') return true;
  const users = stages.map(({ endState }) => endState.user?.split(':')[0]);
  return users.every((user) => user !== 'www-data' || small.nonRootUser?.name === 'www-data');
}

/** The user's choice first, where it fits. */
function preferred(bases: readonly SmallBase[], fact: ImageFact, { facts }: RuleContext): SmallBase[] {
  const wanted = facts.preferences.nodeBase;
  if (fact.runtime?.name !== 'node' || (wanted !== 'alpine' && wanted !== 'slim')) return [...bases];
  const isWanted = ({ fact: small }: SmallBase): boolean => (wanted === 'alpine') === (small.libc === 'musl');
  return [...bases.filter(isWanted), ...bases.filter((base) => !isWanted(base))];
}

/** Less than this is not worth a warning: a fifth of the image, and 25 MB. Without sizes only compilers are known to be. */
function isWorthIt(fact: ImageFact, { savedBytes, fact: small }: SmallBase): boolean {
  const saved =
    savedBytes ?? (fact.compressed && small.compressed && fact.compressed.bytes - small.compressed.bytes);
  const whole = savedBytes === undefined ? fact.compressed?.bytes : fact.onDisk?.bytes;
  if (saved === undefined || whole === undefined) return fact.tools.some((tool) => compilers.has(tool));
  return saved >= 25_000_000 && saved >= whole / 5;
}

const compilers: ReadonlySet<string> = new Set(['gcc', 'g++', 'make', 'javac', 'dotnet']);
