FROM gcc:14 AS build
WORKDIR /app
COPY . .
RUN make

FROM gcr.io/distroless/cc-debian13:nonroot
WORKDIR /app
COPY --from=build /app/server ./
EXPOSE 8080
CMD ["./server"]
