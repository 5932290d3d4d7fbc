FROM rust:1.60
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN cargo build --locked --release
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./target/release/shop"]

# obstacle: Not converted to several stages: The program loads libraries of the Debian release of rust:1.60, which is not known or no longer supported: start from a newer image first.