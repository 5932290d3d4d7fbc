FROM debian:bookworm-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y curl build-essential ca-certificates
RUN curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y
ENV PATH="/root/.cargo/bin:$PATH"
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN cargo build --locked --release

FROM gcr.io/distroless/cc-debian12:nonroot
WORKDIR /app
COPY --from=build /app/target/release/shop /usr/local/bin/
EXPOSE 8080
CMD ["/usr/local/bin/shop"]
