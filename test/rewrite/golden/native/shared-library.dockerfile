FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential cmake && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./build/server"]

# obstacle: Not converted to several stages: CMakeLists.txt makes libraries, brings other projects or asks for a sanitizer, so which files the program needs is not certain.