FROM rust:1.98
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN cargo build --locked --release
EXPOSE 8080


# obstacle: Not converted to several stages: The file has no CMD or ENTRYPOINT.