FROM golang:1.25
WORKDIR /app
COPY . .
RUN go build -o server .
EXPOSE 8081
CMD ["go", "run", "."]

# obstacle: Not converted to several stages: The container starts go, which is not the binary that the build makes (/app/server).