/** A final stage that only starts what is copied into it with Deno → Deno's image without a distribution. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { finalStage, lastOf } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import type { Facts } from '../../rules/rule.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { loadsAtStart } from '../../tools/deno-modules.ts';
import { isRoot } from '../../tools/users.ts';
import { distrolessName } from '../deno/base.ts';
import { readDenoProgram } from '../deno/program.ts';
import { distrolessStart } from '../deno/start.ts';
import type { Proposal } from '../steps/proposal.ts';
import { hasOtherPurpose, overridden } from './container.ts';

const needShell: ReadonlySet<string> = new Set(['RUN', 'SHELL', 'ONBUILD']);

export function denoFinalBase(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  if (!last || model.isWindows || last.base.kind !== 'image' || !last.imageWord) return undefined;
  const name = distrolessName(last);
  if (!name || 'obstacle' in name || last.endState.workdir === undefined) return undefined;
  if (last.instructions.some(({ keyword }) => needShell.has(keyword))) return undefined;
  if (
    isForOthers(last, model, facts) ||
    hasOtherPurpose(model, facts) ||
    overridden(model, facts) !== undefined
  )
    return undefined;
  if (model.stages.some(({ base }) => base.kind === 'stage' && base.stage === last)) return undefined;
  const program = readDenoProgram(last, model, facts);
  if (typeof program !== 'object') return undefined;
  const texts = distrolessStart(last, model);
  const owners = ownerEdits(last, facts);
  if (typeof texts === 'string' || !owners) return undefined;
  // Another user than root can't make the folder that Deno keeps modules in.
  const user = last.endState.user;
  if (
    user !== undefined &&
    isRoot(user) !== true &&
    loadsAtStart(program.start, last, model, facts) !== undefined
  )
    return undefined;
  return {
    id: 'final-base',
    title: `Run the program on ${name.image}`,
    reason: `The final stage only starts what is copied into it, and that image has Deno and nothing else: no distribution, no shell, no package manager.${owners.length > 0 ? ' It has no account `deno`, whose number is written instead.' : ''} Assumed: nobody needs a shell in the container.`,
    applicability: 'suggested',
    savesBytes: undefined,
    text: applyEdits(model.text, [
      { span: last.imageWord.span, newText: name.image },
      ...owners,
      ...[...texts].map(([{ span }, newText]): TextEdit => ({ span, newText })),
    ]),
  };
}

/** The account of Deno's other images by its number; undefined where another account is named. */
function ownerEdits(last: Stage, { images }: Facts): readonly TextEdit[] | undefined {
  const account = lookupRoot(last, images)?.nonRootUser;
  const number = (owner: string): string | undefined => {
    const parts = owner
      .split(':')
      .map((part) =>
        /^\d+$/.test(part)
          ? part
          : isRoot(part) === true
            ? '0'
            : part === account?.name
              ? String(account.uid)
              : undefined,
      );
    return parts.includes(undefined) ? undefined : parts.join(':');
  };
  const edits: TextEdit[] = [];
  for (const instruction of last.instructions) {
    const flag = instruction.flags.find(({ name }) => name === 'chown');
    const owner = readCopy(instruction)?.chown;
    const word = instruction.keyword === 'USER' ? instruction.words[0] : undefined;
    const written = word?.raw ?? (flag ? (owner ?? '$') : undefined);
    if (written === undefined || isRoot(written) === true) continue;
    const numbers = number(written);
    if (numbers === undefined) return undefined;
    if (numbers === written) continue;
    if (word)
      edits.push({ span: word.span, newText: numbers.includes(':') ? numbers : `${numbers}:${numbers}` });
    else if (flag) edits.push({ span: flag.span, newText: `--chown=${numbers}` });
  }
  return lastOf(last, 'USER')?.stage === last || lastOf(last, 'USER') === undefined ? edits : undefined;
}
