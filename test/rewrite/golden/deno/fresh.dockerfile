FROM denoland/deno:latest AS build
ARG GIT_REVISION
ENV DENO_DEPLOYMENT_ID=${GIT_REVISION}
WORKDIR /app
COPY deno.json deno.lock ./
RUN deno install
COPY . .
RUN deno task build
RUN deno cache _fresh/server.js

FROM denoland/deno:distroless
ARG GIT_REVISION
ENV DENO_DEPLOYMENT_ID=${GIT_REVISION}
WORKDIR /app
COPY --from=build --chown=nonroot:nonroot /deno-dir/ /deno-dir/
COPY --from=build /app/ ./
USER nonroot
EXPOSE 8000
CMD ["serve", "-A", "_fresh/server.js"]
