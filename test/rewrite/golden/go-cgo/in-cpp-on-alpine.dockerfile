FROM golang:1.25-alpine AS build
WORKDIR /app
RUN apk add --no-cache build-base
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build go build -trimpath -ldflags="-s -w" -o server .

FROM alpine:3.24
WORKDIR /app
RUN apk add --no-cache libstdc++
COPY --from=build /app/server ./
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8081
CMD ["./server"]
