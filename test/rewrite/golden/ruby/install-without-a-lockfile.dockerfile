FROM ruby:3.4-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
COPY Gemfile* ./
RUN bundle install
RUN rm -rf /usr/local/bundle/cache/*.gem

FROM ruby:3.4-slim
WORKDIR /app
COPY --from=build /usr/local/bundle/ /usr/local/bundle/
COPY --from=build /app/ ./
COPY . .
EXPOSE 4567
CMD ["bundle", "exec", "puma", "-p", "4567"]
