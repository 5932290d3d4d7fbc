FROM python:2.7-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["gunicorn", "app:app"]

# obstacle: Not converted to several stages: Python 2 has no module that makes virtual environments.