FROM ruby:3.4-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y build-essential && rm -rf /var/lib/apt/lists/*
COPY Gemfile* ./
RUN --mount=type=cache,target=/usr/local/bundle/cache bundle install

FROM ruby:3.4-slim
WORKDIR /app
COPY --from=build /usr/local/bundle/ /usr/local/bundle/
COPY --from=build /app/ ./
COPY . .
RUN useradd --system --create-home --uid 10001 app
USER app
EXPOSE 4567
CMD ["bundle", "exec", "puma", "-p", "4567"]
