FROM rust:1.91-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    rustup target add x86_64-unknown-linux-musl && cargo build --target x86_64-unknown-linux-musl --release --locked

FROM gcr.io/distroless/static-debian12:nonroot
WORKDIR /
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/shop /usr/local/bin/shop
EXPOSE 8080
CMD ["shop"]
