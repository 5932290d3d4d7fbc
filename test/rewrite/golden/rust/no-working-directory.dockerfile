FROM rust:1.98 AS build
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    cargo build --locked --release

FROM debian:trixie-slim
COPY --from=build /target/release/shop /usr/local/bin/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
