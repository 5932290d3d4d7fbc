/**
 * Libraries that what was compiled goes on using. Names of Debian 11 to 13: what the -dev packages depend on
 * (packages.debian.org); Debian 13 renamed some for 64 bit time (wiki.debian.org/ReleaseGoals/64bit-time).
 */

/** One name for all releases, or names by release. */
export type Library = string | Readonly<Partial<Record<'11' | '12' | '13', string>>>;

export const time64 = (name: string): Library => ({ '11': name, '12': name, '13': `${name}t64` });
export const ldap: Library = { '11': 'libldap-2.4-2', '12': 'libldap-2.5-0', '13': 'libldap2' };
export const odbc: Library = { '11': 'libodbc1', '12': 'libodbc2', '13': 'libodbc2' };
const tiff: Library = { '11': 'libtiff5', '12': 'libtiff6', '13': 'libtiff6' };
const webp: Library = { '11': 'libwebp6', '12': 'libwebp7', '13': 'libwebp7' };

const behindHeaders: Readonly<Record<string, readonly Library[]>> = {
  'libpq-dev': ['libpq5'],
  'default-libmysqlclient-dev': ['libmariadb3'],
  'libmariadb-dev': ['libmariadb3'],
  'libmariadb-dev-compat': ['libmariadb3'],
  'libxml2-dev': ['libxml2'],
  'libxslt-dev': ['libxslt1.1'],
  'libxslt1-dev': ['libxslt1.1'],
  'libjpeg-dev': ['libjpeg62-turbo'],
  'libjpeg62-turbo-dev': ['libjpeg62-turbo'],
  'libfreetype-dev': ['libfreetype6'],
  'libfreetype6-dev': ['libfreetype6'],
  'liblcms2-dev': ['liblcms2-2'],
  'libopenjp2-7-dev': ['libopenjp2-7'],
  'libtiff-dev': [tiff],
  'libtiff5-dev': [tiff],
  'libwebp-dev': [webp, 'libwebpmux3', 'libwebpdemux2'],
  'libpng-dev': [time64('libpng16-16')],
  'libcairo2-dev': ['libcairo2'],
  'libpango1.0-dev': ['libpango-1.0-0', 'libpangocairo-1.0-0', 'libpangoft2-1.0-0'],
  'libyaml-dev': ['libyaml-0-2'],
  'libgmp-dev': ['libgmp10'],
  'libopenblas-dev': ['libopenblas0'],
  'liblapack-dev': ['liblapack3'],
  'libcurl4-openssl-dev': [time64('libcurl4')],
  'libldap2-dev': [ldap],
  'libldap-dev': [ldap],
  'libsasl2-dev': ['libsasl2-2'],
  'libkrb5-dev': ['libgssapi-krb5-2'],
  'unixodbc-dev': [odbc],
  'freetds-dev': ['libsybdb5', 'libct4'],
  'libmagic-dev': [time64('libmagic1')],
  'libglib2.0-dev': [time64('libglib2.0-0')],
  'libsnappy-dev': ['libsnappy1v5'],
  'librdkafka-dev': ['librdkafka1'],
  'libzmq3-dev': ['libzmq5'],
  'libsodium-dev': ['libsodium23'],
  'libsndfile1-dev': ['libsndfile1'],
  'portaudio19-dev': ['libportaudio2'],
  'libasound2-dev': [time64('libasound2')],
  'libev-dev': [time64('libev4')],
  'libpcre2-dev': ['libpcre2-8-0'],
  'libzstd-dev': ['libzstd1'],
  'liblz4-dev': ['liblz4-1'],
  'libexpat1-dev': ['libexpat1'],
  // The Fortran compiler's own library.
  gfortran: ['libgfortran5'],
};

/** The run-time packages behind a build package of Debian; empty: none is needed; undefined: that is not certain. */
export function librariesBehind(name: string, release: string | undefined): readonly string[] | undefined {
  return Object.hasOwn(behindHeaders, name) ? libraryNames(behindHeaders[name]!, release) : undefined;
}

/** The names that libraries have in a release; undefined where one has none, or none that is known. */
export function libraryNames(
  libraries: readonly Library[],
  release: string | undefined,
): readonly string[] | undefined {
  const names = libraries.map((library) => {
    if (typeof library === 'string') return library;
    const all = new Set(Object.values(library));
    return all.size === 1 ? [...all][0] : library[release as keyof typeof library];
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}
