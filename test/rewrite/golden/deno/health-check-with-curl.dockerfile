FROM denoland/deno:2.9.6 AS build
WORKDIR /app
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .

FROM denoland/deno:distroless-2.9.6
WORKDIR /app
COPY --from=build --chown=nonroot:nonroot /deno-dir/ /deno-dir/
COPY --from=build /app/ ./
USER nonroot
EXPOSE 8000
HEALTHCHECK CMD ["deno", "eval", "fetch('http://localhost:8000/health').then(r => Deno.exit(r.ok ? 0 : 1), () => Deno.exit(1))"]
CMD ["task", "start"]
