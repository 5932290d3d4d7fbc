FROM rust:1.98
WORKDIR /app
COPY . .
RUN cargo build --release
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./target/release/shop"]

# obstacle: Not converted to several stages: There is no Cargo.lock that can be read, so whether the program loads libraries of the system is not certain: commit the one that cargo writes.