FROM golang:1.25 AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build go build -trimpath -ldflags="-s -w" -o server .

FROM debian:trixie-slim
WORKDIR /app
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/server ./
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
HEALTHCHECK CMD curl -f http://localhost:8081/
CMD ["./server"]
