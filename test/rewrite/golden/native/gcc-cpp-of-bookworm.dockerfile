FROM gcc:14-bookworm AS build
WORKDIR /app
COPY . .
RUN g++ -o server main.cpp

FROM debian:bookworm-slim
WORKDIR /app
COPY --from=build /app/server ./
COPY --from=build /usr/local/lib64/libstdc++.so.6 /usr/local/lib/
COPY --from=build /usr/local/lib64/libgcc_s.so.1 /usr/local/lib/
RUN echo /usr/local/lib > /etc/ld.so.conf.d/000-local-lib.conf && ldconfig
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["./server"]
