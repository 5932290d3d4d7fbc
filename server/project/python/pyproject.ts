import { readToml, type TomlResult } from '../toml.ts';
import { asRecord, asString, asStrings, entriesOf, field } from '../value.ts';
import { nameOfRequirement, normaliseName } from './names.ts';

export interface PyProject {
  /** The file's tables. */
  readonly tables: unknown;
  readonly tool: 'poetry' | 'uv' | 'pdm' | undefined;
  /** It describes something to install (a project, a poetry package), not only settings of tools. */
  readonly isProject: boolean;
  readonly packages: readonly string[];
  /** `requires-python` or poetry's `python`. */
  readonly pythonVersion: string | undefined;
}

export function readPyProject(text: string): TomlResult<PyProject> {
  const parsed = readToml(text);
  if (!parsed.ok) return parsed;
  const project = field(parsed.value, 'project');
  const tools = field(parsed.value, 'tool');
  const poetry = field(tools, 'poetry');
  const poetryTables = [
    field(poetry, 'dependencies'),
    ...entriesOf(field(poetry, 'group'))
      .filter(([name]) => name === 'main')
      .map(([, group]) => field(group, 'dependencies')),
  ];
  const poetryNames = poetryTables.flatMap((table) => Object.keys(asRecord(table) ?? {}));
  const names = [
    ...asStrings(field(project, 'dependencies')).flatMap((item) => nameOfRequirement(item) ?? []),
    ...poetryNames.filter((name) => name !== 'python').map(normaliseName),
  ];
  return {
    ok: true,
    value: {
      tables: parsed.value,
      tool: poetry !== undefined ? 'poetry' : field(tools, 'uv') !== undefined ? 'uv' : field(tools, 'pdm') !== undefined ? 'pdm' : undefined, // prettier-ignore
      isProject: asRecord(project) !== undefined || asRecord(poetry) !== undefined,
      packages: [...new Set(names)],
      pythonVersion:
        asString(field(project, 'requires-python')) ??
        asString(field(field(poetry, 'dependencies'), 'python')),
    },
  };
}

export interface Pipfile {
  /** The file's tables. */
  readonly tables: unknown;
  readonly packages: readonly string[];
  readonly pythonVersion: string | undefined;
}

export function readPipfile(text: string): TomlResult<Pipfile> {
  const parsed = readToml(text);
  if (!parsed.ok) return parsed;
  const requires = field(parsed.value, 'requires');
  return {
    ok: true,
    value: {
      tables: parsed.value,
      packages: Object.keys(asRecord(field(parsed.value, 'packages')) ?? {}).map(normaliseName),
      pythonVersion:
        asString(field(requires, 'python_full_version')) ?? asString(field(requires, 'python_version')),
    },
  };
}
