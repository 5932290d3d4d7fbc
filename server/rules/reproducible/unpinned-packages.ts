import type { ShellWord } from '../../dockerfile/shell.ts';
import { runScripts } from '../../tools/run-scripts.ts';
import { packageName, systemCommand, systemFamily, type SystemCommand } from '../../tools/system.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'reproducible/unpinned-packages',
  severity: 'off',
  summary: 'System packages are installed without a version',
  fix: 'none',
  why: `\`apt-get install curl\` brings whatever curl the distribution has on the day of the build. A version (\`curl=8.14.1-2\`) makes two builds the same
as long as the archive still has it.

It is off by default, because mostly that is not long: Debian and Alpine drop a package's old version as soon as a security update is out, and
then the build fails until somebody changes the file. A base image with a digest and frequent rebuilds give more for less. Turn it on
where an archive of your own keeps every version. A version in a variable is a version; packages in files, URLs and groups have none.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3008' },
    { tool: 'hadolint', id: 'DL3018' },
    { tool: 'hadolint', id: 'DL3033' },
    { tool: 'hadolint', id: 'DL3037' },
    { tool: 'hadolint', id: 'DL3041' },
  ],
  examples: [
    {
      bad: 'FROM alpine:3.24\nRUN apk add --no-cache tini\nUSER 10001\n',
      good: 'FROM alpine:3.24\nRUN apk add --no-cache tini=0.19.0-r3\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    for (const { script } of runScripts(model))
      for (const command of script.commands) {
        const system = systemCommand(command);
        const unpinned = system?.action === 'install' ? system.packages.filter((word) => !hasVersion(word, system)) : [];
        const [first, ...others] = unpinned;
        if (!system || !first) continue;
        yield {
          span: first.span,
          message: message(system, unpinned),
          related: others.map(({ span }) => ({ span, message: 'without a version too' })),
        };
      }
  },
}); // prettier-ignore

function message({ tool, verb }: SystemCommand, unpinned: readonly ShellWord[]): string {
  const names = unpinned.map((word) => packageName(word));
  const shown =
    names.length > 3
      ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more packages`
      : names.join(', ');
  const link = systemFamily(tool) === 'rpm' ? '-' : '=';
  return `\`${tool} ${verb?.value ?? 'install'}\` takes ${shown} in the version of the day. Write ${names[0]!}${link}VERSION.`;
}

/** True too for what can't have one, and for what only a variable knows. */
function hasVersion({ value, variables, literal }: ShellWord, { tool }: SystemCommand): boolean {
  if (variables.length > 0 || !literal) return true;
  // Files, URLs, groups and virtual packages; apt takes `name-` for a removal and `name^` for a task.
  if (/^[@./]|:\/\/|\.(?:deb|rpm|apk)$|[-^]$/.test(value)) return true;
  switch (systemFamily(tool)) {
    case 'apt':
      return value.includes('=');
    case 'apk':
      return /[=~<>]/.test(value);
    case 'zypper':
      return /[=<>]|-\d[\w.]*(?:-\d|$)/.test(value);
    case 'rpm':
      // name-version: `curl-7.76.1`, `java-17-openjdk-headless-17.0.9` and not `java-17-openjdk-headless`.
      return /-\d+(?:[.:][\w*]+)+(?:-[\w.*]+)?$|-\d+\*$|[=<>]/.test(value);
  }
}
