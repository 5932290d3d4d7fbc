/** Files of MSBuild as they are written: properties, items, imports. Nothing is evaluated but plain `$(Name)`. */
import { attributeOf, childrenOf, elementsIn, readXml, textAt, textOf } from '../xml.ts';
import type { XmlElement } from '../xml.ts';

export interface BuildFile {
  /** `Sdk` of the root, or of its first <Sdk> or <Import>. */
  readonly sdk: string | undefined;
  /** Properties without a condition, by lower-case name; the last one wins. */
  readonly properties: ReadonlyMap<string, string>;
  /** Lower-case names of those that have a condition, with their values. */
  readonly conditional: ReadonlyMap<string, string>;
  readonly packages: readonly WrittenItem[];
  /** Versions of Directory.Packages.props. */
  readonly versions: readonly WrittenItem[];
  /** `Include` of project references. */
  readonly references: readonly string[];
  readonly frameworkReferences: readonly string[];
  /** `Project` of imports. */
  readonly imports: readonly string[];
}

export interface WrittenItem {
  readonly name: string;
  readonly version: string | undefined;
}

export type BuildFileResult =
  { readonly ok: true; readonly file: BuildFile } | { readonly ok: false; readonly reason: string };

export function readBuildFile(text: string): BuildFileResult {
  const result = readXml(text);
  if (!result.ok) return result;
  const { root } = result;
  if (root.name !== 'Project') return { ok: false, reason: `its root element is ${root.name}, not Project` };
  const properties = new Map<string, string>();
  const conditional = new Map<string, string>();
  for (const group of everywhere(root, 'PropertyGroup'))
    for (const property of elementsIn(group)) {
      const key = property.name.toLowerCase();
      const isConditional = [group, property, ...chooseOf(group)].some(
        (one) => attributeOf(one, 'Condition') !== undefined,
      );
      (isConditional ? conditional : properties).set(key, textOf(property) ?? '');
    }
  const items = everywhere(root, 'ItemGroup').flatMap((group) => elementsIn(group));
  const named = (name: string): readonly XmlElement[] => items.filter((item) => item.name === name);
  const imports = everywhere(root, 'Import');
  return {
    ok: true,
    file: {
      sdk: sdkOf(root, imports),
      properties,
      conditional,
      packages: named('PackageReference').flatMap(itemOf),
      versions: named('PackageVersion').flatMap(itemOf),
      references: named('ProjectReference').flatMap(includesOf),
      frameworkReferences: named('FrameworkReference').flatMap(includesOf),
      imports: imports
        .filter((one) => attributeOf(one, 'Sdk') === undefined)
        .flatMap((one) => attributeOf(one, 'Project') ?? []),
    },
  };
}

/** Elements at the top, and those inside <Choose> and <ImportGroup>. */
function everywhere(root: XmlElement, name: string): readonly XmlElement[] {
  const choices = childrenOf(root, 'Choose').flatMap((choose) => elementsIn(choose));
  return [root, ...choices, ...childrenOf(root, 'ImportGroup')].flatMap((owner) => childrenOf(owner, name));
}

/** <When> around a group is a condition, too. */
function chooseOf(group: XmlElement): readonly XmlElement[] {
  const { parent } = group;
  return parent !== null && 'name' in parent && parent.name === 'When' ? [parent] : [];
}

function sdkOf(root: XmlElement, imports: readonly XmlElement[]): string | undefined {
  const [element] = childrenOf(root, 'Sdk');
  const written =
    attributeOf(root, 'Sdk') ??
    (element && attributeOf(element, 'Name')) ??
    imports.map((one) => attributeOf(one, 'Sdk')).find((sdk) => sdk !== undefined);
  // A version may stand behind a slash, further ones behind a semicolon.
  return written?.split(';')[0]!.split('/')[0]!.trim();
}

function itemOf(element: XmlElement): WrittenItem[] {
  const version =
    attributeOf(element, 'VersionOverride') ??
    attributeOf(element, 'Version') ??
    textAt(element, 'VersionOverride') ??
    textAt(element, 'Version');
  return includesOf(element).map((name) => ({ name, version }));
}

function includesOf(element: XmlElement): string[] {
  return (attributeOf(element, 'Include') ?? '')
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
