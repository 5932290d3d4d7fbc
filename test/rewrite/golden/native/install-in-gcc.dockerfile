FROM gcc:14
RUN apt-get update && apt-get install -y build-essential cmake && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cmake -B build && cmake --build build && cmake --install build
EXPOSE 8080
CMD ["server"]

# obstacle: Not converted to several stages: The program is installed into /usr/local, where gcc:14 has its compilers: give it a prefix of its own.