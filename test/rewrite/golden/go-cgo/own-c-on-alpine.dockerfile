FROM golang:1.25-alpine AS build
WORKDIR /app
RUN apk add --no-cache build-base
COPY go.mod ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go build -trimpath -tags=netgo,osusergo -ldflags="-s -w -linkmode=external -extldflags=-static" -o server .

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
COPY --from=build /app/server ./
EXPOSE 8081
CMD ["./server"]
