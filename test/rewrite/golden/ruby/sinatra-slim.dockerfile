FROM ruby:3.4-slim
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN BUNDLE_FROZEN=true bundle install && rm -rf /usr/local/bundle/cache/*.gem
COPY . .
RUN useradd --system --create-home --uid 10001 app
USER app
EXPOSE 4567
CMD ["bundle", "exec", "puma", "-p", "4567"]
