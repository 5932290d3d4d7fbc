from hexpm/elixir:1.18.4-erlang-28.0.2-debian-bookworm-20260202-slim as build␍
run apt-get update -y && apt-get install -y build-essential git curl && apt-get clean && rm -f /var/lib/apt/lists/*_*␍
workdir /app␍
run mix local.hex --force && mix local.rebar --force␍
env MIX_ENV="prod"␍
copy mix.exs mix.lock ./␍
run mix deps.get --only $MIX_ENV␍
copy config config␍
run mix deps.compile␍
copy priv priv␍
copy lib lib␍
run mix compile␍
run mix release␍
␍
from debian:bookworm-20260202-slim␍
env LANG=C.UTF-8␍
workdir /app␍
env MIX_ENV="prod"␍
env PHX_SERVER=true PORT=4000␍
run apt-get update \␍
    && apt-get install -y --no-install-recommends libstdc++6 openssl libncurses6 ca-certificates \␍
    && rm -rf /var/lib/apt/lists/*␍
copy --from=build --chown=nobody:root /app/_build/prod/rel/shop/ ./_build/prod/rel/shop/␍
run chown nobody /app␍
user nobody␍
expose 4000␍
cmd ["/app/_build/prod/rel/shop/bin/shop", "start"]␍
