FROM denoland/deno:2.9.6 AS build
WORKDIR /app
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .

FROM denoland/deno:distroless-2.9.6
WORKDIR /app
COPY --from=build --chown=nonroot:nonroot /deno-dir/ /deno-dir/
COPY --from=build /app/ ./
USER nonroot
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["deno", "eval", "fetch('http://127.0.0.1:8000/health').then(r => Deno.exit(r.ok ? 0 : 1), () => Deno.exit(1))"]
CMD ["run", "--allow-net", "--allow-env", "src/main.ts"]
