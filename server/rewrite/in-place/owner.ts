/** Whom the program belongs to on a base that has other accounts. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { removeInstruction } from '../../edit/insert.ts';
import type { RuleContext } from '../../rules/rule.ts';
import { doubts } from '../../rules/security/root-user-doubts.part.ts';
import { livesInRootHome } from '../../rules/security/root-user-home.part.ts';
import { rootUser } from '../../rules/security/root-user.part.ts';
import { isRoot } from '../../tools/users.ts';

/** Distroless's account `nonroot`, which its :nonroot images start as. */
const nonroot = 65532;

export type FinalUser =
  /** Root, because the file says so or nobody can tell whether another user would do. */
  | { readonly kind: 'root' }
  /** The base's own, or a number or name that works there too. */
  | { readonly kind: 'same' }
  /** An account that a RUN makes: here a number. */
  | { readonly kind: 'account'; readonly name: string; readonly owner: string };

/** Undefined when the file does not say who it is. */
export function userOf(
  stage: Stage,
  accounts: ReadonlyMap<string, number | undefined>,
  context: RuleContext,
): FinalUser | undefined {
  const { user } = stage.endState;
  if (user === undefined) {
    const root = rootUser(context);
    const mayChange = root && livesInRootHome(root) === undefined && doubts(root, context).length === 0;
    return mayChange ? { kind: 'same' } : { kind: 'root' };
  }
  if (user.includes('$')) return undefined;
  const [name = '', group = name] = user.split(':');
  if (isRoot(user) === true) return { kind: 'root' };
  if (/^\d+$/.test(name) && /^\d+$/.test(group)) return { kind: 'same' };
  if (['nobody', 'nonroot'].includes(name) && !user.includes(':')) return { kind: 'same' };
  if (!accounts.has(name)) return undefined;
  const uid = accounts.get(name) ?? nonroot;
  return { kind: 'account', name, owner: `${uid}:${uid}` };
}

/** USER and --chown by the names that are no more; undefined when one can't be written otherwise. */
export function ownerEdits(
  stage: Stage,
  accounts: ReadonlyMap<string, number | undefined>,
  user: FinalUser,
  model: DockerfileModel,
): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const last = lastOf(stage, 'USER');
  if (user.kind === 'account') {
    // The base starts as this number already.
    if (stage.instructions.filter(({ keyword }) => keyword === 'USER').length > 1 || !last) return undefined;
    const word = last.words[0]!;
    edits.push(
      user.owner === `${nonroot}:${nonroot}`
        ? removeInstruction(model, last)
        : { span: word.span, newText: user.owner },
    );
  }
  for (const instruction of stage.instructions) {
    const flag = instruction.flags.find(({ name }) => name === 'chown');
    const owner = readCopy(instruction)?.chown;
    if (!flag || owner === undefined) continue;
    const names = owner.split(':').filter((name) => !/^(?:\d+|root|nobody|nonroot)$/.test(name));
    if (names.length === 0) continue;
    if (user.kind !== 'account' || !names.every((name) => accounts.has(name))) return undefined;
    edits.push({ span: flag.span, newText: `--chown=${user.owner}` });
  }
  return edits;
}
