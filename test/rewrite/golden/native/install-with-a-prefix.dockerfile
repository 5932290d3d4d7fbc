FROM gcc:14 AS build
RUN apt-get update && apt-get install -y build-essential cmake && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cmake -B build -DCMAKE_INSTALL_PREFIX=/opt/shop && cmake --build build && cmake --install build

FROM gcr.io/distroless/cc-debian13:nonroot
WORKDIR /app
COPY --from=build /opt/shop/ /opt/shop/
EXPOSE 8080
CMD ["/opt/shop/bin/server"]
