FROM golang:1.25
RUN apt-get update && apt-get install -y ca-certificates git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN go build -o server .
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
CMD ["./server"]

# obstacle: Not converted to several stages: `RUN apt-get update && apt-get install -y ca-certificates git` could serve the build or the running program; that is not certain.