/** Ruby images: Rails, Sinatra, gems with native code. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const ignored = { '.dockerignore': '.git\nlog\ntmp\nnode_modules\nDockerfile\n' };
const lock = (gems: Readonly<Record<string, readonly string[]>>, direct: readonly string[]): string =>
  [
    'GEM',
    '  remote: https://rubygems.org/',
    '  specs:',
    ...Object.entries(gems).flatMap(([name, dependencies]) => [`    ${name} (1.0.0)`, ...dependencies.map((one) => `      ${one}`)]),
    '',
    'PLATFORMS',
    '  aarch64-linux',
    '  x86_64-linux',
    '',
    'DEPENDENCIES',
    ...direct.map((name) => `  ${name}`),
    '',
    'BUNDLED WITH',
    '   2.6.2',
    '',
  ].join('\n'); // prettier-ignore
const project = (gems: Readonly<Record<string, readonly string[]>>, extra: MemoryTree = {}, groups = ''): MemoryTree => ({
  Gemfile: `source "https://rubygems.org"\n\n${Object.keys(gems).map((name) => `gem "${name}"\n`).join('')}${groups}`,
  'Gemfile.lock': lock({ ...gems, ...(groups === '' ? {} : { rspec: [] }) }, [...Object.keys(gems), ...(groups === '' ? [] : ['rspec'])]),
  'config.ru': 'run App\n',
  ...ignored,
  ...extra,
}); // prettier-ignore
const rails = (gems: Readonly<Record<string, readonly string[]>> = {}, extra: MemoryTree = {}): MemoryTree =>
  project(
    { rails: ['activesupport'], pg: [], puma: ['nio4r'], bootsnap: ['msgpack'], ...gems },
    { 'bin/rails': '#!/usr/bin/env ruby\n', 'config/application.rb': '', ...extra },
    'group :development, :test do\n  gem "rspec"\nend\n',
  );
const text = `FROM ruby:3.3
RUN apt-get update -qq && apt-get install -y build-essential libpq-dev nodejs && rm -rf /var/lib/apt/lists/*
ENV RAILS_ENV=production RAILS_LOG_TO_STDOUT=1
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
RUN bundle exec bootsnap precompile app/ lib/
RUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile
EXPOSE 3000
CMD ["bundle", "exec", "rails", "server", "-b", "0.0.0.0"]
`;
const sinatra = `FROM ruby:3.4
WORKDIR /app
COPY . .
RUN bundle install
EXPOSE 4567
CMD ["bundle", "exec", "puma", "-p", "4567"]
`;
const from = (image: string, base = text): string => base.replace('ruby:3.3', image);
const alpine = `FROM ruby:3.3-alpine
RUN apk add --no-cache build-base postgresql-dev tzdata nodejs yarn git
ENV RAILS_ENV=production
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle config set --local without 'development test' && bundle install -j4
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile
COPY . .
RUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile && rm -rf node_modules
CMD ["bundle", "exec", "puma", "-C", "config/puma.rb"]
`;
const front = {
  'package.json': JSON.stringify({ private: true, scripts: { build: 'esbuild app/javascript/application.js --bundle --outdir=app/assets/builds' }, dependencies: { esbuild: '^0.25.0' } }),
  'yarn.lock': '# yarn lockfile v1\n\nesbuild@^0.25.0:\n  version "0.25.0"\n',
}; // prettier-ignore

const generated = `# syntax=docker/dockerfile:1
ARG RUBY_VERSION=3.3.6
FROM docker.io/library/ruby:$RUBY_VERSION-slim AS base
WORKDIR /rails
RUN apt-get update -qq && \\
    apt-get install --no-install-recommends -y curl libjemalloc2 postgresql-client && \\
    rm -rf /var/lib/apt/lists /var/cache/apt/archives
ENV RAILS_ENV="production" \\
    BUNDLE_DEPLOYMENT="1" \\
    BUNDLE_PATH="/usr/local/bundle" \\
    BUNDLE_WITHOUT="development"

FROM base AS build
RUN apt-get update -qq && \\
    apt-get install --no-install-recommends -y build-essential git libpq-dev pkg-config && \\
    rm -rf /var/lib/apt/lists /var/cache/apt/archives
COPY Gemfile Gemfile.lock ./
RUN bundle install && \\
    rm -rf ~/.bundle/ "\${BUNDLE_PATH}"/ruby/*/cache "\${BUNDLE_PATH}"/ruby/*/bundler/gems/*/.git && \\
    bundle exec bootsnap precompile --gemfile
