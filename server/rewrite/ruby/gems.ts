/** What gems need of the system when they run, beside what Ruby itself links (docker-library/ruby keeps what `ldd` finds). */
import type { LockedGem, RubyProject } from '../../project/ruby/facts.ts';
import { isLinkedInC, librariesBehind } from '../system/libraries.ts';

/** The gems of the lockfile that are needed when these groups are left out; undefined without a lockfile. */
export function usedGems(
  project: RubyProject,
  without: ReadonlySet<string>,
): readonly LockedGem[] | undefined {
  const locked = project.lock?.gems ?? [];
  if (locked.length === 0) return undefined;
  const byName = new Map(locked.map((gem) => [gem.name, gem]));
  const left = new Set(
    project.gems.filter(({ groups }) => groups.every((group) => without.has(group))).map(({ name }) => name),
  );
  // What a Gemfile does under conditions is not followed: then all of them count.
  const roots =
    project.dynamic === undefined && without.size > 0
      ? project.gems.filter(({ name }) => !left.has(name)).map(({ name }) => name)
      : [...byName.keys()];
  const used = new Map<string, LockedGem>();
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const gem = byName.get(name);
    if (!gem || used.has(name)) continue;
    used.set(name, gem);
    queue.push(...gem.dependencies);
  }
  return [...used.values()];
}

/**
 * Headers in full images (docker-library/buildpack-deps) of the libraries that gems use and slim images lack, by the gems
 * (their own pages on rubygems.org).
 */
const headersOf: Readonly<Record<string, string>> = {
  pg: 'libpq-dev',
  sequel_pg: 'libpq-dev',
  mysql2: 'default-libmysqlclient-dev',
  sqlite3: 'libsqlite3-dev',
  'libxml-ruby': 'libxml2-dev',
  'ruby-filemagic': 'libmagic-dev',
  curb: 'libcurl4-openssl-dev',
  ethon: 'libcurl4-openssl-dev',
  rmagick: 'libmagickwand-dev',
  charlock_holmes: 'libicu-dev',
  gssapi: 'libkrb5-dev',
};

/** Packages with programs or data of full images, by the gems that call or read them. */
const programsOf: Readonly<Record<string, string>> = {
  mini_magick: 'imagemagick',
  'kt-paperclip': 'imagemagick',
  paperclip: 'imagemagick',
  dragonfly: 'imagemagick',
  mimemagic: 'shared-mime-info',
  git: 'git',
};

/** Native code, or calls of native libraries, and nothing of the system but what Ruby has too. */
const selfContained: ReadonlySet<string> = new Set([
  'nokogiri', 'ffi', 'sassc', 'ruby-vips', 'rb-inotify', 'listen', 'childprocess', 'argon2', 'llhttp-ffi', 'levenshtein-ffi', 'sys-uname', 'sys-filesystem', 'rdkafka',
  'mini_racer', 'google-protobuf', 'grpc', 'sass-embedded', 'commonmarker', 'tokenizers', 'bcrypt', 'websocket-driver', 'sqlite3', 'rinku', 'pg_query', 'rbnacl', 'rugged',
  'ffi-compiler', 'mini_portile2', 'pkg-config', 'rb_sys', 'native-package-installer', 'racc', 'image_processing', 'selenium-webdriver', 'typhoeus', 'localhost', 'libv8-node', 're2', 'html5', 'nokogumbo', 'rb-kqueue', 'rb-fsevent', 'ffi-libarchive',
]); // prettier-ignore

/** They use libraries that full images happen to have, or compile when the program starts. What full images lack comes from the file. */
const uncertain: ReadonlySet<string> = new Set([
  'wkhtmltopdf-binary', 'wkhtmltopdf-binary-edge', 'passenger', 'cairo', 'pango', 'gio2', 'glib2', 'gobject-introspection', 'rsvg2', 'phashion', 'gd2-ffij', 'ruby-xslt', 'bdb', 'rubypython', 'pycall',
]); // prettier-ignore

/** Gems that exist to compile or load native code. */
const nativeHelpers: ReadonlySet<string> = new Set(['ffi', 'ffi-compiler', 'pkg-config', 'native-package-installer', 'mini_portile2', 'rb_sys']); // prettier-ignore

/** Packages of Debian that the gems need in a slim image, or why that is not certain: a complete sentence. */
export function librariesOfGems(
  gems: readonly LockedGem[],
  release: string | undefined,
): readonly string[] | string {
  const found = new Set<string>();
  for (const { name, dependencies } of [...gems].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (uncertain.has(name)) return `What the gem ${name} needs of the full image is not certain.`;
    const program = Object.hasOwn(programsOf, name) ? programsOf[name] : undefined;
    if (program !== undefined) found.add(program);
    const header = Object.hasOwn(headersOf, name) ? headersOf[name] : undefined;
    const libraries = header === undefined ? [] : librariesBehind(header, release, isLinkedInC);
    if (!libraries)
      return `Which libraries the gem ${name} needs is not certain, because the tag of the base image does not name a release of Debian.`;
    libraries.forEach((library) => found.add(library));
    if (selfContained.has(name) || program !== undefined || header !== undefined) continue;
    const helper = dependencies.find((one) => nativeHelpers.has(one));
    if (helper !== undefined)
      return `The gem ${name} has native code (it uses ${helper}), and which libraries of the full image it needs is not known.`;
  }
  return [...found];
}
