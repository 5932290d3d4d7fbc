FROM golang:1.25
WORKDIR /app
COPY . .
RUN go build -o server .
EXPOSE 8081
ENTRYPOINT ["./entrypoint.sh"]

# obstacle: Not converted to several stages: The container starts ./entrypoint.sh, which is not the binary that the build makes (/app/server).