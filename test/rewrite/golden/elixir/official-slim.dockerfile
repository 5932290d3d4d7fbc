FROM elixir:1.18-slim AS build
RUN apt-get update -y && apt-get install -y build-essential git curl && apt-get clean && rm -f /var/lib/apt/lists/*_*
WORKDIR /app
RUN mix local.hex --force && mix local.rebar --force
ENV MIX_ENV="prod"
COPY mix.exs mix.lock ./
RUN mix deps.get --only $MIX_ENV
COPY config config
RUN mix deps.compile
COPY priv priv
COPY lib lib
RUN mix compile
RUN mix release

FROM debian:trixie-slim
ENV LANG=C.UTF-8
WORKDIR /app
ENV MIX_ENV="prod"
ENV PHX_SERVER=true PORT=4000
RUN apt-get update \
    && apt-get install -y --no-install-recommends libstdc++6 openssl libncurses6 ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=nobody:root /app/_build/prod/rel/shop/ ./_build/prod/rel/shop/
RUN chown nobody /app
USER nobody
EXPOSE 4000
CMD ["/app/_build/prod/rel/shop/bin/shop", "start"]
