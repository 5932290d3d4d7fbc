/** The variables that a RUN's shell starts with, as assignments that ShellCheck reads before the script. */
import type { VariableScope } from '../dockerfile/model.ts';

/** The builder passes these on without an ARG (docs.docker.com/reference/dockerfile/#predefined-args). */
const predefined: ReadonlySet<string> = new Set([
  'http_proxy',
  'https_proxy',
  'ftp_proxy',
  'no_proxy',
  'all_proxy',
]);

/** UTF-16 units; what a longer value is does not matter to a finding. */
const longestValue = 1000;

/**
 * An assignment for every variable that the script names and the Dockerfile, a mount (`mounted`) or the builder sets.
 * ShellCheck looks at values: `ENV VERSION=1.2` needs no quotes. A value that only the build knows is any text.
 */
export function assignments(script: string, variables: VariableScope, mounted: readonly string[]): string[] {
  const names = new Set(script.match(/[A-Za-z_][A-Za-z0-9_]*/g));
  return [...names].flatMap((name) => {
    const value = variables.get(name);
    if (value?.known && value.value.length <= longestValue && !value.value.includes('\0'))
      return `export ${name}=${quoted(value.value)}`;
    return value || predefined.has(name) || mounted.includes(name) ? `export ${name}="$(date)"` : [];
  });
}

/** One word for any shell. Line breaks stay as they are. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
