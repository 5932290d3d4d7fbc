FROM rust:1.98
WORKDIR /app
COPY . .
RUN cargo build --locked --release
EXPOSE 8080
CMD ["cargo", "run", "--release"]

# obstacle: Not converted to several stages: Which of the 2 programs of the project `cargo run --release` starts is not certain.