FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make && make install DESTDIR=/out
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["server"]

# obstacle: Not converted to several stages: `make install DESTDIR=/out` installs below DESTDIR, and what that is for is not certain.