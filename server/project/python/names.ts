/** A distribution's name as PEP 503 normalises it: lower case, runs of `-`, `_` and `.` become one `-`. */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** The normalised name at the start of a requirement (`Flask[async]>=2; python_version<"4"`), or undefined. */
export function nameOfRequirement(requirement: string): string | undefined {
  const match = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:$|[[<>=!~;@,(\s])/.exec(requirement);
  return match === null ? undefined : normaliseName(match[1]!);
}

const frameworkNames = ['flask', 'django', 'fastapi', 'uvicorn', 'gunicorn', 'celery', 'starlette', 'streamlit', 'tornado', 'aiohttp', 'quart', 'sanic', 'hypercorn', 'uwsgi']; // prettier-ignore

/** The frameworks and servers among normalised package names. */
export function pythonFrameworks(packages: Iterable<string>): readonly string[] {
  const present = new Set(packages);
  return frameworkNames.filter((name) => present.has(name));
}
