/** Elixir: releases, Phoenix. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const mix = (project = '', dependencies = ''): string =>
  `defmodule Shop.MixProject do\n  use Mix.Project\n\n  def project do\n    [app: :shop, version: "0.1.0", elixir: "~> 1.17"${project}, deps: deps()]\n  end\n\n  defp deps do\n    [{:phoenix, "~> 1.8"}, {:bandit, "~> 1.5"}${dependencies}]\n  end\nend\n`;
const files = (extra: MemoryTree = {}): MemoryTree => ({
  'mix.exs': mix(),
  'mix.lock': '%{\n  "phoenix": {:hex, :phoenix, "1.8.1", "aa", [:mix], [], "hexpm", "bb"},\n  "bandit": {:hex, :bandit, "1.8.0", "aa", [:mix], [], "hexpm", "bb"},\n}\n',
  'config/config.exs': 'import Config\n',
  'config/prod.exs': 'import Config\n',
  'config/runtime.exs': 'import Config\n',
  'lib/shop/application.ex': 'defmodule Shop.Application do\nend\n',
  'priv/static/robots.txt': '',
  '.dockerignore': '.git\n_build\ndeps\nnode_modules\nDockerfile\n',
  ...extra,
}); // prettier-ignore
const text = `FROM hexpm/elixir:1.18.4-erlang-28.0.2-debian-bookworm-20260202-slim
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
`;
const from = (image: string, base = text): string => base.replace(/hexpm\/elixir:\S+/, image);
const start = (command: string, base = text): string => base.replace(/CMD .*/, command);
const plain = `FROM elixir:1.18
WORKDIR /app
COPY . .
ENV MIX_ENV=prod
RUN mix local.hex --force && mix local.rebar --force
RUN mix do deps.get --only prod + compile + release
CMD ["_build/prod/rel/shop/bin/shop", "start"]
`;
const alpine = from('hexpm/elixir:1.18.4-erlang-28.0.2-alpine-3.22.1').replace(
  /RUN apt-get.*/,
  'RUN apk add --no-cache build-base git nodejs npm',
);

