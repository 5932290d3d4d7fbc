FROM debian:bookworm AS build
WORKDIR /app
RUN apt-get update && apt-get install -y cargo
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/root/.cargo/registry --mount=type=cache,target=/root/.cargo/git \
    mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN --mount=type=cache,target=/root/.cargo/registry --mount=type=cache,target=/root/.cargo/git \
    cargo build --locked --release

FROM gcr.io/distroless/cc-debian12:nonroot
WORKDIR /app
COPY --from=build /app/target/release/shop /usr/local/bin/
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
