FROM elixir:1.18
WORKDIR /app
COPY . .
ENV MIX_ENV=prod
RUN mix local.hex --force && mix local.rebar --force
RUN mix do deps.get --only prod + compile + release
CMD ["sh", "/app/entrypoint.sh"]

# obstacle: Not converted to several stages: entrypoint.sh runs `mix ecto.migrate`, which needs Elixir and the sources: make a release (`mix release`) and start that, then the final image needs neither.