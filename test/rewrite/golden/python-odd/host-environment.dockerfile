FROM python:3.12-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir uv
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen
COPY . .
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["gunicorn", "app:app"]

# obstacle: Not converted to several stages: .venv of this machine would be copied over the virtual environment: add it to .dockerignore first.