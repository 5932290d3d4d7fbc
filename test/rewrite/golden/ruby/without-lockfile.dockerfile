FROM ruby:3.4
WORKDIR /app
COPY Gemfile ./
RUN bundle install && rm -rf /usr/local/bundle/cache/*.gem
COPY . .
RUN useradd --system --create-home --uid 10001 app
USER app
EXPOSE 4567
CMD ["bundle", "exec", "puma", "-p", "4567"]

# obstacle: Not converted to several stages: Without a lockfile which gems are installed is not known, so neither is what they need of the full image.