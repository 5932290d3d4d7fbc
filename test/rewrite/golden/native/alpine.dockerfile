FROM alpine:3.24 AS build
RUN apk add --no-cache build-base
WORKDIR /app
COPY . .
RUN make

FROM alpine:3.24
WORKDIR /app
COPY --from=build /app/server ./
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8080
CMD ["./server"]
