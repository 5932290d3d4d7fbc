FROM rust:1.98
WORKDIR /app
COPY . .
EXPOSE 8080
CMD ["cargo", "run", "--release"]

# obstacle: Not converted to several stages: The container starts `cargo run --release`, but no RUN builds the program: it is compiled whenever a container starts.