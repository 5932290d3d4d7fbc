FROM ruby:3.4-bookworm AS build
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN --mount=type=cache,target=/usr/local/bundle/cache BUNDLE_FROZEN=true bundle install
COPY . .

FROM ruby:3.4-slim-bookworm
WORKDIR /app
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bundle/ /usr/local/bundle/
COPY --from=build /app/ ./
RUN useradd --system --create-home --uid 10001 app && chown -R app data
USER app
EXPOSE 4567
CMD ["bundle", "exec", "puma", "-p", "4567"]
