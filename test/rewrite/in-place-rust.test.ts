/** Rust programs whose file has several stages already. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const locked = (...names: string[]): string =>
  [
    'version = 4\n',
    ...names.map(
      (name) =>
        `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n`,
    ),
    `[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = [\n${names.map((name) => ` "${name}",\n`).join('')}]\n`,
  ].join('\n');
const rust = (dependencies: readonly string[] = ['axum'], extra: MemoryTree = {}): MemoryTree => ({
  'Cargo.toml': `[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\n${dependencies.map((name) => `${name} = "1"\n`).join('')}`,
  'Cargo.lock': locked(...dependencies),
  'src/main.rs': 'fn main() {}\n',
  '.dockerignore': 'target\n.git\n.env*\n*.log\n',
  ...extra,
});
const text = `FROM rust:1.91-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/release/shop /usr/local/bin/shop
EXPOSE 8080
CMD ["shop"]
`;
const on = (base: string): string => text.replace('FROM debian:bookworm-slim', `FROM ${base}`);

const cases: PlanCase[] = [
  { name: 'debian-slim', files: rust(), text },
  { name: 'toolchain-as-the-base', files: rust(), text: on('rust:1.91-bookworm').replace(/RUN apt.*\n/, '') },
  { name: 'openssl', files: rust(['axum', 'openssl-sys']), text: text.replace('ca-certificates', 'ca-certificates libssl3') },
  { name: 'openssl-of-another-release', files: rust(['axum', 'openssl-sys']), text: text.replace('rust:1.91-bookworm', 'rust:1.91-trixie') },
  { name: 'library-of-the-distribution', files: rust(['axum', 'pq-sys']), text: text.replace('ca-certificates', 'ca-certificates libpq5') },
  { name: 'starts-programs', files: rust(['axum'], { 'src/main.rs': 'fn main() { std::process::Command::new("git").arg("log").status().unwrap(); }\n' }), text },
  { name: 'loads-by-name', files: rust(['axum', 'libloading']), text },
  { name: 'for-musl', files: rust(), text: text.replace('cargo build', 'rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl').replace('target/release', 'target/x86_64-unknown-linux-musl/release') },
  { name: 'alpine', files: rust(), text: text.replace('rust:1.91-bookworm', 'rust:1.91-alpine').replace(/FROM debian[^]*?COPY/, 'FROM alpine:3.22\nCOPY') },
  { name: 'started-by-a-script', files: rust(['axum'], { 'start.sh': '#!/bin/sh\nexec shop\n' }), text: text.replace('CMD ["shop"]', 'COPY start.sh /\nCMD ["/start.sh"]') },
  { name: 'without-a-lockfile', files: { 'Cargo.toml': rust()['Cargo.toml']!, 'src/main.rs': 'fn main() {}\n', '.dockerignore': 'target\n.git\n' }, text: text.replace(' --locked', '') },
]; // prettier-ignore

goldenTests('in-place-rust', cases);
