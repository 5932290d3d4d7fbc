/** Rust programs. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

interface Crate {
  readonly dependencies?: readonly string[];
  readonly main?: string;
  /** Packages of Cargo.lock besides the dependencies, `name` or `name: a, b`. */
  readonly locked?: readonly string[];
  readonly more?: string;
  readonly files?: MemoryTree;
}

const version = '1.0.0';
const source = 'registry+https://github.com/rust-lang/crates.io-index';

/** Cargo.lock with exactly the dependencies of the manifest. */
function lockfile(name: string, dependencies: readonly string[], locked: readonly string[]): string {
  const own = `[[package]]\nname = "${name}"\nversion = "0.1.0"\ndependencies = [${dependencies.map((one) => `"${one}"`).join(', ')}]\n`;
  const others: readonly (readonly [string, string | undefined])[] = [...new Map<string, string | undefined>([...dependencies.map((one) => [one, ''] as const), ...locked.map((line): [string, string | undefined] => [line.split(': ')[0]!, line.split(': ')[1]])])];
  return [
    'version = 4\n',
    own,
    ...others.map(([other, list = '']) =>
      [`[[package]]`, `name = "${other}"`, `version = "${version}"`, `source = "${source}"`, ...(list === '' ? [] : [`dependencies = [${list.split(', ').map((one) => `"${one}"`).join(', ')}]`]), ''].join('\n'),
    ),
  ].join('\n');
} // prettier-ignore

function rust({ dependencies = ['axum'], main = 'fn main() {}\n', locked = [], more = '', files = {} }: Crate = {}): MemoryTree {
  return {
    'Cargo.toml': `[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${dependencies.map((name) => `${name} = "1"\n`).join('')}${more}`,
    'Cargo.lock': lockfile('shop', dependencies, locked),
    'src/main.rs': main,
    ...files,
  };
} // prettier-ignore

const without = (name: string, files: MemoryTree): MemoryTree =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path !== name));

const text = `FROM rust:1.98
WORKDIR /app
COPY . .
RUN cargo build --release
EXPOSE 8080
CMD ["./target/release/shop"]
`;
const start = (command: string, from = text): string => from.replace(/^CMD.*\n$/m, `${command}\n`);
const build = (command: string, from = text): string => from.replace('cargo build --release', command);
const base = (image: string, from = text): string => from.replace('rust:1.98', image);

