FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make

FROM debian:bookworm-slim
WORKDIR /app
RUN apt-get update \
    && apt-get install -y --no-install-recommends libatomic1 libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/server ./
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./server"]
