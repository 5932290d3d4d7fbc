FROM denoland/deno:2.9.6
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends tzdata imagemagick && rm -rf /var/lib/apt/lists/*
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
USER deno
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["deno", "eval", "fetch('http://127.0.0.1:8000/health').then(r => Deno.exit(r.ok ? 0 : 1), () => Deno.exit(1))"]
CMD ["deno", "task", "start"]

# obstacle: Not converted to several stages: The file installs imagemagick, which the program may use and Deno's small image can't get.