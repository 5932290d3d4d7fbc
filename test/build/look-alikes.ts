/** Which image of engine/bases stands for an official one. */

export interface LookAlike {
  /** Of engine/bases/Dockerfile. */
  readonly stage: string;
  /** What runtimes.sh fetches from npm for it. */
  readonly runtime?: string;
}

/** Variants of one repository; `version` is matched against the tag without its variant words. */
interface Repository {
  readonly version: RegExp;
  readonly stages: Partial<Record<'full' | 'slim' | 'alpine', LookAlike>>;
}

const bookworm = /^(?:bookworm|12(?:\.\d+)?|stable|latest)$/;
const node = (major: string): Repository['stages'] => ({
  full: { stage: 'node', runtime: `node${major}` },
  slim: { stage: 'node-slim', runtime: `node${major}` },
  alpine: { stage: 'node-alpine', runtime: `node${major}` },
});

/** Versions of the same major are the same image here, as far as Debian's packages and npm's have them. */
const repositories: Readonly<Record<string, readonly Repository[]>> = {
  node: ['20', '22'].map((major) => ({
    version: new RegExp(`^${major}(?:\\.[\\d.]+)?$`),
    stages: node(major),
  })),
  'oven/bun': [
    {
      version: /^(?:1(?:\.[\d.]+)?|latest|slim|alpine)$/,
      stages: {
        full: { stage: 'bun', runtime: 'bun' },
        slim: { stage: 'bun-slim', runtime: 'bun' },
        alpine: { stage: 'bun-alpine', runtime: 'bun' },
      },
    },
  ],
  'denoland/deno': [
    { version: /^(?:debian-)?2\.9\.6$/, stages: { full: { stage: 'deno', runtime: 'deno' } } },
    { version: /^distroless-2\.9\.6$/, stages: { full: { stage: 'deno-distroless', runtime: 'deno' } } },
  ],
  debian: [{ version: bookworm, stages: { full: { stage: 'debian' }, slim: { stage: 'debian-slim' } } }],
  golang: [{ version: /^1\.22(?:\.\d+)?$/, stages: { full: { stage: 'golang' } } }],
  gcc: [{ version: /^12(?:\.\d+)?$/, stages: { full: { stage: 'gcc' } } }],
  rust: [{ version: /^1\.96(?:\.\d+)?$/, stages: { full: { stage: 'rust' } } }],
  python: [
    { version: /^3\.11(?:\.\d+)?$/, stages: { full: { stage: 'python' }, slim: { stage: 'python-slim' } } },
  ],
  ruby: [{ version: /^3\.1(?:\.\d+)?$/, stages: { full: { stage: 'ruby' }, slim: { stage: 'ruby-slim' } } }],
  php: [
    { version: /^8\.2(?:\.\d+)?(?:-cli)?$/, stages: { full: { stage: 'php-cli' } } },
    { version: /^8\.2(?:\.\d+)?-apache$/, stages: { full: { stage: 'php-apache' } } },
  ],
  composer: [{ version: /^(?:2(?:\.\d+)*|latest)$/, stages: { full: { stage: 'composer' } } }],
  maven: [{ version: /^3(?:\.8(?:\.\d+)?)?-eclipse-temurin-17$/, stages: { full: { stage: 'maven' } } }],
  'eclipse-temurin': [
    { version: /^17-jdk$/, stages: { full: { stage: 'java-jdk' } } },
    { version: /^17-jre$/, stages: { full: { stage: 'java-jre' } } },
  ],
  elixir: [
    { version: /^1\.14(?:\.\d+)?$/, stages: { full: { stage: 'elixir' }, slim: { stage: 'elixir-slim' } } },
  ],
  'gcr.io/distroless/static-debian12': distroless('static'),
  'gcr.io/distroless/base-debian12': distroless('base'),
  'gcr.io/distroless/base-nossl-debian12': distroless('base'),
  'gcr.io/distroless/cc-debian12': distroless('cc'),
  'gcr.io/distroless/cc-debian13': distroless('cc-13'),
  'gcr.io/distroless/java17-debian13': distroless('java17'),
  'gcr.io/distroless/nodejs22-debian13': [
    { version: /^nonroot$/, stages: { full: { stage: 'distroless-node-13-nonroot', runtime: 'node22' } } },
  ],
  'nginxinc/nginx-unprivileged': [
    {
      version: /^/,
      stages: { slim: { stage: 'nginx-unprivileged' }, alpine: { stage: 'nginx-unprivileged' } },
    },
  ],
};

function distroless(name: string): readonly Repository[] {
  return [
    { version: /^nonroot$/, stages: { full: { stage: `distroless-${name}-nonroot` } } },
    { version: /^latest$/, stages: { full: { stage: `distroless-${name}` } } },
  ];
}

/** Undefined when there is none. */
export function lookAlike(reference: string): LookAlike | undefined {
  const [, name, tag = 'latest'] =
    /^(?:docker\.io\/)?(?:library\/)?([^:@]+)(?::([^@]+))?$/.exec(reference) ?? [];
  if (name === undefined) return undefined;
  const words = tag.split('-');
  const variant = words.some((word) => /^alpine/.test(word))
    ? 'alpine'
    : words.includes('slim')
      ? 'slim'
      : 'full';
  const version = words.filter((word) => !/^(?:alpine.*|slim)$/.test(word));
  if (version.length > 1 && bookworm.test(version.at(-1)!)) version.pop();
  return repositories[name]?.find((each) => each.version.test(version.join('-')))?.stages[variant];
}
