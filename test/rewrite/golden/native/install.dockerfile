FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential cmake && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cmake -B build && cmake --build build && cmake --install build

FROM debian:bookworm-slim
WORKDIR /app
COPY --from=build /usr/local/ /usr/local/
RUN ldconfig
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["server"]
