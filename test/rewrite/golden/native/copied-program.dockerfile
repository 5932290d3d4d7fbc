FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./run"]

# obstacle: Not converted to several stages: The container starts `./run`, which is no program that the build is known to make.