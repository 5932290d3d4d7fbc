FROM elixir:1.18 AS build
WORKDIR /app
COPY mix.exs mix.lock ./
COPY config/ ./config/
ENV MIX_ENV=prod
RUN mix local.hex --force && mix local.rebar --force
RUN mix do deps.get --only prod, deps.compile
COPY . .
RUN mix do compile + release

FROM elixir:1.18-slim
WORKDIR /app
ENV MIX_ENV=prod
COPY --from=build --chown=nobody:root /app/_build/prod/rel/shop/ ./_build/prod/rel/shop/
RUN chown nobody /app
USER nobody
CMD ["_build/prod/rel/shop/bin/shop", "start"]
