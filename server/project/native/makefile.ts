/** A Makefile as far as it is literal. */

export interface Makefile {
  /** Targets that are names, the default one first. */
  readonly targets: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  /** `z` for `-lz`. */
  readonly libraries: readonly string[];
  readonly isStatic: boolean;
}

export function readMakefile(text: string): Makefile {
  const targets: string[] = [];
  const variables = new Map<string, string>();
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  for (const line of lines) {
    if (line.startsWith('\t')) continue;
    const assignment = /^\s*(?:export\s+|override\s+)?([A-Za-z_][\w.-]*)\s*(?:\+|:|::|\?)?=\s*([^#]*)/.exec(
      line,
    );
    if (assignment) variables.set(assignment[1]!, assignment[2]!.trim());
    const rule = assignment ? null : /^([^\s:=#%][^:=#%]*)::?(?!=)/.exec(line);
    for (const name of rule?.[1]?.trim().split(/\s+/) ?? []) {
      const target = expand(name, variables);
      if (target !== undefined && !target.startsWith('.') && !/\.(?:o|a|so|d)$/.test(target))
        targets.push(target);
    }
  }
  const words = lines.filter((line) => !/^\s*#/.test(line)).flatMap((line) => line.split(/\s+/));
  const libraries = words.flatMap((word) => /^-l([\w.+-]+)$/.exec(word)?.[1] ?? []);
  return {
    targets: [...new Set(targets)],
    variables,
    // OpenMP comes with its flag.
    libraries: [...new Set([...libraries, ...(words.includes('-fopenmp') ? ['gomp'] : [])])],
    isStatic: words.includes('-static'),
  };
}

/** `$(NAME)`, where it was set before to something plain. */
function expand(word: string, variables: ReadonlyMap<string, string>): string | undefined {
  const name = /^\$[({](\w+)[)}]$/.exec(word)?.[1];
  const value = name === undefined ? word : variables.get(name);
  return value === undefined || value === '' || /[$\s%]/.test(value) ? undefined : value;
}
