import type { DockerfileModel } from '../../dockerfile/model.ts';
import { appendCommand } from '../../edit/shell-items.ts';
import { baseName } from '../../tools/symbolic-path.ts';
import { workingDirectory } from '../../tools/working-directory.ts';
import { defineRule, type Facts, type Fix } from '../rule.ts';
import { addInstead, canAdd, isUnpackedByAdd } from './add-archive.part.ts';
import { unpackedFiles, type Unpacked } from './archive-left.part.ts';
import { isSmall } from './arrivals.part.ts';

export default defineRule<Unpacked>({
  id: 'size/archive-left',
  severity: 'warning',
  summary: 'An archive stays in the image after it is unpacked',
  fix: 'safe',
  why: `What a RUN downloads and does not delete stays in its layer, beside what was unpacked from it: the image has it twice. An archive that COPY
brings is in a layer of its own, from which no later \`rm\` can take it away; \`ADD\` unpacks a local tar archive while it copies it, and a
bind mount shows any file to one RUN without storing it.

It does not matter in stages that are thrown away, which this rule leaves alone.`,
  fixSafety: `Deleting the archive behind the last command that names it is safe. Replacing \`COPY\` and \`tar\` by \`ADD\` is only suggested: owner
and permissions may then be others.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3010' }],
  examples: [
    {
      bad: 'FROM eclipse-temurin:21-jre\nWORKDIR /opt\nRUN curl -fsSLO https://example.org/agent-2.1.tar.gz \\\n    && tar -xzf agent-2.1.tar.gz\nUSER 10001\n',
      good: 'FROM eclipse-temurin:21-jre\nWORKDIR /opt\nRUN curl -fsSLO https://example.org/agent-2.1.tar.gz \\\n    && tar -xzf agent-2.1.tar.gz \\\n    && rm agent-2.1.tar.gz\nUSER 10001\n',
    },
    {
      title: 'A local archive',
      bad: 'FROM debian:trixie-slim\nCOPY fonts.tar.gz /tmp/\nRUN mkdir -p /usr/share/fonts && tar -xzf /tmp/fonts.tar.gz -C /usr/share/fonts && rm /tmp/fonts.tar.gz\nUSER 10001\n',
      good: 'FROM debian:trixie-slim\nADD fonts.tar.gz /usr/share/fonts/\nUSER 10001\n',
    },
  ],
  *check({ model, facts }) {
    if (model.isWindows) return;
    for (const unpacked of unpackedFiles(model, facts)) {
      if (!isFinding(unpacked, facts)) continue;
      const { extraction, arrival } = unpacked;
      const { copied, fetched } = arrival;
      yield {
        span: copied ? copied.source.word.span : extraction.command.span,
        message: message(unpacked),
        related: fetched
          ? [{ span: fetched.command.span, message: 'downloaded here' }]
          : [{ span: extraction.command.span, message: `${done[extraction.what]} here` }],
        data: unpacked,
      };
    }
  },
  fixes({ data }, { model }) {
    const fix = data && (data.arrival.fetched ? deleteHere(data, model) : addInstead(data, model));
    return fix ? [fix] : [];
  },
});

const done = { archive: 'unpacked', package: 'installed', installer: 'run' } as const;
const verbs = { archive: 'unpack', package: 'install', installer: 'run' } as const;

/** What a later `rm` takes away, or one in another RUN than the download, is size/removed-later's. */
function isFinding(unpacked: Unpacked, facts: Facts): boolean {
  const { removed, arrival, extraction } = unpacked;
  if (arrival.fetched) return removed === undefined;
  if (extraction.what === 'installer' || isSmall(arrival, facts)) return false;
  return removed === undefined || isUnpackedByAdd(unpacked);
}

function message(unpacked: Unpacked): string {
  const { extraction, arrival, instruction, path } = unpacked;
  const name = baseName(path);
  const inOne = `Download it, ${verbs[extraction.what]} it and delete it in one RUN.`;
  const { copied } = arrival;
  if (!copied) {
    const advice = arrival.instruction === instruction ? 'Delete it in the same RUN.' : inOne;
    return `${name} stays in the image after it is ${done[extraction.what]}. ${advice}`;
  }
  const { keyword } = copied.copy;
  if (copied.source.remote)
    return `${keyword} stores ${name} as it is: what it downloads it does not unpack. ${inOne}`;
  if (canAdd(unpacked))
    return `${keyword} stores ${name} in the image, beside what \`tar\` takes out of it. \`ADD\` unpacks a local tar archive by itself.`;
  return `${keyword} stores ${name} in the image, though only this RUN needs it. Give it to the RUN with \`--mount=type=bind\`.`;
}

/** `rm` behind the last command of the RUN that names the file. */
function deleteHere(
  { script, extraction, arrival, instruction, path }: Unpacked,
  model: DockerfileModel,
): Fix | undefined {
  const { command, file } = extraction;
  const isPlain = command.exact && !command.conditional && !command.subshell;
  if (arrival.instruction !== instruction || !isPlain || arrival.fetched?.command.conditional)
    return undefined;
  const name = baseName(path);
  const last = script.commands.findLast(
    ({ args, item }) => item >= command.item && args.some(({ value }) => value.includes(name)),
  );
  if (!last || !script.items[last.item]?.simple || !script.items[command.item]?.simple) return undefined;
  if (workingDirectory(instruction, script, last) !== workingDirectory(instruction, script, command))
    return undefined;
  const edit = appendCommand(model, instruction, script, last.item, `rm ${file.raw}`);
  return (
    edit && { title: `Delete ${name} in this RUN`, applicability: 'safe', preferred: true, edits: [edit] }
  );
}
