FROM rust:1.98 AS build
WORKDIR /app
RUN apt-get update && apt-get install -y musl-tools
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    rustup target add x86_64-unknown-linux-musl && cargo build --locked --release --target x86_64-unknown-linux-musl

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
COPY --from=build /app/target/x86_64-unknown-linux-musl/release/shop /usr/local/bin/
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
