FROM golang:1.25-bookworm AS build
WORKDIR /app
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go build -trimpath -tags=netgo,osusergo,sqlite_omit_load_extension -ldflags="-s -w -linkmode=external -extldflags=-static" -o server .

FROM gcr.io/distroless/static-debian12:latest
WORKDIR /app
COPY --from=build /app/server ./
EXPOSE 8081
CMD ["./server"]
