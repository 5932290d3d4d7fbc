/** What a Go program with cgo is linked against, and whether all of it can be linked into the program. */
import type { ImageFact } from '../../images/facts.ts';
import type { GoProject } from '../../project/facts.ts';
import { variableOf } from '../../tools/dependencies/command.ts';
import { goOption, type GoCommand } from '../../tools/go.ts';
import type { GoSite } from '../../tools/installs.ts';
import { needOnlyLibc, tagsForStatic } from './known-modules.ts';

/**
 * `static`: nothing, given `tags`. `c`: the C library alone. `c++`: perhaps the libraries of C++ and the compiler too. `more`:
 * libraries, or programs, that nobody knows.
 */
export interface GoLinking {
  readonly kind: 'static' | 'c' | 'c++' | 'more';
  /** Build tags that a static program with cgo needs. */
  readonly tags: readonly string[];
}

export const withoutCgo: GoLinking = { kind: 'static', tags: [] };

/**
 * For a program that is built with cgo. Linking glibc into a program is fine as long as nothing of it loads libraries or plugins at
 * run time (glibc's FAQ): `netgo` and `osusergo` keep Go's own packages from that (pkg.go.dev/net, pkg.go.dev/os/user), the
 * module's own C is looked into, and of other modules only those count that are known.
 */
export function cgoLinking(site: GoSite, project: GoProject, built: ImageFact | undefined): GoLinking {
  const { cgo, requires, replacements = [], localReplaces, work } = project;
  if (cgo?.doubt?.needs === 'more' || /musl/.test(compilerOf(site))) return { kind: 'more', tags: [] };
  const isKnown =
    cgo !== undefined && cgo.cpp === undefined && localReplaces.length === 0 && work === undefined;
  const modules = [...requires, ...replacements];
  if (!isKnown || !needOnlyLibc(modules)) return { kind: 'c++', tags: [] };
  const tags = tagsForStatic(modules);
  // The official images have a static C library: libc6-dev, or musl-dev with the compiler (docker-library/golang).
  const hasArchive = built?.repository === 'golang' && (built.libc === 'glibc' || built.libc === 'musl');
  if (cgo.doubt !== undefined || tags === undefined || !hasArchive || !leavesLinking(site))
    return { kind: 'c', tags: [] };
  return { kind: 'static', tags: ['netgo', 'osusergo', ...tags] };
}

function compilerOf(site: GoSite): string {
  const variable = variableOf(site, 'CC');
  return variable?.known === true ? variable.value : '';
}

/** Variables with which the toolchain is another one, or gets flags that are not seen. */
const steering = ['CC', 'CXX', 'GOFLAGS', 'CGO_LDFLAGS', 'CGO_CFLAGS', 'CGO_CPPFLAGS', 'GOEXPERIMENT', 'GOARM', 'GO_EXTLINK_ENABLED']; // prettier-ignore

/** Does the command leave it to us how the program is linked, or link it statically already? */
function leavesLinking(site: GoSite): boolean {
  const { go } = site;
  if (steering.some((name) => variableOf(site, name) !== undefined && !isUnset(site, name))) return false;
  const targets = [
    ['GOOS', /^linux$/],
    ['GOARCH', /^(?:amd64|arm64)$/],
  ] as const;
  if (targets.some(([name, usual]) => isOther(site, name, usual))) return false;
  if (['--race', '--msan', '--asan', '--linkshared', '--cover'].some((name) => go.options.has(name)))
    return false;
  if (
    ['-buildmode', '-compiler', '-toolexec', '-gccgoflags', '-overlay', '-modfile'].some(
      (name) => goOption(go, name) !== undefined,
    )
  )
    return false;
  const flags = goOption(go, '-ldflags');
  const tags = goOption(go, '-tags');
  // A variable of flags may hold anything; one behind `-X name=` is a text.
  if (/(?:^|\s)\$/.test(flags ?? '') || /\$/.test(tags ?? '') || /`/.test(flags ?? '')) return false;
  if ((tags ?? '').split(/[\s,]+/).some((tag) => tag !== '' && !harmlessTag.test(tag))) return false;
  return (
    isStaticAlready(flags) ||
    (takesMore(go) && !/-(?:extld|linkmode|linkshared|r\b|I\b|race|msan|asan)/.test(flags ?? ''))
  );
}

/** Can flags be added to those that are given? They need quotes around them. */
function takesMore(go: GoCommand): boolean {
  const flags = go.options.words('--ldflags').at(-1);
  return flags === undefined || (/["']$/.test(flags.raw) && goOption(go, '-ldflags') !== '');
}

function isOther(site: GoSite, name: string, usual: RegExp): boolean {
  const variable = variableOf(site, name);
  return variable !== undefined && !isUnset(site, name) && !(variable.known && usual.test(variable.value));
}

function isUnset(site: GoSite, name: string): boolean {
  const variable = variableOf(site, name);
  return variable !== undefined && !variable.known && variable.unset === true;
}

/** Of the C library's and Go's own, and features of SQLite that are built in (github.com/mattn/go-sqlite3, README). */
const harmlessTag =
  /^(?:netgo|osusergo|timetzdata|static(?:_build)?|prod(?:uction)?|release|nomsgpack|jsoniter|sonic|go_json|sqlite_(?:omit_load_extension|fts5?|fts3_tokenizer|json1?|stat4|foreign_keys|math_functions|secure_delete(?:_fast)?|vacuum_\w+|introspect|column_metadata|vtable|preupdate_hook)|fts5|json1|sqlite_unlock_notify)$/;

/** `-linkmode external -extldflags "-static"` */
export function isStaticAlready(flags: string | undefined): boolean {
  const given = /-extldflags[= ]\s*(?:(["'])(.*?)\1|(\S+))/.exec((flags ?? '').replaceAll('\\', ''));
  const words = (given?.[2] ?? given?.[3] ?? '').trim().split(/\s+/);
  return (
    words.includes('-static') && words.every((word) => /^-(?:static|l(?:m|c|pthread|dl|rt)|w|s)$/.test(word))
  );
}

/** What cgo needs, and what that was concluded from: a sentence with a leading blank. */
export function linkedNote(cgo: boolean, { kind }: GoLinking): string {
  if (!cgo) return '';
  if (kind === 'static')
    return ' The C library is linked into it: its C is that of the project and of modules that bring all of theirs, and none of it loads libraries or looks up names and accounts; Go does that by itself (netgo, osusergo).';
  if (kind === 'more') return '';
  return kind === 'c'
    ? ' Its C needs the C library alone.'
    : ' Its C may need the library of C++, which the image has.';
}
