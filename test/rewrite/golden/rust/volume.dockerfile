FROM rust:1.98 AS build
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    cargo build --locked --release

FROM gcr.io/distroless/cc-debian13:latest
WORKDIR /app
COPY --from=build /app/target/release/shop /usr/local/bin/
VOLUME /data
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
