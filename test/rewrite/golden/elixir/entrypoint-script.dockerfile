FROM elixir:1.18 AS build
WORKDIR /app
COPY mix.exs mix.lock ./
COPY config/ ./config/
ENV MIX_ENV=prod
RUN mix local.hex --force && mix local.rebar --force
RUN mix do deps.get --only prod, deps.compile
COPY . .
RUN mix do compile + release

FROM debian:trixie-slim
ENV LANG=C.UTF-8
WORKDIR /app
ENV MIX_ENV=prod
RUN apt-get update \
    && apt-get install -y --no-install-recommends libstdc++6 openssl libncurses6 ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=nobody:root /app/_build/prod/rel/shop/ ./_build/prod/rel/shop/
COPY --from=build --chown=nobody:root /app/entrypoint.sh ./
RUN chown nobody /app
USER nobody
CMD ["sh", "/app/entrypoint.sh"]
