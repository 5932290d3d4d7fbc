FROM rust:1.91-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --release --locked && cargo clean -p shop --release
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    cargo build --release --locked

FROM gcr.io/distroless/cc-debian12:nonroot
WORKDIR /
COPY --from=build /src/target/release/shop /usr/local/bin/shop
EXPOSE 8080
CMD ["shop"]
