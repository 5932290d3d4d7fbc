/** Gradle: every build resolves the plugins and dependencies of its scripts. */
import type { GradleProject } from '../../project/facts.ts';
import type { BuildToolCommand } from '../build-tool.ts';
import { gradleCommand } from '../gradle.ts';
import type { InstallInputs } from '../install-inputs.ts';
import { folderOf, locate, locateOrAssume, type Origin } from '../locate.ts';
import { directoryIn, type CommandSite } from '../sites.ts';
import { resolvePath, withFoldersAbove } from '../working-directory.ts';
import { hasCacheMount, rawText, standsAlone } from './build-install.ts';
import type { EarlyInstall, InstallReader, InstallScope } from './install.ts';
import { programAhead, wrapperFiles } from './wrapper.ts';

/** Tasks that need no dependency. */
const lonelyTasks = /^(?:.*:)?(?:clean|wrapper|init|help|tasks|projects|properties|\w*[cC]lean)$/;
const resolvingTasks = /^(?:.*:)?(?:dependencies|buildEnvironment|downloadDependencies|resolveDependencies|downloadRepos)$/; // prettier-ignore

const scriptNames = ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'];

export const gradleInstall: InstallReader = (site, scope) => {
  const { facts } = scope;
  const gradle = gradleCommand(site.command);
  if (!gradle || gradle.has('-v', '--version', '-h', '--help', '--offline', '--stop', '--status')) return undefined;
  if (gradle.has('-b', '--build-file', '-c', '--settings-file')) return undefined;
  const tasks = gradle.operands.filter(({ value }) => !lonelyTasks.test(value));
  if (tasks.length === 0) return undefined;
  const directory = directoryIn(site.directory, gradle.value('-p', '--project-dir'));
  const manifest = directory === undefined ? undefined : (scope.manifest ?? scriptAt(directory, site, scope));
  const project = manifest && facts.project.find('gradle', folderOf(manifest.path));
  return {
    ...site,
    directory,
    name: `${gradle.isWrapper ? './gradlew' : 'gradle'} ${tasks.at(-1)!.value}`,
    manifestName: 'build.gradle',
    needs: directory === undefined ? [] : withFoldersAbove(directory).flatMap((folder) => scriptNames.map((name) => resolvePath(folder, name))),
    manifest,
    project,
    lockName: undefined,
    lock: undefined,
    locking: { kind: 'frozen' },
    packages: undefined,
    work: 'downloads',
    group: 'gradle',
    stays: hasCacheMount(site.instruction, /\/\.gradle(?:\/caches)?$/) || !project,
    inputs: () => project && inputsOf(project, gradle),
    early: () => (project ? earlyInstall(site, gradle, project, tasks.every(({ value }) => resolvingTasks.test(value))) : undefined),
    development: () => undefined,
  };
}; // prettier-ignore

/** The script that makes the folder a build. */
function scriptAt(directory: string, site: CommandSite, { model, facts }: InstallScope): Origin | undefined {
  const place = { model, context: facts.context, stage: site.stage, before: site.instruction };
  const paths = scriptNames.map((name) => resolvePath(directory, name));
  for (const path of paths) {
    const found = locate(path, place);
    if (found) return found;
  }
  return locateOrAssume(paths[0]!, place);
}

const instead =
  'Scripts of several projects and builds need each other: keep ~/.gradle in a cache mount of the RUN.';

/** Plugins that look at nothing but the scripts while a build is configured. */
const plainPlugins =
  /^(?:java|java-library|application|groovy|scala|war|ear|jacoco|checkstyle|pmd|maven-publish|idea|eclipse|org\.springframework\.boot|io\.spring\.dependency-management|org\.jetbrains\.kotlin\.[\w.]+|com\.(?:github\.johnrengelman|gradleup)\.shadow|io\.quarkus|io\.micronaut\.[\w.]+|io\.ktor\.plugin|com\.google\.protobuf|org\.graalvm\.buildtools\.native|io\.freefair\.lombok|com\.diffplug\.spotless)$/;

function inputsOf(project: GradleProject, gradle: BuildToolCommand): InstallInputs {
  const { settings, modules, wrapper, includedBuilds, buildSource, installFiles } = project;
  const [root] = modules;
  const isPlain =
    modules.length === 1 && root!.name === ':' && includedBuilds.length === 0 && buildSource === undefined;
  const other = root?.plugins.find(({ id }) => !plainPlugins.test(id));
  return {
    paths: [
      ...new Set([
        ...(root?.script === undefined ? [] : [root.script]),
        ...(settings === undefined ? [] : [settings]),
        ...installFiles,
        ...(gradle.isWrapper ? wrapperFiles(wrapper) : []),
      ]),
    ],
    needsSources: undefined,
    doubt: project.needsFiles ?? (other && `the plugin ${other.id} may look at other files`),
    instead: isPlain ? undefined : instead,
  };
}

const kept =
  /^(?:--no-daemon|--daemon|--console|-i|--info|-q|--quiet|-s|--stacktrace|-S|-P|--project-prop|-D|--system-prop|-I|--init-script|-g|--gradle-user-home|-p|--project-dir|--no-watch-fs|--warning-mode)$/;

function earlyInstall(
  site: CommandSite,
  gradle: BuildToolCommand,
  project: GradleProject,
  resolves: boolean,
): EarlyInstall | undefined {
  if (resolves) return { kind: 'move', edits: [], option: undefined, afterwards: undefined };
  if (!standsAlone(site)) return undefined;
  const options = gradle.options.filter(({ name }) => kept.test(name)).flatMap(({ words }) => words);
  const program = programAhead(site, gradle, project.wrapper);
  return {
    kind: 'download',
    risky: true,
    command: [program, 'dependencies', ...(options.length > 0 ? [rawText(options)] : [])].join(' '),
  };
}
