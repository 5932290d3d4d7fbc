FROM golang:1.25 AS build
WORKDIR /app
ENV GOPRIVATE=git.example.org
ARG TOKEN
RUN git config --global url."https://oauth2:${TOKEN}@git.example.org/".insteadOf "https://git.example.org/"
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go build -trimpath -ldflags="-s -w" -o server .

FROM debian:trixie-slim
WORKDIR /app
COPY --from=build /app/server ./
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
CMD ["/bin/sh", "-c", "exec ./server --port $PORT"]
