FROM gcc:15-bookworm AS build
WORKDIR /app
COPY . .
RUN g++ -static-libstdc++ -static-libgcc -o server main.cpp

FROM gcr.io/distroless/cc-debian12:nonroot
WORKDIR /app
COPY --from=build /app/server ./
EXPOSE 8080
CMD ["./server"]
