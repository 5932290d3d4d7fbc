FROM denoland/deno:1.46.3 AS build
WORKDIR /app
USER deno
COPY deps.ts .
RUN deno cache deps.ts
COPY . .
RUN deno cache main.ts

FROM denoland/deno:distroless-1.46.3
COPY --from=build --chown=1993:1993 /deno-dir/ /deno-dir/
COPY --from=build --chown=1993:1993 /app/ /app/
EXPOSE 8000
WORKDIR /app
USER 1993:1993
CMD ["run", "--allow-net", "main.ts"]
