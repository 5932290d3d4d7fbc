FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN g++ -o server main.cpp

FROM debian:bookworm-slim
WORKDIR /app
RUN useradd --system --no-create-home --uid 10001 app
COPY --from=build /app/server ./
COPY --chown=app data/ ./data/
USER app
EXPOSE 8080
CMD ["./server"]
