FROM denoland/deno:2.9.6
WORKDIR /app
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
USER deno
EXPOSE 8000
HEALTHCHECK CMD ./check.sh
CMD ["deno", "task", "start"]

# obstacle: Not converted to several stages: `HEALTHCHECK CMD ./check.sh` needs a shell or another program, which Deno's small image does not have.