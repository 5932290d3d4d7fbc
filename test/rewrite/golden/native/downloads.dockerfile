FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN wget https://example.org/model.bin && make
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./server"]

# obstacle: Not converted to several stages: `RUN wget https://example.org/model.bin && make` could serve the build or the running program; that is not certain.