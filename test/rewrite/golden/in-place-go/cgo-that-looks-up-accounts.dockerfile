FROM golang:1.25-bookworm AS build
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build go build -trimpath -ldflags="-s -w" -o /out/shop .

FROM gcr.io/distroless/base-nossl-debian12:nonroot
# certificates for the exchange rates
WORKDIR /app
COPY --from=build /out/shop ./
EXPOSE 8081
CMD ["./shop"]
