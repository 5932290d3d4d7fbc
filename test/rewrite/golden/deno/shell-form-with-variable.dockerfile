FROM denoland/deno:2.9.6
WORKDIR /app
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
USER deno
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["deno", "eval", "fetch('http://127.0.0.1:8000/health').then(r => Deno.exit(r.ok ? 0 : 1), () => Deno.exit(1))"]
CMD ["/bin/sh", "-c", "exec deno run --allow-net --port=$PORT src/main.ts"]

# obstacle: Not converted to several stages: `CMD deno run --allow-net --port=$PORT src/main.ts` needs a shell or another program, which Deno's small image does not have.