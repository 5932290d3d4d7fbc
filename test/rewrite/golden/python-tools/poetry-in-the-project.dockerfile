FROM python:3.12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
ENV POETRY_VIRTUALENVS_IN_PROJECT=true
RUN pip install poetry
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN --mount=type=cache,target=/root/.cache/pypoetry poetry install --only main --no-root

FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY pyproject.toml ./
COPY --from=build /app/.venv /app/.venv
COPY shop ./shop
ENV PATH="/app/.venv/bin:$PATH"
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["uvicorn", "shop.main:app"]
