FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./server"]

# obstacle: Not converted to several stages: Makefile makes libraries, brings other projects or asks for a sanitizer, so which files the program needs is not certain.