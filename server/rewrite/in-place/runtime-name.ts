/** The image with the runtime alone, for one that has a development kit. */
import { familiarName, parseReference } from '../../images/reference.ts';
import { splitTag } from '../../images/tag.ts';
import type { ImageFacts } from '../../images/facts.ts';

export interface RuntimeName {
  readonly name: string;
  /** Of another vendor or distribution: only fits where nothing of the old one is used. */
  readonly moves: boolean;
  /** Why it moves: a complete sentence; undefined where it does not. */
  readonly why: string | undefined;
}

/** JDK → JRE of the same major version; undefined for any other image, and where none is known. */
export function javaRuntime(reference: string, images: ImageFacts): RuntimeName | undefined {
  const parsed = parseReference(reference);
  const tag = parsed?.tag;
  if (!parsed || tag === undefined || parsed.digest !== undefined) return undefined;
  const repository = familiarName(parsed);
  const { version, distro, words } = splitTag(tag);
  const alpine = distro?.family === 'alpine' || words.some((word) => word.startsWith('alpine'));
  if (repository === 'eclipse-temurin') {
    if (version === undefined || words.includes('jre') || !isKnown(majorOf(version), alpine, images)) return undefined;
    // Every tag of the JDK has its like (hub.docker.com/_/eclipse-temurin); without either word it is the JDK.
    const runtime = words.includes('jdk') ? tag.replace(/-jdk(?=-|$)/, '-jre') : tag.replace(version, `${version}-jre`);
    return { name: reference.slice(0, reference.length - tag.length) + runtime, moves: false, why: undefined };
  }
  const major = majorIn(repository, tag, version);
  if (major === undefined || !isKnown(major, alpine, images) || repository !== reference.slice(0, reference.length - tag.length - 1)) return undefined;
  const why =
    repository === 'maven' || repository === 'gradle'
      ? `Without its build tool ${repository}'s image is that of Temurin.`
      : `The images of ${repository} get no more updates; Temurin is the same OpenJDK, and the first of the replacements that hub.docker.com/_/openjdk names.`;
  return { name: `eclipse-temurin:${major}-jre${alpine ? '-alpine' : ''}`, moves: true, why };
} // prettier-ignore

/** Of the deprecated images, and of build tools on Temurin's or OpenJDK's kit. */
function majorIn(repository: string, tag: string, version: string | undefined): string | undefined {
  switch (repository) {
    case 'openjdk':
    case 'java':
      // A patch version that somebody has chosen would become another one.
      return version === undefined || /jre|(?:^|-)ea(?:-|$)/.test(tag) || !/^\d+$/.test(version)
        ? undefined
        : version;
    case 'maven':
      return /-(?:eclipse-temurin|openjdk|jdk)-(\d+)(?:-|$)/.exec(tag)?.[1];
    case 'gradle':
      return /(?:^|-)jdk-?(\d+)(?:-|$)/.exec(tag)?.[1];
    default:
      return undefined;
  }
}

/** `1.8` and `8u312` are Java 8. */
function majorOf(version: string): string {
  return /^(?:1\.)?(\d+)/.exec(version)?.[1] ?? version;
}

function isKnown(major: string, alpine: boolean, images: ImageFacts): boolean {
  const fact = images.lookup(`eclipse-temurin:${major}-jre${alpine ? '-alpine' : ''}`);
  return fact !== undefined && fact.approximates === undefined && !fact.unmaintained;
}

/** .NET SDK → ASP.NET, which holds the .NET runtime too, by the same tag. */
export function dotnetRuntime(reference: string): RuntimeName | undefined {
  const match = /^mcr\.microsoft\.com\/dotnet\/sdk:(\d+\.\d+(?:-[\w.-]+)?)$/.exec(reference);
  // Patch versions of SDK and runtime count differently.
  return match?.[1] === undefined
    ? undefined
    : { name: `mcr.microsoft.com/dotnet/aspnet:${match[1]}`, moves: false, why: undefined };
}
