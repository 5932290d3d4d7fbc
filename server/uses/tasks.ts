/**
 * Tasks of the editor that build images. Source: https://code.visualstudio.com/docs/containers/reference
 */
import { parse } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { parentLocation } from '../location.ts';
import { asRecord, asString } from '../project/value.ts';
import { joinPath } from './paths.ts';
import type { ToldUse } from './facts.ts';
import { readValues } from './values.ts';

/** The `docker-build` tasks of a `.vscode/tasks.json`. Never throws. */
export function taskUses(text: string, file: string): ToldUse[] {
  const errors: ParseError[] = [];
  const root = asRecord(parse(text, errors, { allowTrailingComma: true }) as unknown);
  const settings = parentLocation(file);
  const workspace = settings === undefined ? undefined : parentLocation(settings);
  const tasks = root?.['tasks'];
  if (workspace === undefined || !Array.isArray(tasks)) return [];
  return tasks.flatMap((item: unknown) => {
    const task = asRecord(item);
    const build = asRecord(task?.['dockerBuild']);
    if (task?.['type'] !== 'docker-build' || !build) return [];
    const context = resolve(asString(build['context']) ?? '${workspaceFolder}', workspace);
    const dockerfile = resolve(asString(build['dockerfile']) ?? '${workspaceFolder}/Dockerfile', workspace);
    const target = asString(build['target']);
    if (context === undefined || dockerfile === undefined || target?.includes('${') === true) return [];
    return [
      {
        kind: 'task' as const,
        name: asString(task['label']),
        context,
        dockerfile,
        target,
        args: readValues(build['buildArgs'], (value) => (value.includes('${') ? undefined : value)),
        contexts: new Set<string>(),
        container: undefined,
      },
    ];
  });
}

/** A path with `${workspaceFolder}` at its head, or one relative to the workspace; other variables are not known. */
function resolve(path: string, workspace: string): string | undefined {
  const below = path.replace(/^\$\{workspace(?:Folder|Root)\}/, '.');
  return below.includes('${') ? undefined : joinPath(workspace, below);
}
