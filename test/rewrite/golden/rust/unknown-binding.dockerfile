FROM rust:1.98
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo build --locked --release && cargo clean -p shop --release
COPY . .
RUN cargo build --locked --release
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./target/release/shop"]

# obstacle: Not converted to several stages: The program uses opencv-sys, and which library of the system that loads is not certain.