const cases: PlanCase[] = [
  { name: 'phoenix', files: files(), text },
  { name: 'phoenix-full-debian', files: files(), text: from('hexpm/elixir:1.18.4-erlang-28.0.2-debian-bookworm-20260202') },
  { name: 'phoenix-alpine', files: files(), text: alpine },
  { name: 'phoenix-ubuntu', files: files(), text: from('hexpm/elixir:1.18.4-erlang-28.0.2-ubuntu-noble-20260210') },
  { name: 'phoenix-arguments', files: files(), text: `ARG ELIXIR_VERSION=1.18.4\nARG OTP_VERSION=28.0.2\nARG DEBIAN_VERSION=bookworm-20260202-slim\n${from('hexpm/elixir:${ELIXIR_VERSION}-erlang-${OTP_VERSION}-debian-${DEBIAN_VERSION}')}` },
  { name: 'phoenix-assets', files: files({ 'assets/package.json': '{"dependencies":{"topbar":"^3.0.0"}}', 'assets/package-lock.json': '{"lockfileVersion":3,"packages":{"":{"dependencies":{"topbar":"^3.0.0"}},"node_modules/topbar":{"version":"3.0.0"}}}', 'assets/js/app.js': '' }), text: text.replace('RUN mix compile', 'COPY assets assets\nRUN npm --prefix ./assets ci\nRUN mix assets.deploy\nRUN mix compile').replace('build-essential git curl', 'build-essential git curl nodejs npm') },
  { name: 'official', files: files(), text: plain },
  { name: 'health-check-by-curl', files: files(), text: plain.replace('CMD', 'HEALTHCHECK CMD curl -f http://localhost:4000/ || exit 1\nCMD') },
  { name: 'official-otp', files: files(), text: plain.replace('elixir:1.18', 'elixir:1.17.3-otp-26') },
  { name: 'official-of-an-old-patch', files: files(), text: plain.replace('elixir:1.18', 'elixir:1.15.7') },
  { name: 'official-latest', files: files(), text: plain.replace('elixir:1.18', 'elixir') },
  { name: 'official-without-erlang', files: files({ 'mix.exs': mix(', releases: [shop: [include_erts: false]]') }), text: plain },
  { name: 'phoenix-without-erlang', files: files({ 'mix.exs': mix(', releases: [shop: [include_erts: System.get_env("ERTS")]]') }), text },
  { name: 'official-with-odbc', files: files({ 'mix.exs': mix().replace('  defp deps', '  def application do\n    [extra_applications: [:logger, :odbc]]\n  end\n\n  defp deps') }), text: plain },
  { name: 'dependencies-with-the-sources', files: files(), text: plain.replace('RUN mix do deps.get --only prod + compile + release', 'RUN mix deps.get\nRUN mix compile\nRUN mix release') },
  { name: 'dependencies-in-one-task', files: files(), text: plain.replace('deps.get --only prod + compile + release', 'deps.get, compile, release') },
  { name: 'dependencies-with-hex', files: files(), text: plain.replace('local.rebar --force\nRUN mix do deps.get --only prod + compile + release', 'local.rebar --force && mix deps.get --only prod\nRUN mix release') },
  { name: 'dependencies-without-the-configuration', files: files(), text: plain.replace('COPY . .\n', '').replace('RUN mix do deps.get --only prod + compile + release', 'COPY mix.exs mix.lock ./\nRUN mix deps.get --only prod\nCOPY . .\nRUN mix release') },
  { name: 'dependencies-of-another-environment', files: files(), text: plain.replace('RUN mix do deps.get --only prod + compile + release', 'RUN MIX_ENV=test mix deps.get\nRUN mix release') },
  { name: 'dependencies-beside-the-sources', files: files({ 'mix.exs': mix('', ', {:money, path: "../money"}') }), text: plain.replace('RUN mix do deps.get --only prod + compile + release', 'RUN mix deps.get\nRUN mix release') },
  { name: 'official-slim', files: files(), text: from('elixir:1.18-slim') },
  { name: 'official-alpine', files: files(), text: from('elixir:1.18-alpine', alpine.replace(/FROM .*/, 'FROM elixir:1.18-alpine')) },
  { name: 'overlay-server', files: files({ 'rel/overlays/bin/server': '#!/bin/sh\ncd -P -- "$(dirname -- "$0")"\nPHX_SERVER=true exec ./shop start\n' }), text: start('CMD ["/app/_build/prod/rel/shop/bin/server"]', text.replace('RUN mix release', 'COPY rel rel\nRUN mix release')) },
  { name: 'named-release', files: files({ 'mix.exs': mix(', releases: [web: [include_executables_for: [:unix]], worker: []]') }), text: start('CMD ["/app/_build/prod/rel/web/bin/web", "start"]', text.replace('RUN mix release', 'RUN mix release web')) },
  { name: 'several-configured', files: files({ 'mix.exs': mix(', releases: [web: [], worker: []]') }), text },
  { name: 'release-elsewhere', files: files(), text: start('CMD ["/srv/bin/shop", "start"]', text.replace('RUN mix release', 'RUN mix release --path /srv')) },
  { name: 'mix-phx-server', files: files(), text: start('CMD ["mix", "phx.server"]', plain.replace(' + release', '')) },
  { name: 'mix-run', files: files(), text: start('CMD mix run --no-halt', plain) },
  { name: 'entrypoint-script', files: files({ 'entrypoint.sh': '#!/bin/sh\nset -e\n/app/_build/prod/rel/shop/bin/shop eval "Shop.Release.migrate()"\nexec /app/_build/prod/rel/shop/bin/shop start\n' }), text: start('CMD ["sh", "/app/entrypoint.sh"]', plain) },
  { name: 'entrypoint-with-mix', files: files({ 'entrypoint.sh': '#!/bin/sh\nmix ecto.migrate\nexec _build/prod/rel/shop/bin/shop start\n' }), text: start('CMD ["sh", "/app/entrypoint.sh"]', plain) },
  { name: 'own-user', files: files(), text: text.replace('ENV PHX', 'RUN useradd --create-home shop && chown -R shop:shop /app\nUSER shop\nENV PHX') },
  { name: 'language-of-the-users', files: files(), text: text.replace('ENV PHX_SERVER', 'ENV LANG=en_US.UTF-8\nENV PHX_SERVER').replace('git curl', 'git curl locales') },
  { name: 'run-time-packages', files: files(), text: text.replace('git curl', 'git curl ffmpeg imagemagick libssl-dev') },
  { name: 'no-workdir', files: files(), text: plain.replace('WORKDIR /app\n', '') },
  { name: 'environment-of-the-build', files: files(), text: text.replace('ENV MIX_ENV="prod"', 'ARG MIX_ENV\nENV MIX_ENV=$MIX_ENV') },
  { name: 'other-base', files: files(), text: from('bitwalker/alpine-elixir:1.17') },
  { name: 'no-command', files: files(), text: text.replace(/CMD .*\n/, '') },
  { name: 'lower-case-and-crlf', files: files(), text: text.replace(/^(?:FROM|RUN|COPY|WORKDIR|EXPOSE|CMD|ENV)/gm, (word) => word.toLowerCase()).replaceAll('\n', '\r\n') },
]; // prettier-ignore

goldenTests('elixir', cases);
