import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { isShipped } from '../../dockerfile/stages.ts';
import { joinRuns } from '../../edit/join-runs.ts';
import { formatBytes } from '../../images/format.ts';
import { baseName } from '../../tools/symbolic-path.ts';
import { defineRule, type Facts, type Fix } from '../rule.ts';
import { sizeInContext, type Arrival } from './arrivals.part.ts';
import { mountInstead } from './mount-file.part.ts';
import { removedLater, type RemovedLater } from './removed-later.part.ts';

export default defineRule<RemovedLater>({
  id: 'size/removed-later',
  severity: 'warning',
  summary: 'Files are removed in a later layer than the one that holds them',
  fix: 'safe',
  why: `A layer is never changed afterwards. What one instruction adds and a later one removes is hidden from the running container, but it is
pulled and stored with the image, and anybody can take it out of its layer. Only the instruction that adds something can remove it.

It does not matter in stages that are thrown away, which this rule leaves alone, nor for files of a few kilobytes.`,
  fixSafety: `Joining two RUN instructions that follow each other is safe. Mounting a file into the RUN that uses it instead of copying it
is only suggested: the file is read-only there, and the builder must be BuildKit.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends binutils && strip /usr/bin/perl && rm -rf /var/lib/apt/lists/*\nRUN apt-get purge -y --auto-remove binutils\nUSER 10001\n',
      good: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends binutils && strip /usr/bin/perl && rm -rf /var/lib/apt/lists/* \\\n    && apt-get purge -y --auto-remove binutils\nUSER 10001\n',
    },
    {
      title: 'A copied package',
      bad: 'FROM debian:trixie-slim\nCOPY viewer.deb /tmp/viewer.deb\nRUN dpkg -i /tmp/viewer.deb && rm /tmp/viewer.deb\nUSER 10001\n',
      good: 'FROM debian:trixie-slim\nRUN --mount=type=bind,source=viewer.deb,target=/tmp/viewer.deb dpkg -i /tmp/viewer.deb\nUSER 10001\n',
    },
  ],
  *check({ model, facts }) {
    if (model.isWindows) return;
    for (const removed of removedLater(model, facts)) {
      yield {
        span: removed.kind === 'packages' ? removed.command.span : removed.site.word.span,
        message: message(removed, facts),
        related: sources(removed).map(({ keywordSpan }) => ({
          span: keywordSpan,
          message: 'stays in this layer',
        })),
        data: removed,
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const fix = joinFix(data, model) ?? (data.kind === 'file' ? mountInstead(data, model) : undefined);
    return fix ? [fix] : [];
  },
});

function sources(removed: RemovedLater): readonly Instruction[] {
  if (removed.kind === 'packages') return [removed.installed];
  if (removed.kind === 'part') return [removed.copy.instruction];
  return [...new Set(removed.arrivals.map(({ instruction }) => instruction))];
}

function message(removed: RemovedLater, facts: Facts): string {
  if (removed.kind === 'packages') {
    const { names, command } = removed;
    const them = names.length === 1 ? 'it' : 'them';
    return `\`${command.name}\` removes ${listed(names)} too late: the layer that installed ${them} keeps ${them}. Remove ${them} in the RUN that installs ${them}, or build in a stage of its own.`;
  }
  if (removed.kind === 'part') {
    const { copy, part } = removed;
    const what = part === '.' ? 'The whole context' : part;
    return `${what} is removed too late: the layer of \`${copy.keyword} ${copy.sources.map(({ word }) => word.raw).join(' ')} ${copy.destinationWord.raw}\` keeps it${sizeText(sizeInContext(part, facts))}. Exclude it with .dockerignore, or build in a stage of its own.`;
  }
  const { arrivals } = removed;
  const [first] = arrivals;
  const names = listed([...new Set(arrivals.map(({ path }) => baseName(path)))]);
  const copied = first!.copied?.copy;
  const them = arrivals.length === 1 ? 'it' : 'them';
  const verb = arrivals.length === 1 ? 'is' : 'are';
  const bytes = arrivals.reduce<number | undefined>((sum, arrival) => add(sum, sizeOf(arrival, facts)), 0);
  const advice = copied
    ? copied.sources.some(({ remote }) => remote)
      ? `Download, use and delete ${them} in one RUN.`
      : `Give ${them} to the RUN with \`--mount=type=bind\` instead of copying ${them}.`
    : `Delete ${them} in the RUN that downloads ${them}.`;
  return `${names} ${verb} removed too late: the layer that ${copied ? 'copied' : 'downloaded'} ${them} keeps ${them}${sizeText(bytes)}. ${advice}`;
}

function sizeOf({ copied }: Arrival, facts: Facts): number | undefined {
  return copied?.copy.from === undefined && copied && !copied.source.remote
    ? sizeInContext(copied.source.path, facts)
    : undefined;
}

function add(sum: number | undefined, bytes: number | undefined): number | undefined {
  return sum === undefined || bytes === undefined ? undefined : sum + bytes;
}

function sizeText(bytes: number | undefined): string {
  return bytes === undefined || bytes === 0 ? '' : ` (${formatBytes(bytes)})`;
}

function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

/** The RUN that adds and the RUN that removes follow each other, or only RUN instructions stand between. */
function joinFix(removed: RemovedLater, model: DockerfileModel): Fix | undefined {
  const from = sources(removed);
  const [first] = from;
  const last = removed.instruction;
  if (from.length !== 1 || first?.keyword !== 'RUN' || last.index - first.index > mostJoined)
    return undefined;
  const row = model.instructions.slice(first.index, last.index + 1);
  if (!row.every(({ stage }) => stage === first.stage && stage && isShipped(stage, model))) return undefined;
  const edits = row.slice(1).map((run, i) => joinRuns(model, row[i]!, run));
  if (edits.length === 0 || !edits.every((edit) => edit !== undefined)) return undefined;
  const adjacent = edits.length === 1;
  return {
    title: adjacent ? 'Join the two RUN instructions' : `Join ${row.length} RUN instructions`,
    applicability: adjacent ? 'safe' : 'suggested',
    preferred: adjacent,
    edits,
  };
}

/** More RUN instructions in one would be rebuilt too often. */
const mostJoined = 4;
