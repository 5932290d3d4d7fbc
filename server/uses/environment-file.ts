/** `.env` and env_file: one `NAME=value` a line, as far as names of folders and modes need it. */

const line = /^\s*(?:export\s+)?([a-z_][\w.-]*)\s*(?:=\s*(.*))?$/i;

/**
 * The variables of an environment file. A value in single quotes is literal; in double quotes or bare, one with a
 * variable in it is unknown (undefined), as is a name without a value, which comes from the caller's environment.
 */
export function parseEnvironmentFile(text: string): Map<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const raw of text.split(/\r?\n/)) {
    const found = line.exec(raw);
    if (!found) continue;
    const [, name, written] = found;
    values.set(name!, written === undefined ? undefined : readValue(written.trim()));
  }
  return values;
}

function readValue(written: string): string | undefined {
  const quote = written[0];
  if (quote === "'" || quote === '"') {
    const end = written.indexOf(quote, 1);
    // A value that goes on in the next line is none that we look for.
    if (end < 0) return undefined;
    const value = written.slice(1, end);
    return quote === '"' && /[$\\]/.test(value) ? undefined : value;
  }
  const value = written.replace(/\s+#.*$/, '');
  return value.includes('$') ? undefined : value;
}
