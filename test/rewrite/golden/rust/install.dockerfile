FROM rust:1.98 AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/usr/local/cargo/git \
    cargo install --locked --path .

FROM gcr.io/distroless/cc-debian13:nonroot
WORKDIR /app
COPY --from=build /usr/local/cargo/bin/shop /usr/local/bin/
EXPOSE 8080
CMD ["shop"]
