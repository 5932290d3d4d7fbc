FROM golang:1.25
WORKDIR /app
COPY . .
RUN go build -o server .
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
CMD ["./server"]

# obstacle: Not converted to several stages: The program runs other programs (os/exec (main.go)), which a base without a shell does not have.