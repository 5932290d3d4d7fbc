/** What the final image is, and whether it has the programs and packages that the container calls. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { systemCommand, systemFamily } from '../../tools/system.ts';
import { artifactPlacing } from '../artifact/packages.ts';
import { calledPrograms, fitPrograms } from '../artifact/programs.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import { compilesAtRunTime, mayDraw } from '../in-place/java-tools.ts';
import { splitAll, type Placing, type SplitPackages } from '../system/packages.ts';
import { runtimeImage } from './base.ts';
import { textOf } from './needs.ts';
import { javaSources } from './reads.ts';
import type { JavaStart } from './start.ts';

export interface JavaFit {
  readonly image: string;
  readonly base: ImageFact;
  /** Complete sentences; '' when there are none. */
  readonly note: string;
  readonly packages: SplitPackages;
  /** Packages that the image needs besides. */
  readonly libraries: readonly string[];
  readonly packageManager: string | undefined;
}

/** The fit, or what is missing: a complete sentence. */
export function javaFit(
  reading: ArtifactReading,
  start: JavaStart,
  model: DockerfileModel,
  facts: Facts,
): JavaFit | string {
  const { stage } = reading;
  const kit = kitNeed(start, facts);
  const smallest = runtimeImage(rootBase(stage), facts, kit);
  // Without fonts and the libraries of desktops; no other image of Corretto has them but the kit.
  const isBare = typeof smallest !== 'string' && smallest.image.endsWith('-headless') && mayDraw(facts);
  const chosen = isBare
    ? runtimeImage(
        rootBase(stage),
        facts,
        'The JDK stays, because a library of the project may draw, which the runtime alone has no libraries for.',
      )
    : smallest;
  if (typeof chosen === 'string') return chosen;
  const { image, note } = chosen;
  const base = facts.images.lookup(image);
  if (!base) return `What ${image} holds is not known.`;
  const called = calledPrograms(stage, model, () => start.tool !== undefined);
  if (!called) return 'Which programs the container calls is not certain.';
  const own = new Set([...start.needs.map(({ written }) => written), ...start.scriptWords]);
  const all = [...called, ...start.programs, ...runPrograms(facts)];
  const programs = new Set(
    all.filter((name) => !isJava(name) && !own.has(name) && !(kit !== undefined && kitPrograms.test(name))),
  );
  const packages = splitAll(
    reading.runs,
    javaPlacing(
      artifactPlacing({ distro: base.distro, called: programs }),
      kit !== undefined,
      mayDraw(facts),
    ),
  );
  if (typeof packages === 'string') return packages;
  // What the file installs itself is where the file looks for it.
  const stays = new Set([...packages.values()].flat().flatMap(({ name, becomes }) => becomes ?? [name]));
  const fit = fitPrograms(programs, base, (name) => stays.has(name.replace(/^.*\//, '')));
  if (fit.missing.length > 0) return `The container calls ${fit.missing[0]!}, which ${image} does not have.`;
  const foreign = foreignPackages(reading, base.packageManager);
  if (foreign !== undefined)
    return `\`${foreign}\` installs packages, and ${image} has another package manager.`;
  return { image, base, note, packages, libraries: fit.packages, packageManager: base.packageManager };
}

/**
 * A distribution's JDK becomes the runtime of the same version: Debian's and Ubuntu's without the libraries of desktops
 * (packages.debian.org: openjdk-17-jre-headless), Alpine's (pkgs.alpinelinux.org: openjdk17-jre).
 */
function javaPlacing(others: Placing, isKitNeeded: boolean, draws: boolean): Placing {
  return (name) => {
    if (/^(?:maven|gradle|ant)$/.test(name)) return [];
    const debian = /^(openjdk-\d+|default)-jdk(?:-headless)?$/.exec(name);
    const alpine = /^(openjdk\d+)(?:-jdk)?$/.exec(name);
    if (isKitNeeded && (debian ?? alpine)) return undefined;
    if (debian) return [`${debian[1]!}-jre${draws ? '' : '-headless'}`];
    return alpine ? [`${alpine[1]!}-jre`] : others(name);
  };
}

/** Programs of the development kit (docs.oracle.com: JDK Tool Specifications). */
const kitPrograms =
  /(?:^|\/)(?:javac|jar|jcmd|jps|jmap|jstack|jstat|jinfo|jshell|jdb|javadoc|jlink|jdeps|jhsdb)$/;

/** Why the program needs the development kit: a complete sentence; undefined when nothing shows that it does. */
function kitNeed({ programs }: JavaStart, facts: Facts): string | undefined {
  const [use] = javaSources(facts).flatMap(({ kitUses }) => kitUses ?? []);
  if (use) return `The JDK stays, because ${use.file} uses ${use.what}.`;
  const called = programs.find((name) => kitPrograms.test(name));
  if (called !== undefined) return `The JDK stays, because the container calls ${called}.`;
  return compilesAtRunTime(facts)
    ? 'The JDK stays, because a library of the project compiles, or attaches itself to Java, when it runs.'
    : undefined;
}

/** Names of programs that the sources run. */
function runPrograms(facts: Facts): string[] {
  return javaSources(facts).flatMap(({ runsPrograms }) =>
    runsPrograms.map((one) => one.replace(/ \(.*$/, '')),
  );
}

function isJava(program: string): boolean {
  return /^(?:\/opt\/java\/openjdk\/bin\/|\/usr\/bin\/)?java$/.test(program);
}

/** A command of another family of package managers that the final stage would call. */
function foreignPackages(
  { runs, lastBuild }: ArtifactReading,
  manager: string | undefined,
): string | undefined {
  const family =
    manager === undefined ? undefined : systemFamily(manager as Parameters<typeof systemFamily>[0]);
  for (const { script, instruction } of runs.values())
    for (const command of script.commands) {
      const system = systemCommand(command);
      if (system?.action !== 'install' && !(system && instruction.index > lastBuild.index)) continue;
      if (systemFamily(system.tool) !== family) return textOf(command);
    }
  return undefined;
}
