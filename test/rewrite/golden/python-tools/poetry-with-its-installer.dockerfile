FROM python:3.12-slim AS build
ENV POETRY_HOME=/opt/poetry
ENV PATH="$POETRY_HOME/bin:$PATH"
RUN apt-get update && apt-get install -y curl build-essential libpq-dev
RUN curl -sSL https://install.python-poetry.org | python3 -
WORKDIR /app
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"
COPY pyproject.toml poetry.lock ./
RUN --mount=type=cache,target=/root/.cache/pypoetry poetry install --only main --no-root

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1
ENV PATH="/opt/venv/bin:$PATH"
RUN apt-get update && apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY pyproject.toml ./
COPY --from=build /opt/venv /opt/venv
COPY shop ./shop
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0", "--port", "8000"]
