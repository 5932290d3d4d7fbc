FROM ruby:3.3
RUN apt-get update -qq && apt-get install -y build-essential libpq-dev nodejs && rm -rf /var/lib/apt/lists/*
ENV RAILS_ENV=production RAILS_LOG_TO_STDOUT=1
WORKDIR /app
COPY Gemfile Gemfile.lock ./
ENV BUNDLE_WITHOUT=development:test
RUN BUNDLE_FROZEN=true bundle install && rm -rf /usr/local/bundle/cache/*.gem
COPY . .
RUN bundle exec bootsnap precompile app/ lib/
RUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile
RUN useradd --system --create-home --uid 10001 app && mkdir -p db log storage tmp && chown -R app db log storage tmp
USER app
EXPOSE 3000
CMD ["bundle", "exec", "rails", "server", "-b", "0.0.0.0"]

# obstacle: Not converted to several stages: What the gem wkhtmltopdf-binary needs of the full image is not certain.