FROM hexpm/elixir:1.18.4-erlang-28.0.2-alpine-3.22.1 AS build
RUN apk add --no-cache build-base git nodejs npm
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

FROM alpine:3.22.1
ENV LANG=C.UTF-8
WORKDIR /app
ENV MIX_ENV="prod"
ENV PHX_SERVER=true PORT=4000
RUN apk add --no-cache libstdc++ openssl ncurses-libs ca-certificates
COPY --from=build --chown=nobody:root /app/_build/prod/rel/shop/ ./_build/prod/rel/shop/
RUN chown nobody /app
USER nobody
EXPOSE 4000
CMD ["/app/_build/prod/rel/shop/bin/shop", "start"]
