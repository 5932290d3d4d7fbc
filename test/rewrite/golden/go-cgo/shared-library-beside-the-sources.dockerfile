FROM golang:1.25-bookworm
WORKDIR /app
COPY . .
RUN go build -o server .
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8081
CMD ["./server"]

# obstacle: Not converted to several stages: Which libraries the program needs is not certain: what is in sums/libsum.so is not known.