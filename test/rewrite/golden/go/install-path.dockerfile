FROM golang:1.25
WORKDIR /app
COPY . .
RUN go install ./...
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
ENTRYPOINT ["/go/bin/shop"]
CMD ["--port", "8081"]

# obstacle: Not converted to several stages: The name of the binary that `go build` makes is not certain.