FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential cmake && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
WORKDIR /app/build
RUN cmake .. && make

FROM gcr.io/distroless/cc-debian12:nonroot
WORKDIR /app/build
COPY --from=build /app/build/server ./
EXPOSE 8080
CMD ["/app/build/server"]
