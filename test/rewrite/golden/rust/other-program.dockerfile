FROM rust:1.98
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN cargo build --locked --release
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./run"]

# obstacle: Not converted to several stages: The container starts `./run`, which is no program that the build is known to make.