FROM golang:1.25
WORKDIR /app
COPY . .
RUN go build -o a ./cmd/a && go build -o b ./cmd/b
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
CMD ["./server"]

# obstacle: Not converted to several stages: The file builds 2 programs; which of them run is not certain.