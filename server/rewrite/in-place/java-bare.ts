/**
 * A Java program in a final stage on Ubuntu's image of Eclipse Temurin → distroless's image, which has the same runtime of the
 * same vendor, certificates, time zones and the libraries that Java loads, but no shell and no package manager
 * (github.com/GoogleContainerTools/distroless, java/README.md and java/BUILD: Temurin 17, 21 and 25 on Debian 13).
 */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { finalStage, stageNamed } from '../../dockerfile/stages.ts';
import { replaceBase } from '../../edit/base-image.ts';
import { removeInstruction } from '../../edit/insert.ts';
import type { ImageFact, ImageSize } from '../../images/facts.ts';
import { formatBytes } from '../../images/format.ts';
import { javaImage } from '../../images/java.ts';
import type { Facts } from '../../rules/rule.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { javaSources } from '../java/reads.ts';
import type { Declined, Proposal } from '../steps/proposal.ts';
import { workdirEdits } from './bare-base.ts';
import { hasOtherPurpose, healthObstacle, overridden } from './container.ts';
import { needlessRuns } from './final-runs.ts';
import { javaStart, setByContainers } from './java-start.ts';
import { compilesAtRunTime, systemUse } from './java-tools.ts';
import { ownerEdits, userOf } from './owner.ts';
import { startsOwnJava } from './runtime-base.ts';

/** What the image has of Debian's (base/README.md, JAVA_BASE_PACKAGES in java/config.bzl); its fonts may be others than those installed. */
const inImage: ReadonlySet<string> = new Set([
  'ca-certificates',
  'ca-certificates-java',
  'tzdata',
  'netbase',
  'zlib1g',
  'libstdc++6',
  'libgcc-s1',
]);

export function javaBareBase(model: DockerfileModel, facts: Facts): Proposal | Declined | undefined {
  const last = finalStage(model);
  const found = last && bareImage(last, facts);
  if (!last || !found || isForOthers(last, model, facts) || hasOtherPurpose(model, facts)) return undefined;
  if (model.stages.some(({ base }) => base.kind === 'stage' && base.stage === last)) return undefined;
  if (!startsOwnJava(last, model, facts) || compilesAtRunTime(facts)) return undefined;
  const start = javaStart(last, model);
  if (!start) return undefined;
  const stays = (text: string): Declined => ({
    obstacle: `The final image stays on ${last.imageWord!.raw}: ${text}.`,
  });
  const obstacle =
    overridden(model, facts) ??
    setByContainers(model, facts) ??
    healthObstacle(last, '/usr/bin/java', model) ??
    systemUse(facts);
  if (obstacle !== undefined) return stays(obstacle);
  const copied = doubtfulCopy(last, model);
  if (copied !== undefined) return stays(`what ${copied} brings may need a shell or a library`);
  const sources = javaSources(facts);
  // Of a jar that is made elsewhere nothing is known but its name.
  if (
    !facts.context.entries.some(({ path }) => /(?<!Test)\.(?:java|kt)$/.test(path)) ||
    sources.some(({ complete }) => !complete)
  )
    return stays(
      'the sources of the program are not all in the build context, so what it calls is not known',
    );
  const writes = sources.some((one) => one.writes.length > 0 || one.writesElsewhere.length > 0);
  const runs = needlessRuns(last, model, { packages: inImage, programs: targets(last), readOnly: !writes });
  if (typeof runs === 'string') return stays(`${runs} does what only a distribution can`);
  if (last.instructions.some(({ keyword }) => keyword === 'SHELL' || keyword === 'ONBUILD')) return undefined;
  const user = userOf(last, runs.accounts, { model, facts });
  const owners = user && ownerEdits(last, runs.accounts, user, model);
  // Nothing here gives the folders that it writes to another owner.
  if (!user || !owners || (writes && user.kind !== 'root')) return undefined;
  // Who runs as root and can't be told not to, stays root.
  const image = user.kind === 'root' ? found.image.replace(/:nonroot$/, ':latest') : found.image;
  const small = facts.images.lookup(image);
  const base = replaceBase(model, last, image);
  if (!small || !base) return undefined;
  return {
    id: 'java-base',
    title: `Run the program on ${image}`,
    reason: [
      `${comparison(last.imageWord!.raw, found.fact, small)}It has the same Java, ${found.major} of Eclipse Temurin, on Debian 13, with certificates and time zones, but no shell, no package manager and no other programs, and the program needs none of them.`,
      ...start.notes,
      ...(runs.packages.length > 0 ? [`${runs.packages.join(', ')}: not installed any more.`] : []),
      ...(user.kind === 'account'
        ? [`It runs as ${user.owner}, as the image has no account ${user.name}.`]
        : []),
      'Assumed: nobody needs a shell in the container, and nothing depends on the locale en_US, in whose place the image has C.UTF-8.',
    ].join(' '),
    applicability: 'suggested',
    savesBytes: found.fact.onDisk && small.onDisk && found.fact.onDisk.bytes - small.onDisk.bytes,
    text: applyEdits(model.text, [
      ...base,
      ...workdirEdits(last, model),
      ...owners,
      ...runs.runs.map((run) => removeInstruction(model, run)),
      ...start.edits,
    ]),
  };
}

