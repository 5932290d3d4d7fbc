/** Making a Go program that needs no C library. */
import type { TextEdit } from '../../dockerfile/span.ts';
import type { GoSite } from '../../tools/installs.ts';
import type { Fix } from '../rule.ts';

/** Undefined where the command can't be edited. */
export function staticBuild({ command, script }: GoSite): Fix | undefined {
  if (!command.exact || script.exec) return undefined;
  const edit = assignment(command);
  return (
    edit && {
      title: 'Build without cgo (CGO_ENABLED=0)',
      applicability: 'suggested',
      edits: [edit],
      preferred: true,
    }
  );
}

function assignment({ assignments, words }: GoSite['command']): TextEdit | undefined {
  const own = assignments.find(({ name }) => name === 'CGO_ENABLED');
  if (own) return { span: own.span, newText: 'CGO_ENABLED=0' };
  const start = words[0]?.span.start;
  return start === undefined ? undefined : { span: { start, end: start }, newText: 'CGO_ENABLED=0 ' };
}
