/** Maven: every build resolves the plugins and dependencies of the pom. */
import type { MavenProject, ProjectFacts } from '../../project/facts.ts';
import type { BuildToolCommand } from '../build-tool.ts';
import type { InstallInputs } from '../install-inputs.ts';
import { folderOf, locateOrAssume } from '../locate.ts';
import { mavenCommand } from '../maven.ts';
import type { CommandSite } from '../sites.ts';
import { resolvePath } from '../working-directory.ts';
import { hasCacheMount, rawText, standsAlone } from './build-install.ts';
import type { EarlyInstall, InstallReader } from './install.ts';
import { programAhead, wrapperFiles } from './wrapper.ts';

/** Goals that need nothing but themselves. */
const lonelyGoals =
  /^(?:clean|site|pre-clean|post-clean|wrapper:|help:|versions:|archetype:|org\.apache\.maven\.plugins:maven-(?:wrapper|archetype|help)-plugin)/;
/** Goals that only bring dependencies: these move as they are. */
const resolvingGoals =
  /^(?:(?:org\.apache\.maven\.plugins:maven-)?dependency(?:-plugin)?(?::[\d.]+)?:(?:go-offline|resolve|resolve-plugins)|de\.qaware\.maven:go-offline-maven-plugin(?::[\d.]+)?:resolve-dependencies)$/;

export const mavenInstall: InstallReader = (site, scope) => {
  const { model, facts } = scope;
  const maven = mavenCommand(site.command);
  if (!maven || maven.has('-v', '--version', '-h', '--help', '-o', '--offline')) return undefined;
  const goals = maven.operands.filter(({ value }) => !lonelyGoals.test(value));
  if (goals.length === 0) return undefined;
  const file = maven.value('-f', '--file');
  const pom = pomOf(site, file);
  const place = { model, context: facts.context, stage: site.stage, before: site.instruction };
  const manifest = scope.manifest ?? (pom === undefined ? undefined : locateOrAssume(pom, place));
  const project = manifest && facts.project.find('maven', folderOf(manifest.path));
  const resolves = maven.operands.every(({ value }) => resolvingGoals.test(value));
  return {
    ...site,
    name: `${maven.isWrapper ? './mvnw' : 'mvn'} ${goals.at(-1)!.value}`,
    manifestName: 'pom.xml',
    needs: pom === undefined ? [] : [pom],
    manifest,
    project,
    lockName: undefined,
    lock: undefined,
    locking: { kind: 'frozen' },
    packages: undefined,
    work: 'downloads',
    group: 'maven',
    stays: hasCacheMount(site.instruction, /\/\.m2(?:\/repository)?$/) || manifest?.path.endsWith('pom.xml') !== true || !hasWork(project),
    inputs: () => project && inputsOf(project, maven, facts.project),
    early: () => (project ? earlyInstall(site, maven, project, resolves) : undefined),
    development: () => undefined,
  };
}; // prettier-ignore

/** The pom of the working directory, or the one that -f names; undefined when that is not known. */
function pomOf({ directory }: CommandSite, file: string | undefined): string | undefined {
  if (directory === undefined || (file !== undefined && /[$`]/.test(file))) return undefined;
  if (file === undefined) return resolvePath(directory, 'pom.xml');
  return resolvePath(directory, file.endsWith('.xml') ? file : `${file}/pom.xml`);
}

/** A pom that was read and asks for nothing has nothing to download worth a layer. */
function hasWork(project: MavenProject | undefined): boolean {
  return (
    !project || project.dependencies.length > 0 || project.modules.length > 0 || project.parent !== undefined
  );
}

const modulesInstead =
  "Its modules need each other, so their dependencies can't be fetched alone: keep ~/.m2 in a cache mount of the RUN.";

function inputsOf(project: MavenProject, maven: BuildToolCommand, facts: ProjectFacts): InstallInputs {
  const settings = maven.value('-s', '--settings');
  const isLocal = settings !== undefined && !/^[/$~]/.test(settings);
  const isFolder = maven.has('-pl', '--projects', '-rf', '--resume-from');
  return {
    paths: [
      ...new Set([
        project.manifest,
        ...parentsOf(project, facts),
        ...(isLocal ? [resolvePath(`/${project.directory}`, settings).slice(1)] : []),
        ...(maven.isWrapper ? wrapperFiles(project.wrapper) : []),
        ...project.installFiles,
      ]),
    ],
    needsSources: project.needsFiles,
    instead: project.modules.length > 0 || isFolder ? modulesInstead : undefined,
  };
}

/** Poms of the context that it inherits from. */
function parentsOf(project: MavenProject, facts: ProjectFacts): readonly string[] {
  const found: string[] = [];
  let { parent } = project;
  while (parent?.manifest !== undefined && !found.includes(parent.manifest)) {
    found.push(parent.manifest);
    parent = facts.find('maven', folderOf(parent.manifest))?.parent;
  }
  return found;
}

/** Options that decide what is resolved, and how it is shown. */
const kept =
  /^(?:-B|--batch-mode|-q|--quiet|-ntp|--no-transfer-progress|-e|--errors|-X|--debug|-U|--update-snapshots|-C|-c|-s|--settings|-gs|--global-settings|-f|--file|-P|--activate-profiles|-t|--toolchains|--color|-D|--define)$/;
const skipsTests = /^(?:skipTests|skipITs|maven\.test\.skip|maven\.javadoc\.skip|checkstyle\.skip|spotless\..*|jacoco\.skip)(?:=|$)/; // prettier-ignore

function earlyInstall(
  site: CommandSite,
  maven: BuildToolCommand,
  project: MavenProject,
  resolves: boolean,
): EarlyInstall | undefined {
  if (resolves) return { kind: 'move', edits: [], option: undefined, afterwards: undefined };
  if (!standsAlone(site) || project.modules.length > 0) return undefined;
  const options = maven.options
    .filter(
      ({ name, value }) =>
        kept.test(name) && !(/^(?:-D|--define)$/.test(name) && skipsTests.test(value ?? '')),
    )
    .flatMap(({ words }) => words);
  const program = programAhead(site, maven, project.wrapper);
  const command = [program, ...(options.length > 0 ? [rawText(options)] : []), 'dependency:go-offline'].join(
    ' ',
  );
  return { kind: 'download', command, risky: true };
}
