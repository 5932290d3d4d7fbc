FROM ruby:3.2.2 AS build
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN BUNDLE_FROZEN=true bundle install
COPY . .
RUN rm -rf /usr/local/bundle/cache/*.gem

FROM ruby:3.2.2-slim
WORKDIR /app
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bundle/ /usr/local/bundle/
COPY --from=build /app/ ./
EXPOSE 4567
CMD ["bundle", "exec", "puma", "-p", "4567"]
