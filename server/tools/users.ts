/** Accounts: who a USER is, which accounts a stage makes, and how to make one on a distribution. */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import { resolveWord, shellOf, type ShellCommand } from '../dockerfile/shell.ts';
import type { ImageFact } from '../images/facts.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

/** Is it root, by name or number, with or without a group? Undefined when a variable hides it. */
export function isRoot(user: string): boolean | undefined {
  if (user.includes('$')) return undefined;
  const name = user.split(':')[0]!.trim();
  return name === '' ? undefined : name === 'root' || /^0+$/.test(name);
}

const valueOptions: ReadonlySet<string> = new Set([
  '-u', '--uid', '-g', '--gid', '-G', '--groups', '--ingroup', '-h', '-d', '--home', '--home-dir', '-s', '--shell', '-c', '--comment', '--gecos',
  '-k', '--skel', '-K', '--key', '-b', '--base-dir', '-e', '--expiredate', '-p', '--password',
]); // prettier-ignore
/** BusyBox's and Debian's adduser have short options of other meanings than useradd's. */
const adduserOptions: ReadonlySet<string> = new Set(
  [...valueOptions].filter((name) => !/^-[dbekKp]$/.test(name)),
);

/** The options of a useradd or adduser command. */
export function accountOptions(command: ShellCommand): ParsedOptions {
  return parseOptions(command, command.name === 'useradd' ? valueOptions : adduserOptions);
}

/** The uid that useradd or adduser is told to give, undefined when it is not known. */
export function accountUid(command: ShellCommand, { state }: Instruction): number | undefined {
  const options = accountOptions(command);
  const written = options.value('-u', '--uid');
  const word = options.words('-u', '--uid').at(-1);
  if (written === undefined || !word) return undefined;
  const text = word.literal
    ? written
    : (resolveWord(word, state) ?? '').replace(/^(?:-[a-zA-Z]*u|--uid=)/, '');
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

export interface Account {
  readonly name: string;
  /** Where the command says so. */
  readonly uid: number | undefined;
  readonly instruction: Instruction;
}

/** Accounts that RUN instructions make with useradd or adduser, under names that are written out. */
export function accountsMade(instructions: readonly Instruction[], model: DockerfileModel): Account[] {
  return instructions.flatMap((instruction) =>
    instruction.keyword !== 'RUN'
      ? []
      : (shellOf(instruction, model)?.commands ?? []).flatMap((command) => {
          if (command.name !== 'useradd' && command.name !== 'adduser') return [];
          const { operands } = accountOptions(command);
          // useradd takes the name last, adduser first (a group may follow).
          const word = command.name === 'useradd' ? operands.at(-1) : operands[0];
          return word?.literal && /^[a-z_][\w.-]*$/i.test(word.value)
            ? [{ name: word.value, uid: accountUid(command, instruction), instruction }]
            : [];
        }),
  );
}

export interface ProgramUser {
  /** As USER takes it. */
  readonly user: string;
  /** As `--chown` takes it. */
  readonly owner: string;
  /** A shell command that makes the account; undefined when the image has it, or it is a number that needs none. */
  readonly create: string | undefined;
  /** Where it comes from, for titles: the Dockerfile or the image has it already, it is made now, or needs no account. */
  readonly origin: 'file' | 'image' | 'created' | 'number';
}

/** The fixed uid of accounts that we make: above what distributions and their packages use. */
const ownUid = 10001;

/**
 * The account for a program on this base: the image's own one where it has one for programs, else one made in the
 * distribution's idiom, else a number. Undefined when nothing is known that would work.
 */
export function programUser(fact: ImageFact): ProgramUser | undefined {
  const own = fact.nonRootUser;
  // Ubuntu's and Temurin's account `ubuntu` is for people who log in; programs get one of their own.
  if (own && own.name !== 'ubuntu' && fact.repository.startsWith('mcr.microsoft.com/dotnet/'))
    return { user: '$APP_UID', owner: '$APP_UID', create: undefined, origin: 'image' };
  const ownName = own?.name ?? own?.uid?.toString();
  if (ownName !== undefined && ownName !== 'ubuntu')
    return { user: ownName, owner: `${ownName}:${ownName}`, create: undefined, origin: 'image' };
  if (fact.name === 'scratch')
    return { user: '65532:65532', owner: '65532:65532', create: undefined, origin: 'number' };
  const number: ProgramUser = {
    user: `${ownUid}:${ownUid}`,
    owner: `${ownUid}:${ownUid}`,
    create: undefined,
    origin: 'number',
  };
  if (fact.shell === undefined) return undefined;
  if (!fact.shell) return number;
  // Bundler looks for its settings in a home that is there, and says so at every start when it is not.
  const home = fact.runtime?.name === 'ruby';
  if (fact.packageManager === 'apt')
    return {
      user: 'app',
      owner: 'app',
      create: `useradd --system ${home ? '--create-home' : '--no-create-home'} --uid ${ownUid} app`,
      origin: 'created',
    };
  if (fact.packageManager === 'apk')
    return {
      user: 'app',
      owner: 'app',
      create: `adduser -S -D ${home ? '' : '-H '}-u ${ownUid} app`,
      origin: 'created',
    };
  // Small images of the other families come without useradd; a number works everywhere.
  return number;
}
