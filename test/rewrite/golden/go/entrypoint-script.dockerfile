FROM golang:1.25 AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build go build -trimpath -ldflags="-s -w" -o server .

FROM debian:trixie-slim
WORKDIR /app
COPY --from=build /app/server ./
COPY --from=build /app/entrypoint.sh ./
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
ENTRYPOINT ["./entrypoint.sh"]