COPY . .
RUN bundle exec bootsnap precompile app/ lib/
RUN SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile

FROM base
COPY --from=build "\${BUNDLE_PATH}" "\${BUNDLE_PATH}"
COPY --from=build /rails /rails
ENTRYPOINT ["/rails/bin/docker-entrypoint"]
EXPOSE 3000
CMD ["./bin/rails", "server"]
`;

const cases: PlanCase[] = [
  { name: 'rails', files: rails(), text },
  { name: 'rails-slim', files: rails(), text: from('ruby:3.3-slim-bookworm') },
  { name: 'rails-alpine', files: rails({}, front), text: alpine },
  { name: 'rails-old-version', files: rails(), text: from('ruby:2.7.8') },
  { name: 'rails-codename', files: rails(), text: from('ruby:3.3-bookworm') },
  { name: 'rails-in-development', files: rails(), text: text.replace('ENV RAILS_ENV=production RAILS_LOG_TO_STDOUT=1\n', '') },
  { name: 'execjs', files: rails({ uglifier: ['execjs'], execjs: [] }), text },
  { name: 'images', files: rails({ image_processing: ['mini_magick', 'ruby-vips'], mini_magick: [], 'ruby-vips': ['ffi'], ffi: [] }), text: text.replace('nodejs', 'nodejs libvips42') },
  { name: 'uncertain-gem', files: rails({ wicked_pdf: [], 'wkhtmltopdf-binary': [] }), text },
  { name: 'unknown-native-gem', files: rails({ 'fast-frobnicate': ['ffi'], ffi: [] }), text },
  { name: 'mysql', files: project({ rails: [], mysql2: [] }), text: text.replace('libpq-dev', 'default-libmysqlclient-dev default-mysql-client') },
  { name: 'sinatra', files: project({ sinatra: ['rack'], puma: [] }), text: sinatra },
  { name: 'sinatra-slim', files: project({ sinatra: [], puma: [] }), text: sinatra.replace('ruby:3.4', 'ruby:3.4-slim') },
  { name: 'without-lockfile', files: { Gemfile: 'source "https://rubygems.org"\ngem "sinatra"\n', ...ignored }, text: sinatra },
  { name: 'configured-groups', files: rails(), text: text.replace('RUN bundle install', "RUN gem install bundler:2.6.2 && bundle config set without 'development test' && bundle install --jobs 4 && rm -rf ~/.bundle/cache") },
  { name: 'vendored-path', files: rails(), text: text.replace('RUN bundle install', 'ENV BUNDLE_PATH=/gems\nRUN bundle install') },
  { name: 'entrypoint-script', files: rails({}, { 'bin/docker-entrypoint': '#!/bin/bash -e\nif [ "${1}" == "./bin/rails" ]; then\n  ./bin/rails db:prepare\nfi\nexec "${@}"\n' }), text: text.replace('CMD', 'ENTRYPOINT ["/app/bin/docker-entrypoint"]\nCMD') },
  { name: 'entrypoint-with-curl', files: rails({}, { 'docker/wait.sh': '#!/bin/sh\ncurl -sf http://db:5432\nexec "$@"\n' }), text: text.replace('CMD', 'ENTRYPOINT ["sh", "/app/docker/wait.sh"]\nCMD') },
  { name: 'own-user', files: rails(), text: text.replace('EXPOSE', 'RUN useradd rails --create-home --shell /bin/bash && chown -R rails:rails db log storage tmp\nUSER rails:rails\nEXPOSE') },
  { name: 'version-argument', files: rails(), text: `ARG RUBY_VERSION=3.3.4\n${from('ruby:$RUBY_VERSION')}` },
  { name: 'webpacker-with-nodesource', files: rails({}, front), text: text.replace('RUN bundle exec bootsnap', 'RUN curl -sL https://deb.nodesource.com/setup_20.x | bash - && apt-get install -y nodejs && npm install -g yarn\nRUN yarn install --frozen-lockfile\nRUN bundle exec bootsnap').replace(' nodejs &&', ' &&') },
  { name: 'install-before-the-sources', files: rails(), text: text.replace(/RUN bundle exec.*\nRUN SECRET.*\n/, '') },
  { name: 'install-without-a-lockfile', files: { Gemfile: 'source "https://rubygems.org"\ngem "sinatra"\n', ...ignored }, text: sinatra.replace('ruby:3.4', 'ruby:3.4-slim').replace('COPY . .\nRUN bundle install', 'RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*\nCOPY Gemfile* ./\nRUN bundle install\nCOPY . .') },
  { name: 'uncertain-gem-for-tests', files: project({ rails: [], pg: [] }, { Gemfile: 'source "https://rubygems.org"\n\ngem "rails"\ngem "pg"\ngroup :test do\n  gem "fast-frobnicate"\nend\n', 'Gemfile.lock': lock({ rails: [], pg: [], 'fast-frobnicate': ['ffi'], ffi: [] }, ['rails', 'pg', 'fast-frobnicate']) }), text },
  { name: 'deployment-setting', files: rails(), text: text.replace(/RUN bundle exec.*\nRUN SECRET.*\n/, '').replace('ENV RAILS_ENV', 'ENV BUNDLE_DEPLOYMENT=1 RAILS_ENV') },
  { name: 'sqlite-of-any-release', files: project({ sinatra: [], sqlite3: [] }), text: sinatra.replace('ruby:3.4', 'ruby:3.2.2') },
  { name: 'health-check-with-curl', files: project({ sinatra: [], puma: [] }), text: sinatra.replace('CMD', 'HEALTHCHECK CMD curl -f http://localhost:4567/\nCMD') },
  { name: 'mirror', files: rails(), text: from('public.ecr.aws/docker/library/ruby:3.3') },
  { name: 'latest', files: rails(), text: from('ruby:latest') },
  { name: 'other-base', files: rails(), text: from('phusion/passenger-ruby33') },
  { name: 'gem-by-path', files: rails({}, { 'engines/shop/shop.gemspec': '', Gemfile: 'source "https://rubygems.org"\n\ngem "rails"\ngem "pg"\ngem "shop", path: "engines/shop"\n' }), text },
  { name: 'lower-case-and-crlf', files: rails(), text: text.replace(/^(?:FROM|RUN|COPY|WORKDIR|EXPOSE|CMD|ENV)/gm, (word) => word.toLowerCase()).replaceAll('\n', '\r\n') },
  { name: 'sinatra-with-a-database', files: project({ sinatra: [], puma: [], sqlite3: [] }, { 'app.rb': "DB = SQLite3::Database.new(File.join(__dir__, 'data', 'shop.db'))\n", 'data/.keep': '' }), text: sinatra.replace('ruby:3.4', 'ruby:3.4-bookworm') },
  { name: 'writes-where-nobody-knows', files: project({ sinatra: [], puma: [] }, { 'app.rb': "File.write(settings.target, 'x')\n" }), text: sinatra },
  // As `rails new` writes it (railties, app/templates/Dockerfile.tt), but for its user.
  { name: 'rails-of-the-generator', files: rails({}, { 'bin/docker-entrypoint': '#!/bin/bash -e\nif [ "${@: -2:1}" == "./bin/rails" ] && [ "${@: -1:1}" == "server" ]; then\n  ./bin/rails db:prepare\nfi\nexec "${@}"\n' }), text: generated },
]; // prettier-ignore

goldenTests('ruby', cases);
