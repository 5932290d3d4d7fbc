/** pom.xml as it is written. https://maven.apache.org/pom.html */
import { childrenOf, elementAt, elementsIn, readXml, textAt, textOf } from '../xml.ts';
import type { XmlElement } from '../xml.ts';

export interface Pom {
  readonly groupId: string | undefined;
  readonly artifactId: string | undefined;
  readonly version: string | undefined;
  readonly packaging: string | undefined;
  readonly parent: PomParent | undefined;
  readonly properties: ReadonlyMap<string, string>;
  /** Of the project and of its profiles. */
  readonly modules: readonly string[];
  readonly profiles: readonly string[];
  readonly dependencies: readonly PomDependency[];
  readonly managed: readonly PomDependency[];
  readonly plugins: readonly PomPlugin[];
  readonly finalName: string | undefined;
  readonly buildDirectory: string | undefined;
  /** Addresses of repositories, for plugins too. */
  readonly repositories: readonly string[];
}

export interface PomParent {
  readonly groupId: string | undefined;
  readonly artifactId: string | undefined;
  readonly version: string | undefined;
  /** Undefined: ../pom.xml. Empty: it comes from a repository. */
  readonly relativePath: string | undefined;
}

export interface PomDependency {
  readonly groupId: string | undefined;
  readonly artifactId: string;
  readonly version: string | undefined;
  readonly scope: string | undefined;
  readonly systemPath: string | undefined;
}

export interface PomPlugin {
  readonly artifactId: string;
  readonly version: string | undefined;
  readonly goals: readonly string[];
  /** Literal settings at the top of its configurations, by name. */
  readonly settings: ReadonlyMap<string, string>;
  /** Names of all of its settings, those with elements of their own too. */
  readonly configured: readonly string[];
}

export type PomResult =
  { readonly ok: true; readonly pom: Pom } | { readonly ok: false; readonly reason: string };

export function readPom(text: string): PomResult {
  const result = readXml(text);
  if (!result.ok) return result;
  const { root } = result;
  if (root.name !== 'project') return { ok: false, reason: `its root element is ${root.name}, not project` };
  const profiles = childrenOf(elementAt(root, 'profiles'), 'profile');
  return {
    ok: true,
    pom: {
      groupId: textAt(root, 'groupId'),
      artifactId: textAt(root, 'artifactId'),
      version: textAt(root, 'version'),
      packaging: textAt(root, 'packaging'),
      parent: parentOf(elementAt(root, 'parent')),
      properties: new Map(
        elementsIn(elementAt(root, 'properties')).map((one) => [one.name, textOf(one) ?? '']),
      ),
      modules: [root, ...profiles].flatMap((owner) => [
        ...textsIn(elementAt(owner, 'modules'), 'module'),
        // The name since model 4.1.
        ...textsIn(elementAt(owner, 'subprojects'), 'subproject'),
      ]),
      profiles: profiles.flatMap((profile) => textAt(profile, 'id') ?? []),
      dependencies: dependenciesIn(elementAt(root, 'dependencies')),
      managed: dependenciesIn(elementAt(root, 'dependencyManagement', 'dependencies')),
      plugins: childrenOf(elementAt(root, 'build', 'plugins'), 'plugin').flatMap(pluginOf),
      finalName: textAt(root, 'build', 'finalName'),
      buildDirectory: textAt(root, 'build', 'directory'),
      repositories: [root, ...profiles].flatMap((owner) => [
        ...addressesIn(elementAt(owner, 'repositories'), 'repository'),
        ...addressesIn(elementAt(owner, 'pluginRepositories'), 'pluginRepository'),
      ]),
    },
  };
}

function parentOf(element: XmlElement | undefined): PomParent | undefined {
  if (element === undefined) return undefined;
  const relative = elementAt(element, 'relativePath');
  return {
    groupId: textAt(element, 'groupId'),
    artifactId: textAt(element, 'artifactId'),
    version: textAt(element, 'version'),
    relativePath: relative === undefined ? undefined : (textOf(relative) ?? ''),
  };
}

function dependenciesIn(element: XmlElement | undefined): readonly PomDependency[] {
  return childrenOf(element, 'dependency').flatMap((one): PomDependency[] => {
    const artifactId = textAt(one, 'artifactId');
    if (artifactId === undefined) return [];
    return [
      {
        groupId: textAt(one, 'groupId'),
        artifactId,
        version: textAt(one, 'version'),
        scope: textAt(one, 'scope'),
        systemPath: textAt(one, 'systemPath'),
      },
    ];
  });
}

function pluginOf(element: XmlElement): PomPlugin[] {
  const artifactId = textAt(element, 'artifactId');
  if (artifactId === undefined) return [];
  const executions = childrenOf(elementAt(element, 'executions'), 'execution');
  const settings = [element, ...executions].flatMap((owner) => elementsIn(elementAt(owner, 'configuration')));
  const configured = [...new Set(settings.map(({ name }) => name))];
  return [
    {
      artifactId,
      version: textAt(element, 'version'),
      goals: executions.flatMap((execution) => textsIn(elementAt(execution, 'goals'), 'goal')),
      settings: new Map(
        settings.flatMap((one) => {
          const text = textOf(one);
          return text === undefined ? [] : [[one.name, text] as const];
        }),
      ),
      configured,
    },
  ];
}

function textsIn(element: XmlElement | undefined, name: string): readonly string[] {
  return childrenOf(element, name).flatMap((child) => textOf(child) ?? []);
}

function addressesIn(element: XmlElement | undefined, name: string): readonly string[] {
  return childrenOf(element, name).flatMap((child) => textAt(child, 'url') ?? []);
}
