FROM rust:1.98
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/app/target cargo build --locked --release
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./target/release/shop"]

# obstacle: Not converted to several stages: The container starts `./target/release/shop`, which is no program that the build is known to make.