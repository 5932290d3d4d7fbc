FROM golang:1.25-bookworm AS build
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=1 go build -trimpath -tags=netgo,osusergo -ldflags="-s -w -linkmode=external -extldflags=-static" -o /out/shop .

FROM gcr.io/distroless/static-debian12:nonroot
# certificates for the exchange rates
WORKDIR /app
COPY --from=build /out/shop ./
EXPOSE 8081
CMD ["./shop"]
