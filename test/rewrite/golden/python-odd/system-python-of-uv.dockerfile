FROM python:3.12-slim
ENV UV_SYSTEM_PYTHON=1
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir uv && uv pip install -r requirements.txt
COPY . .
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["gunicorn", "app:app"]

# obstacle: Not converted to several stages: UV_SYSTEM_PYTHON decides where packages or Python come from, which a virtual environment would change.