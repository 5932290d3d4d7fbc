/** `COPY x /tmp/` and `RUN … && rm /tmp/x` → `RUN --mount=type=bind,source=x,target=/tmp/x …`. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { removeInstruction } from '../../edit/insert.ts';
import { removeItem } from '../../edit/shell-items.ts';
import { removeWord } from '../../edit/words.ts';
import { baseName } from '../../tools/symbolic-path.ts';
import type { Fix } from '../rule.ts';
import type { RemovedLater } from './removed-later.part.ts';

/** Commands that write to what they are given: a bind mount is read-only. */
const writing = /^(?:sed|chmod|chown|mv|gunzip|gzip|bunzip2|unxz|install|ln|touch|tee|dos2unix|patch)$/;

export function mountInstead(
  removed: Extract<RemovedLater, { kind: 'file' }>,
  model: DockerfileModel,
): Fix | undefined {
  const { arrivals, instruction, site } = removed;
  const [arrival] = arrivals;
  if (arrivals.length !== 1 || !arrival?.copied || instruction.keyword !== 'RUN' || !instruction.bodySpan)
    return undefined;
  const { copy, source } = arrival.copied;
  const isPlain =
    copy.keyword === 'COPY' &&
    copy.sources.length === 1 &&
    !copy.inline &&
    !source.remote &&
    copy.instruction.flags.every(({ name }) => name === 'from');
  if (
    !isPlain ||
    !arrival.path.startsWith('/') ||
    /[\s,$*?[]/.test(arrival.path + source.path + (copy.from ?? ''))
  )
    return undefined;
  // A folder's mount hides what the image has there, and packages are often built inside.
  const used = between(copy.instruction, instruction, model);
  if (!used || site.path !== arrival.path || copy.instruction.stage !== instruction.stage) return undefined;
  const script = shellOf(instruction, model);
  const name = baseName(arrival.path);
  if (!script || script.exec || script.commands.length < 2 || !site.command.exact) return undefined;
  const users = script.commands.filter(
    (command) => command !== site.command && command.args.some(({ value }) => value.includes(name)),
  );
  if (
    users.length === 0 ||
    users.some((command) => writing.test(command.name) || command.span.start > site.command.span.start)
  )
    return undefined;
  const removal = removalEdit(removed, model);
  if (!removal) return undefined;
  const from = copy.from === undefined ? '' : `from=${copy.from},`;
  const path = copy.from === undefined ? source.path : `/${source.path}`;
  const at = instruction.bodySpan.start;
  const mount = `--mount=type=bind,${from}source=${path},target=${arrival.path} `;
  return {
    title: `Mount ${name} for this RUN instead of copying it`,
    applicability: 'suggested',
    edits: [
      removeInstruction(model, copy.instruction),
      { span: { start: at, end: at }, newText: mount },
      removal,
    ],
  };
}

/** Nothing between the two can use the file. */
function between(copy: Instruction, run: Instruction, model: DockerfileModel): boolean {
  return model.instructions
    .slice(copy.index + 1, run.index)
    .every(({ keyword }) => /^(?:ARG|ENV|LABEL|WORKDIR|EXPOSE|CMD|ENTRYPOINT)$/.test(keyword));
}

/** `rm` goes, or the one path of it. */
function removalEdit(
  { site, instruction }: Extract<RemovedLater, { kind: 'file' }>,
  model: DockerfileModel,
): TextEdit | undefined {
  const script = shellOf(instruction, model);
  const paths = site.command.args.filter(({ value }) => !value.startsWith('-'));
  if (paths.length > 1) return paths.includes(site.word) ? removeWord(model, site.word.span) : undefined;
  return script?.items[site.command.item]?.simple ? removeItem(model, script, site.command.item) : undefined;
}
