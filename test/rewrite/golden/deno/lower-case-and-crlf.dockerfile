from denoland/deno:2.9.6 as build␍
workdir /app␍
copy deno.json deno.lock ./␍
run deno install --frozen␍
copy . .␍
␍
from denoland/deno:distroless-2.9.6␍
workdir /app␍
copy --from=build --chown=nonroot:nonroot /deno-dir/ /deno-dir/␍
copy --from=build /app/ ./␍
user nonroot␍
expose 8000␍
healthcheck --interval=30s --timeout=5s --start-period=15s cmd ["deno", "eval", "fetch('http://127.0.0.1:8000/health').then(r => Deno.exit(r.ok ? 0 : 1), () => Deno.exit(1))"]␍
cmd ["task", "start"]␍
