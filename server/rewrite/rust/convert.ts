/** A single-stage Rust image → build stage and the smallest base that runs the program. */
import type { ContextFacts } from '../../context/facts.ts';
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, VariableValue } from '../../dockerfile/model.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { SourceFacts } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { onFirstBase, type ProgramImage } from '../artifact/program-image.ts';
import { debianRelease, runtimeBases, type RuntimeBase } from '../artifact/runtime-bases.ts';
import type { Conversion } from '../multi-stage.ts';
import { librariesBehind } from '../system/libraries.ts';
import { mayWrite, rustAssets } from './assets.ts';
import { boundLibraries, isRustToolchain, usesSystemCertificates } from './libraries.ts';
import { readRustStage, type RustReading } from './reading.ts';
import { isRustVariable } from './variables.ts';

/** What the final stage has to have, whichever base it is on. */
interface Needs {
  readonly sources: readonly SourceFacts[];
  readonly assets: readonly string[];
  /** Development packages whose libraries the program loads. */
  readonly headers: ReadonlySet<string>;
  readonly called: ReadonlySet<string>;
}

export function convertRust(model: DockerfileModel, facts: Facts, contextAfter: ContextFacts): Conversion {
  const reading = readRustStage(model, facts);
  if (typeof reading === 'string') return { obstacle: reading };
  const needs = needsOf(reading, facts, contextAfter);
  if (typeof needs === 'string') return { obstacle: needs };
  const { base, build } = reading;
  const bases = runtimeBases(base, build.linking.libc, needs.headers.size > 0, facts);
  const written = onFirstBase(imageOf(reading, needs), bases, model, facts);
  if (typeof written === 'object')
    return { text: written.text, reason: reasonFor(reading, needs, written.base) };
  return { obstacle: written ?? noBase(base, needs) };
}

function noBase({ name, distro }: ImageFact, { headers }: Needs): string {
  return headers.size > 0 && distro?.family === 'debian'
    ? `The program loads libraries of the Debian release of ${name}, which is not known or no longer supported: start from a newer image first.`
    : `No image is known that has the C library of ${name} and no compiler.`;
}

function needsOf(reading: RustReading, facts: Facts, after: ContextFacts): Needs | string {
  const { projects, base, start, stage } = reading;
  const sources = projects.flatMap(({ directory }) => facts.project.sources(directory) ?? []);
  if (sources.length < projects.length || sources.some(({ complete }) => !complete))
    return 'There are too many sources to see which files the program opens.';
  const viaCargo = [...start.texts.keys()].some((instruction) =>
    instruction.words.some(({ value }) => /\bcargo\b/.test(value)),
  );
  const variable = viaCargo ? sources.flatMap(({ rust }) => rust?.cargoVariables ?? [])[0] : undefined;
  if (variable !== undefined) return `The program reads ${variable}, which only \`cargo run\` sets.`;
  const runner = projects
    .flatMap(({ dependencies }) => dependencies)
    .find(({ name, kind }) => kind === 'normal' && runners.has(name));
  if (runner)
    return `The program uses ${runner.name}, so which other programs or libraries it needs is not certain.`;
  const programs = sources.flatMap(({ startedPrograms = [] }) => startedPrograms);
  const unknown = programs.find(({ program }) => program === undefined);
  if (unknown) return `${unknown.file} starts a program whose name is not certain.`;
  const installed = new Set(
    [...stage.runs.values()].flatMap(({ script }) =>
      script.commands.flatMap((command) => systemCommand(command)?.packages.map(packageName) ?? []),
    ),
  );
  const headers =
    reading.build.linking.libc === 'static' ? new Set<string>() : boundLibraries(projects, base, installed);
  if (typeof headers === 'string') return headers;
  const assets = rustAssets(projects, sources, facts, after);
  if (typeof assets === 'string') return assets;
  return {
    sources,
    assets,
    headers,
    called: new Set([...start.called, ...programs.flatMap(({ program }) => program ?? [])]),
  };
}

/** They start programs, or load libraries by name. */
const runners: ReadonlySet<string> = new Set(['duct', 'cmd_lib', 'xshell', 'subprocess', 'run_script', 'execute', 'headless_chrome', 'libloading', 'dlopen', 'dlopen2', 'ort', 'pyo3', 'gstreamer']); // prettier-ignore

/** Distroless images for C have OpenSSL besides the C library, and all have certificates and time zones (their READMEs). */
const inDistroless = /^(?:libssl-dev|openssl|ca-certificates|tzdata|netbase)$/;

