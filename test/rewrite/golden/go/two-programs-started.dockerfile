FROM golang:1.25 AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build go build -o /usr/local/bin/ ./cmd/...

FROM debian:trixie-slim
WORKDIR /app
COPY --from=build /usr/local/bin/a /usr/local/bin/
COPY --from=build /usr/local/bin/b /usr/local/bin/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
CMD ["/usr/local/bin/a"]
