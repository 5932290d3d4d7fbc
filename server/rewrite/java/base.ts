/** The image that runs what a JDK image builds: the Java runtime of the same vendor, major version and C library. */
import type { StageBase } from '../../dockerfile/model.ts';
import { javaImage, type JavaImage } from '../../images/java.ts';
import { parseReference } from '../../images/reference.ts';
import type { Facts } from '../../rules/rule.ts';

export interface RuntimeImage {
  readonly image: string;
  /** What the reader should know of it, a complete sentence; '' when there is nothing. */
  readonly note: string;
}

type Part = 'jre' | 'jdk';

/** `kit`: why the program needs the development kit when it runs, a complete sentence; undefined when it does not.
 * The image, or why there is none: a complete sentence. */
export function runtimeImage(base: StageBase, facts: Facts, kit: string | undefined): RuntimeImage | string {
  if (base.kind !== 'image') return 'The base image is not known before the build.';
  const java = javaImage(base.reference);
  if (!java) {
    const fact = facts.images.lookup(base.reference);
    // A distribution whose packages bring Java: the same one runs it.
    if (fact && fact.runtime === undefined && fact.packageManager !== undefined)
      return { image: base.reference, note: '' };
    return `Which image runs what ${base.reference} builds is not certain: name the Java in its tag, as in maven:3.9-eclipse-temurin-21 and gradle:8-jdk21.`;
  }
  const major = /^\d+/.exec(java.version)![0];
  const choose = { temurin, corretto, openjdk, semeru, sapmachine }[java.vendor];
  const { image, note } = choose(java, major, kit === undefined ? 'jre' : 'jdk');
  // Whoever pulls from a mirror goes on doing so.
  const { path } = parseReference(base.reference)!;
  const mirror = base.reference.slice(0, Math.max(0, base.reference.lastIndexOf(path.replace(/^.*\//, ''))));
  const chosen = {
    image: `${mirror}${image}`,
    note: [note, kit].filter((part) => part !== undefined && part !== '').join(' '),
  };
  const fact = facts.images.lookup(chosen.image);
  return fact && !fact.unmaintained
    ? chosen
    : `No image that only runs Java ${major} is known which fits ${base.reference}.`;
}

/** Every JDK image of Eclipse Temurin has a sibling with the runtime (hub.docker.com/_/eclipse-temurin). */
function temurin({ version, variant }: JavaImage, _major: string, part: Part): RuntimeImage {
  return { image: `eclipse-temurin:${version}-${part}${variant}`, note: '' };
}

/**
 * Amazon Corretto has no image called jre since Java 11: on Amazon Linux 2023 `headless` is the runtime without the
 * development tools and desktop libraries; on Alpine there is the JDK only (hub.docker.com/_/amazoncorretto).
 */
function corretto({ version, variant }: JavaImage, major: string, part: Part): RuntimeImage {
  if (part === 'jdk') return { image: `amazoncorretto:${version}${variant}`, note: '' };
  if (variant.startsWith('-alpine') && major !== '8')
    return {
      image: `amazoncorretto:${version}${variant}`,
      note: 'Amazon Corretto has no image with the runtime alone on Alpine, so the JDK stays.',
    };
  const image = variant.startsWith('-alpine')
    ? `amazoncorretto:${version}${variant}-jre`
    : `amazoncorretto:${major}-al2023-${major === '8' ? 'jre' : 'headless'}`;
  return { image, note: '' };
}

/** The image has been without releases since 2022; its page names Eclipse Temurin among those that go on (hub.docker.com/_/openjdk). */
function openjdk({ variant }: JavaImage, major: string, part: Part): RuntimeImage {
  const image = `eclipse-temurin:${major}-${part}${variant.includes('alpine') ? '-alpine' : ''}`;
  return {
    image,
    note: `Java ${major} comes from Eclipse Temurin, because the openjdk images are no longer maintained.`,
  };
}

/** Every JDK image of IBM Semeru has a sibling with the runtime, OpenJ9 in both (hub.docker.com/_/ibm-semeru-runtimes). */
function semeru({ version, variant }: JavaImage, _major: string, part: Part): RuntimeImage {
  return { image: `ibm-semeru-runtimes:open-${version}-${part}${variant}`, note: '' };
}

/** SapMachine has jre beside jdk, on Ubuntu and on Alpine (hub.docker.com/_/sapmachine). */
function sapmachine({ version, variant }: JavaImage, _major: string, part: Part): RuntimeImage {
  return { image: `sapmachine:${version}-${part}${variant}`, note: '' };
}
