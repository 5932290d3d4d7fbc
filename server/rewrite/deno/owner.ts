/** Who owns what the final image has: it has no account `deno`, and none that the file makes. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import { mayWrite } from '../../tools/deno-start.ts';
import { accountsMade, isRoot } from '../../tools/users.ts';
import { ownerOf } from '../application/places.ts';
import type { ArtifactReading } from '../artifact/reading.ts';
import type { DenoProgram } from './program.ts';

export interface Owners {
  /** `--chown` of Deno's folder of modules. */
  readonly modules: string;
  /** `--chown` of what the program lies in; undefined: root. */
  readonly folder: (path: string) => string | undefined | { readonly obstacle: string };
  /** Another owner that the file names, as the final image knows it; undefined: not known. */
  readonly number: (owner: string) => string | undefined;
  /** USER instructions in other words; empty: left out. */
  readonly texts: ReadonlyMap<Instruction, string>;
}

/** The account of distroless images. */
const ofImage = 'nonroot:nonroot';

/** Undefined accounts are obstacles: complete sentences. */
export function readOwners(
  reading: ArtifactReading,
  program: DenoProgram,
  isOpen: boolean,
  model: DockerfileModel,
): Owners | string {
  const { stage } = reading;
  const uid = numbersOf(reading, model);
  const users = stage.instructions.filter(({ keyword }) => keyword === 'USER');
  const last = lastOf(stage, 'USER');
  const named = last?.words[0]?.raw;
  const identity = named === undefined || isRoot(named) === true ? undefined : uid(named);
  if (named !== undefined && isRoot(named) !== true && identity === undefined) return noAccount(named);
  const isNumber = named !== undefined && /^\d/.test(named);
  const texts = new Map<Instruction, string>(users.map((user) => [user, '']));
  if (last)
    texts.set(
      last,
      identity === undefined || isNumber
        ? model.text.slice(last.span.start, last.span.end)
        : `${keywordCase(model, 'USER')} ${identity}`,
    );
  const writes = needsRights(program, isOpen) && named === undefined;
  // Where no user is named, the one that the program gets is that of the image.
  const number = (owner: string): string | undefined => (named === undefined ? ofImage : uid(owner));
  const folder: Owners['folder'] = (path) => {
    const owner = ownerOf(reading, [path]);
    if (owner === undefined || isRoot(owner) === true) return writes ? ofImage : undefined;
    return number(owner) ?? { obstacle: noAccount(owner) };
  };
  return { modules: identity ?? ofImage, folder, number, texts };
}

function noAccount(name: string): string {
  return `\`${name.split(':')[0]!}\` is an account that Deno's small image does not have, and its number is not known.`;
}

/** The program writes beside its sources, or Deno does: packages in node_modules, the lockfile. */
function needsRights({ start, sources }: DenoProgram, isOpen: boolean): boolean {
  const hasModules = /^(?:auto|true)$/.test(start.project?.nodeModulesDir ?? '');
  return isOpen || hasModules || (mayWrite(start) && (sources?.writes.length ?? 0) > 0);
}

/** User and group by number: files that volumes hold already stay readable. */
function numbersOf(
  { stage, base }: ArtifactReading,
  model: DockerfileModel,
): (owner: string) => string | undefined {
  const made = accountsMade(stage.instructions, model);
  const number = (name: string): number | undefined => {
    if (/^\d+$/.test(name)) return Number(name);
    if (name === base?.nonRootUser?.name) return base.nonRootUser.uid;
    return made.find((account) => account.name === name)?.uid;
  };
  return (owner) => {
    const [user = '', group = user] = owner.split(':');
    const [uid, gid] = [number(user), isRoot(group) === true ? 0 : number(group)];
    return uid === undefined || gid === undefined ? undefined : `${uid}:${gid}`;
  };
}
