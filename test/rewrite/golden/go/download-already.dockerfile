FROM golang:1.25 AS build
WORKDIR /app
# modules first
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY *.go ./
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=linux go build -trimpath -ldflags="-s -w" -o /docker-gs-ping

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
COPY --from=build /docker-gs-ping /
EXPOSE 8080
CMD ["/docker-gs-ping"]
