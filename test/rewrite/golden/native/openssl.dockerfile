FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential libssl-dev cmake && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build

FROM gcr.io/distroless/cc-debian12:nonroot
WORKDIR /app
COPY --from=build /app/build/server ./build/
EXPOSE 8080
CMD ["./build/server"]
