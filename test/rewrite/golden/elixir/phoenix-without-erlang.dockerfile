FROM hexpm/elixir:1.18.4-erlang-28.0.2-debian-bookworm-20260202-slim
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
ENV PHX_SERVER=true PORT=4000
EXPOSE 4000
CMD ["/app/_build/prod/rel/shop/bin/shop", "start"]

# obstacle: Not converted to several stages: The release is made without Erlang (`include_erts`), so the final image has to have the same.