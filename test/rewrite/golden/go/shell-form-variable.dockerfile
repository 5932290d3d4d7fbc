FROM golang:1.25
WORKDIR /app
COPY . .
RUN go build -o server .
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
CMD ["/bin/sh", "-c", "exec ./server --port $PORT"]

# obstacle: Not converted to several stages: CMD needs a shell, which the small base does not have.