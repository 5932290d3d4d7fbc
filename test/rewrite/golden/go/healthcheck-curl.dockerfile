FROM golang:1.25
WORKDIR /app
COPY . .
RUN go build -o server .
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
HEALTHCHECK CMD curl -f http://localhost:8081/
CMD ["./server"]

# obstacle: Not converted to several stages: HEALTHCHECK runs a command that the small base does not have.