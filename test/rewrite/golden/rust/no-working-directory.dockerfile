FROM rust:1.98 AS build
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    cargo build --locked --release

FROM gcr.io/distroless/cc-debian13:nonroot
WORKDIR /
COPY --from=build /target/release/shop /usr/local/bin/
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
