FROM alpine:3.24 AS build
RUN apk add --no-cache g++ cmake make openssl-dev
WORKDIR /app
COPY . .
RUN cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build

FROM alpine:3.24
RUN apk add --no-cache libssl3 libcrypto3 libstdc++
WORKDIR /app
COPY --from=build /app/build/server ./build/
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8080
CMD ["./build/server"]
