FROM golang:1.25-bookworm AS build
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build go build -trimpath -ldflags="-s -w" -o /out/shop .

FROM debian:bookworm-slim
# certificates for the exchange rates
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /out/shop ./
RUN useradd --system --no-create-home --uid 10001 app
USER app
HEALTHCHECK CMD curl -f http://localhost:8081/ || exit 1
EXPOSE 8081
CMD ["./shop"]

# obstacle: The final image stays on debian:bookworm-slim: its HEALTHCHECK calls `CMD curl -f http://localhost:8081/ || exit 1`.