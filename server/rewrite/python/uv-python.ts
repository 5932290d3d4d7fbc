/** Whether uv runs the image's own Python, or fetches one that would stay in the build. */
import type { Facts } from '../../rules/rule.ts';
import type { PythonReading } from './reading.ts';

/**
 * uv downloads a Python when the one it finds does not fit `.python-version` or `requires-python`
 * (docs.astral.sh/uv/concepts/python-versions). A complete sentence when that can happen.
 */
export function managedPython(
  { manager, installs, base, stage }: PythonReading,
  facts: Facts,
): string | undefined {
  if (manager !== 'uv') return undefined;
  const downloads = stage.endState.variables.get('UV_PYTHON_DOWNLOADS');
  if (downloads?.known && /^(?:never|0|false)$/i.test(downloads.value)) return undefined;
  const version = base.runtime?.version;
  const project = installs.map((install) => install.project).find((each) => each?.kind === 'python');
  const wanted = project && facts.project.python(project.directory)?.pythonVersion;
  if (!wanted || version === undefined) return wanted ? unknown : undefined;
  const fits = wanted.source.endsWith('.python-version')
    ? sameMinor(wanted.version, version)
    : allows(wanted.version, version);
  return fits
    ? undefined
    : `${wanted.source} asks for Python ${wanted.version}; where ${version} does not fit, uv fetches a Python of its own, which only the build would have.`;
}

const unknown = 'Which Python the base image has is not known, and uv may fetch one of its own.';

/** `3.12` and `3.12.4` name the image's minor version; a patch version need not be the image's. */
function sameMinor(wanted: string, version: string): boolean {
  return wanted === version;
}

/** Does a version specifier allow every patch version of this minor version? Only plain clauses count as known. */
function allows(specifier: string, version: string): boolean {
  const minor = Number(version.split('.')[1]);
  return specifier.split(',').every((clause) => {
    if (/^\s*<\s*4(?:\.0)*\s*$/.test(clause)) return true;
    const match = /^\s*(>=|>|<=|<|==|~=|!=|\^)\s*3(?:\.(\d+))?(?:\.(\d+|\*))?\s*$/.exec(clause);
    if (!match) return false;
    const [, operator, second, patch] = match;
    const named = second === undefined ? undefined : Number(second);
    if (named === undefined) return operator === '>=' || operator === '^';
    switch (operator) {
      case '>=':
        return minor > named || (minor === named && (patch === undefined || patch === '0'));
      case '>':
        return minor > named;
      case '<':
        return minor < named;
      case '<=':
        return minor < named;
      case '==':
        return minor === named && patch === '*';
      case '~=':
        return patch === undefined ? minor >= named : minor === named && patch === '0';
      case '^':
        return minor >= named;
      default:
        return minor !== named;
    }
  });
}
