FROM rust:1.98-alpine AS build
WORKDIR /app
ENV RUSTFLAGS="-C target-feature=-crt-static"
RUN apk add --no-cache musl-dev
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    cargo build --locked --release

FROM alpine:3.24
WORKDIR /app
RUN apk add --no-cache libgcc
COPY --from=build /app/target/release/shop /usr/local/bin/
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
