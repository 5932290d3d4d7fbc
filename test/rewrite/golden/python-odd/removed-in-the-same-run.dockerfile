FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN apt-get update && apt-get install -y gcc libpq-dev && pip install --no-cache-dir -r requirements.txt && apt-get purge -y gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY . .
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["gunicorn", "app:app"]