const cases: PlanCase[] = [
  { name: 'release', files: rust(), text },
  { name: 'debug', files: rust(), text: build('cargo build', start('CMD ["./target/debug/shop"]')) },
  { name: 'install', files: rust(), text: build('cargo install --path .', start('CMD ["shop"]')) },
  { name: 'cargo-run', files: rust(), text: start('CMD ["cargo", "run", "--release", "--", "--port", "8080"]') },
  { name: 'cargo-run-in-another-profile', files: rust(), text: start('CMD ["cargo", "run"]') },
  { name: 'cargo-run-without-a-build', files: rust(), text: start('CMD cargo run --release', text.replace(/RUN.*\n/, '')) },
  { name: 'cargo-run-in-bash', files: rust(), text: start('ENTRYPOINT ["/bin/bash", "-c", "cargo run --release"]') },
  { name: 'shell-form', files: rust(), text: start('CMD ./target/release/shop') },
  { name: 'shell-form-variable', files: rust(), text: start('CMD ./target/release/shop --port $PORT') },
  {
    name: 'named-stage-and-comments',
    files: rust(),
    text: `# syntax=docker/dockerfile:1
# The shop.
FROM rust:1.98 AS shop
LABEL org.opencontainers.image.title="shop"
WORKDIR /app
# everything
COPY . .
# optimized
RUN cargo build --release
ENV RUST_LOG=info
EXPOSE 8080
STOPSIGNAL SIGINT
# what it starts
ENTRYPOINT ["./target/release/shop"]
CMD ["--port", "8080"]
`,
  },
  { name: 'crlf', files: rust(), text: text.replaceAll('\n', '\r\n') },
  { name: 'openssl', files: rust({ dependencies: ['reqwest'], locked: ['reqwest: native-tls', 'native-tls: openssl', 'openssl: openssl-sys', 'openssl-sys'] }), text: text.replace('COPY', 'RUN apt-get update && apt-get install -y pkg-config libssl-dev && rm -rf /var/lib/apt/lists/*\nCOPY') },
  { name: 'openssl-in-slim', files: rust({ dependencies: ['reqwest'], locked: ['reqwest: native-tls', 'native-tls: openssl', 'openssl: openssl-sys', 'openssl-sys'], main: 'use std::process::Command;\nfn main() { Command::new("git"); }\n' }), text },
  { name: 'openssl-vendored', files: rust({ dependencies: ['openssl'], locked: ['openssl: openssl-sys', 'openssl-sys: openssl-src', 'openssl-src'] }), text },
  { name: 'diesel-with-libpq', files: rust({ dependencies: ['diesel'], locked: ['diesel: pq-sys', 'pq-sys'] }), text: base('rust:1.98-slim', text.replace('COPY', 'RUN apt-get update && apt-get install -y --no-install-recommends libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY')) },
  { name: 'diesel-in-the-full-image', files: rust({ dependencies: ['diesel'], locked: ['diesel: pq-sys', 'pq-sys'] }), text },
  { name: 'sqlite-bundled', files: rust({ dependencies: ['rusqlite'], locked: ['rusqlite: libsqlite3-sys', 'libsqlite3-sys: cc, pkg-config', 'cc', 'pkg-config'] }), text },
  { name: 'sqlite-of-the-system', files: rust({ dependencies: ['diesel'], locked: ['diesel: libsqlite3-sys', 'libsqlite3-sys: pkg-config', 'pkg-config'] }), text },
  { name: 'unknown-binding', files: rust({ dependencies: ['opencv'], locked: ['opencv: opencv-sys', 'opencv-sys'] }), text },
  { name: 'without-a-lockfile', files: without('Cargo.lock', rust()), text },
  { name: 'without-a-lockfile-on-slim', files: without('Cargo.lock', rust()), text: base('rust:1.98-slim') },
  { name: 'sqlx-offline', files: rust({ dependencies: ['sqlx'], main: 'fn main() { sqlx::migrate!("./migrations"); }\n', files: { '.sqlx/query-1.json': '{}', 'migrations/1.sql': '' } }), text: text.replace('RUN', 'ENV SQLX_OFFLINE=true\nRUN') },
  { name: 'sqlx-online', files: rust({ dependencies: ['sqlx'] }), text: text.replace('RUN', 'ENV DATABASE_URL=postgres://build@db/shop\nRUN') },
  { name: 'assets', files: rust({ dependencies: ['axum', 'tera'], main: 'fn main() { Tera::new("templates/**/*"); ServeDir::new("static"); }\n', files: { 'templates/a.html': '', 'static/a.css': '', 'config/default.toml': '', 'README.md': '' } }), text },
  { name: 'assets-copied-by-name', files: rust({ main: 'fn main() { ServeDir::new("static"); }\n', files: { 'static/a.css': '' } }), text: text.replace('COPY . .', 'COPY Cargo.toml Cargo.lock ./\nCOPY src ./src\n# what it serves\nCOPY static ./static') },
  { name: 'askama', files: rust({ dependencies: ['askama'], files: { 'templates/a.html': '' } }), text },
  { name: 'rocket', files: rust({ dependencies: ['rocket'], files: { 'Rocket.toml': '', 'static/a.css': '' } }), text: text.replace('EXPOSE', 'ENV ROCKET_ADDRESS=0.0.0.0\nEXPOSE') },
  { name: 'writes', files: rust({ main: 'fn main() { std::fs::write("uploads/a", b""); }\n', files: { 'uploads/.gitkeep': '' } }), text },
  { name: 'writes-somewhere', files: rust({ main: 'fn main() { std::fs::write(path, b""); }\n' }), text },
  { name: 'runs-an-unknown-program', files: rust({ main: 'use std::process::Command;\nfn main() { Command::new(name); }\n' }), text },
  { name: 'musl-target', files: rust(), text: build('rustup target add x86_64-unknown-linux-musl && cargo build --release --target x86_64-unknown-linux-musl', start('CMD ["./target/x86_64-unknown-linux-musl/release/shop"]', text.replace('COPY', 'RUN apt-get update && apt-get install -y musl-tools\nCOPY'))) },
  { name: 'alpine', files: rust({ dependencies: ['reqwest'], locked: ['reqwest: openssl-sys', 'openssl-sys'] }), text: base('rust:1.98-alpine', text.replace('COPY', 'RUN apk add --no-cache musl-dev openssl-dev openssl-libs-static pkgconfig\nCOPY')) },
  { name: 'alpine-dynamic', files: rust(), text: base('rust:1.98-alpine', text.replace('COPY', 'ENV RUSTFLAGS="-C target-feature=-crt-static"\nRUN apk add --no-cache musl-dev\nCOPY')) },
  { name: 'cargo-of-alpine', files: rust(), text: base('alpine:3.24', text.replace('COPY', 'RUN apk add --no-cache rust cargo openssl-dev\nCOPY')) },
  { name: 'cargo-of-debian', files: rust(), text: base('debian:bookworm', text.replace('COPY', 'RUN apt-get update && apt-get install -y cargo\nCOPY')) },
  { name: 'cargo-of-ubuntu', files: rust(), text: base('ubuntu:24.04', text.replace('COPY', 'RUN apt-get update && apt-get install -y cargo\nCOPY')) },
  { name: 'rustup-on-debian', files: rust(), text: base('debian:bookworm-slim', text.replace('COPY', "RUN apt-get update && apt-get install -y curl build-essential ca-certificates\nRUN curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y\nENV PATH=\"/root/.cargo/bin:$PATH\"\nCOPY")) },
  { name: 'older-rust', files: rust(), text: base('rust:1.75') },
  { name: 'bullseye', files: rust(), text: base('rust:1.60') },
  { name: 'bullseye-with-openssl', files: rust({ dependencies: ['openssl'], locked: ['openssl: openssl-sys', 'openssl-sys'] }), text: base('rust:1.60') },
  { name: 'moved', files: rust(), text: build('cargo build --release && mv target/release/shop /usr/local/bin/shop && strip /usr/local/bin/shop && rm -rf target', start('CMD ["shop"]')) },
  { name: 'copied-beside', files: rust(), text: build('cargo build --release\nRUN cp ./target/release/shop .', start('CMD ["./shop"]')) },
  { name: 'from-a-cache-mount', files: rust(), text: text.replace('RUN cargo build --release', 'RUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/shop /app/shop').replace('./target/release/shop', '/app/shop') },
  { name: 'left-in-a-cache-mount', files: rust(), text: text.replace('RUN cargo', 'RUN --mount=type=cache,target=/app/target cargo') },
  { name: 'dummy-build', files: rust(), text: text.replace('COPY . .', "COPY Cargo.toml Cargo.lock ./\nRUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release && rm -rf src\nCOPY src ./src\nRUN touch src/main.rs") },
  { name: 'account', files: rust(), text: text.replace('EXPOSE', 'RUN useradd -m shop && chown -R shop:shop /app\nUSER shop\nEXPOSE') },
  { name: 'account-without-chown', files: rust(), text: text.replace('EXPOSE', 'RUN useradd -m shop\nUSER shop\nEXPOSE') },
  { name: 'health-check-with-curl', files: rust(), text: text.replace('CMD', 'HEALTHCHECK CMD curl -f http://localhost:8080/health || exit 1\nCMD') },
  { name: 'volume', files: rust(), text: text.replace('EXPOSE', 'VOLUME /data\nEXPOSE') },
  { name: 'low-port', files: rust(), text: text.replace('8080', '80') },
  { name: 'tini', files: rust(), text: start('ENTRYPOINT ["tini", "--"]\nCMD ["./target/release/shop"]', text.replace('COPY', 'RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*\nCOPY')) },
  { name: 'entrypoint-script', files: rust({ files: { 'entrypoint.sh': '#!/bin/sh\nset -e\nmkdir -p /tmp/shop\nexec ./target/release/shop "$@"\n' } }), text: start('ENTRYPOINT ["./entrypoint.sh"]\nCMD ["--port", "8080"]', text.replace('RUN', 'RUN chmod +x entrypoint.sh\nRUN')) },
  { name: 'config-copied-elsewhere', files: rust({ files: { 'shop.toml': '' } }), text: text.replace('COPY . .', 'COPY shop.toml /etc/shop/\nCOPY . .') },
  { name: 'arguments', files: rust({ main: 'fn main() { env!("REVISION"); }\n' }), text: text.replace('COPY', 'ARG REVISION=dev\nENV REVISION=$REVISION\nCOPY') },
  { name: 'no-working-directory', files: rust(), text: text.replace('WORKDIR /app\n', '') },
  { name: 'subfolder', files: Object.fromEntries(Object.entries(rust({ files: { 'static/a.css': '' } })).map(([path, content]) => [`api/${path}`, content])), text: text.replace('COPY . .', 'COPY api .') },
  {
    name: 'workspace',
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'Cargo.lock': 'version = 4\n\n[[package]]\nname = "api"\nversion = "0.1.0"\ndependencies = ["core"]\n\n[[package]]\nname = "core"\nversion = "0.1.0"\n\n[[package]]\nname = "worker"\nversion = "0.1.0"\n',
      'crates/api/Cargo.toml': '[package]\nname = "api"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ncore = { path = "../core" }\n',
      'crates/api/src/main.rs': 'fn main() {}\n',
      'crates/core/Cargo.toml': '[package]\nname = "core"\nversion = "0.1.0"\nedition = "2021"\n',
      'crates/core/src/lib.rs': 'pub fn open() { ServeDir::new("web/dist"); }\n',
      'crates/worker/Cargo.toml': '[package]\nname = "worker"\nversion = "0.1.0"\nedition = "2021"\n',
      'crates/worker/src/main.rs': 'use std::process::Command;\nfn main() { Command::new(name); }\n',
      'web/dist/index.html': '',
    },
    text: build('cargo build --release -p api', start('CMD ["/app/target/release/api"]')),
  },
  { name: 'several-programs', files: rust({ files: { 'src/bin/worker.rs': 'fn main() {}\n' } }), text: start('CMD ["./target/release/worker"]') },
  { name: 'cargo-run-of-several', files: rust({ files: { 'src/bin/worker.rs': 'fn main() {}\n' } }), text: start('CMD ["cargo", "run", "--release"]') },
  { name: 'target-directory', files: rust({ files: { '.cargo/config.toml': '[build]\ntarget-dir = "/tmp/target"\n' } }), text: start('CMD ["/tmp/target/release/shop"]') },
  { name: 'other-program', files: rust(), text: start('CMD ["./run"]') },
  { name: 'no-command', files: rust(), text: start('') },
  { name: 'in-place-by-path', files: rust({ main: 'fn main() { std::env::current_exe(); }\n' }), text: start('CMD ["/app/target/release/shop"]') },
  { name: 'cargo-variables', files: rust({ main: 'fn main() { std::env::var("CARGO_MANIFEST_DIR"); }\n' }), text: start('CMD ["cargo", "run", "--release"]') },
]; // prettier-ignore

goldenTests('rust', cases);
