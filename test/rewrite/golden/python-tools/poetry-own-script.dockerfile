FROM python:3.12-slim
WORKDIR /app
RUN pip install --no-cache-dir poetry
COPY pyproject.toml poetry.lock ./
RUN poetry install --only main --no-root \
    && rm -rf ~/.cache/pypoetry/cache ~/.cache/pypoetry/artifacts
COPY . .
RUN poetry install --only main
CMD ["poetry", "run", "serve"]

# obstacle: Not converted to several stages: What `poetry run serve` runs is up to the package manager.