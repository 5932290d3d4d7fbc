FROM golang:1.25 AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build \
    go build -trimpath -ldflags="-s -w" -o bin/migrate ./cmd/migrate && go build -trimpath -ldflags="-s -w" -o bin/server ./cmd/server

FROM debian:trixie-slim
WORKDIR /app
COPY --from=build /app/bin/migrate ./bin/
COPY --from=build /app/bin/server ./bin/
COPY --from=build /app/start.sh ./
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
CMD ["sh", "start.sh"]
