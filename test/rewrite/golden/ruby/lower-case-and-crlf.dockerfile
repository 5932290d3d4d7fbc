from ruby:3.3 as build␍
run apt-get update -qq && apt-get install -y build-essential libpq-dev nodejs && rm -rf /var/lib/apt/lists/*␍
env RAILS_ENV=production RAILS_LOG_TO_STDOUT=1␍
workdir /app␍
copy Gemfile Gemfile.lock ./␍
env BUNDLE_WITHOUT=development:test␍
run --mount=type=cache,target=/usr/local/bundle/cache BUNDLE_FROZEN=true bundle install␍
copy . .␍
run bundle exec bootsnap precompile app/ lib/␍
run SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile␍
␍
from ruby:3.3-slim␍
run apt-get update -qq && apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*␍
env RAILS_ENV=production RAILS_LOG_TO_STDOUT=1␍
workdir /app␍
env BUNDLE_WITHOUT=development:test␍
copy --from=build /usr/local/bundle/ /usr/local/bundle/␍
copy --from=build /app/ ./␍
run useradd --system --create-home --uid 10001 app && mkdir -p db log storage tmp && chown -R app db log storage tmp␍
user app␍
expose 3000␍
cmd ["bundle", "exec", "rails", "server", "-b", "0.0.0.0"]␍
