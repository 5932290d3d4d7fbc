/** Folders that build tools fill: target/ of cargo and Maven, build/ of Gradle and CMake, bin/ and obj/ of .NET. */

const makers: readonly { readonly folder: RegExp; readonly beside: RegExp }[] = [
  { folder: /^target$/, beside: /^(?:Cargo\.toml|pom\.xml|build\.sbt|project\.clj)$/ },
  { folder: /^build$/, beside: /^(?:(?:build|settings)\.gradle(?:\.kts)?|CMakeLists\.txt)$/ },
  { folder: /^(?:bin|obj)$/, beside: /\.(?:cs|fs|vb)proj$/ },
];

/** Is a folder of this name, beside files of these names, one that a build fills? */
export function isMadeFolder(name: string, siblings: readonly string[]): boolean {
  return makers.some(
    ({ folder, beside }) => folder.test(name) && siblings.some((sibling) => beside.test(sibling)),
  );
}
