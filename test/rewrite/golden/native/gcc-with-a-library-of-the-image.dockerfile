FROM gcc:14
WORKDIR /app
COPY . .
RUN gcc -o server main.c -lssl -lcrypto
EXPOSE 8080
CMD ["./server"]

# obstacle: Not converted to several stages: The program links ssl, which gcc:14 has, and which package brings it elsewhere is not certain.