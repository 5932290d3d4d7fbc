FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN gcc -o server main.c
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./server"]

# obstacle: Not converted to several stages: main.c starts a program, or loads a library, whose name is not certain.