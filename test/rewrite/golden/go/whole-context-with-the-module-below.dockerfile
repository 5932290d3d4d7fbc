FROM golang:1.25 AS build
WORKDIR /app
WORKDIR /app/api
COPY api/go.mod api/go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . /app/
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o server .

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
WORKDIR /app/api
COPY --from=build /app/api/server ./
EXPOSE 8081
CMD ["./server"]
