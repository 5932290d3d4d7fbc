FROM ubuntu:24.04 AS build
WORKDIR /app
RUN apt-get update && apt-get install -y cargo
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/root/.cargo/registry --mount=type=cache,target=/root/.cargo/git \
    mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN --mount=type=cache,target=/root/.cargo/registry --mount=type=cache,target=/root/.cargo/git \
    cargo build --locked --release

FROM ubuntu:24.04
WORKDIR /app
COPY --from=build /app/target/release/shop /usr/local/bin/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
