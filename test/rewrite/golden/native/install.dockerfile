FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential cmake && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cmake -B build && cmake --build build && cmake --install build
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["server"]

# obstacle: Not converted to several stages: `cmake --install build` puts more files into the system than the program; which of them it needs is not certain.