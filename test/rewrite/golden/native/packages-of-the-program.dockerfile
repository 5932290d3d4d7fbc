FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential tini fonts-dejavu && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y tini fonts-dejavu && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/server ./
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
ENTRYPOINT ["tini", "--"]
CMD ["./server"]
