FROM denoland/deno:2.9.6
WORKDIR /app
COPY . .
RUN deno cache main.ts
EXPOSE 8000
CMD ["run", "-A", "main.ts"]

# obstacle: Not converted to several stages: Without a deno.json or deno.lock the sources are not looked at, and the options of Deno allow the program to run others (-A): allow only what it needs, for example --allow-net.