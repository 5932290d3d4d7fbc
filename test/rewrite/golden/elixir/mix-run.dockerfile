FROM elixir:1.18
WORKDIR /app
COPY . .
ENV MIX_ENV=prod
RUN mix local.hex --force && mix local.rebar --force
RUN mix do deps.get --only prod + compile + release
CMD ["mix", "run", "--no-halt"]

# obstacle: Not converted to several stages: The container runs `mix run --no-halt`, which needs Elixir and the sources: make a release (`mix release`) and start that, then the final image needs neither.