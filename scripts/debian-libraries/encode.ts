/** Writes the libraries as text. server/tools/debian-libraries.ts documents the format and reads it. */
import type { DebianLibraries } from './source.ts';

export const generatedFile = 'server/tools/debian-libraries.generated.ts';

/** The whole TypeScript module. */
export function encodeLibraries({ releases, packages }: DebianLibraries): string {
  const names = releases.map(({ release }) => release);
  const rows = packages.flatMap(({ name, libraries = {} }) => {
    const cells = names.map((release) => libraries[release]?.join(',') ?? '?');
    if (cells.every((cell) => cell === '?')) return [];
    const written = cells.map((cell, index) => (index > 0 && cell === cells[index - 1] ? '=' : cell));
    return `${name} ${written.join('|').replace(/(?:\|=)+$/, '')}`.trimEnd();
  });
  const held = new Set(releases.flatMap(({ base }) => base).sort());
  const base = [...held].map((name) => {
    const holding = releases.filter(({ base }) => base.includes(name)).map(({ release }) => release);
    return holding.length === names.length ? name : `${name} ${holding.join(',')}`;
  });
  const lookedUp = releases.flatMap((release) => release.lookedUp ?? []).sort();
  return [
    '// Generated from scripts/debian-libraries/libraries.jsonl by scripts/generate-debian-libraries.ts; do not edit.',
    '// The format is described in debian-libraries.ts.',
    `// Debian's lists of packages as of ${lookedUp[0] ?? 'an unknown day'}.`,
    '',
    `export const releases = '${names.join('|')}';`,
    literal('libraries', rows),
    literal('base', base),
    '',
  ].join('\n');
}

/** Names of packages hold nothing that needs escaping. */
function literal(name: string, lines: readonly string[]): string {
  return `\nexport const ${name} = \`\n${lines.join('\n')}\`;`;
}
