FROM golang:1.25-bookworm AS build
WORKDIR /app
COPY go.mod ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CC=clang go build -trimpath -ldflags="-s -w" -o server .

FROM gcr.io/distroless/base-nossl-debian12:nonroot
WORKDIR /app
COPY --from=build /app/server ./
EXPOSE 8081
CMD ["./server"]
