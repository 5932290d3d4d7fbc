/** A site behind nginx on Debian → the same nginx on Alpine. */
import { readCopy } from '../../dockerfile/copies.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { finalStage, lastOf, stageNamed } from '../../dockerfile/stages.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { replaceBase } from '../../edit/base-image.ts';
import { formatSize } from '../../images/format.ts';
import { siblingName } from '../../images/sibling-name.ts';
import { splitTag } from '../../images/tag.ts';
import { findHeavy } from '../../rules/size/heavy-base.part.ts';
import type { Facts } from '../../rules/rule.ts';
import type { Proposal } from '../steps/proposal.ts';
import { hasOtherPurpose, overridden } from './container.ts';

/** Folders for the site, its servers and their certificates: nothing there can name an account or a module (nginx.org/en/docs/ngx_core_module.html, contexts of `user` and `load_module`). */
const ownFolders = /^\/(?:usr\/share\/nginx\/html|etc\/nginx\/(?:conf\.d|templates|ssl|certs|snippets)|usr\/share\/nginx\/[\w-]+|var\/www(?:\/[\w-]+)*|app|docker-entrypoint\.d)(?:\/|$)/; // prettier-ignore

export function nginxFinalBase(model: DockerfileModel, facts: Facts): Proposal | undefined {
  const last = finalStage(model);
  const heavy = last && findHeavy({ model, facts });
  if (!heavy || heavy.fact.runtime?.name !== 'nginx' || heavy.root !== last) return undefined;
  if (hasOtherPurpose(model, facts) || overridden(model, facts) !== undefined) return undefined;
  const copies = last.instructions.flatMap((instruction) => readCopy(instruction) ?? []);
  if (!copies.some(({ from }) => from !== undefined && stageNamed(model, from, last))) return undefined;
  if (!copies.every(({ target }) => target !== undefined && ownFolders.test(target))) return undefined;
  // A RUN may edit what is somewhere else there.
  if (
    last.instructions.some(({ keyword }) => keyword === 'RUN' || keyword === 'SHELL' || keyword === 'ONBUILD')
  )
    return undefined;
  const starts = [lastOf(last, 'ENTRYPOINT'), lastOf(last, 'CMD')].flatMap(
    (each) => each?.words[0]?.value ?? [],
  );
  if (!starts.every((word) => word === 'nginx') || last.endState.user !== undefined) return undefined;
  // Slim images lack modules that the others have.
  const small = heavy.bases.find(
    ({ fact }) => fact.libc === 'musl' && !splitTag(fact.tag).words.includes('slim'),
  );
  const name = small && siblingName(heavy.reference, small.fact);
  const edits = name === undefined ? undefined : replaceBase(model, last, name);
  if (!small || name === undefined || !edits) return undefined;
  const size = formatSize(heavy.fact.onDisk);
  return {
    id: 'final-base',
    title: `Serve the site from ${name}`,
    reason: `${heavy.reference} is nginx on the whole of Debian${size === undefined ? '' : ` (${size} on disk)`}, ${name} the same nginx with the same modules on Alpine: it only serves what another stage has built.`,
    applicability: 'suggested',
    savesBytes: small.savedBytes,
    text: applyEdits(model.text, edits),
  };
}
