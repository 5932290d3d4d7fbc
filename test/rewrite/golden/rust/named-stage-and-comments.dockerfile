# syntax=docker/dockerfile:1
# The shop.
FROM rust:1.98 AS build
WORKDIR /app
# everything
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
# optimized
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    cargo build --locked --release

FROM gcr.io/distroless/cc-debian13:nonroot AS shop
LABEL org.opencontainers.image.title="shop"
WORKDIR /app
ENV RUST_LOG=info
COPY --from=build /app/target/release/shop /usr/local/bin/
EXPOSE 8080
STOPSIGNAL SIGINT
# what it starts
ENTRYPOINT ["/usr/local/bin/shop"]
CMD ["--port", "8080"]