function imageOf(reading: RustReading, needs: Needs): ProgramImage {
  const { stage, start, build, base, projects } = reading;
  const isStatic = build.linking.libc === 'static';
  return {
    stage,
    start,
    assets: needs.assets,
    called: needs.called,
    mayWrite: mayWrite(needs.sources, projects),
    distrolessDoubt: (image) =>
      [...needs.headers].some((name) => !inDistroless.test(name))
        ? `${image} has not all libraries that the program loads.`
        : undefined,
    distro: ({ fact }) =>
      isStatic || fact.distro?.version !== undefined
        ? fact.distro
        : { family: 'debian', version: debianRelease(base), codename: undefined },
    toolchain: (name, { isDistroless }) =>
      isRustToolchain(name) ||
      (isDistroless && inDistroless.test(name)) ||
      (isStatic && name.endsWith('-dev')),
    libraries: (fact) => librariesFor(reading, needs, fact),
    keepsVariables: readsVariables(reading, needs),
    isBuildVariable: (name) =>
      isRustVariable(name) || (name === 'PATH' && isCargoPath(stage.stage.endState.env.get('PATH'))),
    isApart: (copy) => isApart(copy, reading),
  };
}

/** Packages that the final stage installs besides the user's own, or what is not certain: a complete sentence. */
function librariesFor(
  { projects, base, build: { linking } }: RustReading,
  { headers }: Needs,
  fact: ImageFact,
): readonly string[] | string {
  if (fact.packageManager === 'apk') return linking.libc === 'musl' ? ['libgcc'] : [];
  const release = fact.distro?.family === 'debian' ? fact.distro.version : undefined;
  const libraries: string[] = [];
  for (const name of headers) {
    const behind = fact.distro?.family === 'debian' ? librariesBehind(name, release) : undefined;
    if (!behind) return `Which package of ${fact.name} has the library behind ${name} is not certain.`;
    libraries.push(...behind);
  }
  const needsCertificates =
    usesSystemCertificates(projects) && (base.tools.length > 0 || base.repository === 'rust');
  return needsCertificates ? ['ca-certificates', ...libraries] : libraries;
}

/** A copy to another place than the sources is for the running program. */
function isApart({ target, inline, from }: Copy, { builds }: RustReading): boolean {
  if (target === undefined) return false;
  if (inline || from !== undefined)
    return !builds.some(({ workspaceRoot }) => isBelow(target, workspaceRoot));
  const isSetting =
    /(?:^|\/)\.(?:cargo|git-credentials|netrc|ssh|gitconfig)\b|^\/(?:usr\/local\/|root\/\.)cargo\b/.test(
      target,
    );
  return (
    !isSetting &&
    !builds.some(({ workspaceRoot }) => isBelow(target, workspaceRoot) || isBelow(workspaceRoot, target))
  );
}

function isBelow(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** Variables of the file that the sources ask for while they are compiled, or that sqlx connects with. */
function readsVariables({ stage, projects }: RustReading, { sources }: Needs): boolean {
  const names = new Set(sources.flatMap(({ rust }) => rust?.compileVariables ?? []));
  if (projects.some(({ dependencies }) => dependencies.some(({ name }) => name === 'sqlx')))
    names.add('DATABASE_URL');
  return stage.stage.instructions.some(
    ({ keyword, pairs }) => keyword === 'ENV' && pairs.some(({ key }) => names.has(key)),
  );
}

function isCargoPath(path: VariableValue | undefined): boolean {
  return path?.known !== true || /cargo|rustup/.test(path.value);
}

function reasonFor(
  { start, build }: RustReading,
  { assets }: Needs,
  { image, isDistroless }: RuntimeBase,
): string {
  const names = [...start.programs.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)).join(', ');
  const kept =
    assets.length > 0
      ? ` ${assets.join(', ')}: kept, the program may open ${assets.length === 1 ? 'it' : 'them'} at run time.`
      : '';
  const how =
    build.linking.libc === 'static'
      ? 'it is linked statically'
      : 'it loads the C library of the same distribution';
  const user = isDistroless
    ? ' It runs as the user nonroot, because nothing shows that it writes files.'
    : '';
  const debug =
    build.profile === 'debug'
      ? ' It is built without optimizations, as before: `cargo build --release` makes it faster.'
      : '';
  return `The final image holds ${names} without the Rust toolchain, the sources and target/, on ${image}: ${how}.${kept}${user}${debug}`;
}
