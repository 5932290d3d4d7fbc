FROM alpine:3.24 AS build
WORKDIR /app
RUN apk add --no-cache rust cargo openssl-dev
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/root/.cargo/registry --mount=type=cache,target=/root/.cargo/git \
    mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN --mount=type=cache,target=/root/.cargo/registry --mount=type=cache,target=/root/.cargo/git \
    cargo build --locked --release

FROM alpine:3.24
WORKDIR /app
RUN apk add --no-cache libssl3 libcrypto3 libgcc
COPY --from=build /app/target/release/shop /usr/local/bin/
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
