FROM python:3.11 AS build
ENV PIPENV_VENV_IN_PROJECT=1
WORKDIR /usr/src/app
RUN pip install pipenv
COPY Pipfile Pipfile.lock ./
RUN --mount=type=cache,target=/root/.cache pipenv install --deploy

FROM python:3.11-slim
WORKDIR /usr/src/app
ENV PATH="/usr/src/app/.venv/bin:$PATH"
RUN apt-get update \
    && apt-get install -y --no-install-recommends libmariadb3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/src/app/.venv /usr/src/app/.venv
COPY . .
RUN useradd --system --no-create-home --uid 10001 app
USER app
ENTRYPOINT ["gunicorn", "app:app"]
