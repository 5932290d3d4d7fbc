/**
 * What the configuration of well-known images sets besides PATH: environment and working directory. From the Dockerfiles of
 * the images (github.com/docker-library, github.com/nginx/docker-nginx, github.com/dotnet/dotnet-docker …; those of golang,
 * nginx, httpd, php and tomcat compared again in November 2026); the patterns are of all their versions and rather too wide than too narrow.
 */
import { familiarName, parseReference } from './reference.ts';

export interface ImageConfig {
  /** Names of the variables that some version of the image sets. */
  readonly environment: RegExp;
  /** The directory that the image starts in, of all its versions. */
  readonly workdir: string;
}

const java = /^(?:PATH|LANG|LANGUAGE|LC_ALL|JAVA_\w+|MAVEN_\w+|GRADLE_\w+|CATALINA_\w+|TOMCAT_\w+|GPG_KEYS?|LD_LIBRARY_PATH)$/; // prettier-ignore
const dotnet = /^(?:PATH|APP_UID|DOTNET_\w+|ASPNET\w*|NUGET_\w+|POWERSHELL_\w+|COMPLUS_\w+)$/;
const database = /^(?:PATH|LANG|GOSU_\w+|GPG_KEYS?|HOME|PG\w+|POSTGRES_\w+|DOCKER_PG_\w+|MYSQL_\w+|MARIADB_\w+|REDIS_\w+|VALKEY_\w+|MONGO_\w+|JSYAML_\w+|GLIBC_TUNABLES|MEMCACHED_\w+)$/; // prettier-ignore
const plain = /^PATH$/;
const redHat = /^(?:PATH|container|DISTTAG|FGC|FBR|LANG)$/;

const configs: readonly (readonly [RegExp, ImageConfig])[] = [
  [/^(?:alpine|debian|ubuntu|busybox|buildpack-deps|centos|rockylinux|almalinux|oraclelinux|amazonlinux)$/, { environment: plain, workdir: '/' }], // prettier-ignore
  [/^(?:fedora|quay\.io\/centos\/centos)$/, { environment: redHat, workdir: '/' }],
  [
    /^registry\.access\.redhat\.com\/(?:ubi\d+|ubi\d+\/ubi(?:-minimal|-micro)?)$/,
    { environment: redHat, workdir: '/' },
  ],
  [/^node$/, { environment: /^(?:PATH|NODE_VERSION|YARN_VERSION)$/, workdir: '/' }],
  [/^python$/, { environment: /^(?:PATH|LANG|GPG_KEY|PYTHON_\w+)$/, workdir: '/' }],
  [/^golang$/, { environment: /^(?:PATH|GOLANG_VERSION|GOTOOLCHAIN|GOPATH)$/, workdir: '/go' }],
  [/^ruby$/, { environment: /^(?:PATH|LANG|RUBY\w*|GEM_\w+|BUNDLE\w*)$/, workdir: '/' }],
  [/^rust$/, { environment: /^(?:PATH|RUSTUP_HOME|CARGO_HOME|RUST_VERSION)$/, workdir: '/' }],
  [/^php$/, { environment: /^(?:PATH|PHP\w*|APACHE_\w+|GPG_KEYS|LANG)$/, workdir: '/var/www/html' }],
  [/^gcc$/, { environment: /^(?:PATH|GPG_KEYS|GCC_\w+)$/, workdir: '/' }],
  [/^nginx$/, { environment: /^(?:PATH|NGINX_\w+|NJS_\w+|PKG_\w+|ACME_\w+|DYNPKG_\w+)$/, workdir: '/' }],
  [/^httpd$/, { environment: /^(?:PATH|HTTPD_\w+)$/, workdir: '/usr/local/apache2' }],
  [/^(?:eclipse-temurin|amazoncorretto|openjdk)$/, { environment: java, workdir: '/' }],
  [/^maven$/, { environment: java, workdir: '/' }],
  [/^tomcat$/, { environment: java, workdir: '/usr/local/tomcat' }],
  [/^(?:postgres|mysql|mariadb|mongo)$/, { environment: database, workdir: '/' }],
  [/^(?:redis|valkey\/valkey)$/, { environment: database, workdir: '/data' }],
  [
    /^mcr\.microsoft\.com\/dotnet\/(?:sdk|aspnet|runtime|runtime-deps)$/,
    { environment: dotnet, workdir: '/' },
  ],
];

/** Undefined for images that are not known, and for tags that bring triggers (`onbuild`) or Windows along. */
export function imageConfig(reference: string): ImageConfig | undefined {
  const parsed = parseReference(reference);
  if (!parsed || /onbuild|windows|nanoserver/.test(parsed.tag ?? '')) return undefined;
  const name = familiarName(parsed);
  const config = configs.find(([pattern]) => pattern.test(name))?.[1];
  // Only PHP's servers start in the folder that they serve (github.com/docker-library/php, Dockerfile-linux.template).
  const isScript = name === 'php' && !/(?:^|-)(?:apache|fpm)(?:-|$)/.test(parsed.tag ?? '');
  return config && isScript ? { ...config, workdir: '/' } : config;
}
