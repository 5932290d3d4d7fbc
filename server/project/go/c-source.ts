/** Does C, in its own files or in front of `import "C"`, do what a program can't that has the C library linked into it? */

/** Why the C library can't simply be part of the program. */
export interface CDoubt {
  /** `libc`: it has to be there as a library, with its plugins. `more`: it may not be enough. */
  readonly needs: 'libc' | 'more';
  /** Completes a sentence. */
  readonly text: string;
}

/** Headers of glibc and the compiler whose functions need no other file when the program runs. */
const harmless: ReadonlySet<string> = new Set([
  'assert', 'complex', 'ctype', 'errno', 'fenv', 'float', 'inttypes', 'iso646', 'limits', 'math', 'setjmp', 'signal', 'stdalign', 'stdarg', 'stdatomic', 'stdbool', 'stddef',
  'stdint', 'stdio', 'stdlib', 'stdnoreturn', 'string', 'strings', 'tgmath', 'threads', 'time', 'uchar', 'wchar', 'wctype', 'memory', 'values',
  'unistd', 'fcntl', 'pthread', 'sched', 'semaphore', 'poll', 'dirent', 'getopt', 'termios', 'libgen', 'search', 'regex', 'fnmatch', 'syslog', 'mqueue', 'aio', 'ftw', 'utime',
  'alloca', 'malloc', 'endian', 'byteswap', 'features', 'err', 'error', 'sysexits', 'ucontext', 'cpuid', 'x86intrin', 'arm_neon', 'arm_acle',
]); // prettier-ignore

/** Headers of the C library for what loads its plugins. */
const pluginHeader =
  /^(?:pwd|grp|netdb|resolv|nss|iconv|locale|langinfo|wordexp|glob|nl_types|monetary|xlocale|utmpx?|aliases|gshadow|shadow)\.h$/;

/**
 * They load plugins of the C library when they run, also where that is linked into the program: name services, conversions and
 * languages (sourceware.org/glibc/wiki/FAQ, "Even statically linked programs need some shared libraries").
 */
const plugins =
  /\b(getaddrinfo|getnameinfo|gethostby\w+|gethostent|getserv\w+|getproto\w+|getnet(?:by\w+|ent)|getpw\w+|getgr\w+|initgroups|getlogin\w*|cuserid|res_n?(?:init|query|search)|iconv\w*|setlocale|newlocale|uselocale|catopen|wordexp|glob|rcmd|getusershell|ccs=)\b/;
/** Libraries by name, and the unwinder, which ends threads. */
const libraries = /\b(dlm?open|dlsym|backtrace\w*|pthread_(?:cancel|exit))\b/;
/** They give their argument to a shell. */
const shells = /\b(system|popen|exec[lv]p?e?|execvpe|posix_spawnp?)\s*\(/;

/** `exists`: is there a file of the project by that name? The worst that was found. */
export function cDoubt(
  text: string,
  path: string,
  exists: (from: string, name: string) => boolean,
): CDoubt | undefined {
  const found: CDoubt[] = [];
  for (const [, bracket, name = ''] of text.matchAll(
    /^[ \t]*(?:\/\/|\/\*)?[ \t]*#[ \t]*include\b[ \t]*([<"]?)([^>"\n]*)/gm,
  )) {
    if (
      bracket === '<'
        ? isHarmless(name) || exists(path, name)
        : bracket === '"' && (name === '_cgo_export.h' || exists(path, name))
    )
      continue;
    found.push({ needs: pluginHeader.test(name) ? 'libc' : 'more', text: `${path} includes ${name.trim()}` });
  }
  for (const [, directive = ''] of text.matchAll(/^[ \t]*(?:\/\/|\/\*)?[ \t]*#cgo[ \t]+(.*)$/gm)) {
    const doubtful = flagDoubt(directive);
    if (doubtful !== undefined) found.push({ needs: 'more', text: `${path} has \`#cgo ${doubtful}\`` });
  }
  const outside = libraries.exec(text)?.[1] ?? shells.exec(text)?.[1];
  if (outside !== undefined) found.push({ needs: 'more', text: `${path} uses ${outside}` });
  const inside = plugins.exec(text)?.[1];
  if (inside !== undefined) found.push({ needs: 'libc', text: `${path} uses ${inside}` });
  return worst(found);
}

/** The first that the C library is not enough for, else the first. */
export function worst(doubts: readonly CDoubt[]): CDoubt | undefined {
  return doubts.find(({ needs }) => needs === 'more') ?? doubts[0];
}

function isHarmless(header: string): boolean {
  const name = /^([\w/]+)\.h$/.exec(header)?.[1];
  if (name === undefined) return false;
  return harmless.has(name) || /^(?:sys|linux|asm|asm-generic|netinet|arpa|net)\/\w+(?:\/\w+)*$/.test(name) || /^[a-z\d]*mmintrin$|^(?:immintrin|\w+intrin)$/.test(name); // prettier-ignore
}

/** `linux,amd64 LDFLAGS: -lm` */
function flagDoubt(directive: string): string | undefined {
  const match = /^(.*?)\b(\w+|pkg-config):\s*(.*)$/.exec(directive);
  if (!match) return undefined;
  const [, conditions = '', name, flags = ''] = match;
  const asked = conditions
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (
    asked.length > 0 &&
    asked.every((word) =>
      /^(?:darwin|windows|freebsd|openbsd|netbsd|dragonfly|solaris|android|ios|aix|zos|js)\b/.test(word),
    )
  )
    return undefined;
  if (name === 'noescape' || name === 'nocallback') return undefined;
  const written = `${name}: ${flags.trim()}`;
  if (name === 'pkg-config' || !/^(?:C|CPP|CXX|LD)FLAGS$/.test(name!)) return written;
  const words = flags.trim().split(/\s+/);
  if (name === 'LDFLAGS')
    return words.every((word) =>
      /^-(?:l(?:m|c|pthread|rt|dl)|pthread|static|O\w?|Wl,--(?:as-needed|gc-sections))$/.test(word),
    )
      ? undefined
      : written;
  return words.some((word) => /^-(?:fsanitize|fopenmp|fprofile|pg\b)/.test(word)) ? written : undefined;
}

/** What a Go file asks for: plugins, and extensions of SQLite (github.com/mattn/go-sqlite3), are libraries that are loaded. */
export function goDoubt(text: string, path: string): CDoubt | undefined {
  const does = (what: string): CDoubt => ({ needs: 'more', text: `${path} ${what}` });
  if (/^\s*(?:import\s+)?"plugin"\s*$/m.test(text)) return does('loads plugins');
  if (/\b(?:LoadExtension|load_extension|sqlite3_enable_load_extension)\b|\bExtensions:\s*\[\]string/.test(text)) return does('loads extensions of SQLite'); // prettier-ignore
  return /^\s*\/\/go:cgo_/m.test(text) ? does('gives orders to the linker') : undefined;
}
