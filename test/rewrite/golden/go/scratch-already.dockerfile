FROM golang:1.25 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /shop .

FROM scratch
COPY --from=build /shop /shop
USER 65532:65532
ENTRYPOINT ["/shop"]
