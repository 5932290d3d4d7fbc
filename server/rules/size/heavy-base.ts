import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { finalStage, lineage } from '../../dockerfile/stages.ts';
import { replaceBase } from '../../edit/base-image.ts';
import { smallBases, type SmallBase } from '../../images/choose.ts';
import type { ImageFact } from '../../images/facts.ts';
import { formatBytes, formatSize } from '../../images/format.ts';
import { splitTag } from '../../images/tag.ts';
import { siblingName } from '../../images/sibling-name.ts';
import { goCommand } from '../../tools/go.ts';
import { runCommands } from '../../tools/installs.ts';
import { usesScriptFile } from '../../tools/shell-start.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { crossesStages, needsOf, stagesOn } from './base-needs.part.ts';
import { nodeNativeCode, pythonNativeCode, type NativeCode } from './native-code.part.ts';

interface Heavy {
  /** The stage with the FROM. */
  readonly root: Stage;
  readonly reference: string;
  readonly fact: ImageFact;
  /** Those that fit, the recommended first. */
  readonly bases: readonly SmallBase[];
  readonly native: NativeCode;
}

export default defineRule<Heavy>({
  id: 'size/heavy-base',
  severity: 'warning',
  summary: 'The final image builds on a full image where a smaller one fits',
  fix: 'suggested',
  why: `Full images carry compilers, headers and version control for whatever somebody might build: most of a gigabyte that is pulled, stored
and scanned for holes with every deployment. The slim and Alpine images of the same version run the same program.

It does not matter in stages that are thrown away. The rule is silent where the instructions use what only the full image has, where packages
are compiled during the install, and where it can't tell.`,
  fixSafety: `Suggested: the smaller image lacks tools that a script or the program may call without the Dockerfile saying so, and Alpine has another C library
(musl). Alpine is only offered for Node projects whose lockfile shows no native code that would need glibc. The version of the runtime stays the same.`,
  equivalents: [],
  examples: [
    {
      files: {
        'package.json': '{"name":"shop","dependencies":{"express":"5.1.0"}}',
        'package-lock.json':
          '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"5.1.0"}},"node_modules/express":{"version":"5.1.0"}}}',
        'server.js': 'console.log("shop");\n',
      },
      bad: 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      title: 'Python stays on glibc',
      files: { 'requirements.txt': 'flask==3.0.3\n', 'app.py': '' },
      bad: 'FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY app.py ./\nUSER 1000\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY app.py ./\nUSER 1000\nCMD ["python", "app.py"]\n',
    },
  ],
  *check(context) {
    const heavy = findHeavy(context);
    const word = heavy?.root.imageWord;
    if (heavy && word) yield { span: word.span, message: message(heavy), data: heavy };
  },
  fixes({ data }, context) {
    if (!data || data.reference.includes('@')) return [];
    const fixes = data.bases.flatMap((base, i) => baseFix(data, base, i === 0, context) ?? []);
    return fixes.slice(0, 3);
  },
});

function findHeavy(context: RuleContext): Heavy | undefined {
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
  const native = nativeCode(fact, stages, context);
  if (native.compiled !== undefined) return undefined;
  const needs = needsOf(stages, model, fact, native.libc);
  if (needs.fullOnly !== undefined) return undefined;
  const bases = smallBases(fact, facts.images, needs)
    .filter(({ fact: small }) => isOfSameKind(small, fact) && isOfSameRelease(small, fact))
    .filter(({ fact: small }) => !(needs.gnuWget && small.tools.includes('busybox')))
    .filter(({ fact: small }) => usersExist(stages, small));
  const ordered = preferred(bases, fact, context);
  const [first] = ordered;
  return first && isWorthIt(fact, first) ? { root, reference: base.reference, fact, bases: ordered, native } : undefined;
} // prettier-ignore

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
  const commands = [...runCommands(model)].filter(({ stage }) => stages.includes(stage)).map(({ command }) => command);
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
} // prettier-ignore

function nativeCode(fact: ImageFact, stages: readonly Stage[], context: RuleContext): NativeCode {
  const crosses = crossesStages(stages, context.model);
  if (fact.runtime?.name === 'node') return nodeNativeCode(stages, crosses, context);
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
  if (fact.runtime?.name === 'java') return !small.repository.startsWith('gcr.io/') && small.tools.includes('java') && !small.tools.includes('javac');
  return small.repository === fact.repository;
} // prettier-ignore

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

function message({ reference, fact, bases, native }: Heavy): string {
  const shown = bases.slice(0, 2);
  const disk = [fact, ...shown.map((base) => base.fact)].every(({ onDisk }) => onDisk);
  const pull = [fact, ...shown.map((base) => base.fact)].every(({ compressed }) => compressed);
  const size = (image: ImageFact): string => formatSize(disk ? image.onDisk : image.compressed) ?? '';
  const names = shown.map((base) => ({ name: siblingName(reference, base.fact), fact: base.fact }));
  const note = native.note ? ` ${native.note}` : '';
  if (!disk && !pull)
    return `${reference} carries compilers and headers that this image does not use; ${names.map(({ name }) => name).join(' or ')} is enough.${note}`;
  const smaller = names.map(({ name, fact: small }) => `${name} ${size(small)}`).join(' and ');
  return `${reference} is ${size(fact)} ${disk ? 'on disk' : 'to pull'}; ${smaller.replace(' ', ' is ')}.${note}`;
}

function baseFix(heavy: Heavy, base: SmallBase, isFirst: boolean, { model, facts }: RuleContext): Fix | undefined {
  const name = siblingName(heavy.reference, base.fact);
  const edits = replaceBase(model, heavy.root, name);
  if (!edits) return undefined;
  const { savedBytes } = base;
  const chosen = heavy.fact.runtime?.name === 'node' && facts.preferences.nodeBase !== 'auto';
  return {
    title: `Switch to ${name}${savedBytes === undefined ? '' : ` (${formatBytes(-savedBytes)} on disk)`}`,
    applicability: 'suggested',
    edits,
    // What a script file calls may be in the full image only.
    ...(isFirst && (heavy.native.proved || chosen) && !usesScriptFile(finalStage(model)!, model) && { preferred: true }),
    ...(savedBytes !== undefined && { savesBytes: savedBytes }),
  };
} // prettier-ignore
