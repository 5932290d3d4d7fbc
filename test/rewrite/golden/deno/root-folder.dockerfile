FROM denoland/deno:2.9.6
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
USER deno
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["deno", "eval", "fetch('http://127.0.0.1:8000/health').then(r => Deno.exit(r.ok ? 0 : 1), () => Deno.exit(1))"]
CMD ["run", "--allow-net", "--allow-env", "src/main.ts"]

# obstacle: Not converted to several stages: The program lies in the root folder of the image, among the files of the system: give it a folder of its own with WORKDIR.