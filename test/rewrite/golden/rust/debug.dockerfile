FROM rust:1.98 AS build
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked && cargo clean -p shop
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    cargo build --locked

FROM gcr.io/distroless/cc-debian13:nonroot
WORKDIR /app
COPY --from=build /app/target/debug/shop /usr/local/bin/
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
