/** The image with the runtime alone, for one that has a development kit. */
import { familiarName, parseReference } from '../../images/reference.ts';
import type { Facts } from '../../rules/rule.ts';
import { runtimeImage } from '../java/base.ts';

export interface RuntimeName {
  readonly name: string;
  /** Of another vendor or distribution: only fits where nothing of the old one is used. */
  readonly moves: boolean;
  /** What changes besides, a complete sentence; '' for nothing. */
  readonly note: string;
}

/** JDK → JRE of the same major version; undefined for any other image, and where none is known. */
export function javaRuntime(reference: string, facts: Facts): RuntimeName | undefined {
  const parsed = parseReference(reference);
  // What a digest or an early access tag names is what somebody has chosen.
  if (
    !parsed ||
    parsed.digest !== undefined ||
    /(?:^|-)(?:ea|jre|headless|headful)(?:-|$)/.test(parsed.tag ?? '')
  )
    return undefined;
  const found = runtimeImage({ kind: 'image', reference, complete: true }, facts, undefined);
  if (typeof found === 'string' || found.image === reference) return undefined;
  const repository = familiarName(parsed);
  // Temurin has every tag for both; of other vendors, and of majors that nobody has recorded, it is not certain.
  const major = /^\d+/.exec(parsed.tag ?? '')?.[0];
  const recorded =
    repository === 'eclipse-temurin' && major !== undefined ? `eclipse-temurin:${major}-jre` : found.image;
  if (facts.images.lookup(recorded)?.approximates !== undefined) return undefined;
  // The release of a vendor that somebody has chosen would become another one.
  if (repository === 'openjdk' && !/^\d+(?:-|$)/.test(parsed.tag ?? '')) return undefined;
  // Corretto's images of Java 8 are on another release of Amazon Linux than its runtime.
  const isSame =
    ['eclipse-temurin', 'ibm-semeru-runtimes', 'sapmachine'].includes(repository) ||
    (repository === 'amazoncorretto' && /^\d\d+$/.test(parsed.tag ?? ''));
  const tool =
    repository === 'maven' || repository === 'gradle'
      ? `Without ${repository === 'maven' ? 'Maven' : 'Gradle'}, the image is the one of the Java that it is built on.`
      : '';
  return {
    name: found.image,
    moves: !isSame,
    note: [found.note, tool].filter((part) => part !== '').join(' '),
  };
}

/** .NET SDK → ASP.NET, which holds the .NET runtime too, by the same tag. */
export function dotnetRuntime(reference: string, { images }: Pick<Facts, 'images'>): RuntimeName | undefined {
  const match = /^mcr\.microsoft\.com\/dotnet\/sdk:(\d+\.\d+(?:-[\w.-]+)?)$/.exec(reference);
  // Patch versions of SDK and runtime count differently.
  if (match?.[1] === undefined) return undefined;
  const name = `mcr.microsoft.com/dotnet/aspnet:${match[1]}`;
  if (!match[1].includes('-alpine')) return { name, moves: false, note: '' };
  // The SDK's image for Alpine has data about languages and time zones, the runtime's has them in a variant.
  const extra = images.lookup(`${name}-extra`);
  return extra?.approximates === undefined && extra
    ? {
        name: `${name}-extra`,
        moves: false,
        note: "It is the variant with data about languages and time zones (ICU), which the SDK's image has as well.",
      }
    : undefined;
}
