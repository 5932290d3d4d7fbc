FROM golang:1.25-bookworm AS build
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/shop .

FROM gcr.io/distroless/static-debian12:nonroot
# certificates for the exchange rates
WORKDIR /app
COPY --from=build /out/shop ./
USER 1000:1000
EXPOSE 8081
CMD ["./shop"]
