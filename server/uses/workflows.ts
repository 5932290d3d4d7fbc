/**
 * Builds in GitHub workflows: steps with docker/build-push-action.
 * Source: https://github.com/docker/build-push-action (its inputs and their defaults)
 */
import { asRecord, asString, entriesOf } from '../project/value.ts';
import { joinPath } from './paths.ts';
import type { ToldUse } from './facts.ts';
import { readValues } from './values.ts';
import { parseYamlRecord } from './yaml.ts';

/** `root` is the repository's folder, to which all paths are relative. What holds `${{ … }}` is not known. Never throws. */
export function workflowUses(text: string, root: string): ToldUse[] {
  // Most workflows build no image, and parsing them all would take longer than everything else here.
  if (!text.includes('docker/build-push-action')) return [];
  return entriesOf(parseYamlRecord(text)?.['jobs']).flatMap(([job, content]) => {
    const steps = asRecord(content)?.['steps'];
    return (Array.isArray(steps) ? (steps as unknown[]) : []).flatMap(
      (step) => stepUse(step, job, root) ?? [],
    );
  });
}

function stepUse(step: unknown, job: string, root: string): ToldUse | undefined {
  const fields = asRecord(step);
  if (asString(fields?.['uses'])?.startsWith('docker/build-push-action') !== true) return undefined;
  const inputs = asRecord(fields?.['with']);
  const known = (name: string, otherwise: string): string | undefined => {
    const value = asString(inputs?.[name]) ?? otherwise;
    return value.includes('${{') ? undefined : value.trim();
  };
  const context = known('context', '.');
  const target = known('target', '');
  if (context === undefined || target === undefined || /:\/\/|^git@/.test(context)) return undefined;
  // Unlike compose, the file is relative to the repository, not to the context.
  const file = known('file', `${context}/Dockerfile`);
  if (file === undefined) return undefined;
  return {
    kind: 'workflow',
    name: job,
    context: joinPath(root, context),
    dockerfile: joinPath(root, file),
    target: target === '' ? undefined : target,
    args: assignments(inputs?.['build-args']),
    contexts: new Set(assignments(inputs?.['build-contexts']).keys()),
    container: undefined,
  };
}

/** One `NAME=value` a line. */
function assignments(value: unknown): ReadonlyMap<string, string | undefined> {
  const lines = (asString(value) ?? '').split('\n').map((line) => line.trim());
  return readValues(
    lines.filter((line) => line !== '' && !line.startsWith('#')),
    (text) => (text.includes('${{') ? undefined : text),
  );
}
