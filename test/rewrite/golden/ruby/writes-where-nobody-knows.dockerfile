FROM ruby:3.4 AS build
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN --mount=type=cache,target=/usr/local/bundle/cache BUNDLE_FROZEN=true bundle install
COPY . .

FROM ruby:3.4-slim
WORKDIR /app
COPY --from=build /usr/local/bundle/ /usr/local/bundle/
COPY --from=build /app/ ./
EXPOSE 4567
CMD ["bundle", "exec", "puma", "-p", "4567"]
