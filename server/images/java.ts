/** Images with a development kit for Java, and those of build tools that are such an image with the tool on top. */
import type { ImageFact } from './facts.ts';
import { familiarName, parseReference } from './reference.ts';

/** The Java of an image by its name. */
export interface JavaImage {
  readonly vendor: 'temurin' | 'corretto' | 'openjdk' | 'semeru' | 'sapmachine';
  /** `21`, or as exact as the tag of a Java image says: `17.0.9_9`. */
  readonly version: string;
  /** What the tag says behind it, with its dash: `-alpine`, `-jammy`; '' for nothing. */
  readonly variant: string;
}

/** Undefined when the name of the image does not say which Java it has. */
export function javaImage(reference: string): JavaImage | undefined {
  const parsed = parseReference(reference);
  if (!parsed) return undefined;
  const tag = parsed.tag ?? 'latest';
  switch (familiarName(parsed)) {
    case 'maven':
      return ofMaven(tag);
    case 'gradle':
      return ofGradle(tag);
    case 'eclipse-temurin':
      return ofKit('temurin', tag);
    case 'amazoncorretto':
    case 'public.ecr.aws/amazoncorretto/amazoncorretto':
      return ofKit('corretto', tag);
    case 'openjdk':
      return ofKit('openjdk', tag);
    case 'ibm-semeru-runtimes':
      return /^open-\d/.test(tag) ? ofKit('semeru', tag.slice('open-'.length)) : undefined;
    case 'sapmachine':
      return ofKit('sapmachine', tag);
    default:
      return undefined;
  }
}

/** By their names in tags of Maven's image. */
const vendors: Readonly<Record<string, JavaImage['vendor']>> = {
  'eclipse-temurin': 'temurin',
  adoptopenjdk: 'temurin',
  amazoncorretto: 'corretto',
  'ibm-semeru': 'semeru',
  sapmachine: 'sapmachine',
};

/** `3.9.9-eclipse-temurin-21-alpine`, `3.8-openjdk-17-slim`, `3.6-jdk-11`; its own default Java changes with every release. */
function ofMaven(tag: string): JavaImage | undefined {
  const match =
    /^(?:[\w.-]+?-)??(eclipse-temurin|amazoncorretto|openjdk|jdk|adoptopenjdk|ibm-semeru|sapmachine)-(\d+)((?:-[a-z][\w.]*)*)$/.exec(
      tag,
    );
  if (!match || /openj9/.test(tag)) return undefined;
  const [, kit, version = '', variant = ''] = match;
  const vendor = vendors[kit!] ?? 'openjdk';
  return { vendor, version, variant };
}

/** `8.10-jdk21-alpine`, `jdk17`; the images have Eclipse Temurin unless they name another. */
function ofGradle(tag: string): JavaImage | undefined {
  const match = /^(?:[\d.]+-)?jdk-?(\d+)((?:-[a-z][\w.]*)*)$/.exec(tag);
  if (!match) return undefined;
  const [, version = '', variant = ''] = match;
  const corretto = /^-corretto(.*)$/.exec(variant);
  if (corretto) return { vendor: 'corretto', version, variant: corretto[1]! };
  return /-(?:graal|ubi|openj9|lts)/.test(variant) ? undefined : { vendor: 'temurin', version, variant };
}

/** `21-jdk-jammy`, `17.0.9_9-jdk-alpine`, `8u392-b08-jdk`, `17-jdk-slim`, `17`. */
function ofKit(vendor: JavaImage['vendor'], tag: string): JavaImage | undefined {
  const match = /^(\d+(?:u\d+(?:-b\d+)?|[\d._]*))(?:-(?:jdk|jre))?((?:-[a-z][\w.-]*)?)$/.exec(tag);
  return match && !/openj9|windows|nanoserver/.test(tag)
    ? { vendor, version: match[1]!, variant: match[2]! }
    : undefined;
}

/**
 * What is known of an image of Maven, Gradle or OpenJDK that the table does not have: what holds for its JDK. No sizes, and
 * no tool is known to be missing.
 */
export function kitFact(
  repository: string,
  tag: string,
  lookup: (reference: string) => ImageFact | undefined,
): ImageFact | undefined {
  const java = javaImage(`${repository}:${tag}`);
  if (!java) return undefined;
  const { vendor, version, variant } = java;
  if (repository === 'openjdk') return openjdkFact(tag, version, variant, lookup);
  if (repository !== 'maven' && repository !== 'gradle') return undefined;
  const kit = lookup(
    {
      temurin: `eclipse-temurin:${version}-jdk${variant}`,
      corretto: `amazoncorretto:${version}${variant}`,
      openjdk: `openjdk:${version}${variant}`,
      semeru: `ibm-semeru-runtimes:open-${version}-jdk${variant}`,
      sapmachine: `sapmachine:${version}${variant}`,
    }[vendor],
  );
  const nonRootUser = repository === 'gradle' ? { name: 'gradle', uid: 1000 } : kit?.nonRootUser;
  return (
    kit && {
      ...unmeasured(kit, repository, tag),
      tools: [...kit.tools, repository === 'maven' ? 'mvn' : 'gradle'],
      nonRootUser,
    }
  );
}

/** The table has one entry for each major version, of which nothing about the distribution is known. */
function openjdkFact(
  tag: string,
  version: string,
  variant: string,
  lookup: (reference: string) => ImageFact | undefined,
): ImageFact | undefined {
  const major = /^\d+/.exec(version)![0];
  // Majors that the table does not have are asked for here, too.
  const kin = major === tag ? undefined : lookup(`openjdk:${major}`);
  if (!kin || kin.approximates !== undefined) return undefined;
  const fact = unmeasured(kin, 'openjdk', tag);
  const family = variant.includes('alpine')
    ? 'alpine'
    : /slim|stretch|buster|bullseye|bookworm/.test(variant)
      ? 'debian'
      : undefined;
  if (family === undefined) return fact;
  const distro = { family, version: undefined, codename: undefined };
  const shell = { shell: true, shellName: family === 'alpine' ? 'ash' : 'bash' };
  return {
    ...fact,
    ...shell,
    distro,
    libc: family === 'alpine' ? 'musl' : 'glibc',
    packageManager: family === 'alpine' ? 'apk' : 'apt',
  };
}

function unmeasured(fact: ImageFact, repository: string, tag: string): ImageFact {
  return {
    ...fact,
    name: `${repository}:${tag}`,
    repository,
    tag,
    aliases: [],
    approximates: fact.approximates ?? fact.name,
    compressed: undefined,
    onDisk: undefined,
    architectures: [],
    toolsKnown: false,
    smallerSiblings: fact.repository === repository ? fact.smallerSiblings : [],
    note: fact.repository === repository ? fact.note : undefined,
  };
}
