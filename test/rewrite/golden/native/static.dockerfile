FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN gcc -O2 -static -o /server main.c

FROM gcr.io/distroless/static-debian12:nonroot
WORKDIR /app
COPY --from=build /server /
EXPOSE 8080
ENTRYPOINT ["/server"]