interface BareImage {
  readonly image: string;
  readonly major: string;
  /** Of the image in use. */
  readonly fact: ImageFact;
}

/**
 * Where the file names nothing but the major version: a release, another distribution or C library that somebody has chosen
 * stays, and so does a mirror.
 */
function bareImage({ base, platform }: Stage, { images }: Facts): BareImage | undefined {
  if (base.kind !== 'image' || !base.complete || base.reference.includes('@')) return undefined;
  if (platform !== undefined && !/^linux\/(?:amd64|arm64)$/.test(platform)) return undefined;
  const java = javaImage(base.reference);
  const fact = images.lookup(base.reference);
  if (java?.vendor !== 'temurin' || !fact || !/-jre(?:-|$)/.test(base.reference)) return undefined;
  if (!/^\d+$/.test(java.version) || !/^(?:-(?:focal|jammy|noble|resolute))?$/.test(java.variant))
    return undefined;
  const image = `gcr.io/distroless/java${java.version}-debian13:nonroot`;
  const small = images.lookup(image);
  return small?.approximates !== undefined || small?.unmaintained !== false
    ? undefined
    : { image, major: java.version, fact };
}

/** A COPY that may bring more than classes and files to read; as a user names it. */
function doubtfulCopy(last: Stage, model: DockerfileModel): string | undefined {
  const copy = last.instructions
    .flatMap((instruction) => readCopy(instruction) ?? [])
    .find(({ sources, from }) =>
      sources.some(({ path, complete, remote }) => {
        if (/\.[jw]ar$/.test(path)) return false;
        if (!complete || remote || /\.(?:sh|bash|py|pl|rb|so(?:\.[\d.]+)?)$|entrypoint/.test(path))
          return true;
        if (from === undefined) return false;
        // Programs and libraries of another image, a Java of its own among them.
        return (
          stageNamed(model, from, last) === undefined ||
          /^(?:bin|sbin|lib\w*|usr|opt\/java|root|home)(?:\/|$)|(?:^|\/)(?:bin|jre|jdk)(?:\/|$)/.test(path)
        );
      }),
    );
  return (
    copy &&
    `\`${model.text.slice(copy.instruction.span.start, copy.instruction.span.end).split('\n')[0]!.trim()}\``
  );
}

function targets({ instructions }: Stage): ReadonlySet<string> {
  return new Set(instructions.flatMap((instruction) => readCopy(instruction)?.target ?? []));
}

function comparison(from: string, before: ImageFact, after: ImageFact): string {
  const size = ({ bytes, kind }: ImageSize): string => formatBytes(bytes, kind);
  if (before.onDisk && after.onDisk)
    return `${from} is ${size(before.onDisk)} on disk, ${after.name} ${size(after.onDisk)}. `;
  return before.compressed && after.compressed
    ? `${from} is ${size(before.compressed)} to pull, ${after.name} ${size(after.compressed)}. `
    : '';
}
