/** A Rust program in a final stage of a whole distribution → distroless's image for programs that need the C library. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { finalStage, lineage, stageNamed } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import type { RustProject, SourceFacts } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { runtimeBases } from '../artifact/runtime-bases.ts';
import { startCommand } from '../go/runtime-stage.ts';
import { cargoBuilds, readBuild, type CargoBuild } from '../rust/builds.ts';
import { mayWrite } from '../rust/assets.ts';
import { boundLibraries } from '../rust/libraries.ts';
import type { Declined, Proposal } from '../steps/proposal.ts';
import { ontoBareBase, placeOf, replaceable, type CopiedFile } from './bare-base.ts';
import { hasOtherPurpose } from './container.ts';
import { installedIn } from './installed.ts';

/** What distroless's base and cc images have of Debian's (github.com/GoogleContainerTools/distroless, base/README.md and cc/README.md). */
const inDistroless: ReadonlySet<string> = new Set([
  'ca-certificates', 'tzdata', 'netbase', 'base-files', 'openssl', 'libssl1.1', 'libssl3', 'libssl3t64', 'libssl-dev', 'libc6', 'libgcc-s1', 'libstdc++6', 'libgomp1',
]); // prettier-ignore

/** They start programs, or load libraries by name. */
const runners =
  /^(?:duct|cmd_lib|xshell|subprocess|run_script|execute|headless_chrome|libloading|dlopen2?|ort|pyo3|gstreamer)$/;

export function rustFinalBase(model: DockerfileModel, facts: Facts): Proposal | Declined | undefined {
  const last = finalStage(model);
  const fact = last && replaceable(last, model, facts);
  if (!last || !fact || isForOthers(last, model, facts) || hasOtherPurpose(model, facts)) return undefined;
  const found = copiedProgram(last, model, facts);
  const built = found && lookupRoot(found.build.site.stage, facts.images);
  if (!found || !built) return undefined;
  const { program, build, project } = found;
  const start = startCommand({ stage: last, binary: program.binary }, model);
  if (typeof start === 'string' || !program.binary.startsWith(`${start.folder.replace(/\/$/, '')}/`))
    return undefined;
  const members = membersOf(project, facts);
  const sources = members.flatMap(({ directory }) => facts.project.sources(directory) ?? []);
  if (sources.length < members.length || sources.some(({ complete }) => !complete)) return undefined;
  // The account of these images may write nowhere; who owns what on the image in use is settled there.
  if (mayWrite(sources, members)) return undefined;
  const called = startsOthers(members, sources);
  if (called !== undefined)
    return { obstacle: `The final image stays on ${last.imageWord!.raw}: ${called}.` };
  const headers =
    build.linking.libc === 'static'
      ? new Set<string>()
      : boundLibraries(members, built, installedIn(build.site.stage, model));
  // Of libraries these images have OpenSSL alone.
  if (typeof headers === 'string' || [...headers].some((name) => name !== 'libssl-dev')) return undefined;
  const base = runtimeBases(built, build.linking.libc, headers.size > 0, facts).find(
    ({ isDistroless }) => isDistroless,
  );
  if (!base) return undefined;
  const bare = {
    program,
    start,
    image: base.image,
    packages: inDistroless,
    readOnly: false,
    edits: [],
    because: `the program starts no others${headers.size > 0 ? ' and loads no library but OpenSSL beside the C library' : ''}`,
    notes: [],
  };
  return ontoBareBase(last, fact, bare, model, facts);
}

interface Found {
  readonly program: CopiedFile;
  readonly build: CargoBuild;
  readonly project: RustProject;
}

/** The one program of cargo that the final stage copies by its own name. */
function copiedProgram(last: Stage, model: DockerfileModel, facts: Facts): Found | undefined {
  const builds = cargoBuilds(model, facts).flatMap((cargo) => {
    const base = lookupRoot(cargo.site.stage, facts.images);
    if (!base || cargo.site.command.conditional) return [];
    const build = readBuild(cargo, base, model, facts);
    return typeof build === 'string' ? [] : [build];
  });
  const found = last.instructions.flatMap((instruction) => {
    const copy = readCopy(instruction);
    const from = copy?.from === undefined ? undefined : stageNamed(model, copy.from, last);
    const { target } = copy ?? {};
    if (!copy || !from || target === undefined) return [];
    return copy.sources.flatMap((source): Found[] => {
      const build = builds.findLast(
        ({ site, outputs }) =>
          lineage(from).includes(site.stage) &&
          outputs.some(({ path }) => source.complete && path === `/${source.path}`),
      );
      const output = build?.outputs.find(({ path }) => path === `/${source.path}`);
      return build && output
        ? [{ program: { from, ...placeOf(copy, source, target) }, build, project: output.project }]
        : [];
    });
  });
  return found.length === 1 ? found[0] : undefined;
}

/** The package, and those of its workspace that it may be made of. */
function membersOf(project: RustProject, { project: all }: Facts): readonly RustProject[] {
  const root = project.workspaceRoot ?? project.directory;
  const others = all.projects.filter(
    (one): one is RustProject =>
      one.kind === 'rust' && one !== project && (one.workspaceRoot ?? one.directory) === root,
  );
  return [project, ...others];
}

/** Completes a sentence; undefined when the sources show no start of another program. */
function startsOthers(members: readonly RustProject[], sources: readonly SourceFacts[]): string | undefined {
  const [started] = sources.flatMap(({ startedPrograms = [] }) => startedPrograms);
  if (started) return `${started.file} starts ${started.program ?? 'a program whose name is not certain'}`;
  const [called] = sources.flatMap(({ runsPrograms }) => runsPrograms);
  if (called !== undefined) return `the program runs other programs, by ${called}`;
  const runner = members
    .flatMap(({ dependencies }) => dependencies)
    .find(({ name, kind }) => kind === 'normal' && runners.test(name));
  return runner && `the program uses ${runner.name}, and what that starts or loads is not certain`;
}
