/** Distroless as the base of a Node image's final stage: node and the libraries it needs, no shell. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import type { Span, TextEdit } from '../../dockerfile/span.ts';
import type { ImageFact } from '../../images/facts.ts';
import { parseReference } from '../../images/reference.ts';
import { compareVersions, splitTag } from '../../images/tag.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { doubts, writtenPaths } from '../../rules/security/root-user-doubts.part.ts';
import { rootUser } from '../../rules/security/root-user.part.ts';
import { containersOf } from '../../tools/development.ts';
import { isRoot } from '../../tools/users.ts';
import { distrolessHealthCheck, distrolessStart } from './distroless-start.ts';

export interface DistrolessBase {
  readonly name: string;
  readonly fact: ImageFact;
  readonly edits: readonly TextEdit[];
}

/** The releases of Debian that Distroless has Node for, the newest first. */
const releases = ['13', '12'] as const;

/** The edits of the final stage, or why it does not fit: the end of a sentence. */
export function distrolessBase(
  model: DockerfileModel,
  facts: Facts,
  last: Stage,
  fact: ImageFact,
  project: NodeProject,
): DistrolessBase | string {
  const { base, imageWord } = last;
  if (base.kind !== 'image' || !imageWord) return 'the final stage builds on another one';
  const image = imageOf(base.reference, fact, facts);
  if (typeof image === 'string') return image;
  const doubt = stageDoubt(last) ?? packageDoubt(project) ?? useDoubt(model, facts) ?? userDoubt(model, facts, last); // prettier-ignore
  if (doubt !== undefined) return doubt;
  const start = distrolessStart(last, model, project);
  if (typeof start === 'string') return start;
  const check = distrolessHealthCheck(last, model, Number.parseInt(fact.runtime?.version ?? '', 10));
  if (typeof check === 'string') return check;
  const from = { span: imageWord.span, newText: image.name };
  return { name: image.name, fact: image, edits: [from, ...accountEdits(last), ...start, ...check] };
}

/** Names say the major version only, so a more exact one that was chosen would be lost. */
function imageOf(reference: string, fact: ImageFact, facts: Facts): ImageFact | string {
  const major = fact.runtime?.version;
  const { version: asked, distro } = splitTag(parseReference(reference)?.tag ?? 'latest');
  if (major === undefined || !/^\d+$/.test(major)) return 'its version of Node is not known';
  if (asked !== undefined && asked !== major) return `it has no image for Node ${asked} but for ${major}`;
  // Programs run on a newer glibc than they were linked with, never on an older one.
  const built = fact.distro?.family === 'debian' ? fact.distro.version : undefined;
  // A release that the file names is one that somebody chose.
  const named = distro === undefined ? undefined : built;
  const found = releases
    .filter((release) => named === undefined || release === named)
    .map((release) => facts.images.lookup(`gcr.io/distroless/nodejs${major}-debian${release}:nonroot`))
    .find(
      (image) =>
        image?.approximates === undefined &&
        image?.unmaintained === false &&
        image.distro?.version !== undefined &&
        built !== undefined &&
        compareVersions(image.distro.version, built) >= 0,
    );
  const on = named === undefined ? '' : ` on Debian ${named}`;
  return found ?? `it has no image of Node ${major}${on} that is still built`;
}

/** What the stage itself does that needs a shell, or the folder that its base image starts in. */
function stageDoubt({ instructions }: Stage): string | undefined {
  const run = instructions.find(({ keyword }) => keyword === 'RUN');
  if (run) return `the final stage runs \`${run.args.text.trim().split('\n')[0]!}\``;
  if (instructions.some(({ keyword }) => keyword === 'SHELL' || keyword === 'ONBUILD'))
    return 'the final stage sets a shell';
  const folder = instructions.find(({ keyword }) => keyword === 'WORKDIR');
  const early = instructions.some((one) => {
    const copy = readCopy(one);
    return copy && !copy.destinationWord.value.startsWith('/') && one.index < (folder?.index ?? Infinity);
  });
  const isSet = folder?.words[0]?.value.startsWith('/') === true && !early;
  return isSet ? undefined : 'the final stage starts in the folder of its base image';
}

function packageDoubt(project: NodeProject): string | undefined {
  // It finds out by the openssl program which engine to load.
  if (project.prisma) return 'Prisma looks for the openssl program';
  if (project.nativeProduction === undefined)
    return 'without a readable lockfile nobody knows what native code its packages have';
  return undefined;
}

/** Words that others give the container are for an image with node on its PATH. */
function useDoubt(model: DockerfileModel, facts: Facts): string | undefined {
  const other = containersOf(model, facts).some(
    ({ command, entrypoint, healthcheck }) =>
      command !== undefined || entrypoint !== undefined || healthcheck !== undefined,
  );
  return other ? 'a Compose file starts or checks the container with words of its own' : undefined;
}

/** Its images have root and nonroot; who runs as root today must be able to do without. */
function userDoubt(model: DockerfileModel, facts: Facts, last: Stage): string | undefined {
  const { user } = last.endState;
  const context = { model, facts };
  if (user === undefined || isRoot(user) === true) {
    const root = rootUser(context);
    if (!root || user !== undefined) return 'the container runs as root on purpose';
    const [doubt] = doubts(root, context);
    if (doubt !== undefined) return doubt;
    return writtenPaths(context).length > 0 ? 'the program writes to folders that belong to root' : undefined;
  }
  const named = accounts(last).find((account) => !account.split(':').every(isPortable));
  return named === undefined ? undefined : `it has no account \`${named}\``;
}

const isPortable = (name: string): boolean => /^(?:\d+|root|node)$/.test(name);

/** What USER and --chown name. */
function accounts(stage: Stage): readonly string[] {
  return stage.instructions.flatMap((instruction) => accountWords(instruction).map(({ value }) => value));
}

function accountWords({ keyword, words, flags }: Instruction): readonly { value: string; span: Span }[] {
  if (keyword === 'USER') return words.slice(0, 1);
  return flags.flatMap(({ name, value, valueSpan }) =>
    name === 'chown' && value !== undefined && valueSpan ? [{ value, span: valueSpan }] : [],
  );
}

/** `node` is `nonroot` there; numbers stay. */
function accountEdits(last: Stage): readonly TextEdit[] {
  const renamed = (value: string): string => value.replace(/^node(?=:|$)|(?<=:)node$/g, 'nonroot');
  return last.instructions
    .flatMap(accountWords)
    .filter(({ value }) => renamed(value) !== value)
    .map(({ value, span }) => ({ span, newText: renamed(value) }));
}
