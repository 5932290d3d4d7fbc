FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN gcc -o server main.c && mv server /usr/local/bin/ && rm -rf /app/*

FROM gcr.io/distroless/cc-debian12:nonroot
WORKDIR /app
COPY --from=build /usr/local/bin/server /usr/local/bin/
EXPOSE 8080
CMD ["server"]
