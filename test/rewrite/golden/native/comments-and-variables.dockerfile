# The shop.
FROM debian:bookworm AS build
ENV PORT=8080
ENV CFLAGS=-O2
# compilers
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
# the program
RUN make

FROM debian:bookworm-slim AS shop
LABEL org.opencontainers.image.title="shop"
ENV PORT=8080
WORKDIR /app
COPY --from=build /app/server ./
# users
RUN useradd -m shop
USER shop
EXPOSE 8080
HEALTHCHECK CMD ["./server", "--check"]
CMD ["/bin/sh", "-c", "exec ./server --port $PORT"]
