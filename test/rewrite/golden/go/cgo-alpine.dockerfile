FROM golang:1.25-alpine
WORKDIR /app
RUN apk add --no-cache gcc musl-dev
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o server .
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8081
CMD ["./server"]

# obstacle: Not converted to several stages: `RUN apk add --no-cache gcc musl-dev` could serve the build or the running program; that is not certain.