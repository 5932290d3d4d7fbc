FROM ruby:3.3-alpine AS build
RUN apk add --no-cache build-base postgresql-dev tzdata nodejs yarn git
ENV RAILS_ENV=production
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN --mount=type=cache,target=/usr/local/bundle/cache bundle config set --local without 'development test' && BUNDLE_FROZEN=true bundle install -j4
COPY package.json yarn.lock ./
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked yarn install --frozen-lockfile
COPY . .
RUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile && rm -rf node_modules

FROM ruby:3.3-alpine
RUN apk add --no-cache libpq tzdata
ENV RAILS_ENV=production
WORKDIR /app
COPY --from=build /usr/local/bundle/ /usr/local/bundle/
COPY --from=build /app/ ./
RUN adduser -S -D -u 10001 app && mkdir -p db log storage tmp && chown -R app db log storage tmp
USER app
CMD ["bundle", "exec", "puma", "-C", "config/puma.rb"]
