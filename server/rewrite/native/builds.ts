/** The programs that compilers and build tools make of C and C++. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { resolveWord, type ShellCommand } from '../../dockerfile/shell.ts';
import { parseOptions } from '../../tools/options.ts';
import { runCommands, type CommandSite } from '../../tools/sites.ts';
import { resolvePath } from '../../tools/working-directory.ts';

const compilers = /^(?:(?:[\w]+-)*(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(?:-\d+)?)$/;
const tools: ReadonlySet<string> = new Set(['make', 'gmake', 'cmake', 'ninja', 'meson', 'configure']);

export interface NativeBuild {
  readonly site: CommandSite;
  readonly kind: 'compiler' | 'tool';
  /** The program that a compiler links, as an absolute image path; undefined: another command's, or not certain. */
  readonly output: string | undefined;
  /** The folder that a tool works in; undefined when it can't be followed. */
  readonly directory: string | undefined;
  readonly language: 'C' | 'C++' | undefined;
  /** Everything is linked into the program. */
  readonly isStatic: boolean;
  /** `z` for `-lz`. */
  readonly libraries: readonly string[];
  /** It puts files into folders of the system, or of its prefix. */
  readonly installs: boolean;
  readonly flags: readonly string[];
}

export function nativeBuilds(model: DockerfileModel): readonly NativeBuild[] {
  return [...runCommands(model)].flatMap((site) => readBuild(site) ?? []);
}

function readBuild(site: CommandSite): NativeBuild | undefined {
  const { command } = site;
  if (tools.has(command.name)) return toolBuild(site);
  if (!compilers.test(command.name)) return undefined;
  const words = command.args.map(({ value }) => value);
  if (words.length === 0 || words.some((word) => /^(?:--version|-v|-dumpversion|--help)$/.test(word))) return undefined; // prettier-ignore
  const links = !words.some((word) => /^(?:-c|-E|-S|-shared|-fsyntax-only|-M{1,2})$/.test(word));
  const isCpp = /\+\+/.test(command.name) || words.some((word) => /\.(?:cc|cpp|cxx|c\+\+|C)$/.test(word));
  return {
    site,
    kind: 'compiler',
    output: links ? outputOf(site) : undefined,
    directory: site.directory,
    language: isCpp ? 'C++' : 'C',
    isStatic: words.some((word) => /^-(?:static|static-pie)$/.test(word)),
    libraries: words.flatMap((word) => /^-l(.+)$/.exec(word)?.[1] ?? []),
    installs: words.includes('-shared'),
    flags: words.filter((word) => word.startsWith('-')),
  };
}

function outputOf({ command, directory, instruction }: CommandSite): string | undefined {
  if (directory === undefined) return undefined;
  const at = command.args.findIndex(({ value }) => value === '-o');
  const attached = command.args.find(({ value }) => /^-o./.test(value) && !value.startsWith('-os'));
  const word = at >= 0 ? command.args[at + 1] : undefined;
  const written = word ? resolveWord(word, instruction.state) : attached?.value.slice(2);
  if (word && written === undefined) return undefined;
  return resolvePath(directory, written ?? 'a.out');
}

function toolBuild(site: CommandSite): NativeBuild {
  const { command } = site;
  const words = command.args.map(({ value }) => value);
  return {
    site,
    kind: 'tool',
    output: undefined,
    directory: folderOf(site, command),
    language: undefined,
    isStatic: words.some((word) => /(?:^|[=\s])-static(?:-pie)?(?:\s|$)/.test(word)),
    libraries: [],
    installs: words.some((word) => /^(?:install|install\/strip|--install)$/.test(word)),
    flags: [],
  };
}

/** `make -C src`, `cmake -S . -B build`, `cmake --build build`, `ninja -C build`. */
function folderOf({ directory }: CommandSite, command: ShellCommand): string | undefined {
  const options = parseOptions(command, new Set(['-C', '--directory', '-B', '-S', '--build', '--install', '-j', '-G', '-D', '-f', '--file', '--target', '--config', '--prefix'])); // prettier-ignore
  const given =
    options.value('-C', '--directory') ?? options.value('--build', '--install') ?? options.value('-B');
  if (given === undefined) return directory;
  return directory === undefined || /[$`]/.test(given) ? undefined : resolvePath(directory, given);
}

/** Folders that installs fill, or why that is not certain: a complete sentence. */
export function installPrefixes(builds: readonly NativeBuild[]): readonly string[] | string {
  const installs = builds.filter(({ installs: does }) => does);
  if (installs.length === 0) return [];
  const found = new Set<string>();
  for (const { site, kind, directory } of installs) {
    const name = site.command.words.slice(0, 3).map(({ value }) => value).join(' '); // prettier-ignore
    if (kind === 'compiler') return `\`${name}\` makes a library to be loaded at run time.`;
    const words = site.command.args.map(({ value }) => value);
    if (
      words.some((word) => /^DESTDIR=/.test(word)) ||
      site.command.assignments.some((one) => one.name === 'DESTDIR')
    )
      return `\`${name}\` installs below DESTDIR, and what that is for is not certain.`;
    const before = builds.filter(
      (one) =>
        one.kind === 'tool' &&
        (one === installs[0] || one.site.command.span.start <= site.command.span.start) &&
        related(one.directory, directory),
    );
    const given = [
      ...new Set(before.flatMap((one) => prefixIn(one.site.command.args.map(({ value }) => value)))),
    ];
    if (given.length > 1 || given.some((one) => !/^\/[\w./-]+$/.test(one)))
      return `Where \`${name}\` installs is not certain.`;
    const isGenerated = builds.some((one) => /^(?:cmake|configure|meson)$/.test(one.site.command.name));
    if (given.length === 0 && !isGenerated) return `Where \`${name}\` installs is decided by the Makefile.`;
    const prefix = (given[0] ?? '/usr/local').replace(/(?<=.)\/+$/, '');
    if (/^\/(?:usr|etc|bin|lib|var)?$/.test(prefix))
      return `\`${name}\` installs into ${prefix}, where the system's own files are.`;
    found.add(prefix);
  }
  return [...found];
}

/** Configured and built in one folder, or one below it. */
function related(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

function prefixIn(words: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    const written = /^(?:-DCMAKE_INSTALL_PREFIX(?::\w+)?|--prefix|PREFIX|prefix)=(.+)$/.exec(word)?.[1];
    return written ?? (word === '--prefix' ? (words[i + 1] ?? '') : []);
  });
}
