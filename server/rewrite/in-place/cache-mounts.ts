/** Cache mounts for what the stages that are thrown away download and compile. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { applyEdits, areDisjoint, type TextEdit } from '../../dockerfile/span.ts';
import { isShipped } from '../../dockerfile/stages.ts';
import { analyze, type AnalyzeOptions } from '../../engine/analyze.ts';
import type { Finding } from '../../engine/finding.ts';
import missingCacheMount from '../../rules/cache/missing-cache-mount.ts';
import { uncached, type Uncached } from '../../rules/cache/missing-cache-mount.part.ts';
import { packageWork, type PackageTool } from '../../tools/package-work.ts';
import { runCommands } from '../../tools/sites.ts';
import type { Proposal, Work } from '../steps/proposal.ts';

/**
 * The rule leaves it to the user whether a file should need BuildKit. A file that has several stages is built to be fast, and
 * without BuildKit all of them would be built one after the other, needed or not.
 */
export function cacheMounts({ parsed, model, facts }: Work, options: AnalyzeOptions): Proposal | undefined {
  if (model.stages.length < 2) return undefined;
  const edits: TextEdit[] = [];
  const titles: string[] = [];
  const groups = uncached({ model, facts });
  for (const finding of analyze(parsed, facts, { ...options, only: [missingCacheMount] }).findings) {
    const [fix] = finding.fixes();
    // Where the cache would be part of the image, there is more to it.
    const group = groups.find(({ runs: [first] }) => first?.command.span.start === finding.span.start);
    if (!fix || fix.preferred || !group || !isThrownAway(finding, model)) continue;
    if (!mayFetch(group, model) || !areDisjoint([...edits, ...fix.edits])) continue;
    edits.push(...fix.edits);
    titles.push(fix.title);
  }
  const [first] = titles;
  if (first === undefined) return undefined;
  return {
    id: 'cache-mounts',
    title: titles.length > 1 ? `${first}, and ${titles.length - 1} more of the kind` : first,
    reason:
      "When a manifest or a source changes, the step starts from what the building machine has kept instead of from nothing. The mounts need BuildKit, which is Docker's builder since version 23, and are no part of the image.",
    applicability: 'suggested',
    savesBytes: undefined,
    text: applyEdits(parsed.text, edits),
  };
}

function isThrownAway({ span, related }: Finding, model: DockerfileModel): boolean {
  const places = [span, ...(related ?? []).map((each) => each.span)];
  return places.every(({ start }) => {
    const run = model.instructions.find((each) => each.span.start <= start && start < each.span.end);
    return run?.stage !== undefined && !isShipped(run.stage, model);
  });
}

/** Options that do without the network: what an earlier step has downloaded must be there. */
const offline: Readonly<Partial<Record<PackageTool, RegExp>>> = {
  maven: /^(?:-o|--offline)$/,
  nuget: /^--no-restore$/,
  cargo: /^(?:--offline|--frozen)$/,
  gradle: /^--offline$/,
};

/**
 * A builder can have the layer of a download from elsewhere, and an empty mount beside it. Tools that keep packages nowhere
 * else fetch them again then, unless they are told not to.
 */
function mayFetch({ tool }: Uncached, model: DockerfileModel): boolean {
  return ![...runCommands(model)].some(
    ({ command }) =>
      packageWork(command)?.tool === tool && command.args.some(({ value }) => offline[tool]?.test(value)),
  );
}
