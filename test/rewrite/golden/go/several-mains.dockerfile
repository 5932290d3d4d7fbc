FROM golang:1.25
WORKDIR /app
COPY . .
RUN go build -o bin/ ./cmd/...
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
CMD ["./server"]

# obstacle: Not converted to several stages: The name of the binary that `go build` makes is not certain.