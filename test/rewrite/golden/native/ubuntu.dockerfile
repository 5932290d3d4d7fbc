FROM ubuntu:22.04 AS build
RUN apt-get update && apt-get install -y build-essential libssl-dev cmake && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build

FROM ubuntu:22.04
RUN apt-get update && apt-get install -y libssl3 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/build/server ./build/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./build/server"]
